import * as vscode from 'vscode';
import type { Turns } from '../../core/altText/altTextRun.ts';
import { decideOutcome, type AltAnswer, type AltDecision } from '../../core/altText/altText.ts';
import { FailureError, failureOf, type Failure, throwIfCancelled } from '../../core/failure.ts';
import { altEdit, decorativeEdit } from '../../core/markup/altEdit.ts';
import { escapeMarkdownText } from '../../core/markup/escapeMarkdownText.ts';
import type { ImageReference, TextEdit } from '../../core/markup/imageReference.ts';
import { referenceAt } from '../../core/markup/referenceAt.ts';
import type { Surrounding } from '../../core/markup/surrounding.ts';
import { visibleLine } from '../../core/visibleText.ts';
import { showInformation, showWarning } from '../editor/notifications.ts';
import { failureMessage } from '../failures/failureMessage.ts';
import type { Services } from '../services.ts';
import { fileName } from '../sources/source.ts';
import { showFailure } from '../showFailure.ts';
import { cacheKey, pictureHash } from './altTextCache.ts';
import type { AltTextRun, ImageState, RunAction } from './altTextNotes.ts';
import { columnOf } from './altTextStatusBar.ts';
import type { AltTextServices, ImagePosition, LocatedImage } from './altTextServices.ts';
import { askAltText, decorationContext, questionFor, type AltTextResult } from './askAltText.ts';
import { cellOf, isShownAsCell } from './notebookCells.ts';
import { keepInStep, renameFor, type CreatedFile } from './pastedNames.ts';
import { resolvePicture } from './resolvePicture.ts';
import { applyEdits, applyEditsRenaming, takeBack, TrackedReferences, type AppliedEdit } from './trackedReferences.ts';

/** Writes the alt text of the image at a position, or at the cursor; shows what goes wrong. */
export async function generateAltText(services: AltTextServices, position: ImagePosition | undefined): Promise<void> {
	try {
		await writeAltText(services, await locate(services, position));
	} catch (error) {
		await showFailure(error, services, () => generateAltText(services, position));
	}
}

/** Marks the image at a position, or at the cursor, as decorative; shows what goes wrong. */
export async function markDecorative(services: AltTextServices, position: ImagePosition | undefined): Promise<void> {
	try {
		const { document, reference } = await locate(services, position);
		using tracked = new TrackedReferences(services.documents, document, [reference]);
		await applyEdits(tracked, decorativeEdit);
	} catch (error) {
		await showFailure(error, services, () => markDecorative(services, position));
	}
}

/** @throws FailureError `noImageHere`, `imageComputed` or `documentUnread` */
async function locate({ documents }: AltTextServices, position: ImagePosition | undefined): Promise<LocatedImage> {
	const editor = vscode.window.activeTextEditor;
	const document = position
		? await vscode.workspace.openTextDocument(vscode.Uri.parse(position.uri))
		: editor?.document;
	if (!document) throw new FailureError({ kind: 'noImageHere' });
	const markup = await documents.get(document);
	const cursor = editor?.document === document ? document.offsetAt(editor.selection.active) : 0;
	const exact = position && markup.references.find(({ start }) => start === position.start);
	const reference = exact ?? referenceAt(markup, cursor);
	if (!reference?.slot) throw new FailureError(noSlot(reference));
	return { document, reference };
}

/** Says why there is nothing to write. */
function noSlot(reference: ImageReference | undefined): Failure {
	if (reference?.state === 'expression') return { kind: 'imageComputed', what: 'altText' };
	return reference?.source.kind === 'computed' ? { kind: 'imageComputed', what: 'picture' } : { kind: 'noImageHere' };
}

/** What else an alt text depends on, or leads to. */
export interface WritingOptions {
	/** The user's own words about what to change. */
	readonly wish?: string | undefined;
	/** The file to be named after the alt text. */
	readonly created?: CreatedFile | undefined;
	/** The queue of the requests that belong together. */
	readonly inTurn?: Turns | undefined;
}

