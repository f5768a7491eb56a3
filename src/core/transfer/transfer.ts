import { hasMediumName } from '../fileNames.ts';
import { hasCredentials } from '../webAddress.ts';
import { htmlContent, type HtmlContent } from './htmlPictures.ts';

/** The types of text that tell what a paste or a drop is about. */
export const transferTypes = [
	'text/plain',
	'text/html',
	'text/uri-list',
	// The editor's own lists.
	'application/vnd.code.uri-list',
	// GNOME, Cinnamon and XFCE: "copy" or "cut", then an address in each line.
	'x-special/gnome-copied-files',
	// Firefox: an address and its title in two lines; the address of a picture that was dragged.
	'text/x-moz-url',
	'application/x-moz-file-promise-url',
	// Chrome: "image/png:name.png:https://…".
	'DownloadURL',
] as const;

export type TransferType = (typeof transferTypes)[number];

/** A file of a paste or a drop. Its type is guessed by the system from its name, and may be empty. */
export interface TransferFile {
	readonly name: string;
	readonly type: string;
}

/** What a clipboard or a drag carries. */
export interface Transfer {
	readonly how: 'paste' | 'drop';
	/** By their types; those that are missing are empty. */
	readonly texts: Readonly<Partial<Record<TransferType, string>>>;
	readonly files: readonly TransferFile[];
}

/** What somebody means who pastes or drops it. */
export type TransferMeaning =
	/** Words, or nothing for Glimpse: left to whoever takes pastes otherwise. */
	| { readonly kind: 'words' }
	/** The files that come along with their bytes. */
	| { readonly kind: 'files' }
	/** Files by their URIs. */
	| { readonly kind: 'uris'; readonly uris: readonly string[] }
	/** Pictures by their addresses: https, or data of a picture. */
	| { readonly kind: 'addresses'; readonly addresses: readonly URL[] }
	/** Pictures that nobody but their page can read, or that are not fetched. */
	| { readonly kind: 'unreachable'; readonly why: UnreachableReason };

/** `page`: in the memory of a page. `plainHttp`: by an address without encryption. `elsewhere`: any other place. */
export type UnreachableReason = 'page' | 'plainHttp' | 'elsewhere';

/** The most lines of a list that are read. */
const mostLines = 10_000;

/** Decides what a paste or a drop is about; never by what its words look like. */
export function meaningOf({ how, texts, files }: Transfer): TransferMeaning {
	const text = (type: TransferType): string => texts[type] ?? '';
	const ofEditor = lines(text('application/vnd.code.uri-list'));
	if (ofEditor.length > 0) return { kind: 'uris', uris: ofEditor };

	const html = htmlContent(text('text/html'));
	const plain = text('text/plain').trim();
	const listed = lines(text('text/uri-list')).filter((line) => !line.startsWith('#'));
	const isBeside = plain === '' || (!html.hasWords && isAbout(plain, { html, listed }));
	if (files.length > 0 && (isBeside || (!html.hasWords && areNames(plain, files)))) {
		// A browser may give a dragged address as a file that leads there.
		if (files.some(mayBeMedium)) return { kind: 'files' };
	}

	const copied = copiedFiles(text('x-special/gnome-copied-files')) ?? copiedFiles(plain) ?? listed.filter(isFileUri);
	const names = copied.map((uri) => ({ name: uri, type: '' }));
	const isOfThem = isBeside || copiedFiles(plain) !== undefined || areNames(plain, names);
	if (copied.length > 0 && !html.hasWords && isOfThem && copied.some(isMediaAddress)) {
		return { kind: 'uris', uris: copied };
	}

	const inPage = isBeside && !html.hasWords ? html.pictures.map(({ source }) => source) : [];
	const dragged = how === 'drop' ? draggedAddresses(text, listed) : [];
	const pictures = inPage.length > 0 ? inPage : dragged;
	const addresses = pictures.flatMap((address) => readableAddress(address) ?? []);
	if (addresses.length > 0) return { kind: 'addresses', addresses };
	const [first] = pictures;
	if (first !== undefined && (plain === '' || how === 'drop')) return { kind: 'unreachable', why: reasonOf(first) };
	return files.length > 0 && isBeside ? { kind: 'files' } : { kind: 'words' };
}

/** Tells whether a drag may be about pictures, by its types alone: what is in them is known with the drop. */
export function mayBeDropped(types: readonly string[]): boolean {
	return types.some(
		(type) => type === 'Files' || (type !== 'text/plain' && type !== 'text/html' && isTransferType(type)),
	);
}

