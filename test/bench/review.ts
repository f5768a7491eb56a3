// A thousand documents of all kinds: the scan of them for what their alt texts lack, against reading the files alone.
import { mkdir, mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DiskFiles } from '../../src/documents/diskFiles.ts';
import { findDocuments } from '../../src/cli/findDocuments.ts';
import { readRepository } from '../../src/cli/repository.ts';
import { scanRepository, type ScannedRepository } from '../../src/cli/scanRepository.ts';
import { ScanPool } from '../../src/documents/scanPool.ts';
import { processorTimeOfChildren, watchChildren } from '../support/childMemory.ts';
import { makeDocuments } from '../support/makeDocuments.ts';
import { projectDir } from '../support/places.mjs';
import { interleave, median } from './measure.ts';
import { milliseconds, type Row, type Table, times } from './table.ts';

const documents = 1000;

/** Scans before any is measured: until then the processes compile their code. */
const warmUp = 8;

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
		for (let round = 0; round < warmUp; round++) await scanWith(pool);
		if (read !== documents || images !== made.images) throw new Error(`${images} images in ${read} documents.`);
		const watch = watchChildren();
		const measured = await interleave(
			{ reading: () => taken(() => readAll(folder)), scan: () => taken(() => scanWith(pool)) },
			9,
		);
		const memory = watch.end();
		const starts = await interleave({ start: () => taken(() => startAndScan(scanWith, localFolder)) }, 5);
		const of = (list: readonly Taken[], what: keyof Taken): number => median(list.map((each) => each[what]));
		const ratio = (what: keyof Taken): Row => {
			const [scan, reading] = [of(measured.scan, what), of(measured.reading, what)];
			return { what: '', value: times(scan / reading), raw: `${milliseconds(scan)}, ${milliseconds(reading)}` };
		};
		return {
			title: `Review: ${documents} documents of all kinds, ${(made.characters / 1e6).toFixed(1)} MB with ${made.images} images`,
			rows: [
				{ ...ratio('time'), what: 'scan ÷ reading the files alone', goal: '≤ 6 ×' },
				{ ...ratio('processor'), what: 'the same in the time of all processors' },
				{
					what: 'scan with the processes still to be started ÷ reading the files alone',
					value: times(of(starts.start, 'time') / of(measured.reading, 'time')),
					raw: milliseconds(of(starts.start, 'time')),
				},
				{ what: 'memory of its processes together, at most', value: `${(memory / 1e6).toFixed(0)} MB` },
			],
		};
	} finally {
		pool.dispose();
		await rm(folder, { recursive: true, force: true });
	}
}

/** Milliseconds. */
interface Taken {
	readonly time: number;
	/** Of this process and those under it. */
	readonly processor: number;
}

async function taken(work: () => Promise<unknown>): Promise<Taken> {
	globalThis.gc?.();
	const [start, own, children] = [performance.now(), process.cpuUsage(), processorTimeOfChildren()];
	await work();
	const time = performance.now() - start;
	const { user, system } = process.cpuUsage(own);
	return { time, processor: (user + system) / 1000 + (processorTimeOfChildren() - children) * 10 };
}

async function startAndScan(scanWith: (pool: ScanPool) => Promise<unknown>, folder: string): Promise<void> {
	const fresh = new ScanPool({ folder });
	await scanWith(fresh).finally(() => fresh.dispose());
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
