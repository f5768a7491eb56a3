import type { AltDecision } from '../core/altText/altText.ts';
import { failureOf } from '../core/failure.ts';
import { altEdit } from '../core/markup/altEdit.ts';
import type { ImageReference, TextEdit } from '../core/markup/imageReference.ts';
import { findAgain } from '../core/review/findAgain.ts';
import { decorativeEdits, type CommentedDocument } from '../core/review/ignoreComments.ts';
import type { ScannedImage } from '../core/review/scanDocument.ts';
import type { MarkupWorker } from '../documents/markupWorker.ts';
import { readForeignFile } from '../workers/foreignFile.ts';
import { systemPath } from '../documents/diskFiles.ts';
import { decodeDocument, encodeDocument } from './documentText.ts';
import { failureSentence } from './failureSentence.ts';
import { isInRepository, replaceDocument } from './replaceDocument.ts';
import type { CheckedDocument } from './scanRepository.ts';

/** What became of an answer. */
export interface WrittenImage {
	readonly image: ScannedImage;
	/** `left`: it may be decorative, which is for a person to decide. */
	readonly outcome: 'written' | 'decorative' | 'left' | 'failed';
	/** Why nothing was written. */
	readonly reason: string;
	readonly alt: string;
}

/** The number of bytes of a document; what is larger is left alone. */
const largest = 20_000_000;

/**
 * Writes answers into a document as it is now, which changes nothing but alt texts, and comments where Markdown can't say otherwise
 * that an image is decorative. Images that were changed since are left alone.
 */
export async function writeAnswers(
	{ path, markup }: Pick<CheckedDocument, 'path' | 'markup'>,
	answers: ReadonlyMap<ScannedImage, AltDecision>,
	{ worker, root }: { readonly worker: MarkupWorker; readonly root: string },
): Promise<readonly WrittenImage[]> {
	// As they stand there: answers come in any order.
	const images = [...answers.keys()].toSorted((a, b) => a.start - b.start);
	const failed = (reason: string): readonly WrittenImage[] =>
		images.map((image) => ({ image, outcome: 'failed', reason, alt: '' }));
	const file = systemPath(path);
	try {
		if (!(await isInRepository(file, systemPath(root)))) return failed('The document is outside the repository.');
		const before = await readForeignFile({ name: path, path: file }, largest);
		const { text, encoding } = decodeDocument(before);
		if (encoding === 'other') return failed("The document isn't UTF-8, so it was left as it is.");
		const { references } = await worker.references({ key: path, language: markup, text });
		const found = findAgain(images, references, text);
		const made = images.map((image, index) =>
			editsFor(image, found[index], { decision: answers.get(image), document: { language: markup, text } }),
		);
		const after = applied(
			text,
			made.flatMap(({ edits }) => edits),
		);
		if (after === text) return made.map(({ written }) => written);
		const isReplaced = await replaceDocument(file, before, encodeDocument(after, encoding));
		return isReplaced ? made.map(({ written }) => written) : failed('The document was changed meanwhile.');
	} catch (error) {
		const failure = failureOf(error);
		const isOfFiles = failure.kind === 'unexpected' && error instanceof Error && 'code' in error;
		return failed(isOfFiles ? `The document can't be written (${String(error.code)}).` : failureSentence(failure));
	}
}

interface MadeEdits {
	readonly edits: readonly TextEdit[];
	readonly written: WrittenImage;
}

function editsFor(
	image: ScannedImage,
	reference: ImageReference | undefined,
	{ decision, document }: { readonly decision: AltDecision | undefined; readonly document: CommentedDocument },
): MadeEdits {
	const none = (outcome: 'left' | 'failed', reason: string): MadeEdits => ({
		edits: [],
		written: { image, outcome, reason, alt: '' },
	});
	const alt = decision?.write;
	if (alt === undefined) return none('left', '');
	if (!reference) return none('failed', failureSentence({ kind: 'imageChanged' }));
	if (alt === '') {
		const edits = decorativeEdits(reference, document);
		if (!edits) return none('left', '');
		return { edits, written: { image, outcome: 'decorative', reason: '', alt } };
	}
	const edit = altEdit(reference, alt);
	if (!edit) return none('failed', failureSentence({ kind: 'imageComputed', what: 'altText' }));
	return { edits: [edit], written: { image, outcome: 'written', reason: '', alt } };
}

/** Returns a text with edits, none of which overlap. */
function applied(text: string, edits: readonly TextEdit[]): string {
	const parts: string[] = [];
	let from = 0;
	for (const { start, end, newText } of edits.toSorted((a, b) => a.start - b.start)) {
		parts.push(text.slice(from, start), newText);
		from = Math.max(from, end);
	}
	return parts.join('') + text.slice(from);
}
