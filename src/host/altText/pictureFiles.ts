import { realpath } from 'node:fs/promises';
import * as vscode from 'vscode';
import { askInDialog } from '../notifications.ts';
import { readFile } from '../sources/imageSource.ts';
import { withoutQuery } from '../../core/markup/altState.ts';
import { copyDestination, numberedPath, relativeAddress } from '../../core/markup/copyDestination.ts';
import { folderOf, isWithin, normalizePath } from '../../core/path.ts';

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

/**
 * Returns where pictures lie: where they are, if the workspace has them, else beside the document or where the setting says.
 * Undefined when the user doesn't want them where a workspace's setting leads.
 */
export async function placePictures(
	pictures: readonly PastedPicture[],
	document: vscode.TextDocument,
): Promise<readonly PlacedPicture[] | undefined> {
	const { uri: documentUri } = document;
	const workspaceFolder = vscode.workspace.getWorkspaceFolder(documentUri)?.uri.path;
	const isHere = (uri: vscode.Uri): boolean =>
		uri.scheme === documentUri.scheme &&
		uri.authority === documentUri.authority &&
		vscode.workspace.getWorkspaceFolder(uri) !== undefined;
	const taken = new Set<string>();
	/** What the user said of each folder. */
	const choices = new Map<string, OutsideChoice>();
	const time = new Date();
	const placed: PlacedPicture[] = [];
	for (const picture of pictures) {
		if (picture.uri && isHere(picture.uri)) {
			placed.push({ uri: picture.uri, address: relativeAddress(documentUri.path, picture.uri.path), bytes: undefined });
			continue;
		}
		const bytes = picture.bytes ?? (picture.uri && (await readFile(picture.uri)));
		const place = { document: documentUri.path, workspaceFolder, fileName: picture.name, time };
		const { destination, isWorkspaces } = destinationFor(document);
		let wanted = copyDestination(destination, place);
		const folder = folderOf(wanted);
		if (
			isWorkspaces &&
			(await isOutside(documentUri.with({ path: folder }), workspaceFolder ?? folderOf(documentUri.path)))
		) {
			const choice = choices.get(folder) ?? (await askAboutOutside(documentUri.with({ path: folder })));
			choices.set(folder, choice);
			if (choice === 'cancel') return undefined;
			if (choice === 'beside') wanted = copyDestination('', place);
		}
		placed.push(await freePlace(wanted, { document: documentUri, taken, bytes }));
	}
	return placed;
}

async function freePlace(
	wanted: string,
	{
		document,
		taken,
		bytes,
	}: { readonly document: vscode.Uri; readonly taken: Set<string>; readonly bytes: Uint8Array | undefined },
): Promise<PlacedPicture> {
	for (let number = 0; ; number++) {
		const path = numberedPath(wanted, number);
		const uri = document.with({ path });
		if (taken.has(path) || (await exists(uri))) continue;
		taken.add(path);
		return { uri, address: relativeAddress(document.path, path), bytes };
	}
}

type OutsideChoice = 'there' | 'beside' | 'cancel';

/** A workspace may come from anybody, and so may the place that it names. */
async function askAboutOutside(folder: vscode.Uri): Promise<OutsideChoice> {
	const [there, beside] = [vscode.l10n.t('Write There'), vscode.l10n.t('Write Beside the Document')];
	const choice = await askInDialog(
		vscode.l10n.t('Write the image outside this workspace?'),
		{
			detail: vscode.l10n.t(
				'The workspace’s setting markdown.copyFiles.destination leads to {0}.',
				folder.scheme === 'file' ? folder.fsPath : folder.toString(true),
			),
		},
		there,
		beside,
	);
	return choice === there ? 'there' : choice === beside ? 'beside' : 'cancel';
}

/** Whether a folder lies outside another one, also by way of a symbolic link in it. */
async function isOutside(folder: vscode.Uri, root: string): Promise<boolean> {
	if (!isWithin(folder.path, normalizePath(root))) return true;
	if (folder.scheme !== 'file') return false;
	const [realFolder, realRoot] = [await realPathOf(folder), await realPathOf(folder.with({ path: root }))];
	return !isWithin(realFolder, realRoot);
}

/** The real path of a folder; where it isn't there yet, that of the nearest one around it that is. */
async function realPathOf(folder: vscode.Uri): Promise<string> {
	for (let { path } = folder; ; path = folderOf(path.replace(/\/$/, ''))) {
		try {
			return vscode.Uri.file(await realpath(folder.with({ path }).fsPath)).path;
		} catch {
			if (path === '/' || path === '') return folder.path;
		}
	}
}

/** What `markdown.copyFiles.destination` says for a document, and whether the workspace says it and not the user. */
function destinationFor(document: vscode.TextDocument): {
	readonly destination: string;
	readonly isWorkspaces: boolean;
} {
	const configuration = vscode.workspace.getConfiguration('markdown', document);
	const inspected = configuration.inspect<unknown>('copyFiles.destination');
	const own = {
		...record(inspected?.defaultValue),
		...record(inspected?.globalValue),
		...record(inspected?.globalLanguageValue),
	};
	// Who doesn't trust a workspace doesn't let it name places.
	const setting = vscode.workspace.isTrusted ? record(configuration.get<unknown>('copyFiles.destination')) : own;
	for (const [glob, destination] of Object.entries(setting)) {
		if (
			typeof destination === 'string' &&
			globsOf(glob).some((pattern) => vscode.languages.match({ pattern }, document) > 0)
		) {
			return { destination, isWorkspaces: own[glob] !== destination };
		}
	}
	return { destination: '', isWorkspaces: false };
}

function record(value: unknown): Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
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
