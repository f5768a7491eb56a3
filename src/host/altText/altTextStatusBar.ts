import * as vscode from 'vscode';
import type { AltTextNotes, AltTextRun } from './altTextNotes.ts';
import { showDocument } from './notebookCells.ts';
import { withIcon } from './showNotes.ts';
import { rangeOf } from './trackedReferences.ts';

/** What a click on the entry in the status bar does. */
const statusCommand = 'glimpse.showAltTextStatus';

/**
 * Shows in the status bar what is being written, asked or done, wherever the user is: a click, or Enter, stops, answers or leads
 * there.
 */
export function showStatus(notes: AltTextNotes): vscode.Disposable {
	const item = vscode.window.createStatusBarItem('glimpse.altText', vscode.StatusBarAlignment.Left);
	item.name = vscode.l10n.t('Glimpse: Alt Text');
	item.command = statusCommand;
	const show = (): void => {
		const run = foremost(notes);
		if (!run?.status) return item.hide();
		const { phase, text } = run.status;
		const does = {
			working: vscode.l10n.t('Stop'),
			asking: vscode.l10n.t('Choose what to do'),
			done: vscode.l10n.t('Show in the document'),
		}[phase];
		item.text = withIcon(phase, text);
		item.tooltip = does;
		item.accessibilityInformation = { label: `${text} ${does}`, role: 'button' };
		item.backgroundColor = phase === 'asking' ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
		item.show();
	};
	return vscode.Disposable.from(
		item,
		notes.onDidChange(show),
		vscode.commands.registerCommand(statusCommand, async () => {
			const run = foremost(notes);
			if (!run?.status) return;
			const { phase, text, actions } = run.status;
			if (phase === 'working') {
				for (const { status } of notes.runs) if (status?.phase === 'working') status.actions[0]?.run();
				return;
			}
			if (phase === 'done') return reveal(run);
			const choice = await vscode.window.showQuickPick(
				actions.map(({ title }) => ({ label: title })),
				{ title: text },
			);
			// Another run may have taken the place of this one.
			if (!run.isEnded) await actions.find(({ title }) => title === choice?.label)?.run();
		}),
	);
}

/** Returns the run to show: a question before work, and work before a result. */
function foremost({ runs }: AltTextNotes): AltTextRun | undefined {
	for (const wanted of ['asking', 'working', 'done']) {
		const found = runs.findLast(({ status }) => status?.phase === wanted && status.text !== '');
		if (found) return found;
	}
	return undefined;
}

async function reveal({ uri, scope, notes }: AltTextRun): Promise<void> {
	const document = await vscode.workspace.openTextDocument(uri);
	const [first] = notes;
	const at = scope === 'image' && first ? rangeOf(document, first).start : new vscode.Position(0, 0);
	await showDocument(uri, { viewColumn: columnOf(document), selection: new vscode.Range(at, at) });
}

/** Returns where a document is to be seen already. */
export function columnOf(document: vscode.TextDocument): vscode.ViewColumn | undefined {
	return vscode.window.visibleTextEditors.find((editor) => editor.document === document)?.viewColumn;
}