/** Asks for the alt text of an image and writes it. Shows what goes wrong. */
export async function writeAltText(
	services: AltTextServices,
	{ document, reference }: LocatedImage,
	options: WritingOptions = {},
): Promise<void> {
	using tracked = new TrackedReferences(services.documents, document, [reference]);
	const run = services.notes.begin(document, [reference], 'image');
	try {
		await askAndWrite(services, { document, reference, tracked, run }, options);
	} catch (error) {
		const why = failureMessage(failureOf(error))?.message;
		if (why === undefined) return run.end();
		run.report(0, { kind: 'failed', why });
		run.tell({ phase: 'done', text: '', actions: [] });
		await showFailure(error, services, async () => {
			// The document may have changed while the message was open.
			const [found] = await tracked.find();
			if (tracked.document && found) {
				// The file keeps its name: by now other documents may have it.
				await writeAltText(services, { document: tracked.document, reference: found }, { wish: options.wish });
			}
		});
	}
}

/** An image whose alt text is being written. */
interface WorkedImage extends LocatedImage {
	readonly tracked: TrackedReferences;
	readonly run: AltTextRun;
}

async function askAndWrite(
	services: AltTextServices,
	{ document, reference, tracked, run }: WorkedImage,
	{ wish, created, inTurn = (task) => task() }: WritingOptions,
): Promise<void> {
	run.report(0, { kind: 'writing' });
	const { result, question, picture } = await workStoppably(services, run, async (signal, tell) => {
		tell(vscode.l10n.t('Writing alt text…'));
		// The document may change at each wait: the image's present place counts.
		const outline = await services.documents.outline(document);
		const [current = reference] = await tracked.find();
		const asked = questionFor(document, current, { outline, wish });
		const found = await resolvePicture(reference.source, document.uri);
		const answered = await inTurn(() => {
			throwIfCancelled(signal);
			return askAltText(services.describer, { picture: found, question: asked }, signal);
		});
		return { result: answered, question: asked, picture: found };
	});
	services.log.info(`altText: ${result.answer.kind}`);
	if (!(await isAccepted(run, result))) return run.end();
	const hash = wish === undefined ? await pictureHash(picture) : undefined;
	if (hash) await services.cache.keep(cacheKey(hash, question, result.answerer), result.answer);
	await writeResult(services, { tracked, run }, { answer: result.answer, surrounding: question.surrounding, created });
}

/** Does the work of a run, which can be stopped where it is shown, and by the command Stop; `tell` says how far it is. */
export async function workStoppably<Result>(
	{ running }: Pick<Services, 'running'>,
	run: AltTextRun,
	work: (signal: AbortSignal, tell: (text: string) => void) => Promise<Result>,
): Promise<Result> {
	const controller = new AbortController();
	const stop = { title: vscode.l10n.t('Stop'), run: () => controller.abort() };
	running.add(controller);
	try {
		return await work(controller.signal, (text) => run.tell({ phase: 'working', text, actions: [stop] }));
	} finally {
		running.delete(controller);
	}
}

/** Returns whether to write an answer: text that this machine recognized is written only when the user agrees. */
async function isAccepted(run: AltTextRun, { answer, answerer }: AltTextResult): Promise<boolean> {
	if (answerer.engine !== 'local') return true;
	const accept = vscode.l10n.t('Write It');
	run.report(0, { kind: 'proposed', alt: answer.alt });
	const choice = await run.ask(
		{
			text: vscode.l10n.t('No model looked at this picture. Write the text that this machine read in it?'),
			spoken: vscode.l10n.t(
				'No model looked at this picture. This machine read the text in it: “{0}” Write that as its alt text?',
				answer.alt,
			),
		},
		accept,
		vscode.l10n.t('Discard'),
	);
	return choice === accept;
}

