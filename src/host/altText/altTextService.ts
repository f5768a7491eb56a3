import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { givenFiles, pictures } from '../sources/chooseFiles.ts';
import { revealPanel } from '../panel/panel.ts';
import { AltTextCache } from './altTextCache.ts';
import type { Services } from '../services.ts';
import { showFailure } from '../showFailure.ts';
import type { AltTextServices, ImagePosition } from './altTextServices.ts';
import { AltTextNotes, type AltTextRun } from './altTextNotes.ts';
import { generateForCell, markDecorativeInCell } from './cellAltText.ts';
import { describeOutput } from './describeOutput.ts';
import { AltTextDiagnostics } from './diagnostics.ts';
import { generateAltText, markDecorative } from './generateAltText.ts';
import { generateMissingAltText } from './generateMissingAltText.ts';
import { MarkupDocuments, type ReadDocument } from './markupDocuments.ts';
import { chosenCell, isOfCellMenu } from './notebookCells.ts';
import {
	choosePictureEdit,
	pictureEdits,
	type PendingAltText,
	type Insertion,
	type PictureEdit,
} from './pastePictures.ts';
import { preferAltTextPaste } from './contributions.ts';
import { Previews } from './previews.ts';
import { rangeOf } from './trackedReferences.ts';
import { actionCommand, showNotes } from './showNotes.ts';
import { showStatus } from './altTextStatusBar.ts';
import { decorativeEdit } from '../../core/markup/altEdit.ts';
import type { ImageReference } from '../../core/markup/imageReference.ts';
import { isAltTextRule } from '../../core/review/altTextRules.ts';
import { ignoreEdit } from '../../core/review/ignoreComments.ts';
import { referenceAt } from '../../core/markup/referenceAt.ts';

/** The code behind the registrations; it loads with the first of them that is used. */
export interface AltTextService extends vscode.Disposable {
	generate(args: readonly unknown[]): Promise<void>;
	generateMissing(args: readonly unknown[]): Promise<void>;
	preferPaste(): Promise<void>;
	markDecorative(args: readonly unknown[]): Promise<void>;
	describeOutput(args: readonly unknown[]): Promise<void>;
	pictureEdits(
		document: vscode.TextDocument,
		insertion: Insertion,
		token: vscode.CancellationToken,
	): Promise<readonly PictureEdit[]>;
	/** Called when the edit of a paste was chosen. */
	choosePictureEdit(edit: { readonly asks?: PendingAltText | undefined }): void;
	/** Called when one of these edits may be chosen for a drop. */
	offerDrop(edits: readonly PictureEdit[]): void;
	codeActions(
		document: vscode.TextDocument,
		context: { readonly range: vscode.Range; readonly diagnostics: readonly vscode.Diagnostic[] },
		token: vscode.CancellationToken,
	): Promise<vscode.CodeAction[]>;
}

export function createAltTextService(shared: Services): AltTextService {
	const documents = new MarkupDocuments({
		folder: vscode.Uri.joinPath(shared.extensionUri, 'dist', 'local').fsPath,
		log: shared.log,
	});
	const previews = new Previews();
	const notes = new AltTextNotes();
	let lastDrop: vscode.Disposable | undefined;
	// The words of rules are shared with the command line, which has no editor to translate them.
	l10n.config({ contents: vscode.l10n.bundle ?? {} });
	const diagnostics = new AltTextDiagnostics(documents);
	const services: AltTextServices = {
		...shared,
		documents,
		cache: new AltTextCache(shared.memory, 'altTexts'),
		previews,
		notes,
	};
	const shown = vscode.Disposable.from(showNotes(notes), showStatus(notes), registerActions(services));
	return {
		generate: async ([clicked, selected]) => {
			const cell = await cellFor(clicked);
			if (cell) return generateForCell(services, cell);
			const place = placeIn(clicked);
			const files = place ? [] : filesIn(clicked, selected);
			if (files.length === 0) return generateAltText(services, place);
			await revealPanel();
			await services.conversation.ask({ task: 'altText', text: '', follows: false, sources: files });
		},
		generateMissing: async ([clicked]) => {
			const cell = isOfCellMenu(clicked) ? await chosenCell(clicked) : undefined;
			const uri = cell?.document.uri ?? clicked;
			return generateMissingAltText(services, uri instanceof vscode.Uri ? uri : undefined);
		},
		preferPaste: preferAltTextPaste,
		markDecorative: async ([clicked]) => {
			const cell = await cellFor(clicked);
			return cell ? markDecorativeInCell(services, cell) : markDecorative(services, placeIn(clicked));
		},
		describeOutput: async ([clicked]) => describeOutput(services, clicked),
		pictureEdits: (document, insertion, token) => pictureEdits(services, document, { insertion, token }),
		choosePictureEdit: (edit) => void choosePictureEdit(services, edit),
		offerDrop: (edits) => {
			// With the next drop the editor takes the choice away.
			lastDrop?.dispose();
			lastDrop = vscode.Disposable.from(...edits.map((edit) => choosePictureEdit(services, edit)));
		},
		codeActions: async (document, context, token) => {
			const markup = await documents.whenStable(document, token);
			return markup ? codeActions(document, markup, { ...context, notes }) : [];
		},
		dispose: () =>
			vscode.Disposable.from(shown, notes, documents, diagnostics, previews, ...(lastDrop ? [lastDrop] : [])).dispose(),
	};
}

