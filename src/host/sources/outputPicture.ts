import type * as vscode from 'vscode';
import { FileVersion } from './fileVersion.ts';

/** A picture that a cell of a notebook has put out, with its place there. It is as secret as the notebook. */
export class OutputPicture extends FileVersion {
	readonly cell: vscode.NotebookCell;
	/** The form of the output that was taken; the editor makes a new one for a new output. */
	readonly item: vscode.NotebookCellOutputItem;

	constructor(
		bytes: Uint8Array,
		name: string,
		place: { readonly cell: vscode.NotebookCell; readonly item: vscode.NotebookCellOutputItem },
	) {
		const file = place.cell.notebook.uri.toString();
		super(new Uint8Array(bytes), { name, of: { file, commit: undefined } });
		this.cell = place.cell;
		this.item = place.item;
	}

	/** Tells whether the cell still shows it. */
	get isThere(): boolean {
		const { notebook, outputs } = this.cell;
		if (notebook.isClosed || !notebook.getCells().includes(this.cell)) return false;
		return outputs.some(({ items }) => items.some((each) => isSameItem(each, this.item)));
	}
}

/** Tells whether two forms of an output are of one type and the same to the byte. */
export function isSameItem(a: vscode.NotebookCellOutputItem, b: vscode.NotebookCellOutputItem): boolean {
	return a.mime === b.mime && Buffer.compare(a.data, b.data) === 0;
}
