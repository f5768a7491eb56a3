import * as vscode from 'vscode';
import { decide, type AltAnswer, type AltDecision } from '../../core/altText/altText.ts';
import { FailureError, throwIfCancelled } from '../../core/failure.ts';
import { altEdit, decorativeEdit } from '../../core/markup/altEdit.ts';
import type { ImageReference, TextEdit } from '../../core/markup/imageReference.ts';
import { referenceAt } from '../../core/markup/referenceAt.ts';
import type { Surrounding } from '../../core/markup/surrounding.ts';
import { applyEdits, type AppliedEdit, rangeOf, TrackedReferences } from './trackedReferences.ts';
import { cacheKey, pictureHash } from './altTextCache.ts';
import { askAltText, pictureName, decorationContext, questionFor, type AltTextResult } from './askAltText.ts';
import type { AltTextServices, LocatedImage, ImagePosition } from './altTextServices.ts';
import { resolvePicture } from './resolvePicture.ts';
import { showFailure } from '../showFailure.ts';
import { showInformation, showProgress, showWarning, type WorkProgress } from '../editor/notifications.ts';
import { applyEdit } from '../editor/applyEdit.ts';
import { escapeMarkdownText } from '../../core/markup/escapeMarkdownText.ts';
import { visibleLine } from '../../core/visibleText.ts';
import type { Services } from '../services.ts';

/** Writes the alt text of the reference at a place, or at the cursor; what goes wrong is shown. */
export async function generateAltText(tools: AltTextServices, place: ImagePosition | undefined): Promise<void> {
	try {
		await writeAltText(tools, await locate(tools, place));
	} catch (error) {
		await showFailure(error, tools, () => generateAltText(tools, place));
	}
}

