import * as vscode from 'vscode';
import { FailureError } from '../../core/failure.ts';
import { withoutQuery } from '../../core/markup/altState.ts';
import { addressesOf, type PictureSource } from '../../core/markup/pictureSource.ts';
import { findPictureFile, type PictureFiles } from '../../core/markup/findPictureFile.ts';
import { webAddress, type DocumentPlace } from '../../core/markup/picturePath.ts';
import { shorten } from '../../core/outsideText.ts';
import { folderOf, normalizePath } from '../../core/path.ts';
import { hasCredentials, withoutCredentials } from '../../core/webAddress.ts';
import { attachedPicture, isAttachmentAddress } from '../../core/notebook/attachment.ts';
import { standaloneSvg } from '../../core/markup/standaloneSvg.ts';
import { refuseExcluded } from '../describer/refuseExcluded.ts';
import { readFile } from '../sources/source.ts';
import { cellOf, fileOf } from './notebookCells.ts';

/** The number of characters of an address that fit into a sentence. */
const longestAddress = 80;

/**
 * Returns the picture that a document names.
 * @throws FailureError `pictureNotFound`, or `webAddressInvalid` for one with a user or a password in it
 */
export async function resolvePicture(source: PictureSource, document: vscode.Uri): Promise<vscode.Uri | URL> {
	if (source.kind === 'svg') {
		return new URL(`data:image/svg+xml;base64,${Buffer.from(standaloneSvg(source.markup)).toString('base64')}`);
	}
	const addresses = addressesOf(source);
	for (const address of addresses) {
		const found = await pictureAt(address, document);
		if (found) return found;
	}
	throw notFound(addresses[0] ?? '');
}

function notFound(address: string): FailureError {
	return new FailureError({ kind: 'pictureNotFound', address: shorten(address, longestAddress) });
}

/**
 * Returns the picture at an address, undefined if there is no such file.
 * @throws FailureError `pictureNotFound` for one on another machine, `webAddressInvalid`
 */
async function pictureAt(address: string, document: vscode.Uri): Promise<vscode.Uri | URL | undefined> {
	if (isAttachmentAddress(address)) return attachmentIn(cellOf(document), address);
	const onWeb = webAddress(address);
	if (onWeb) {
		if (hasCredentials(onWeb)) {
			throw new FailureError({
				kind: 'webAddressInvalid',
				address: shorten(withoutCredentials(onWeb).href, longestAddress),
			});
		}
		return onWeb;
	}
	const own = fileOf(document);
	if (/^file:/i.test(address) && own.scheme === 'file') {
		const file = vscode.Uri.parse(withoutQuery(address));
		// A request to another machine for a file tells it who asks.
		if (file.authority !== own.authority) throw notFound(address);
		return file.with({ path: normalizePath(file.path) });
	}
	const base = baseOf(document);
	const place = placeOf(base, vscode.workspace.getWorkspaceFolder(base));
	const path = await findPictureFile(filesBeside(base), address, place);
	return path === undefined ? undefined : base.with({ path });
}

/**
 * Returns a picture that is kept in the cell of a notebook.
 * @throws FailureError `excluded` where the notebook never leaves the machine
 */
async function attachmentIn(cell: vscode.NotebookCell | undefined, address: string): Promise<URL | undefined> {
	if (!cell) return undefined;
	await refuseExcluded([cell.notebook.uri]);
	return attachedPicture(cell.metadata['attachments'], address);
}

/** Returns the file that paths are relative to: the document, or one in the workspace for a document that was never saved. */
function baseOf(document: vscode.Uri): vscode.Uri {
	const file = fileOf(document);
	const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
	return file.scheme === 'untitled' && folder ? vscode.Uri.joinPath(folder, 'untitled') : file;
}

/** Returns the folder of a document, and that of its workspace, or the document's own where it is in none. */
function placeOf(
	{ path }: vscode.Uri,
	workspace: vscode.WorkspaceFolder | undefined,
): Pick<DocumentPlace, 'folder' | 'root'> {
	const folder = folderOf(path);
	return { folder, root: workspace === undefined ? folder : normalizePath(`${workspace.uri.path}/`) };
}

/** Returns the files beside a document, of its own file system. */
function filesBeside(base: vscode.Uri): PictureFiles {
	return {
		isFile: (path) => isFile(base.with({ path })),
		readText: (path) => textOf(base.with({ path })),
	};
}

/** The number of bytes that a configuration may have. */
const largestConfig = 1_000_000;

async function textOf(uri: vscode.Uri): Promise<string | undefined> {
	try {
		return new TextDecoder().decode(await readFile(uri, largestConfig));
	} catch {
		return undefined;
	}
}

async function isFile(uri: vscode.Uri): Promise<boolean> {
	try {
		return ((await vscode.workspace.fs.stat(uri)).type & vscode.FileType.File) !== 0;
	} catch {
		return false;
	}
}
