import { readdir, realpath, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { folderOf } from '../core/path.ts';
import type { PictureFiles } from '../core/markup/findPictureFile.ts';
import type { FileTree, FolderEntry } from '../core/review/walkDocuments.ts';
import { readForeignFile } from '../workers/foreignFile.ts';

/** Returns a path of this system with slashes, and with one at its beginning; the root of all is empty. */
export function pathWithSlashes(name: string): string {
	const path = resolve(name);
	const slashed = process.platform === 'win32' ? `/${path.replaceAll('\\', '/')}` : path;
	return slashed.replace(/\/$/, '');
}

/** Returns a path with slashes as this system has it. */
export function systemPath(path: string): string {
	if (process.platform !== 'win32') return path || '/';
	return path.slice(1).replaceAll('/', '\\') || '.';
}

/** The number of bytes of a small file, such as a configuration. */
const mostSmall = 1_000_000;

/** The files of this machine, as they were when each folder was first looked into. */
export class DiskFiles implements FileTree, PictureFiles {
	readonly #folders = new Map<string, Promise<ReadonlyMap<string, FolderEntry>>>();
	readonly #texts = new Map<string, Promise<string | undefined>>();

	async list(folder: string): Promise<readonly FolderEntry[]> {
		return [...(await this.#entries(folder)).values()];
	}

	async isFile(path: string): Promise<boolean> {
		const folder = folderOf(path);
		return (await this.#entries(folder.slice(0, -1))).get(path.slice(folder.length))?.kind === 'file';
	}

	async readText(path: string): Promise<string | undefined> {
		if (!(await this.isFile(path))) return undefined;
		const reading = this.#texts.get(path) ?? readSmall(path);
		this.#texts.set(path, reading);
		return reading;
	}

	async realPath(folder: string): Promise<string | undefined> {
		return realpath(systemPath(folder)).then(pathWithSlashes, () => undefined);
	}

	#entries(folder: string): Promise<ReadonlyMap<string, FolderEntry>> {
		const reading = this.#folders.get(folder) ?? readFolder(folder);
		this.#folders.set(folder, reading);
		return reading;
	}
}

async function readFolder(folder: string): Promise<ReadonlyMap<string, FolderEntry>> {
	const entries = await readdir(systemPath(folder), { withFileTypes: true }).catch(() => []);
	const found = await Promise.all(
		entries.map(async (entry): Promise<FolderEntry | undefined> => {
			const { name } = entry;
			const isLink = entry.isSymbolicLink();
			const target = isLink ? await stat(systemPath(`${folder}/${name}`)).catch(() => undefined) : entry;
			if (target?.isFile()) return { name, kind: 'file', isLink };
			return target?.isDirectory() ? { name, kind: 'folder', isLink } : undefined;
		}),
	);
	return new Map(found.flatMap((entry) => (entry ? [[entry.name, entry]] : [])));
}

async function readSmall(path: string): Promise<string | undefined> {
	try {
		const bytes = await readForeignFile({ name: path, path: systemPath(path) }, mostSmall);
		return new TextDecoder().decode(bytes);
	} catch {
		return undefined;
	}
}