/** Marks the reference at a place, or at the cursor, as decoration. */
export async function markDecorative(tools: AltTextServices, place: ImagePosition | undefined): Promise<void> {
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
async function locate({ documents }: AltTextServices, place: ImagePosition | undefined): Promise<LocatedImage> {
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
	tools: AltTextServices,
	{ document, reference }: LocatedImage,
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
	tools: AltTextServices,
	{ document, reference, tracked }: LocatedImage & { readonly tracked: TrackedReferences },
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
async function isWanted({ answer, answerer }: AltTextResult): Promise<boolean> {
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
	tools: AltTextServices,
	tracked: TrackedReferences,
	{ answered, surrounding }: { readonly answered: AltTextResult; readonly surrounding: Surrounding },
): Promise<void> {
	const { answer } = answered;
	const [found] = await tracked.find();
	const decision = decide(answer, decorationContext(tracked.document, surrounding));
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

/** An answer and what became of it. */
export interface Written {
	readonly document: vscode.TextDocument;
	/** The reference before the edit. */
	readonly reference: ImageReference;
	readonly answer: AltAnswer;
	readonly decision: AltDecision;
	/** Undefined where the document was left as it was. */
	readonly applied: AppliedEdit | undefined;
}

/** Writes the alt text anew, as the user wishes in words. */
export type Improve = (
	located: { readonly document: vscode.TextDocument; readonly reference: ImageReference },
	wish: string,
) => Promise<void>;

/** Tells once what was written and why, with what can be done about it. Settles when the message is gone. */
export async function announceWritten(tools: AltTextServices, written: Written, improve: Improve): Promise<void> {
	const { document, answer, applied, decision } = written;
	const reference = await currentReference(tools, written);
	if (!reference) return;
	const tracked = new TrackedReferences(tools.documents, document, [reference]);
	try {
		const [undo, wish, decorative, describe] = [
			vscode.l10n.t('Undo'),
			vscode.l10n.t('Improve…'),
			vscode.l10n.t('Mark as Decorative'),
			vscode.l10n.t('Insert Description'),
		];
		const offered = [
			...(applied ? [undo] : []),
			wish,
			...(decision.write !== '' && decorativeEdit(reference) ? [decorative] : []),
			...(answer.description === undefined ? [] : [describe]),
		];
		const choice = await showInformation(sentence(written), ...offered);
		if (choice === undefined) return;
		if (choice === undo && applied) return await undoEdit(tracked, applied);
		if (choice === decorative) return void (await applyEdits(tracked, decorativeEdit));
		if (choice === describe && answer.description !== undefined) {
			return await insertDescription(tracked, answer.description);
		}
		const words = await askForWish();
		const [found] = words === undefined ? [] : await tracked.find();
		if (words !== undefined && found) await improve({ document, reference: found }, words);
	} finally {
		tracked.dispose();
	}
}

/** Tells that nothing was written, and gives the text away. */
export async function offerUnwritten({ alt }: AltAnswer, why: 'changed' | 'closed'): Promise<void> {
	const copy = vscode.l10n.t('Copy Alt Text');
	const message =
		why === 'closed'
			? vscode.l10n.t('The document was closed before the alt text arrived, so nothing was written: “{0}”', alt)
			: vscode.l10n.t('The image was changed before the alt text arrived, so nothing was written: “{0}”', alt);
	const choice = await showWarning(message, ...(alt === '' ? [] : [copy]));
	if (choice === copy) await vscode.env.clipboard.writeText(alt);
}

function sentence({ answer, decision }: Written): string {
	const { alt, reason } = answer;
	const { write, suggestsDecorative } = decision;
	const what =
		write === ''
			? vscode.l10n.t('Marked as decorative.')
			: write === undefined
				? vscode.l10n.t('This image may be decorative, so nothing was written.')
				: suggestsDecorative
					? vscode.l10n.t('Alt text: “{0}” The image may also be decorative.', alt)
					: vscode.l10n.t('Alt text: “{0}”', alt);
	return reason === '' ? what : `${what} ${vscode.l10n.t('Why: {0}', reason)}`;
}

/** The reference as the edit has left it: it begins where it began. */
async function currentReference(
	{ documents }: AltTextServices,
	{ document, reference, applied }: Written,
): Promise<ImageReference | undefined> {
	if (document.isClosed) return undefined;
	const start = applied?.first.start ?? reference.start;
	return (await documents.get(document)).references.find(
		(each) => each.start === start && each.element === reference.element,
	);
}

/** As the editor's own undo where that would take back this edit alone; else the markup as it was. */
async function undoEdit(tracked: TrackedReferences, { document, version, first }: AppliedEdit): Promise<void> {
	if (document.version === version && vscode.window.activeTextEditor?.document === document) {
		await vscode.commands.executeCommand('undo');
		return;
	}
	await applyEdit(async () => {
		const [found] = await tracked.find();
		if (!found || document.isClosed) return undefined;
		const edit = new vscode.WorkspaceEdit();
		edit.replace(document.uri, rangeOf(document, found), first.before);
		return { edit };
	});
}

async function askForWish(): Promise<string | undefined> {
	const words = await vscode.window.showInputBox({
		title: vscode.l10n.t('Improve Alt Text'),
		prompt: vscode.l10n.t('What should be different? For example: shorter, name the colors, say what the arrow means'),
		ignoreFocusOut: true,
	});
	return words?.trim() || undefined;
}

/** Inserts a longer description as a paragraph behind the block with the image; where there is no room, it is copied. */
export async function insertDescription(tracked: TrackedReferences, description: string): Promise<void> {
	const applied = await applyEdits(tracked, ({ descriptionAt: at }) =>
		at && tracked.document
			? { start: at.offset, end: at.offset, newText: paragraph(description, at, tracked.document) }
			: undefined,
	);
	if (applied) return;
	await vscode.env.clipboard.writeText(description);
	void showInformation(
		vscode.l10n.t("The description can't be inserted after this image, so it was copied to the clipboard."),
	);
}

function paragraph(
	description: string,
	{ offset, style }: NonNullable<ImageReference['descriptionAt']>,
	document: vscode.TextDocument,
): string {
	const end = document.eol === vscode.EndOfLine.CRLF ? '\r\n' : '\n';
	const text = visibleLine(description);
	if (style === 'markdown') return `${end}${end}${escapeMarkdownText(text)}`;
	const [indent] = /^[ \t]*/.exec(document.lineAt(document.positionAt(offset).line).text) ?? [''];
	return `${end}${indent}<p>${escapeHtml(text)}</p>`;
}

function escapeHtml(text: string): string {
	return text.replaceAll(/[&<>{}]/g, (sign) => `&#${sign.codePointAt(0)};`);
}

/** Runs work that was started in an editor: with a notification that can stop it, as the command Stop can. */
export async function withAltTextProgress<Result>(
	parts: Pick<Services, 'running'>,
	title: string,
	work: (signal: AbortSignal, progress: WorkProgress) => Promise<Result>,
): Promise<Result> {
	const controller = new AbortController();
	parts.running.add(controller);
	try {
		return await showProgress(title, (signal, progress) =>
			work(AbortSignal.any([signal, controller.signal]), progress),
		);
	} finally {
		parts.running.delete(controller);
	}
}
