import ignore, { type Ignore } from 'ignore';
import type { MarkupLanguage } from '../markup/languages.ts';
import { isLinearPattern } from '../excludeMatcher.ts';
import { markupLanguageOf } from './documentFiles.ts';

/** A file or folder in a folder; a link counts as what it leads to, and one that leads nowhere is left out. */
export interface FolderEntry {
	readonly name: string;
	readonly kind: 'file' | 'folder';
	readonly isLink: boolean;
}

/** Files as a walk needs them. Paths have slashes, and none at the end. */
export interface FileTree {
	/** The entries of a folder; none for one that can't be read. */
	list(folder: string): Promise<readonly FolderEntry[]>;
	/** The text of a small file; undefined where there is none. */
	readText(path: string): Promise<string | undefined>;
	/** The path of a folder without links; undefined where that isn't known. */
	realPath(folder: string): Promise<string | undefined>;
}

/** A document that a walk found. */
export interface FoundDocument {
	readonly path: string;
	readonly language: MarkupLanguage;
}

/** The deepest folder below the first, and the most folders: a tree can be made endless. */
const deepest = 64;
const mostFolders = 200_000;

/** What a walk passes over, and when it ends. */
export interface WalkOptions {
	/** The folder of the repository or workspace, whose `.gitignore` counts too. */
	readonly root?: string;
	/** Tells whether a file or folder is left out; gets its path relative to the root. */
	readonly isExcluded: (path: string) => boolean;
	readonly signal: AbortSignal;
}

/** The rules of one `.gitignore` for what is below its folder. */
interface IgnoreRules {
	readonly folder: string;
	readonly rules: Ignore;
}

interface WalkedFolder {
	readonly path: string;
	/** Its path without links, where it is known. */
	readonly real: string | undefined;
	readonly depth: number;
	/** From the root down. */
	readonly ignored: readonly IgnoreRules[];
}

/** Finds the documents below a folder; see `walkFiles`. */
export async function* walkDocuments(
	tree: FileTree,
	from: string,
	options: WalkOptions,
): AsyncGenerator<FoundDocument> {
	for await (const { path, found } of walkFiles(tree, from, { ...options, find: markupLanguageOf })) {
		yield { path, language: found };
	}
}

/**
 * Finds the files below a folder for whose names `find` returns something, folder by folder in the order of their names. Links
 * are followed after all else, and each folder is read once. What `isExcluded` names, and what `.gitignore` files from the root
 * on leave out, is passed over.
 */
export async function* walkFiles<Found>(
	tree: FileTree,
	from: string,
	{ root = from, isExcluded, signal, find }: WalkOptions & { readonly find: (name: string) => Found | undefined },
): AsyncGenerator<{ readonly path: string; readonly found: Found }> {
	const seen = new Set<string>();
	/** The last one is walked first. */
	const pending: WalkedFolder[] = [
		{ path: from, real: undefined, depth: 0, ignored: await rulesAbove(tree, from, root) },
	];
	while (pending.length > 0 && seen.size < mostFolders) {
		signal.throwIfAborted();
		const folder = pending.pop();
		if (!folder) return;
		const real = folder.real ?? (await tree.realPath(folder.path)) ?? folder.path;
		if (seen.has(real)) continue;
		seen.add(real);
		const entries = (await tree.list(folder.path)).toSorted((a, b) => (a.name < b.name ? -1 : 1));
		const hasRules = entries.some(({ name }) => name === '.gitignore');
		const ignored = hasRules ? [...folder.ignored, ...(await rulesOf(tree, folder.path))] : folder.ignored;
		const kept = entries.filter(({ name, kind }) => {
			const path = `${folder.path}/${name}`;
			return !isIgnored(kind === 'folder' ? `${path}/` : path, ignored) && !isExcluded(relativeTo(root, path));
		});
		for (const { name, kind } of kept) {
			const found = kind === 'file' ? find(name) : undefined;
			if (found !== undefined) yield { path: `${folder.path}/${name}`, found };
		}
		for (const { name, kind, isLink } of kept.toReversed()) {
			if (kind !== 'folder' || name === '.git' || folder.depth >= deepest) continue;
			const next: WalkedFolder = {
				path: `${folder.path}/${name}`,
				real: isLink ? undefined : `${real}/${name}`,
				depth: folder.depth + 1,
				ignored,
			};
			if (isLink) pending.unshift(next);
			else pending.push(next);
		}
	}
}

/** Tells whether Git would leave a file or folder out, which has a slash at its end: the innermost rules that name it count. */
function isIgnored(path: string, ignored: readonly IgnoreRules[]): boolean {
	for (const { folder, rules } of ignored.toReversed()) {
		const test = rules.test(path.slice(folder.length + 1));
		if (test.ignored || test.unignored) return test.ignored;
	}
	return false;
}

function relativeTo(root: string, path: string): string {
	return path.startsWith(`${root}/`) ? path.slice(root.length + 1) : path.slice(path.lastIndexOf('/') + 1);
}

/** Returns the rules of the folders from the root down to a folder, without its own. */
async function rulesAbove(tree: FileTree, folder: string, root: string): Promise<readonly IgnoreRules[]> {
	if (folder === root || !folder.startsWith(`${root}/`)) return [];
	const parts = folder.slice(root.length + 1).split('/');
	const folders = parts.map((_, index) => [root, ...parts.slice(0, index)].join('/'));
	return (await Promise.all(folders.map((each) => rulesOf(tree, each)))).flat();
}

async function rulesOf(tree: FileTree, folder: string): Promise<readonly IgnoreRules[]> {
	const text = await tree.readText(`${folder}/.gitignore`);
	const lines = text?.split(/\r\n|[\n\r]/).filter((line) => line.trim() !== '' && isLinearPattern(line)) ?? [];
	// As Git does on most systems; where it ignores case, a rule that differs in case alone is rare.
	return lines.length === 0 ? [] : [{ folder, rules: ignore({ ignorecase: false }).add(lines) }];
}
