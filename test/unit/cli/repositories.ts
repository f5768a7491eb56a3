import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** Files of a repository by their paths; folders are made. */
export type RepositoryFiles = Readonly<Record<string, string | Uint8Array>>;

/** A place for repositories, each removed after its test. */
export class Repositories {
	readonly #folders: string[] = [];

	/** Makes a folder with `.git` and these files in it. */
	async make(files: RepositoryFiles): Promise<string> {
		const folder = await realpath(await mkdtemp(join(tmpdir(), 'glimpse-repository-')));
		this.#folders.push(folder);
		await mkdir(join(folder, '.git'));
		for (const [path, content] of Object.entries(files)) {
			await mkdir(dirname(join(folder, path)), { recursive: true });
			await writeFile(join(folder, path), content);
		}
		return folder;
	}

	async removeAll(): Promise<void> {
		for (const folder of this.#folders.splice(0)) await rm(folder, { recursive: true, force: true });
	}
}
