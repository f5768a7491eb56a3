import * as vscode from 'vscode';
import { FailureError } from '../../core/failure.ts';
import { isWithin, normalizePath } from '../../core/path.ts';
import { readAgentPlace } from '../../core/tools/agentPlace.ts';
import { quoted, ToolRefusal } from '../../core/tools/toolInput.ts';
import { linkTarget } from '../describer/refuseExcluded.ts';
import { exists } from '../sources/exists.ts';

/** A file, folder or web address that a call is about. */
export interface Place {
	readonly source: vscode.Uri | URL;
	/** The name to show: relative to the workspace, the whole path outside of it, or the address. */
	readonly name: string;
	readonly kind: 'workspace' | 'outside' | 'web';
}

/** A place that is a file or a folder. */
export interface FilePlace extends Place {
	readonly source: vscode.Uri;
	readonly kind: 'workspace' | 'outside';
}

/**
 * Returns the places that an agent names.
 * @throws ToolRefusal or FailureError for one that is not there, not clear, or may not be read
 */
export async function findPlaces(texts: readonly string[]): Promise<readonly Place[]> {
	const places: Place[] = [];
	for (const text of texts) places.push(await findPlace(text));
	return places;
}

/** Returns the files that an agent names for a tool without a network. Throws like `findPlaces`. */
export async function findFiles(texts: readonly string[]): Promise<readonly FilePlace[]> {
	const places: FilePlace[] = [];
	for (const text of texts) places.push(await findFile(text));
	return places;
}

/** Returns the file or folder that an agent names. Throws like `findPlaces`. */
export async function findFile(text: string): Promise<FilePlace> {
	const place = await findPlace(text);
	if (!isFile(place))
		throw new ToolRefusal(
			`${quoted(text)} is a web address, and this tool fetches nothing. Save the file and pass its path.`,
		);
	return place;
}

/** Returns a file that an agent names and that may have been deleted since, in the workspace. Throws like `findPlaces`. */
export async function findPastFile(text: string): Promise<FilePlace> {
	const named = fileNamed(text);
	// Nothing outside is looked for before the user has agreed.
	const isGone = named && vscode.workspace.getWorkspaceFolder(named) !== undefined && !(await exists(named));
	const place = isGone ? await filePlace(named) : undefined;
	return place?.kind === 'workspace' ? place : findFile(text);
}

/** Returns where a file would be; undefined where that isn't clear. */
function fileNamed(text: string): vscode.Uri | undefined {
	const place = readAgentPlace(text, []);
	if (place.kind === 'web') return undefined;
	const uri =
		place.kind === 'uri' ? vscode.Uri.parse(place.uri) : place.isAbsolute ? vscode.Uri.file(place.path) : undefined;
	if (uri) return uri.with({ path: normalizePath(uri.path), query: '', fragment: '' });
	if (place.kind === 'uri') return undefined;
	const [folder, ...others] = folders();
	return folder && others.length === 0 ? vscode.Uri.joinPath(folder, place.path) : undefined;
}

function isFile(place: Place): place is FilePlace {
	return place.kind !== 'web';
}

async function findPlace(text: string): Promise<Place> {
	const place = readAgentPlace(
		text,
		folders().map(({ scheme }) => scheme),
	);
	if (place.kind === 'web') return placeOf(place.address);
	if (place.kind === 'uri') return namedFile(vscode.Uri.parse(place.uri), text);
	if (place.isAbsolute) return namedFile(vscode.Uri.file(place.path), text);
	return relativeFile(place.path);
}

/**
 * Judges a file or a web address: where it is, and whether it may be read at all.
 * @throws ToolRefusal or FailureError
 */
export async function placeOf(source: vscode.Uri | URL): Promise<Place> {
	if (source instanceof URL) {
		// A picture inside a document.
		if (source.protocol === 'data:')
			return { source, name: vscode.l10n.t('the picture in the text'), kind: 'workspace' };
		if (source.protocol !== 'https:') throw new FailureError({ kind: 'webAddressInvalid', address: source.href });
		if (!vscode.workspace.isTrusted) {
			throw new ToolRefusal(
				'The workspace is not trusted, so nothing is fetched from the web. The user can trust it, or pass a file of the workspace.',
			);
		}
		const { mayBePublic } = await import('../../engines/glm/publicAddress.ts');
		if (!mayBePublic(source.hostname)) throw new FailureError({ kind: 'webAddressPrivate', host: source.host });
		return { source, name: source.href, kind: 'web' };
	}
	return filePlace(source);
}

