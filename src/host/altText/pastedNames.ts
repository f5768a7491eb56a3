import * as vscode from 'vscode';
import { nameFromAlt } from '../../core/altText/nameFromAlt.ts';
import { decodeAddressPart } from '../../core/markup/altState.ts';
import { numberedPath, relativeAddress } from '../../core/markup/copyDestination.ts';
import type { ImageReference, TextEdit } from '../../core/markup/imageReference.ts';
import { folderOf } from '../../core/path.ts';
import { exists } from '../sources/exists.ts';
import { fileName } from '../sources/source.ts';

/** A file that a paste or a drop has created, and how it is called in the document. */
export interface CreatedFile {
	readonly uri: vscode.Uri;
	readonly address: string;
}

/** A file that gets another name, with its addresses in the document. */
export interface FileRename {
	readonly from: vscode.Uri;
	readonly to: vscode.Uri;
	readonly address: string;
	readonly newAddress: string;
}

/** The most names that are tried before a picture keeps its own. */
const mostNumbers = 100;

/** Reads how pasted pictures are called. In the cells of a notebook they keep their names: its undo knows no files. */
export function areNamedFromAlt(document: vscode.Uri): boolean {
	if (document.scheme === 'vscode-notebook-cell') return false;
	return vscode.workspace.getConfiguration('glimpse', document).get<unknown>('pastedNames') === 'fromAltText';
}

/**
 * Returns the rename that calls a picture's file by its alt text. Undefined where the file is gone, and where the text gives no
 * other name.
 */
export async function renameFor(
	document: vscode.TextDocument,
	{ created, alt }: { readonly created: CreatedFile; readonly alt: string },
): Promise<FileRename | undefined> {
	const { uri: from, address } = created;
	const name = nameFromAlt(alt, fileName(from));
	if (name === undefined || name === fileName(from) || !(await exists(from))) return undefined;
	const to = await freeName(from, name);
	return to && { from, to, address, newAddress: relativeAddress(document.uri.path, to.path) };
}

/**
 * Returns the edit that changes the address of an image as its file is renamed; undefined where it has another address now, or
 * anything else names the file.
 */
export function addressEdit(
	document: vscode.TextDocument,
	{ start, end }: ImageReference,
	{ from, address, newAddress }: FileRename,
): TextEdit | undefined {
	const at = document.getText().slice(start, end).indexOf(address);
	if (at < 0 || isNamedElsewhere(document, from)) return undefined;
	return { start: start + at, end: start + at + address.length, newText: newAddress };
}

/**
 * Gives a file its name back where the user has undone the text before the editor was done with the rename: until then that isn't
 * part of what an undo takes back. Returns whether the text was undone.
 */
export async function keepInStep(
	document: vscode.TextDocument,
	{ from, to, newAddress }: FileRename,
): Promise<boolean> {
	if (document.isClosed || document.getText().includes(newAddress)) return false;
	if (!(await exists(to)) || (await exists(from))) return true;
	const edit = new vscode.WorkspaceEdit();
	edit.renameFile(to, from, { overwrite: false });
	await vscode.workspace.applyEdit(edit);
	return true;
}

/** Tells whether the file is named a second time: in its document, or in another that is open. No older one can mean it. */
function isNamedElsewhere(document: vscode.TextDocument, uri: vscode.Uri): boolean {
	const fromRoot = vscode.workspace.asRelativePath(uri, false);
	return vscode.workspace.textDocuments.some((each) => {
		if (each.uri.scheme !== document.uri.scheme && !ownSchemes.has(each.uri.scheme)) return false;
		const relative = relativeAddress(each.uri.path, uri.path);
		const names = [
			...new Set([relative, relative.split('/').map(decodeAddressPart).join('/'), fromRoot, `/${fromRoot}`]),
		];
		const most = each.uri.toString() === document.uri.toString() ? 1 : 0;
		return names.some((name) => countOf(name, each.getText()) > most);
	});
}

/** The schemes of documents that may name a file of any file system. */
const ownSchemes: ReadonlySet<string> = new Set(['untitled', 'vscode-notebook-cell']);

/** Returns how often a path stands in a text, and not as the end of another one; stops at two. */
function countOf(path: string, text: string): number {
	let count = 0;
	for (let at = text.indexOf(path); at >= 0 && count < 2; at = text.indexOf(path, at + path.length)) {
		const before = text.slice(Math.max(at - 2, 0), at);
		if (!/[\p{L}\p{M}\p{N}_/-]$/u.test(before) || before === './') count++;
	}
	return count;
}

/** Returns the place of a name beside a file, with a number where it is taken. */
async function freeName(file: vscode.Uri, name: string): Promise<vscode.Uri | undefined> {
	for (let number = 0; number < mostNumbers; number++) {
		const uri = file.with({ path: numberedPath(`${folderOf(file.path)}${name}`, number) });
		if (uri.path === file.path) return undefined;
		if (!(await exists(uri))) return uri;
	}
	return undefined;
}