/** Returns the cell of a notebook's menu, or the selected one where no text is being edited; undefined for any other call. */
async function cellFor(clicked: unknown): Promise<vscode.NotebookCell | undefined> {
	const isInFront = clicked === undefined && !vscode.window.activeTextEditor;
	return isInFront || isOfCellMenu(clicked) ? chosenCell(clicked) : undefined;
}

/** Returns the pictures of a call from the Explorer or a preview; the menu of a text editor passes its document instead. */
function filesIn(clicked: unknown, selected: unknown): readonly vscode.Uri[] {
	const document = vscode.window.activeTextEditor?.document.uri.toString();
	const isOfEditor = !Array.isArray(selected) && clicked instanceof vscode.Uri && clicked.toString() === document;
	return isOfEditor ? [] : givenFiles({ clicked, selected }, pictures());
}

function placeIn(value: unknown): ImagePosition | undefined {
	if (typeof value !== 'object' || value === null || !('uri' in value) || !('start' in value)) return undefined;
	const { uri, start } = value;
	return typeof uri === 'string' && typeof start === 'number' ? { uri, start } : undefined;
}

/** Registers what lenses and code actions do about a run: one that is over does nothing. */
function registerActions(services: AltTextServices): vscode.Disposable {
	return vscode.commands.registerCommand(actionCommand, async (id: unknown, title: unknown) => {
		const run = services.notes.runs.find((each) => each.id === id);
		try {
			await run?.status?.actions.find((action) => action.title === title)?.run();
		} catch (error) {
			await showFailure(error, services);
		}
	});
}

/** Returns the code actions for the image at the cursor, or the first one in the selection. */
function codeActions(
	document: vscode.TextDocument,
	markup: ReadDocument,
	{
		range,
		diagnostics,
		notes,
	}: {
		readonly range: vscode.Range;
		readonly diagnostics: readonly vscode.Diagnostic[];
		readonly notes: AltTextNotes;
	},
): vscode.CodeAction[] {
	const reference = referenceIn(markup, document.offsetAt(range.start), document.offsetAt(range.end));
	if (!reference?.slot) return [];
	const open = notes
		.runsIn(document)
		.findLast(
			(run) =>
				(run.status?.phase === 'working' || run.status?.phase === 'asking') &&
				run.notes.some(({ state, start, end }) => state && start < reference.end && reference.start < end),
		);
	// As long as something is done or asked about the image, that alone is offered.
	if (open) return runActions(open);
	const place: ImagePosition = { uri: document.uri.toString(), start: reference.start };
	const title = reference.state === 'written' ? vscode.l10n.t('Improve alt text') : vscode.l10n.t('Generate alt text');
	const write = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
	write.command = { title, command: 'glimpse.generateAltText', arguments: [place] };
	const own = diagnostics.filter(({ source }) => source === 'Glimpse');
	write.diagnostics = own;
	const ignore = own.flatMap((each) => ignoreAction(document, reference, each));
	if (!decorativeEdit(reference)) return [write, ...ignore];
	const mark = new vscode.CodeAction(vscode.l10n.t('Mark as decorative'), vscode.CodeActionKind.RefactorRewrite);
	mark.command = { title: mark.title, command: 'glimpse.markDecorative', arguments: [place] };
	return [write, ...ignore, mark];
}

/** Returns what has a rule pass over an image, where a comment can say so. */
function ignoreAction(
	document: vscode.TextDocument,
	reference: ImageReference,
	diagnostic: vscode.Diagnostic,
): readonly vscode.CodeAction[] {
	const { code } = diagnostic;
	const rule = typeof code === 'object' ? String(code.value) : '';
	const commented = { language: document.languageId, text: document.getText() };
	const edit = isAltTextRule(rule) ? ignoreEdit(reference, rule, commented) : undefined;
	if (!edit) return [];
	const action = new vscode.CodeAction(
		vscode.l10n.t('Ignore “{0}” for this image', rule),
		vscode.CodeActionKind.QuickFix,
	);
	action.diagnostics = [diagnostic];
	action.edit = new vscode.WorkspaceEdit();
	action.edit.replace(document.uri, rangeOf(document, edit), edit.newText);
	return [action];
}

/** Returns what can be done about a run, for those who come by keys. */
function runActions({ id, status }: AltTextRun): vscode.CodeAction[] {
	return (status?.actions ?? []).map(({ title }) => {
		const name = status?.phase === 'working' ? vscode.l10n.t('Stop writing alt text') : title;
		const action = new vscode.CodeAction(name, vscode.CodeActionKind.QuickFix);
		action.command = { title: name, command: actionCommand, arguments: [id, title] };
		return action;
	});
}

function referenceIn(markup: ReadDocument, start: number, end: number): ImageReference | undefined {
	return referenceAt(markup, start) ?? markup.references.find((each) => each.start < end && start < each.end);
}
