import * as vscode from 'vscode';
import { cellText, firstParagraph, withFigureAlt } from '../../core/notebook/cellAnswer.ts';
import { mediaType, pageType, pictureItem } from '../../core/notebook/outputPicture.ts';
import type { OpenConversation } from '../conversation/openConversation.ts';
import { applyEdit } from '../editor/applyEdit.ts';
import { showInformation, showWarning } from '../editor/notifications.ts';
import { isSameItem, OutputPicture } from '../sources/outputPicture.ts';
import { answerText } from './answerCommands.ts';

/** The uses of an answer about the output of a cell: as a Markdown cell below that cell, or as `alt` in its metadata. */
export type OutputUse = 'cell' | 'cellAlt';

/**
 * Writes the answer of a turn into the notebook whose output it is about, as one step to undo. Where the output is gone or
 * another one, nothing is written: the answer stays in the panel.
 */
export async function useForOutput(conversation: OpenConversation, how: OutputUse, turnId: string): Promise<void> {
	const turn = conversation.turn(turnId);
	const picture = turn && conversation.sourcesOf(turn).find((source) => source instanceof OutputPicture);
	if (!turn || turn.text === '') return;
	const answer = answerText(turn);
	let isThere = true;
	const applied = await applyEdit(async () => {
		isThere = picture?.isThere ?? false;
		if (!picture || !isThere) return undefined;
		const { cell } = picture;
		const edit = new vscode.WorkspaceEdit();
		edit.set(cell.notebook.uri, [how === 'cell' ? cellEdit(cell, answer) : altEdit(picture, firstParagraph(answer))]);
		return { edit };
	});
	if (!isThere) {
		return void showInformation(
			vscode.l10n.t('The output was changed or is gone, so nothing was written. The description stays in the panel.'),
		);
	}
	if (!applied) {
		return void showWarning(vscode.l10n.t('The answer could not be inserted: the file can’t be changed.'));
	}
	if (how === 'cellAlt') {
		void showInformation(vscode.l10n.t('Written into the metadata of the cell: “{0}”', firstParagraph(answer)));
	}
}

function cellEdit({ index }: vscode.NotebookCell, answer: string): vscode.NotebookEdit {
	const cell = new vscode.NotebookCellData(vscode.NotebookCellKind.Markup, cellText(answer), 'markdown');
	return vscode.NotebookEdit.insertCells(index + 1, [cell]);
}

/**
 * Returns the edit that writes an alt text into the metadata of the cell: those of an output, where Jupyter has them, no extension
 * can change without replacing the cell, and with the next run they are gone.
 */
function altEdit({ cell, item }: OutputPicture, alt: string): vscode.NotebookEdit {
	const { index, metadata, notebook, outputs } = cell;
	const figures = outputs
		.map(({ items }) => pictureItem(items))
		.filter((each) => each && (mediaType(each.mime) !== pageType || isSameItem(each, item)));
	const at = figures.findIndex((each) => each && isSameItem(each, item));
	return vscode.NotebookEdit.updateCellMetadata(
		index,
		withFigureAlt(metadata, {
			alt,
			index: Math.max(at, 0),
			count: Math.max(figures.length, 1),
			isJupyter: notebook.notebookType === 'jupyter-notebook',
		}),
	);
}