function isTransferType(type: string): boolean {
	return transferTypes.some((known) => known.toLowerCase() === type.toLowerCase());
}

/** Tells whether a file is a picture or video by its name or its type. */
export function isMedium({ name, type }: TransferFile): boolean {
	return /^(?:image|video)\//i.test(type) || hasMediumName(name);
}

/** Tells whether only the bytes of a file can say what it is: its name has no extension, and nobody knows its type. */
export function isUncertain(file: TransferFile): boolean {
	return !isMedium(file) && /^(?:|application\/octet-stream)$/i.test(file.type) && !/\.\w{1,9}$/.test(file.name);
}

function mayBeMedium(file: TransferFile): boolean {
	return isMedium(file) || isUncertain(file);
}

/** Tells whether a plain text only repeats what else is there: an address, or the alt text of a picture. */
function isAbout(
	plain: string,
	{ html, listed }: { readonly html: HtmlContent; readonly listed: readonly string[] },
): boolean {
	const said = new Set([...listed, ...html.links, ...html.pictures.flatMap(({ source, alt }) => [source, alt.trim()])]);
	return said.has(plain) || (said.size > 0 && lines(plain).every((line) => said.has(line)));
}

/** Tells whether a text is nothing but the names or paths of these files, one in each line. */
export function areNames(text: string, files: readonly TransferFile[]): boolean {
	const written = lines(text);
	if (written.length === 0 || written.length > files.length) return false;
	const names = new Map<string, number>();
	for (const { name } of files) names.set(lastPart(name), (names.get(lastPart(name)) ?? 0) + 1);
	return written.every((line) => {
		const name = lastPart(line);
		const left = names.get(name) ?? 0;
		names.set(name, left - 1);
		return left > 0;
	});
}

/** Returns the name in a path of any system or a file's URI; macOS takes letters and their marks apart. */
export function lastPart(path: string): string {
	const name = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
	return (/^[a-z][\w+.-]{1,40}:\/\//i.test(path) ? decodedPart(name) : name).normalize('NFC');
}

function decodedPart(part: string): string {
	try {
		return decodeURIComponent(part);
	} catch {
		return part;
	}
}

/** Returns the addresses in a list of files that a file manager of Linux has copied; undefined if the text is no such list. */
function copiedFiles(text: string): readonly string[] | undefined {
	const all = lines(text);
	const from = all[0] === 'x-special/nautilus-clipboard' ? 1 : 0;
	const isList = all[from] === 'copy' || all[from] === 'cut';
	const uris = all.slice(from + 1);
	return isList && uris.length > 0 && uris.every(isFileUri) ? uris : undefined;
}

function isFileUri(line: string): boolean {
	return /^file:\/\//i.test(line);
}

/** Returns the addresses of pictures and videos in what a browser gives with a drag. */
function draggedAddresses(text: (type: TransferType) => string, listed: readonly string[]): readonly string[] {
	const [type = '', ...rest] = text('DownloadURL').split(':');
	const download = /^(?:image|video)\//i.test(type) ? rest.slice(1).join(':') : '';
	const promised = lines(text('application/x-moz-file-promise-url'));
	const linked = [...listed, ...lines(text('text/x-moz-url')).filter((_, index) => index % 2 === 0)];
	const certain = [download, ...promised].find((address) => address !== '');
	return certain === undefined ? [...new Set(linked)].filter(isMediaAddress) : [certain];
}

/** Tells whether an address leads to a picture or video by its name. */
function isMediaAddress(address: string): boolean {
	if (/^(?:data:image\/|blob:)/i.test(address)) return true;
	const url = URL.parse(address);
	return url !== null && hasMediumName(url.pathname);
}

/** Returns an address that Glimpse fetches, or that is the picture itself. */
function readableAddress(address: string): URL | undefined {
	const url = URL.parse(address);
	if (!url || hasCredentials(url)) return undefined;
	return url.protocol === 'https:' || /^data:image\//i.test(address) ? url : undefined;
}

function reasonOf(address: string): UnreachableReason {
	if (/^blob:/i.test(address)) return 'page';
	return /^http:/i.test(address) ? 'plainHttp' : 'elsewhere';
}

/** Returns the lines of a list, without blank ones. */
function lines(text: string): readonly string[] {
	if (text === '') return [];
	return text
		.split(/\r\n|\r|\n/, mostLines)
		.map((line) => line.trim())
		.filter((line) => line !== '');
}
