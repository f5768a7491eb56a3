import * as vscode from 'vscode';
import { answerWithoutPlaces } from '../../core/boxes/answerWithoutPlaces.ts';
import { canContinue, type Turn } from '../../core/conversation.ts';
import { answerDocument } from '../../core/answerDocument.ts';
import { fileNameFrom } from '../../core/path.ts';
import { parseRegionSource } from '../../core/regionSource.ts';
import { visibleText } from '../../core/visibleText.ts';
import { applyEdit } from '../editor/applyEdit.ts';
import type { OpenConversation } from '../conversation/openConversation.ts';
import { showInformation, showWarning } from '../editor/notifications.ts';

/** A use of an answer. */
export type AnswerUse = 'copy' | 'insert' | 'open' | 'save';

/** Returns the text of an answer as it is written elsewhere: without invisible characters and the places that the panel draws. */
export function answerText(turn: Turn): string {
	return visibleText(answerWithoutPlaces(turn));
}

/** Returns the uses of an answer: that of the named turn, else the last one. */
export function answerCommands(
	conversation: OpenConversation,
): Readonly<Record<AnswerUse, (turnId?: string) => Promise<void>>> {
	const { l10n, window, workspace } = vscode;

	/** Calls `use` with an answer's turn. */
	const withAnswer = (use: (turn: Turn) => Promise<void>) => async (turnId?: string) => {
		const turn = answeredTurn(conversation, turnId);
		if (turn) return use(turn);
		void showInformation(l10n.t('There is no answer yet.'));
	};

	return {
		copy: withAnswer(async ({ text }) => vscode.env.clipboard.writeText(text)),
		insert: withAnswer(async ({ text }) => insertText(text)),
		open: withAnswer(async ({ text }) => openText(text, 'markdown')),
		save: withAnswer(async (turn) => {
			const [source] = turn.question.sources;
			const picture = source === undefined ? undefined : vscode.Uri.parse(parseRegionSource(source)?.source ?? source);
			const isFile = picture !== undefined && !['http', 'https', 'data', 'pasted'].includes(picture.scheme);
			const folder = isFile ? vscode.Uri.joinPath(picture, '..') : workspace.workspaceFolders?.[0]?.uri;
			const name = `${fileNameFrom(turn.pictures[0]?.name ?? '', 'answer').replace(/\.\w+$/, '')}.md`;
			const target = await window.showSaveDialog({
				...(folder && { defaultUri: vscode.Uri.joinPath(folder, name) }),
				filters: { Markdown: ['md'] },
				title: l10n.t('Save Answer as Markdown'),
			});
			if (!target) return;
			const content = answerDocument(turn, target.toString());
			await workspace.fs.writeFile(target, new TextEncoder().encode(content));
			await window.showTextDocument(target);
		}),
	};
}

/** Returns the named turn with an answer, else the last one; its text has no invisible characters. */
export function answeredTurn({ state }: OpenConversation, turnId: string | undefined): Turn | undefined {
	const turns = state.turns.filter(({ text }) => text !== '');
	const turn = turnId === undefined ? turns.at(-1) : turns.find(({ question }) => question.id === turnId);
	return turn && { ...turn, text: answerText(turn) };
}

/** Returns the active text editor; else that of the tab in front; else one in view, beside a picture for example. */
async function editorInFront(): Promise<vscode.TextEditor | undefined> {
	const { activeTextEditor, tabGroups } = vscode.window;
	if (activeTextEditor) return activeTextEditor;
	const { activeTab, viewColumn } = tabGroups.activeTabGroup;
	if (activeTab?.input instanceof vscode.TabInputText) {
		// Its file is still being read. If that fails, the editor shows why.
		const shown = vscode.window.showTextDocument(activeTab.input.uri, { viewColumn, preserveFocus: true });
		const editor = await shown.then(undefined, () => undefined);
		if (editor) return editor;
	}
	return vscode.window.visibleTextEditors[0];
}

/** Puts text in place of the selection of the editor in front, or says why it can't. */
export async function insertText(text: string): Promise<void> {
	const { l10n } = vscode;
	const editor = await editorInFront();
	if (!editor) return void showInformation(l10n.t('Open a file and put the cursor where the answer should go.'));
	const applied = await applyEdit(async () => {
		const edit = new vscode.WorkspaceEdit();
		edit.replace(editor.document.uri, editor.selection, text);
		return { edit };
	});
	if (!applied) void showWarning(l10n.t('The answer could not be inserted: the file can’t be changed.'));
}

/** Opens a text as a new document, unsaved. */
export async function openText(content: string, language: string): Promise<void> {
	const known = await vscode.languages.getLanguages();
	const document = await vscode.workspace.openTextDocument({
		content: visibleText(content),
		language: known.includes(language) ? language : 'plaintext',
	});
	await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Active });
}

/** Asks for the rest of the last answer, if that was cut at the token limit, stopped or interrupted. */
export async function continueAnswer(conversation: OpenConversation): Promise<void> {
	const last = conversation.state.turns.at(-1);
	if (!last || !canContinue(last)) {
		void showInformation(vscode.l10n.t('There is no answer to continue.'));
		return;
	}
	const text = vscode.l10n.t('Continue your answer exactly where it stopped.');
	await conversation.ask({ task: 'ask', text, follows: true, sources: [] });
}
