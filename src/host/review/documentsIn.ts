import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import picomatch from 'picomatch';
import * as vscode from 'vscode';
import { isMarkupLanguage } from '../../core/markup/languages.ts';
import { walkDocuments, type FileTree, type FolderEntry } from '../../core/review/walkDocuments.ts';
import { languageOf } from './reviewDocuments.ts';

/** Finds the documents of a scope, folder by folder; a document that is named itself is never left out. */
export async function* documentsIn(scope: readonly vscode.Uri[], signal: AbortSignal): AsyncGenerator<vscode.Uri> {
	const seen = new Set<string>();
	for (const uri of scope) {
		signal.throwIfAborted();
		for await (const found of below(uri, signal)) {
			const name = found.toString();
			if (seen.has(name)) continue;
			seen.add(name);
			yield found;
		}
	}
}

async function* below(uri: vscode.Uri, signal: AbortSignal): AsyncGenerator<vscode.Uri> {
	if (!(await isFolder(uri))) {
		if (isMarkupLanguage(languageOf(uri) ?? '')) yield uri;
		return;
	}
	const folder = withoutSlash(uri);
	const root = vscode.workspace.getWorkspaceFolder(folder)?.uri.path ?? folder.path;
	const found = walkDocuments(treeOf(folder), folder.path, { root, isExcluded: exclusionOf(folder), signal });
	for await (const { path } of found) yield folder.with({ path });
}

function withoutSlash(uri: vscode.Uri): vscode.Uri {
	return uri.path.length > 1 && uri.path.endsWith('/') ? uri.with({ path: uri.path.slice(0, -1) }) : uri;
}

async function isFolder(uri: vscode.Uri): Promise<boolean> {
	try {
		return ((await vscode.workspace.fs.stat(uri)).type & vscode.FileType.Directory) !== 0;
	} catch {
		return false;
	}
}

/** Returns a check for what the settings hide in the Explorer and leave out of searches; paths are relative to the folder. */
function exclusionOf(folder: vscode.Uri): (path: string) => boolean {
	const patterns = ['files', 'search'].flatMap((section) => {
		const found = vscode.workspace.getConfiguration(section, folder).get<Readonly<Record<string, unknown>>>('exclude');
		// An object with `when` depends on another file beside.
		return Object.entries(found ?? {}).flatMap(([pattern, value]) => (value === true ? [pattern] : []));
	});
	return patterns.length === 0 ? () => false : picomatch(patterns, { dot: true, noextglob: true });
}

/** The number of bytes of a `.gitignore` that is heeded. */
const largestText = 1_000_000;

/** Returns the files of the file system that a folder is in; those of this machine without the way through the editor. */
function treeOf(folder: vscode.Uri): FileTree {
	return folder.scheme === 'file' ? localTree(folder) : editorTree(folder);
}

function localTree(folder: vscode.Uri): FileTree {
	const fsPath = (path: string): string => folder.with({ path }).fsPath;
	return {
		list: async (path) => {
			const entries = await readdir(fsPath(path), { withFileTypes: true }).catch(() => []);
			const found = await Promise.all(
				entries.map(async (entry): Promise<FolderEntry | undefined> => {
					const isLink = entry.isSymbolicLink();
					const what = isLink ? await stat(fsPath(`${path}/${entry.name}`)).catch(() => undefined) : entry;
					const kind = what?.isDirectory() ? 'folder' : what?.isFile() ? 'file' : undefined;
					return kind && { name: entry.name, kind, isLink };
				}),
			);
			return found.filter((entry) => entry !== undefined);
		},
		readText: async (path) => {
			try {
				const { size } = await stat(fsPath(path));
				return size > largestText ? undefined : await readFile(fsPath(path), 'utf8');
			} catch {
				return undefined;
			}
		},
		realPath: (path) => realpath(fsPath(path)).catch(() => undefined),
	};
}

function editorTree(folder: vscode.Uri): FileTree {
	const { fs } = vscode.workspace;
	return {
		list: async (path) => {
			const entries = await Promise.resolve(fs.readDirectory(folder.with({ path }))).catch(() => []);
			return entries.flatMap(([name, type]): readonly FolderEntry[] => {
				const kind = type & vscode.FileType.Directory ? 'folder' : type & vscode.FileType.File ? 'file' : undefined;
				return kind ? [{ name, kind, isLink: (type & vscode.FileType.SymbolicLink) !== 0 }] : [];
			});
		},
		readText: async (path) => {
			try {
				const uri = folder.with({ path });
				if ((await fs.stat(uri)).size > largestText) return undefined;
				return new TextDecoder().decode(await fs.readFile(uri));
			} catch {
				return undefined;
			}
		},
		realPath: async () => undefined,
	};
}
