import * as vscode from 'vscode';
import { withoutQuery } from '../../core/markup/altState.ts';
import { copyDestination, numbered, relativeAddress } from '../../core/markup/copyDestination.ts';

/** A picture that is pasted or dropped. */
export interface PastedPicture {
	/** The name with its extension. */
	readonly name: string;
	/** Undefined for a file that has its place already. */
	readonly bytes: Uint8Array | undefined;
	/** The file that was dropped. */
	readonly uri: vscode.Uri | undefined;
}

/** A picture with the file that it has or gets. */
export interface PlacedPicture {
	readonly uri: vscode.Uri;
	/** For the document. */
	readonly address: string;
	/** What has to be written first. */
	readonly bytes: Uint8Array | undefined;
}

const pictureFile = /\.(?:png|jpe?g|gif|webp|bmp|ico|tiff?|avif|hei[cf]|svg)$/i;

/** The pictures in what is pasted or dropped; their bytes can be had only now. */
export async function picturesIn(
	transfer: vscode.DataTransfer,
	token: vscode.CancellationToken,
): Promise<readonly PastedPicture[]> {
	const pictures: PastedPicture[] = [];
	for (const [type, item] of transfer) {
		if (token.isCancellationRequested) return [];
		const file = item.asFile();
		if (!file || !(type.startsWith('image/') || pictureFile.test(file.name))) continue;
		const bytes = await file.data();
		const extension = type.startsWith('image/') ? (type.slice('image/'.length).split('+', 1)[0] ?? '') : 'png';
		pictures.push({ name: pictureFile.test(file.name) ? file.name : `image.${extension}`, bytes, uri: file.uri });
	}
	if (pictures.length > 0) return pictures;
	const list = (await transfer.get('text/uri-list')?.asString()) ?? '';
	return list.split(/\r?\n/).flatMap((line): PastedPicture[] => {
		if (line === '' || line.startsWith('#') || !pictureFile.test(withoutQuery(line))) return [];
		const uri = vscode.Uri.parse(line);
		return uri.scheme === 'https' || uri.scheme === 'http'
			? []
			: [{ name: uri.path.replace(/^.*\//, ''), bytes: undefined, uri }];
	});
}

/** Where a picture lies: where it is, if the workspace has it, else beside the document or where the setting says. */
export async function placePicture(
	picture: PastedPicture,
	document: vscode.TextDocument,
	taken: Set<string>,
): Promise<PlacedPicture> {
	const { uri: documentUri } = document;
	const isHere = (uri: vscode.Uri): boolean =>
		uri.scheme === documentUri.scheme &&
		uri.authority === documentUri.authority &&
		vscode.workspace.getWorkspaceFolder(uri) !== undefined;
	if (picture.uri && isHere(picture.uri)) {
		return { uri: picture.uri, address: relativeAddress(documentUri.path, picture.uri.path), bytes: undefined };
	}
	const bytes = picture.bytes ?? (picture.uri && (await vscode.workspace.fs.readFile(picture.uri)));
	const wanted = copyDestination(destinationFor(document), {
		document: documentUri.path,
		workspaceFolder: vscode.workspace.getWorkspaceFolder(documentUri)?.uri.path,
		fileName: picture.name,
		time: new Date(),
	});
	for (let number = 0; ; number++) {
		const path = numbered(wanted, number);
		const uri = documentUri.with({ path });
		if (taken.has(path) || (await exists(uri))) continue;
		taken.add(path);
		return { uri, address: relativeAddress(documentUri.path, path), bytes };
	}
}

/** What `markdown.copyFiles.destination` says for a document. */
function destinationFor(document: vscode.TextDocument): string {
	const setting = vscode.workspace.getConfiguration('markdown', document).get<unknown>('copyFiles.destination');
	const entries: readonly (readonly [string, unknown])[] =
		typeof setting === 'object' && setting !== null ? Object.entries(setting) : [];
	for (const [glob, destination] of entries) {
		if (
			typeof destination === 'string' &&
			globsOf(glob).some((pattern) => vscode.languages.match({ pattern }, document) > 0)
		) {
			return destination;
		}
	}
	return '';
}

/** As the editor's own Markdown paste reads them: from the root of a workspace folder, or anywhere. */
function globsOf(glob: string): readonly vscode.GlobPattern[] {
	if (glob.startsWith('/')) {
		return (vscode.workspace.workspaceFolders ?? []).map((folder) => new vscode.RelativePattern(folder, glob.slice(1)));
	}
	return glob.startsWith('**') ? [glob] : [`**/${glob}`, glob];
}

async function exists(uri: vscode.Uri): Promise<boolean> {
	try {
		await vscode.workspace.fs.stat(uri);
		return true;
	} catch {
		return false;
	}
}
