import { stat } from 'node:fs/promises';
import { markupLanguageOf } from '../core/review/documentFiles.ts';
import { walkDocuments, type FoundDocument } from '../core/review/walkDocuments.ts';
import { type DiskFiles, pathWithSlashes, systemPath } from '../documents/diskFiles.ts';
import type { Repository } from './repository.ts';
import { UsageError } from './usageError.ts';

/**
 * Finds the documents that are named, or are in named folders, each once. Other files that are named are passed over, for tools
 * that name all that has changed.
 * @throws UsageError for a path that leads nowhere
 */
export async function* findDocuments(
	named: readonly string[],
	{
		files,
		repository,
		signal,
	}: { readonly files: DiskFiles; readonly repository: Repository; readonly signal: AbortSignal },
): AsyncGenerator<FoundDocument> {
	const { root, isExcluded } = repository;
	const seen = new Set<string>();
	for (const path of await existing(named)) {
		const from = pathWithSlashes(path.name);
		const found = path.isFolder
			? walkDocuments(files, from, { root, isExcluded: (relative) => isExcluded(`${root}/${relative}`), signal })
			: onlyFile(from, isExcluded);
		for await (const document of found) {
			if (seen.has(document.path)) continue;
			seen.add(document.path);
			yield document;
		}
	}
}

async function existing(named: readonly string[]): Promise<readonly { name: string; isFolder: boolean }[]> {
	return Promise.all(
		named.map(async (name) => {
			const stats = await stat(systemPath(pathWithSlashes(name))).catch((error: unknown) => {
				const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
				throw new UsageError(`${name} ${isMissing ? "doesn't exist" : "can't be read"}.`, { cause: error });
			});
			return { name, isFolder: stats.isDirectory() };
		}),
	);
}

function* onlyFile(path: string, isExcluded: (path: string) => boolean): Generator<FoundDocument> {
	const language = markupLanguageOf(path.slice(path.lastIndexOf('/') + 1));
	if (language && !isExcluded(path)) yield { path, language };
}
