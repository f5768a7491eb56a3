import * as vscode from 'vscode';
import { decideOutcome, isOnGitHub, type AltDecision } from '../../core/altText/altText.ts';
import type { AltTextQuestion } from '../../core/altText/altTextPrompt.ts';
import { FailureError, throwIfCancelled } from '../../core/failure.ts';
import { altEdit, decorativeEdit } from '../../core/markup/altEdit.ts';
import type { ImageReference, TextEdit } from '../../core/markup/imageReference.ts';
import type { Outline } from '../../core/markup/outline.ts';
import { referenceAt } from '../../core/markup/referenceAt.ts';
import { surroundingOf, type Surrounding } from '../../core/markup/surrounding.ts';
import { applyEdits } from './applyEdits.ts';
import { cacheKey, pictureHash } from './altTextCache.ts';
import { askAltText, type Answered } from './askAltText.ts';
import { announceWritten, offerUnwritten } from './altTextNotice.ts';
import type { AltTextTools } from './altTextTools.ts';
import { targetLength, writtenLanguage } from './altTextSettings.ts';
import { resolvePicture } from './resolvePicture.ts';
import { showFailure } from '../commands/showFailure.ts';
import { TrackedReferences } from './trackedReferences.ts';
import { withAltTextProgress } from './withAltTextProgress.ts';
import { showInformation } from '../notifications.ts';

/** A reference in a document, as a code action hands it to its command. */
export interface ReferencePlace {
	readonly uri: string;
	/** Offset of its markup. */
	readonly start: number;
}

/** An open document with one of its references. */
export interface Located {
	readonly document: vscode.TextDocument;
	readonly reference: ImageReference;
}

/** Writes the alt text of the reference at a place, or at the cursor; what goes wrong is shown. */
export async function generateAltText(tools: AltTextTools, place: ReferencePlace | undefined): Promise<void> {
	try {
		await writeAltText(tools, await locate(tools, place));
	} catch (error) {
		await showFailure(error, tools, () => generateAltText(tools, place));
	}
}

/** Marks the reference at a place, or at the cursor, as decoration. */
export async function markDecorative(tools: AltTextTools, place: ReferencePlace | undefined): Promise<void> {
	try {
		const { document, reference } = await locate(tools, place);
		const tracked = new TrackedReferences(tools.documents, document, [reference]);
		await applyEdits(tracked, decorativeEdit);
		tracked.dispose();
	} catch (error) {
		await showFailure(error, tools, () => markDecorative(tools, place));
	}
}

/** @throws FailureError `noImageHere` */
async function locate({ documents }: AltTextTools, place: ReferencePlace | undefined): Promise<Located> {
	const editor = vscode.window.activeTextEditor;
	const document = place ? await vscode.workspace.openTextDocument(vscode.Uri.parse(place.uri)) : editor?.document;
	if (!document) throw new FailureError({ kind: 'noImageHere' });
	const markup = await documents.get(document);
	const cursor = editor?.document === document ? document.offsetAt(editor.selection.active) : 0;
	const exact = place && markup.references.find(({ start }) => start === place.start);
	const reference = exact ?? referenceAt(markup, cursor);
	if (!reference?.slot) throw new FailureError({ kind: 'noImageHere' });
	return { document, reference };
}

/** Asks for the alt text and writes it; `wish` is what the user wants otherwise. What goes wrong is shown. */
export async function writeAltText(
	tools: AltTextTools,
	{ document, reference }: Located,
	wish?: string,
): Promise<void> {
	const tracked = new TrackedReferences(tools.documents, document, [reference]);
	try {
		await askAndWrite(tools, { document, reference, tracked }, wish);
	} catch (error) {
		await showFailure(error, tools, async () => {
			// The document may have changed while the failure stood there.
			const [found] = await tracked.find();
			if (tracked.document && found) await writeAltText(tools, { document: tracked.document, reference: found }, wish);
		});
	} finally {
		tracked.dispose();
	}
}

