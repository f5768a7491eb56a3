import * as vscode from 'vscode';
import type { AltTextServices } from './altTextServices.ts';
import { fillWhenInserted, type InsertedPicture } from './fillWhenInserted.ts';
import { pasteKinds } from './contributions.ts';
import { fileOf } from './notebookCells.ts';
import type { MarkupDocuments } from './markupDocuments.ts';
import { realpath } from 'node:fs/promises';
import { takeTurns } from '../../core/altText/altTextRun.ts';
import { mostFileBytes } from '../../core/media.ts';
import { failureOf } from '../../core/failure.ts';
import { hasPictureName, hasVideoName } from '../../core/fileNames.ts';
import { relativeAddress, copyDestination, numberedPath } from '../../core/markup/copyDestination.ts';
import { fileNameFrom, folderOf, isWithin, normalizePath } from '../../core/path.ts';
import { meaningOf, transferTypes, type TransferFile, type TransferType } from '../../core/transfer/transfer.ts';
import { bytesOfDataUri } from '../../workers/dataUri.ts';
import { askInDialog } from '../editor/notifications.ts';
import { uriIn } from '../sources/draggedFiles.ts';
import { exists } from '../sources/exists.ts';
import { readFile } from '../sources/source.ts';

/** One way to insert the pictures of a paste or a drop. */
export interface PictureEdit {
	readonly title: string;
	readonly kind: vscode.DocumentDropOrPasteEditKind;
	readonly insertText: string;
	readonly additionalEdit: vscode.WorkspaceEdit;
	readonly yieldTo: readonly vscode.DocumentDropOrPasteEditKind[];
	/** The alt text to generate once it is inserted; undefined for the edit that sends nothing. */
	readonly asks: PendingAltText | undefined;
}

/** Pictures that get an alt text once they are in their document. */
export interface PendingAltText {
	readonly document: vscode.TextDocument;
	readonly pictures: readonly InsertedPicture[];
	/** The text whose insertion shows that the edit was chosen; undefined where the editor says so. */
	readonly insertText: string | undefined;
}

/** A paste or a drop. */
export interface Insertion {
	readonly transfer: vscode.DataTransfer;
	readonly position: vscode.Position;
	readonly how: 'paste' | 'drop';
	/** Whether the user chooses among all ways to paste it. */
	readonly isFromMenu: boolean;
}

/** Returns the edits that can insert the pictures here; none where the markup allows no image. */
export async function pictureEdits(
	{ documents }: { readonly documents: Pick<MarkupDocuments, 'canInsertAt'> },
	document: vscode.TextDocument,
	{ insertion, token }: { readonly insertion: Insertion; readonly token: vscode.CancellationToken },
): Promise<readonly PictureEdit[]> {
	// The editor gives the bytes only while it asks, so they come before anything that takes time.
	const pictures = await picturesIn(insertion, token);
	if (pictures.length === 0 || fileOf(document.uri).scheme === 'untitled') return [];
	const canInsert = await documents.canInsertAt(document, document.offsetAt(insertion.position));
	if (token.isCancellationRequested || !canInsert) return [];
	const placed = await placePictures(pictures, document);
	if (!placed || placed.length === 0 || token.isCancellationRequested) return [];

	const kinds = pasteKinds();
	const text = placed.map((each) => markupFor(document.languageId, each)).join(' ');
	const ownOfEditor = vscode.DocumentDropOrPasteEditKind.Empty.append('markdown', 'link', 'image');
	const yields = insertion.how === 'paste' ? [vscode.DocumentDropOrPasteEditKind.Text] : [];
	const isDrop = insertion.how === 'drop';
	// The editor never says which edit of a drop was chosen, so the two must insert different texts.
	const toldApart = placed.map((each) => otherMarkupFor(document.languageId, each)).join(' ');
	const withAltText: PictureEdit = {
		insertText: isDrop ? toldApart : text,
		additionalEdit: filesOf(placed),
		title: vscode.l10n.t('Insert image with alt text'),
		kind: kinds.altText,
		yieldTo: [...yields, ownOfEditor, kinds.plain],
		asks: {
			document,
			pictures: placed.map(({ address, written = address, uri, bytes }) => ({
				address,
				written,
				uri,
				isNewFile: bytes !== undefined,
			})),
			insertText: isDrop ? toldApart : undefined,
		},
	};
	// Also in Markdown, where the editor has an edit of its own: that one may load later or be switched off, and a plain paste must
	// never send a picture.
	const plain: PictureEdit = {
		insertText: text,
		additionalEdit: filesOf(placed),
		title: vscode.l10n.t('Insert image'),
		kind: kinds.plain,
		yieldTo: [...yields, ownOfEditor],
		asks: undefined,
	};
	return placed.length > mostDescribed ? [plain] : [plain, withAltText];
}

/**
 * Prepares for an edit that the user has chosen or may choose: one with alt text generates it once it is inserted. Disposing
 * ends the wait.
 */