/** Settles when the document has changed and says so. */
async function writeResult(
	services: AltTextServices,
	{ tracked, run }: Pick<WorkedImage, 'tracked' | 'run'>,
	{
		answer,
		surrounding,
		created,
	}: { readonly answer: AltAnswer; readonly surrounding: Surrounding; readonly created: CreatedFile | undefined },
): Promise<void> {
	const [found] = await tracked.find();
	const { document } = tracked;
	const decision = decideOutcome(answer, decorationContext(document, surrounding));
	const inBackground = (message: Promise<void>): void => {
		message.catch((error: unknown) => services.log.error(error instanceof Error ? error : String(error)));
	};
	const giveAway = (why: 'changed' | 'closed'): void => {
		run.end();
		inBackground(offerUnwritten(answer, why));
	};
	if (!document || !found) return giveAway(document ? 'changed' : 'closed');
	const edit = (reference: ImageReference): TextEdit | undefined => editFor(reference, decision);
	// Nothing may be left to change, or nothing may have been decided.
	const isSame = edit(found) === undefined;
	const { write: alt = '' } = decision;
	const apply = (): Promise<AppliedEdit | undefined> =>
		created && alt !== ''
			? applyEditsRenaming({ tracked, edit }, (changed) => renameFor(changed, { created, alt }))
			: applyEdits(tracked, edit);
	const applied = isSame ? undefined : await services.notes.whileEditing(apply);
	if (!applied && !isSame) return giveAway('changed');
	if (applied?.renamed && (await keepInStep(document, applied.renamed))) return run.end();
	await showWritten(services, run, { document, reference: found, answer, decision, applied });
}

/** Returns the edit that an answer leads to; undefined where the document needs none. */
export function editFor(reference: ImageReference, { write: alt }: AltDecision): TextEdit | undefined {
	if (alt === undefined) return undefined;
	return alt === '' ? decorativeEdit(reference) : altEdit(reference, alt);
}

/** An answer and what became of it. */
interface WrittenAnswer {
	readonly document: vscode.TextDocument;
	/** The image before the edit. */
	readonly reference: ImageReference;
	readonly answer: AltAnswer;
	readonly decision: AltDecision;
	/** Undefined where the document was left as it was. */
	readonly applied: AppliedEdit | undefined;
}

/** Shows at the image what was written and why, with what can be done about it. */
async function showWritten(services: AltTextServices, run: AltTextRun, written: WrittenAnswer): Promise<void> {
	const { document, answer, applied, decision } = written;
	const renamed = applied?.renamed && vscode.l10n.t('The file is now called {0}.', fileName(applied.renamed.to));
	const why = [writtenMessage(answer, decision), renamed].filter(Boolean).join(' ');
	const state: ImageState =
		decision.write === undefined ? { kind: 'left', why } : { kind: 'written', alt: decision.write, why };
	run.report(0, state, applied?.written.get(0));
	const reference = await currentReference(services, written);
	// It may have been edited, or closed, meanwhile.
	if (!reference) return run.end();
	const tracked = new TrackedReferences(services.documents, document, [reference]);
	run.own(tracked);
	const { description } = answer;
	const actions: RunAction[] = [{ title: vscode.l10n.t('Improve…'), run: () => improve(services, tracked) }];
	if (applied) actions.unshift({ title: vscode.l10n.t('Undo'), run: () => undoEdit(tracked, applied) });
	if (decision.write !== '' && decorativeEdit(reference)) {
		actions.push({ title: vscode.l10n.t('Mark as Decorative'), run: () => applyEdits(tracked, decorativeEdit) });
	}
	if (description !== undefined) {
		const title = vscode.l10n.t('Insert Description');
		actions.push({ title, run: () => insertDescription(tracked, description) });
	}
	const text = applied?.renamed
		? vscode.l10n.t('Alt text written, file renamed')
		: applied
			? vscode.l10n.t('Alt text written')
			: vscode.l10n.t('Alt text left as it is');
	run.tell({ phase: 'done', text, spoken: why, actions });
	if (isShownAsCell(document)) void tellOfCell(services, { document, reference }, why);
}