async function askAndWrite(
	tools: AltTextTools,
	{ document, reference, tracked }: Located & { readonly tracked: TrackedReferences },
	wish: string | undefined,
): Promise<void> {
	const name = pictureName(reference);
	const { answered, question, picture } = await withAltTextProgress(
		tools,
		name === '' ? vscode.l10n.t('Writing alt text…') : vscode.l10n.t('Writing alt text for {0}…', name),
		async (signal) => {
			// Where the reference is by then: the document may change with each wait.
			const outline = await tools.documents.outline(document);
			const [current = reference] = await tracked.find();
			const asked = questionFor(document, current, { outline, wish });
			const found = await resolvePicture(reference.source, document.uri);
			throwIfCancelled(signal);
			return {
				answered: await askAltText(tools.describer, { picture: found, question: asked }, signal),
				question: asked,
				picture: found,
			};
		},
	);
	tools.log.info(`altText: ${answered.answer.kind}`);
	if (!(await isWanted(answered))) return;
	const hash = wish === undefined ? await pictureHash(picture) : undefined;
	if (hash) await tools.cache.keep(cacheKey(hash, question, answered.answerer), answered.answer);
	await write(tools, tracked, { answered, surrounding: question.surrounding });
}

/** What this machine alone has recognised is written only when the user agrees. */
async function isWanted({ answer, answerer }: Answered): Promise<boolean> {
	if (answerer.engine !== 'local') return true;
	const accept = vscode.l10n.t('Write It');
	const choice = await showInformation(
		vscode.l10n.t(
			'No model looked at this picture. This machine read the text in it: “{0}” Write that as its alt text?',
			answer.alt,
		),
		accept,
	);
	return choice === accept;
}

/** Settles when the document has changed; the message about it stays as long as the user lets it. */
async function write(
	tools: AltTextTools,
	tracked: TrackedReferences,
	{ answered, surrounding }: { readonly answered: Answered; readonly surrounding: Surrounding },
): Promise<void> {
	const { answer } = answered;
	const [found] = await tracked.find();
	const decision = decideOutcome(answer, placeFor(tracked.document, surrounding));
	const { document } = tracked;
	const inBackground = (message: Promise<void>): void => {
		message.catch((error: unknown) => tools.log.error(error instanceof Error ? error : String(error)));
	};
	if (!document || !found) return inBackground(offerUnwritten(answer, document ? 'changed' : 'closed'));
	const edit = (reference: ImageReference): TextEdit | undefined => editFor(reference, decision);
	// It may be left as it is, or say so already.
	const isSame = edit(found) === undefined;
	const applied = isSame ? undefined : await applyEdits(tracked, edit);
	if (!applied && !isSame) return inBackground(offerUnwritten(answer, 'changed'));
	const written = { document, reference: found, answer, decision, applied };
	inBackground(announceWritten(tools, written, (located, wish) => writeAltText(tools, located, wish)));
}

/** The edit that an answer leads to; undefined where the document says so already. */
export function editFor(reference: ImageReference, { write: alt }: AltDecision): TextEdit | undefined {
	if (alt === undefined) return undefined;
	return alt === '' ? decorativeEdit(reference) : altEdit(reference, alt);
}

/** What of the place of a picture decides over decoration. */
export function placeFor(
	document: vscode.TextDocument | undefined,
	surrounding: Surrounding,
): { readonly isOnGitHub: boolean; readonly isAloneInLink: boolean } {
	const isLinked = surrounding.linkTarget !== undefined || surrounding.isButton === true;
	return {
		isOnGitHub: document !== undefined && isOnGitHub(document.uri.path),
		isAloneInLink: isLinked && surrounding.linkText === undefined,
	};
}

/** What is asked about a reference. */
export function questionFor(
	document: vscode.TextDocument,
	reference: ImageReference,
	{
		outline,
		wish,
		language = writtenLanguage(document, outline),
	}: {
		readonly outline: Outline;
		readonly wish?: string | undefined;
		/** Where it is known already. */
		readonly language?: string | undefined;
	},
): AltTextQuestion {
	return {
		surrounding: surroundingOf(reference, { outline: () => outline }),
		language,
		maxLength: targetLength(document),
		alt: reference.alt,
		wish,
		isOnGitHub: isOnGitHub(document.uri.path),
	};
}

/** For the person who waits: the last part of the address. */
export function pictureName({ source }: ImageReference): string {
	if (source.kind === 'svg') return '';
	const address = source.kind === 'address' ? source.address : source.specifier;
	if (/^data:/i.test(address)) return '';
	const [path = ''] = address.split(/[?#]/, 1);
	return path.slice(path.lastIndexOf('/') + 1);
}
