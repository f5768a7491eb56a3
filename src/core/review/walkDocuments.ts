import ignore, { type Ignore } from 'ignore';
import type { MarkupLanguage } from '../markup/languages.ts';
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

/** The rules of one `.gitignore` for what is below its folder. */
interface IgnoreRules {
	readonly folder: string;
	readonly rules: Ignore;
}

interface WalkedFolder {
	readonly path: string;
	readonly depth: number;
	readonly ignored: readonly IgnoreRules[];
}

/**
 * Finds the documents below a folder, in the order of their paths, file by file. Links are followed, each folder once. What
 * `isExcluded` names (relative to `root`), and what `.gitignore` files from `root` on leave out, is passed over.
 */
export async function* walkDocuments(
	tree: FileTree,
	from: string,
	{
		root = from,
		isExcluded,
		signal,
	}: {
		readonly root?: string;
		/** Gets the path relative to the root. */
		readonly isExcluded: (path: string) => boolean;
		readonly signal: AbortSignal;
	},
): AsyncGenerator<FoundDocument> {
	const seen = new Set<string>();
	const pending: WalkedFolder[] = [{ path: from, depth: 0, ignored: await rulesAbove(tree, from, root) }];
	while (pending.length > 0 && seen.size < mostFolders) {
		signal.throwIfAborted();
		const folder = pending.pop();
		if (!folder) return;
		const real = (await tree.realPath(folder.path)) ?? folder.path;
		if (seen.has(real)) continue;
		seen.add(real);
		const ignored = [...folder.ignored, ...(await rulesOf(tree, folder.path))];
		const entries = (await tree.list(folder.path)).toSorted((a, b) => (a.name < b.name ? -1 : 1));
		const isPassedOver = ({ name, kind }: FolderEntry): boolean => {
			const path = `${folder.path}/${name}`;
			const isLeftOut = ignored.some(({ folder: base, rules }) =>
				rules.ignores(`${path.slice(base.length + 1)}${kind === 'folder' ? '/' : ''}`),
			);
			return isLeftOut || isExcluded(relativeTo(root, path));
		};
		const kept = entries.filter((entry) => !isPassedOver(entry));
		for (const { name, kind } of kept) {
			const language = kind === 'file' ? markupLanguageOf(name) : undefined;
			if (language) yield { path: `${folder.path}/${name}`, language };
		}
		// The last one is walked first.
		for (const { name, kind } of kept.toReversed()) {
			if (kind !== 'folder' || name === '.git' || folder.depth >= deepest) continue;
			pending.push({ path: `${folder.path}/${name}`, depth: folder.depth + 1, ignored });
		}
	}
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
	return text === undefined || text.trim() === '' ? [] : [{ folder, rules: ignore().add(text) }];
}
