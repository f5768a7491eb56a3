import { normalizePath } from '../path.ts';
import { decoded } from './altState.ts';

/** Where a document stands. Paths have slashes and begin with one; folders end with one. */
export interface DocumentPlace {
	readonly folder: string;
	/** The workspace folder; the document's own folder where it is in none. */
	readonly root: string;
	/** Of the nearest tsconfig or jsconfig. */
	readonly aliases: readonly PathAlias[];
}

/** A pattern of `paths`, with one `*` at most, and the paths that it stands for. */
export interface PathAlias {
	readonly pattern: string;
	readonly targets: readonly string[];
}

/** Folders whose files a site has at its root. */
const publicFolders = ['public', 'static'];
/** Where the habits `@/` and `~/` lead. */
const sourceFolders = ['src/', 'app/', ''];

/** The web address or data URI that an address is; undefined for a path. */
export function webAddress(address: string): URL | undefined {
	const url = URL.parse(/^\/\/[^/]/.test(address) ? `https:${address}` : address);
	return url && /^(?:https?|data):$/.test(url.protocol) ? url : undefined;
}

/**
 * The paths at which the picture of an address may lie, the likeliest first: as the language resolves it, and as the usual
 * tools do. None for an address with a scheme.
 */
export function pathCandidates(address: string, place: DocumentPlace): readonly string[] {
	const path = address.replaceAll('\\', '/').trim();
	if (/^[a-z][a-z\d+.-]+:/i.test(path) || path === '') return [];
	const bare = path.replace(/[?#].*$/s, '');
	// A file may have such a sign in its name: an address that has no business with one is tried as it stands, too.
	const forms = [...new Set([decoded(bare), bare, decoded(path)])].filter((form) => form !== '');
	return [...new Set(forms.flatMap((form) => candidates(form, place)))].filter((found) => found.startsWith('/'));
}

function candidates(path: string, { folder, root, aliases }: DocumentPlace): readonly string[] {
	if (path.startsWith('/')) return [...fromRoots(path.slice(1), folder, root), join(root, path.slice(1))];
	if (/^\.\.?\//.test(path)) return [join(folder, path)];
	const aliased = aliases.flatMap((alias) => viaAlias(path, alias));
	const habit = /^(?:[@~]\/|~(?=\w))(.*)$/s.exec(path)?.[1];
	const parents = foldersUp(folder, root);
	const byHabit =
		habit === undefined ? [] : parents.flatMap((base) => sourceFolders.map((source) => join(base, source + habit)));
	const fromLib = path.startsWith('$lib/') ? parents.map((base) => join(base, `src/lib/${path.slice(5)}`)) : [];
	return [...aliased, join(folder, path), ...byHabit, ...fromLib, ...fromRoots(path, folder, root), join(root, path)];
}

/** In the public folders, the nearest first: a repository may hold several sites. */
function fromRoots(path: string, folder: string, root: string): readonly string[] {
	return foldersUp(folder, root).flatMap((base) => publicFolders.map((name) => join(base, `${name}/${path}`)));
}

/** The folder and those around it, up to the root. */
function foldersUp(folder: string, root: string): readonly string[] {
	const folders = [folder];
	for (let at = folder; at !== root && at.startsWith(root);) {
		at = at.replace(/[^/]*\/$/, '');
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

/** Of a tsconfig or jsconfig in `folder`, most special pattern first. A file that can't be read as one has none. */
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

/** The path of the configuration that a configuration extends, when that is a file. */
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

function parseJsonWithComments(text: string): unknown {
	const plain = text
		.replaceAll(/("(?:\\.|[^"\\])*")|\/\/[^\n]*|\/\*[^]*?\*\//g, (_, string?: string) => string ?? '')
		.replaceAll(/("(?:\\.|[^"\\])*")|,(?=\s*[}\]])/g, (_, string?: string) => string ?? '');
	try {
		return JSON.parse(plain);
	} catch {
		return undefined;
	}
}

function join(folder: string, path: string): string {
	return normalizePath(folder + path);
}
