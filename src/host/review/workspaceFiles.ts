import picomatch from 'picomatch';
import * as vscode from 'vscode';
import type { PictureFiles } from '../../core/markup/findPictureFile.ts';
import { folderOf } from '../../core/path.ts';
import type { FileTree, FolderEntry } from '../../core/review/walkDocuments.ts';
import { DiskFiles } from '../../documents/diskFiles.ts';

/** The files of a workspace folder, or of any other folder, as a scan sees them. */
export interface WorkspaceFiles {
	/** The folder, without a slash at its end. */
	readonly root: vscode.Uri;
	readonly files: FileTree & PictureFiles;
	/** Tells whether the settings hide a path in the Explorer or leave it out of searches; it is relative to the folder. */
	readonly isExcluded: (path: string) => boolean;
}

/** Returns the files around a file or folder: those of its workspace folder, else of the folder itself. */
export function workspaceFiles(uri: vscode.Uri): WorkspaceFiles {
	const root = withoutSlash(vscode.workspace.getWorkspaceFolder(uri)?.uri ?? uri);
	// Those of this machine without the way through the editor.
	const files = root.scheme === 'file' ? new DiskFiles() : editorFiles(root);
	return { root, files, isExcluded: exclusionOf(root) };
}

/** Returns the address of a folder without a slash at its end. */
export function withoutSlash(uri: vscode.Uri): vscode.Uri {
	return uri.path.length > 1 && uri.path.endsWith('/') ? uri.with({ path: uri.path.slice(0, -1) }) : uri;
}

function exclusionOf(folder: vscode.Uri): (path: string) => boolean {
	const patterns = ['files', 'search'].flatMap((section) => {
		const found = vscode.workspace.getConfiguration(section, folder).get<Readonly<Record<string, unknown>>>('exclude');
		// An object with `when` depends on another file beside.
		return Object.entries(found ?? {}).flatMap(([pattern, value]) => (value === true ? [pattern] : []));
	});
	return patterns.length === 0 ? () => false : picomatch(patterns, { dot: true, noextglob: true });
}

/** The number of bytes of a small file, such as a configuration. */
const mostSmall = 1_000_000;

/** Returns the files of a file system that only the editor knows, as they were when each folder was first looked into. */
function editorFiles(root: vscode.Uri): FileTree & PictureFiles {
	const { fs } = vscode.workspace;
	const folders = new Map<string, Promise<readonly FolderEntry[]>>();
	const list = (path: string): Promise<readonly FolderEntry[]> => {
		const reading = folders.get(path) ?? readFolder(root.with({ path: path || '/' }));
		folders.set(path, reading);
		return reading;
	};
	const isFile = async (path: string): Promise<boolean> => {
		const folder = folderOf(path);
		return (await list(folder.slice(0, -1))).some(
			({ name, kind }) => kind === 'file' && name === path.slice(folder.length),
		);
	};
	return {
		list,
		isFile,
		readText: async (path) => {
			try {
				const uri = root.with({ path });
				if (!(await isFile(path)) || (await fs.stat(uri)).size > mostSmall) return undefined;
				return new TextDecoder().decode(await fs.readFile(uri));
			} catch {
				return undefined;
			}
		},
		realPath: async () => undefined,
	};
}

async function readFolder(uri: vscode.Uri): Promise<readonly FolderEntry[]> {
	const entries = await Promise.resolve(vscode.workspace.fs.readDirectory(uri)).catch(() => []);
	return entries.flatMap(([name, type]): readonly FolderEntry[] => {
		const kind = type & vscode.FileType.Directory ? 'folder' : type & vscode.FileType.File ? 'file' : undefined;
		return kind ? [{ name, kind, isLink: (type & vscode.FileType.SymbolicLink) !== 0 }] : [];
	});
}