export function choosePictureEdit(
	services: AltTextServices,
	{ asks }: { readonly asks?: PendingAltText | undefined },
): vscode.Disposable {
	const inTurn = takeTurns();
	const waits = asks?.pictures.map((picture) =>
		fillWhenInserted(services, asks.document, { ...picture, insertText: asks.insertText, inTurn }),
	);
	return vscode.Disposable.from(...(waits ?? []));
}

function filesOf(placed: readonly PlacedPicture[]): vscode.WorkspaceEdit {
	const edit = new vscode.WorkspaceEdit();
	for (const { uri, bytes } of placed)
		if (uri && bytes) edit.createFile(uri, { contents: bytes, ignoreIfExists: true });
	return edit;
}

function markupFor(language: string, { address, written = address }: PlacedPicture): string {
	if (language === 'markdown' || language === 'mdx') return `![](${written})`;
	// Without alt text rather than with an empty one, which says that the image is decoration.
	return language === 'html' ? `<img src="${written}">` : `<img src="${written}" />`;
}

/** Returns the markup of the same picture in the language's other spelling. */
function otherMarkupFor(language: string, { address, written = address }: PlacedPicture): string {
	if (language === 'markdown' || language === 'mdx') return `![](<${written}>)`;
	return language === 'html' ? `<img src="${written}" />` : `<img src="${written}"/>`;
}

/** A pasted or dropped picture. */
export interface PastedPicture {
	/** The file's name with its extension. */
	readonly name: string;
	/** Undefined for a file that is already in place. */
	readonly bytes: Uint8Array | undefined;
	/** The file that was dropped, or an address on the web. */
	readonly uri: vscode.Uri | URL | undefined;
}

/**
 * The most pictures that are sent without a question, as a paste is no place for one: Generate Missing Alt Text asks, and says what
 * it costs.
 */
const mostDescribed = 5;

/** The most pictures that are inserted at once; what has more is left to the editor. */
const mostInserted = 50;

/** A picture with the file that it has, or that will be created. */
export interface PlacedPicture {
	/** Undefined for a picture on the web. */
	readonly uri: vscode.Uri | undefined;
	/** The address in the document. */
	readonly address: string;
	/** The same as it is written there, where that differs. */
	readonly written?: string;
	/** The content of a file that has to be created. */
	readonly bytes: Uint8Array | undefined;
}

/** Reads the pictures in a paste or a drop; the editor gives their bytes only now. */
async function picturesIn(
	{ transfer, how, isFromMenu }: Insertion,
	token: vscode.CancellationToken,
): Promise<readonly PastedPicture[]> {
	const files = [...transfer].flatMap(([type, item]) => {
		const file = item.asFile();
		return file ? [{ name: file.name, type, file }] : [];
	});
	const texts: Partial<Record<TransferType, string>> = {};
	for (const type of transferTypes) texts[type] = (await transfer.get(type)?.asString()) ?? '';
	const meaning = meaningOf({ how, texts, files });
	switch (meaning.kind) {
		case 'files':
			return filesIn(files, token);
		case 'uris':
			return few(meaning.uris.flatMap(pictureFile));
		case 'addresses':
			return few(meaning.addresses.flatMap(pictureAtAddress));
		case 'unreachable':
			return [];
		case 'words':
			// Programs that copy words add a picture of them: it is inserted only by choice.
			return isFromMenu ? filesIn(files, token) : [];
	}
}

/** Reads the files that are pictures; none where together they are larger than one may be. */
async function filesIn(
	files: readonly (TransferFile & { readonly file: vscode.DataTransferFile })[],
	token: vscode.CancellationToken,
): Promise<readonly PastedPicture[]> {
	const read: PastedPicture[] = [];
	let left = mostFileBytes;
	for (const { name, type, file } of few(files.filter(isPicture))) {
		if (token.isCancellationRequested) return [];
		// The others can be inserted without one that can't be read.
		const bytes = await file.data().then(undefined, () => new Uint8Array());
		left -= bytes.byteLength;
		if (left < 0) return [];
		// The name may come from another machine, or from a page.
		const plainName = fileNameFrom(name, 'image');
		const ownName = hasPictureName(plainName) ? plainName : `image.${extensionOf(type)}`;
		if (bytes.byteLength > 0) read.push({ name: ownName, bytes, uri: file.uri });
	}
	return read;
}

function isPicture({ name, type }: TransferFile): boolean {
	return type.startsWith('image/') || hasPictureName(name);
}

/** Returns the usual extension of a media type. */
function extensionOf(type: string): string {
	const extension = /^image\/(\w{1,9})/.exec(type)?.[1]?.toLowerCase() ?? '';
	return hasPictureName(`.${extension}`) ? extension : 'png';
}

function few<Item>(items: readonly Item[]): readonly Item[] {
	return items.length > mostInserted ? [] : items;
}

