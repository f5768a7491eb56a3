import * as vscode from 'vscode';
import { countCharacters } from '../../core/markup/altState.ts';
import { shorten } from '../../core/outsideText.ts';
import { visibleLine } from '../../core/visibleText.ts';
import type { AltTextNotes, AltTextRun, ImageNote, ImageState } from './altTextNotes.ts';
import { markupLanguages } from '../../core/markup/languages.ts';
import { rangeOf } from './trackedReferences.ts';

/** Runs an action of a run: its id, and the action's title. */
export const actionCommand = 'glimpse.runAltTextAction';

/** The number of characters of a proposed alt text that are shown behind its image. */
const longestProposal = 125;

/** Milliseconds in which changes are drawn together. */
const pause = 50;

/** The number of lines around the visible ones in which states are drawn: a document may have thousands. */
const linesAround = 100;

/** Shows the notes in documents: the state of each image behind it, and above it, or above the file, what can be done. */
export function showNotes(notes: AltTextNotes): vscode.Disposable {
	const lensesChanged = new vscode.EventEmitter<void>();
	const behind = vscode.window.createTextEditorDecorationType({
		rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
	});
	const fresh = vscode.window.createTextEditorDecorationType({
		rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
		backgroundColor: new vscode.ThemeColor('diffEditor.insertedTextBackground'),
	});
	let drawn = new Set<vscode.TextEditor>();
	const draw = (): void => {
		const shown = new Set<vscode.TextEditor>();
		for (const editor of vscode.window.visibleTextEditors) {
			const states = notes.runsIn(editor.document).flatMap((run) => run.notes.filter((note) => isNear(editor, note)));
			if (states.length === 0 && !drawn.has(editor)) continue;
			shown.add(editor);
			editor.setDecorations(
				behind,
				states.flatMap((note) => decorationOf(editor.document, note) ?? []),
			);
			editor.setDecorations(
				fresh,
				states.flatMap(({ written }) => (written ? [rangeOf(editor.document, written)] : [])),
			);
		}
		drawn = shown;
	};
	let lenses = '';
	let timer: ReturnType<typeof setTimeout> | undefined;
	const drawSoon = (): void => {
		timer ??= setTimeout(() => {
			timer = undefined;
			draw();
			const now = JSON.stringify(notes.runs.map(({ id, uri, status }) => [id, uri, status?.text, status?.actions]));
			// What is drawn anew can't be pressed at that moment.
			if (now !== lenses) lensesChanged.fire();
			lenses = now;
		}, pause);
	};
	return vscode.Disposable.from(
		behind,
		fresh,
		lensesChanged,
		{ dispose: () => clearTimeout(timer) },
		notes.onDidChange(drawSoon),
		vscode.window.onDidChangeVisibleTextEditors(drawSoon),
		vscode.window.onDidChangeTextEditorVisibleRanges(({ textEditor }) => {
			if (notes.runsIn(textEditor.document).length > 0) drawSoon();
		}),
		vscode.languages.registerCodeLensProvider([...markupLanguages], {
			onDidChangeCodeLenses: lensesChanged.event,
			provideCodeLenses: (document) => notes.runsIn(document).flatMap((run) => lensesOf(document, run)),
		}),
	);
}

/** Tells whether an image can be seen in an editor, or could after a little scrolling. */
function isNear({ document, visibleRanges }: vscode.TextEditor, { start, end }: ImageNote): boolean {
	const [first, last] = [document.positionAt(start).line, document.positionAt(end).line];
	return visibleRanges.some(
		(visible) => first <= visible.end.line + linesAround && last >= visible.start.line - linesAround,
	);
}

function decorationOf(document: vscode.TextDocument, note: ImageNote): vscode.DecorationOptions | undefined {
	if (!note.state) return undefined;
	const { text, color, hover } = looksOf(note.state);
	return {
		range: rangeOf(document, note),
		// The text is from outside.
		...(hover !== '' && { hoverMessage: new vscode.MarkdownString().appendText(visibleLine(hover)) }),
		renderOptions: {
			after: {
				contentText: text,
				margin: '0 0 0 1em',
				fontStyle: 'italic',
				color: new vscode.ThemeColor(color),
			},
		},
	};
}

/** How a state looks behind its image; the hover may hold text from outside, and so may the text. */
export function looksOf(state: ImageState): { readonly text: string; readonly color: string; readonly hover: string } {
	const { l10n } = vscode;
	const quiet = 'descriptionForeground';
	switch (state.kind) {
		case 'waiting':
			return { text: l10n.t('Waiting…'), color: quiet, hover: '' };
		case 'writing':
			return { text: l10n.t('Writing alt text…'), color: quiet, hover: '' };
		case 'proposed':
			return state.alt === ''
				? { text: l10n.t('→ decorative'), color: quiet, hover: '' }
				: { text: `→ ${shorten(visibleLine(state.alt), longestProposal)}`, color: quiet, hover: state.alt };
		case 'written': {
			const text = state.alt === '' ? l10n.t('✓ decorative') : l10n.t('✓ {0} characters', countCharacters(state.alt));
			return { text, color: quiet, hover: state.why };
		}
		case 'left':
			return { text: l10n.t('May be decorative, nothing written'), color: quiet, hover: state.why };
		case 'failed':
			return { text: l10n.t('✗ Not written'), color: 'list.errorForeground', hover: state.why };
	}
}

/** What is said and can be done above an image or a file; an image says by itself what happens to it. */
function lensesOf(document: vscode.TextDocument, { id, scope, notes, status }: AltTextRun): vscode.CodeLens[] {
	const [first] = notes;
	if (!status || (scope === 'image' && !first)) return [];
	const at = scope === 'file' ? new vscode.Position(0, 0) : document.positionAt(first?.start ?? 0);
	const range = new vscode.Range(at, at);
	const saysText = status.text !== '' && (scope === 'file' || status.phase === 'asking');
	return [
		...(saysText ? [new vscode.CodeLens(range, { title: withIcon(status.phase, status.text), command: '' })] : []),
		...status.actions.map(
			({ title }) => new vscode.CodeLens(range, { title, command: actionCommand, arguments: [id, title] }),
		),
	];
}

/** Returns words of the extension with the icon of a phase, as lenses and the status bar take it. */
export function withIcon(phase: 'working' | 'asking' | 'done', text: string): string {
	const icons = { working: 'loading~spin', asking: 'question', done: 'check' } as const;
	// A lens swallows a plain space behind an icon.
	return `$(${icons[phase]})\u00A0${text}`;
}
