import stripJsonComments from 'strip-json-comments';
import { folderOf, normalizePath } from '../path.ts';
import { decodeAddressPart, withoutQuery } from './altState.ts';

/** The location of a document. Paths have slashes and begin with one; folders end with one. */
export interface DocumentPlace {
	readonly folder: string;
	/** The workspace folder, or the document's own folder if it is in none. */
	readonly root: string;
	/** The aliases of the nearest tsconfig or jsconfig. */
	readonly aliases: readonly PathAlias[];
	/** The folder of the Docusaurus site, which is `@site/` in it. */
	readonly site?: string;
}

/** A pattern of `paths`, with at most one `*`, and the paths that it stands for. */
export interface PathAlias {
	readonly pattern: string;
	readonly targets: readonly string[];
}

/** Folders whose files a site serves from its root. */
const publicFolders = ['public', 'static', 'assets', 'wwwroot'];

/** The usual targets of `@/` and `~/`. */
const sourceFolders = ['src/', 'app/', '', 'wwwroot/'];

/** Returns an address as a web address or data URI; undefined for a path. */
export function webAddress(address: string): URL | undefined {
	const url = URL.parse(/^\/\/[^/]/.test(address) ? `https:${address}` : address);
	return url && /^(?:https?|data):$/.test(url.protocol) ? url : undefined;
}

/**
 * Returns the paths at which the picture of an address may be, likeliest first: as the language resolves it, and as the
 * usual tools do. Empty for an address with a scheme.
 */
export function pathCandidates(address: string, place: DocumentPlace): readonly string[] {
	const path = address.replaceAll('\\', '/').trim();
	if (/^[a-z][a-z\d+.-]+:/i.test(path) || path === '') return [];
	const bare = withoutQuery(path);
	// A file name may contain such a character, so the address is also tried as written.
	const written = [decodeAddressPart(bare), bare, decodeAddressPart(path)];
	// Linux tells apart names that look the same, and a document may have come from another system than the file.
	const normal = written.flatMap((form) => [form.normalize('NFC'), form.normalize('NFD')]);
	const forms = [...new Set([...written, ...normal])].filter((form) => form !== '');
	return [...new Set(forms.flatMap((form) => candidates(form, place)))].filter((found) => found.startsWith('/'));
}

function candidates(path: string, { folder, root, aliases, site }: DocumentPlace): readonly string[] {
	if (path.startsWith('/')) return [...fromRoots(path.slice(1), folder, root), join(root, path.slice(1))];
	if (/^\.\.?\//.test(path)) return [join(folder, path)];
	const aliased = aliases.flatMap((alias) => viaAlias(path, alias));
	const inSite = /^@site\/(.*)$/s.exec(path)?.[1];
	if (inSite !== undefined)
		return (site === undefined ? foldersUp(folder, root) : [site]).map((base) => join(base, inSite));
	const habit = /^(?:[@~]\/|~(?=\w))(.*)$/s.exec(path)?.[1];
	const parents = foldersUp(folder, root);
	const byHabit =
		habit === undefined ? [] : parents.flatMap((base) => sourceFolders.map((source) => join(base, source + habit)));
	const fromLib = path.startsWith('$lib/') ? parents.map((base) => join(base, `src/lib/${path.slice(5)}`)) : [];
	return [...aliased, join(folder, path), ...byHabit, ...fromLib, ...fromRoots(path, folder, root), join(root, path)];
}

/** Returns the paths in the public folders, nearest first: a repository may contain several sites. */
function fromRoots(path: string, folder: string, root: string): readonly string[] {
	return foldersUp(folder, root).flatMap((base) => publicFolders.map((name) => join(base, `${name}/${path}`)));
}

/** Returns the folder and its parents, up to the root. */
function foldersUp(folder: string, root: string): readonly string[] {
	const folders = [folder];
	for (let at = folder; at !== root && at.startsWith(root);) {
		at = folderOf(at.slice(0, -1));
		folders.push(at);
	}
	return folders;
}

function viaAlias(path: string, { pattern, targets }: PathAlias): readonly string[] {
	const star = pattern.indexOf('*');
	if (star < 0) return path === pattern ? targets : [];
	const [before, after] = [pattern.slice(0, star), pattern.slice(star + 1)];
	if (!path.startsWith(before) || !path.endsWith(after) || path.length < before.length + after.length) return [];
	const matched = path.slice(before.length, path.length - after.length);
	return targets.map((target) => normalizePath(target.replace('*', () => matched)));
}

/**
 * Returns the aliases of a tsconfig or jsconfig in `folder`, most specific pattern first; empty for an invalid file.
 */
export function pathAliases(config: string, folder: string): readonly PathAlias[] {
	const options = compilerOptions(config);
	const base = join(folder, `${typeof options?.baseUrl === 'string' ? options.baseUrl : '.'}/`);
	const paths = typeof options?.paths === 'object' && options.paths !== null ? Object.entries(options.paths) : [];
	const found = paths.flatMap(([pattern, targets]: readonly [string, unknown]) => {
		const list: readonly unknown[] = Array.isArray(targets) ? targets : [];
		return [{ pattern, targets: list.flatMap((target) => (typeof target === 'string' ? [join(base, target)] : [])) }];
	});
	const own = found.sort((a, b) => b.pattern.length - a.pattern.length);
	return typeof options?.baseUrl === 'string' ? [...own, { pattern: '*', targets: [`${base}*`] }] : own;
}

/** Returns the path of the configuration that a configuration extends, if that is a file. */
export function extendedConfig(config: string, folder: string): string | undefined {
	const parsed = parseJsonWithComments(config);
	const extended = typeof parsed === 'object' && parsed !== null && 'extends' in parsed ? parsed.extends : undefined;
	const path: unknown = Array.isArray(extended) ? extended.at(-1) : extended;
	if (typeof path !== 'string' || !path.startsWith('.')) return undefined;
	return join(folder, path.endsWith('.json') ? path : `${path}.json`);
}

function compilerOptions(config: string): { readonly baseUrl?: unknown; readonly paths?: unknown } | undefined {
	const parsed = parseJsonWithComments(config);
	if (typeof parsed !== 'object' || parsed === null || !('compilerOptions' in parsed)) return undefined;
	const options = parsed.compilerOptions;
	return typeof options === 'object' && options !== null ? options : undefined;
}

/** The longest configuration that is read, in characters. */
const longestConfig = 1_000_000;

function parseJsonWithComments(text: string): unknown {
	if (text.length > longestConfig) return undefined;
	try {
		return JSON.parse(stripJsonComments(text, { trailingCommas: true }));
	} catch {
		return undefined;
	}
}

function join(folder: string, path: string): string {
	return normalizePath(folder + path);
}