function pictureFile(line: string): readonly PastedPicture[] {
	const uri = uriIn(line);
	if (!uri || /^https?$/.test(uri.scheme) || !hasPictureName(uri.path)) return [];
	return [{ name: fileNameFrom(uri.path, 'image'), bytes: undefined, uri }];
}

/** Returns a picture on the web, which stays there, or the one that is in its address. */
function pictureAtAddress(url: URL): readonly PastedPicture[] {
	if (url.protocol === 'https:') {
		return hasVideoName(url.pathname) ? [] : [{ name: '', bytes: undefined, uri: url }];
	}
	const type = url.pathname.slice(0, url.pathname.search(/[;,]/));
	return [{ name: `image.${extensionOf(type)}`, bytes: new Uint8Array(bytesOfDataUri(url)), uri: undefined }];
}

/**
 * Returns the files of pictures: those of the workspace as they are, new ones beside the document or where the setting says.
 * Undefined when the user doesn't want them in the folder that a workspace's setting names, and where together they are larger than
 * one file may be. One that can't be read is left out.
 */
export async function placePictures(
	pictures: readonly PastedPicture[],
	document: vscode.TextDocument,
): Promise<readonly PlacedPicture[] | undefined> {
	const documentUri = fileOf(document.uri);
	const workspaceFolder = vscode.workspace.getWorkspaceFolder(documentUri)?.uri.path;
	const isHere = (uri: vscode.Uri): boolean =>
		uri.scheme === documentUri.scheme &&
		uri.authority === documentUri.authority &&
		vscode.workspace.getWorkspaceFolder(uri) !== undefined;
	const taken = new Set<string>();
	/** The user's choice for each folder. */
	const choices = new Map<string, OutsideChoice>();
	const time = new Date();
	const placed: PlacedPicture[] = [];
	let left = mostFileBytes;
	for (const picture of pictures) {
		if (picture.uri instanceof URL) {
			placed.push({ uri: undefined, ...webAddressIn(document.languageId, picture.uri), bytes: undefined });
			continue;
		}
		if (picture.uri && isHere(picture.uri)) {
			placed.push({ uri: picture.uri, address: relativeAddress(documentUri.path, picture.uri.path), bytes: undefined });
			continue;
		}
		const bytes = await bytesOf(picture, left);
		if (bytes === 'tooLarge') return undefined;
		if (!bytes) continue;
		left -= bytes.byteLength;
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

/** Returns the content of a picture of at most `most` bytes; undefined for one that can't be read. */
async function bytesOf({ bytes, uri }: PastedPicture, most: number): Promise<Uint8Array | 'tooLarge' | undefined> {
	if (bytes) return bytes.byteLength > most ? 'tooLarge' : bytes;
	if (!(uri instanceof vscode.Uri)) return undefined;
	try {
		return await readFile(uri, most);
	} catch (error) {
		return failureOf(error).kind === 'fileTooLarge' ? 'tooLarge' : undefined;
	}
}

/** Returns a web address as a document has it: with nothing that its markup would read. */
function webAddressIn(language: string, { href }: URL): { readonly address: string; readonly written: string } {
	const address = href.replaceAll(
		/[()'!*`{}|\\^<>"]/g,
		(sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
	);
	const isMarkdown = language === 'markdown' || language === 'mdx';
	return { address, written: address.replaceAll(isMarkdown ? /&(?=#?\w{1,40};)/g : /&/g, '&amp;') };
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

/** Asks before a picture is written outside the workspace: a workspace may come from anybody, and so may the folder it names. */
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

/** Tells whether a folder lies outside another one, also through a symbolic link in it. */
async function isOutside(folder: vscode.Uri, root: string): Promise<boolean> {
	if (!isWithin(folder.path, normalizePath(root))) return true;
	if (folder.scheme !== 'file') return false;
	const [realFolder, realRoot] = [await realPathOf(folder), await realPathOf(folder.with({ path: root }))];
	return !isWithin(realFolder, realRoot);
}

/** Returns the real path of a folder; of one that doesn't exist yet, that of the nearest one around it that does. */
async function realPathOf(folder: vscode.Uri): Promise<string> {
	for (let { path } = folder; ; path = folderOf(path.replace(/\/$/, ''))) {
		try {
			return vscode.Uri.file(await realpath(folder.with({ path }).fsPath)).path;
		} catch {
			if (path === '/' || path === '') return folder.path;
		}
	}
}

/** Returns the value of `markdown.copyFiles.destination` for a document, and whether it is the workspace's and not the user's. */
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
	// An untrusted workspace may not name folders.
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

/** Reads a glob as the editor's own Markdown paste does: from the root of a workspace folder, or anywhere. */
function globsOf(glob: string): readonly vscode.GlobPattern[] {
	if (glob.startsWith('/')) {
		return (vscode.workspace.workspaceFolders ?? []).map((folder) => new vscode.RelativePattern(folder, glob.slice(1)));
	}
	return glob.startsWith('**') ? [glob] : [`**/${glob}`, glob];
}
