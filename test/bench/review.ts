// A thousand documents of all kinds: the scan of them for what their alt texts lack, against reading the files alone.
import { mkdir, mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DiskFiles } from '../../src/cli/diskFiles.ts';
import { findDocuments } from '../../src/cli/findDocuments.ts';
import { readRepository } from '../../src/cli/repository.ts';
import { scanRepository, type ScannedRepository } from '../../src/cli/scanRepository.ts';
import { ScanPool } from '../../src/documents/scanPool.ts';
import { watchChildren } from '../support/childMemory.ts';
import { makeDocuments } from '../support/makeDocuments.ts';
import { projectDir } from '../support/places.mjs';
import { interleave, median, timed } from './measure.ts';
import { milliseconds, type Table, times } from './table.ts';

const documents = 1000;

export async function measureReview(): Promise<Table> {
	const folder = await mkdtemp(join(tmpdir(), 'glimpse-bench-'));
	const localFolder = join(projectDir, 'dist/local');
	const pool = new ScanPool({ folder: localFolder });
	try {
		await mkdir(join(folder, '.git'));
		const made = await makeDocuments(folder, documents, 1);
		const scanWith = async (scanned: ScanPool): Promise<ScannedRepository> => {
			const files = new DiskFiles();
			const repository = await readRepository(files, folder);
			const { signal } = new AbortController();
			const found = findDocuments([folder], { files, repository, signal });
			return scanRepository(found, { files, repository, pool: scanned, isWanted: () => true, signal });
		};
		const { read, images } = await scanWith(pool);
		if (read !== documents || images !== made.images) throw new Error(`${images} images in ${read} documents.`);
		const watch = watchChildren();
		const measured = await interleave(
			{
				reading: () => timed(() => readAll(folder)),
				scan: () => timed(() => scanWith(pool)),
				start: () =>
					timed(async () => {
						const fresh = new ScanPool({ folder: localFolder });
						await scanWith(fresh);
						fresh.dispose();
					}),
			},
			7,
		);
		const memory = watch.end();
		const [reading, scan, start] = [median(measured.reading), median(measured.scan), median(measured.start)];
		return {
			title: `Review: ${documents} documents of all kinds, ${(made.characters / 1e6).toFixed(1)} MB with ${made.images} images`,
			rows: [
				{
					what: 'scan ÷ reading the files alone',
					value: times(scan / reading),
					goal: '≤ 6 ×',
					raw: `${milliseconds(scan)}, ${milliseconds(reading)}; at best ${milliseconds(Math.min(...measured.scan))}, ${milliseconds(Math.min(...measured.reading))}`,
				},
				{
					what: 'the same with the processes still to be started',
					value: times(start / reading),
					raw: milliseconds(start),
				},
				{ what: 'memory of its processes together, at most', value: `${(memory / 1e6).toFixed(0)} MB` },
			],
		};
	} finally {
		pool.dispose();
		await rm(folder, { recursive: true, force: true });
	}
}

/** Finds all files and reads them as text, some at once. */
async function readAll(folder: string): Promise<number> {
	let characters = 0;
	const entries = await readdir(folder, { recursive: true, withFileTypes: true });
	const paths = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
	const next = paths.values();
	const reader = async (): Promise<void> => {
		for (const path of next) characters += (await readFile(path, 'utf8')).length;
	};
	await Promise.all(Array.from({ length: 16 }, reader));
	return characters;
}