async function filePlace(uri: vscode.Uri): Promise<FilePlace> {
	if (await isInWorkspace(uri)) {
		return { source: uri, name: vscode.workspace.asRelativePath(uri), kind: 'workspace' };
	}
	if (uri.scheme !== 'file') return { source: uri, name: uri.toString(true), kind: 'outside' };
	// The user agrees to what a link leads to.
	const target = await linkTarget(uri);
	const targetPath = target === undefined ? uri.fsPath : vscode.Uri.file(target).fsPath;
	const name = targetPath === uri.fsPath ? uri.fsPath : `${uri.fsPath} → ${targetPath}`;
	return { source: uri, name, kind: 'outside' };
}

function folders(): readonly vscode.Uri[] {
	return (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri);
}

async function namedFile(named: vscode.Uri, text: string): Promise<FilePlace> {
	const uri = named.with({ path: normalizePath(named.path), query: '', fragment: '' });
	// Already the look at a file on another machine tells that one who asks.
	const isElsewhere =
		uri.authority !== '' &&
		!folders().some(({ scheme, authority }) => scheme === uri.scheme && authority === uri.authority);
	// Windows takes a path with backslashes for one of another machine, too.
	if (isElsewhere || (process.platform === 'win32' && uri.path.includes('\\'))) {
		throw new ToolRefusal(`${quoted(text)} is on another machine. Pass a file of this machine or of the workspace.`);
	}
	const place = await filePlace(uri);
	// Whether a file is there that nobody has agreed to is not told.
	if (place.kind === 'workspace' && !(await exists(uri))) throw missing(text);
	return place;
}

function missing(text: string): ToolRefusal {
	return new ToolRefusal(
		`There is no ${quoted(text)} in the workspace. Look the path up and pass it relative to a workspace folder, or absolute.`,
	);
}

/** Finds a relative path in the folders of the workspace, by the folder's name before it too. */
async function relativeFile(path: string): Promise<FilePlace> {
	const inSystem = process.platform === 'win32' ? path.replaceAll('\\', '/') : path;
	const open = vscode.workspace.workspaceFolders ?? [];
	if (open.length === 0)
		throw new ToolRefusal(`No folder is open, so ${quoted(path)} leads nowhere. Pass an absolute path.`);
	const candidates = new Map<string, vscode.Uri>();
	for (const { uri, name } of open) {
		const add = (relative: string): void => {
			const candidate = uri.with({ path: normalizePath(`${uri.path}/${relative}`) });
			candidates.set(candidate.toString(), candidate);
		};
		add(inSystem);
		if (open.length > 1 && inSystem.startsWith(`${name}/`)) add(inSystem.slice(name.length + 1));
	}
	const found: FilePlace[] = [];
	for (const candidate of candidates.values()) {
		const place = await filePlace(candidate);
		if (vscode.workspace.getWorkspaceFolder(candidate) === undefined || (await exists(candidate))) found.push(place);
	}
	const [first] = found;
	if (!first) throw missing(path);
	if (found.length > 1) {
		const all = found.map(({ source }) => quoted(source.fsPath)).join(', ');
		throw new ToolRefusal(`${quoted(path)} may be several files: ${all}. Pass an absolute path.`);
	}
	return first;
}

/** Tells whether a file is in the workspace, by its name and by where links lead. */
async function isInWorkspace(uri: vscode.Uri): Promise<boolean> {
	if (vscode.workspace.getWorkspaceFolder(uri) === undefined) return false;
	if (uri.scheme !== 'file') return true;
	const target = await linkTarget(uri);
	// One that isn't there is read nowhere.
	if (target === undefined) return true;
	const roots = await Promise.all(folders().map(linkTarget));
	return roots.some((root) => root !== undefined && isWithin(target, root));
}