/** Tells what was written into a cell that shows no text. */
async function tellOfCell(
	services: AltTextServices,
	{ document, reference }: LocatedImage,
	why: string,
): Promise<void> {
	const again = vscode.l10n.t('Improve…');
	// The message may stay for longer than the result is shown.
	using tracked = new TrackedReferences(services.documents, document, [reference]);
	try {
		if ((await showInformation(why, again)) === again) await improve(services, tracked);
	} catch (error) {
		await showFailure(error, services);
	}
}

/** Returns what became of an answer and why; holds text from outside. */
export function writtenMessage({ alt, reason }: AltAnswer, { write, suggestsDecorative }: AltDecision): string {
	const outcome =
		write === ''
			? vscode.l10n.t('Marked as decorative.')
			: write === undefined
				? vscode.l10n.t('This image may be decorative, so nothing was written.')
				: suggestsDecorative
					? vscode.l10n.t('Alt text: “{0}” The image may also be decorative.', alt)
					: vscode.l10n.t('Alt text: “{0}”', alt);
	return reason === '' ? outcome : `${outcome} ${vscode.l10n.t('Why: {0}', reason)}`;
}

/** Returns the image as the edit has left it: it begins where it began. */
async function currentReference(
	{ documents }: AltTextServices,
	{ document, reference, applied }: WrittenAnswer,
): Promise<ImageReference | undefined> {
	if (document.isClosed) return undefined;
	const start = applied?.first.start ?? reference.start;
	return (await documents.get(document)).references.find(
		(each) => each.start === start && each.element === reference.element,
	);
}

/** Undoes an edit: by the editor's own undo where that takes back this edit alone, else by writing the earlier markup. */
async function undoEdit(tracked: TrackedReferences, applied: AppliedEdit): Promise<void> {
	if (await undoLast(applied.document, applied.version)) return;
	await takeBack(tracked, applied);
}

/** Undoes the last edit where that is the one that led to this version; returns whether it was. */
export async function undoLast(document: vscode.TextDocument, version: number): Promise<boolean> {
	if (document.version !== version || document.isClosed) return false;
	// A lens can be pressed in an editor without the focus; a cell has none of its own.
	if (cellOf(document.uri) && vscode.window.activeTextEditor?.document !== document) return false;
	if (vscode.window.activeTextEditor?.document !== document) {
		await vscode.window.showTextDocument(document, { viewColumn: columnOf(document), preview: false });
	}
	if (document.version !== version || vscode.window.activeTextEditor?.document !== document) return false;
	await vscode.commands.executeCommand('undo');
	return true;
}

/** Asks what should be different, and for another alt text. */
async function improve(services: AltTextServices, written: TrackedReferences): Promise<void> {
	const [now] = await written.find();
	if (!written.document || !now) return;
	// The box may stay open for longer than the result is shown.
	using tracked = new TrackedReferences(services.documents, written.document, [now]);
	const wish = await promptForWish();
	const [reference] = wish === undefined ? [] : await tracked.find();
	if (tracked.document && reference) await writeAltText(services, { document: tracked.document, reference }, { wish });
}

async function promptForWish(): Promise<string | undefined> {
	const wish = await vscode.window.showInputBox({
		title: vscode.l10n.t('Improve Alt Text'),
		prompt: vscode.l10n.t('What should be different? For example: shorter, name the colors, say what the arrow means'),
		ignoreFocusOut: true,
	});
	return wish?.trim() || undefined;
}

/** Tells that nothing was written, and offers the text to be copied. */
async function offerUnwritten({ alt }: AltAnswer, why: 'changed' | 'closed'): Promise<void> {
	const copy = vscode.l10n.t('Copy Alt Text');
	const message =
		why === 'closed'
			? vscode.l10n.t('The document was closed before the alt text arrived, so nothing was written: “{0}”', alt)
			: vscode.l10n.t('The image was changed before the alt text arrived, so nothing was written: “{0}”', alt);
	const choice = await showWarning(message, ...(alt === '' ? [] : [copy]));
	if (choice === copy) await vscode.env.clipboard.writeText(alt);
}

/** Inserts a longer description as a paragraph behind the block with the image; where there is no room, it is copied. */
async function insertDescription(tracked: TrackedReferences, description: string): Promise<void> {
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
