// Preparing pictures: as they are, shrunk, five large photos, and a decompression bomb.
import { execFile } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { createDeflate } from 'node:zlib';
import sharp from 'sharp';
import { chunk } from '../support/apngFile.ts';
import { node24, projectDir } from '../support/places.mjs';
import { noConverter, prepareOne } from '../support/testConverter.ts';
import { interleave, median, timed } from './measure.ts';
import type { PictureWork } from './pictureProcess.ts';
import { milliseconds, type Row, type Table, times } from './table.ts';

export async function measurePictures(): Promise<Table> {
	const folder = await mkdtemp(join(tmpdir(), 'glimpse-bench-'));
	try {
		const photo = sharp(join(projectDir, 'media/samples/photo-landscape.jpg'));
		const files = {
			jpeg: join(folder, '12.jpg'),
			png: join(folder, '12.png'),
			large: join(folder, '48.jpg'),
			bomb: join(folder, 'bomb.png'),
		};
		// With the grain of a camera, or an enlarged picture would be small again in bytes.
		const size = { width: 4000, height: 3000 };
		const noise = { type: 'gaussian', mean: 128, sigma: 20 } as const;
		const grain = await sharp({ create: { ...size, channels: 3, background: '#808080', noise } })
			.png()
			.toBuffer();
		const twelve = await photo
			.clone()
			.resize(size.width, size.height, { fit: 'fill' })
			.composite([{ input: grain, blend: 'overlay' }])
			.png()
			.toBuffer();
		await sharp(twelve).jpeg({ quality: 95 }).toFile(files.jpeg);
		await sharp(twelve).png().toFile(files.png);
		await photo.clone().resize(8000, 6000, { fit: 'fill' }).jpeg({ quality: 85 }).toFile(files.large);
		await writeBomb(files.bomb);
		return {
			title: 'Preparing pictures (1 MB is 1,000,000 bytes)',
			rows: [
				await asItIs(),
				...(await shrunk('4000×3000 JPEG', files.jpeg)),
				...(await shrunk('4000×3000 PNG', files.png)),
				await fiveLarge(files.large),
				await bomb(files.bomb),
			],
		};
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

async function asItIs(): Promise<Row> {
	sharp.cache(false);
	const settings = await readFile(join(projectDir, 'media/samples/settings-light.png'));
	const bytes = await sharp(settings).resize(2560, 1440, { fit: 'fill' }).png().toBuffer();
	const measured = await interleave(
		{
			ours: () => timed(() => prepareOne(noConverter, { bytes })),
			encode: () => timed(() => sharp(bytes).png().toBuffer()),
		},
		9,
	);
	const [ours, encode] = [median(measured.ours), median(measured.encode)];
	return {
		what: '2560×1440 PNG as it is ÷ decode and encode with sharp',
		value: times(ours / encode),
		goal: '≤ 0.05 ×',
		raw: `${milliseconds(ours)}, ${milliseconds(encode)}`,
	};
}

async function shrunk(what: string, file: string): Promise<readonly Row[]> {
	const run =
		(how: 'ours' | 'sharp', count: number): (() => Promise<PictureWork>) =>
		() =>
			inProcess(how, count, file);
	const measured = await interleave(
		{ ours: run('ours', 1), more: run('ours', 3), sharp: run('sharp', 1), sharpMore: run('sharp', 3) },
		3,
	);
	const of = (name: keyof typeof measured, value: (work: PictureWork) => number): number =>
		median(measured[name].map(value));
	const time = (work: PictureWork): number => work.milliseconds;
	const first = [of('ours', time), of('sharp', time)] as const;
	// Two more in the same process, so that what starts is left out.
	const next = [(of('more', time) - first[0]) / 2, (of('sharpMore', time) - first[1]) / 2] as const;
	const peak = [of('ours', (work) => work.peak), of('sharp', (work) => work.peak)] as const;
	return [
		{
			what: `${what} shrunk, the process must start ÷ sharp`,
			value: times(first[0] / first[1]),
			raw: `${milliseconds(first[0])}, ${milliseconds(first[1])}`,
		},
		{
			what: `${what} shrunk, the process runs ÷ sharp`,
			value: times(next[0] / next[1]),
			raw: `${milliseconds(next[0])}, ${milliseconds(next[1])}`,
		},
		{
			what: `${what} shrunk, memory of the process at most ÷ sharp`,
			value: times(peak[0] / peak[1]),
			raw: `${megabytes(peak[0])}, ${megabytes(peak[1])}`,
		},
	];
}

async function fiveLarge(file: string): Promise<Row> {
	const { peak, after, before, outcome } = await inProcess('ours', 5, file);
	return {
		what: 'five 48-megapixel photos, memory of the process at most',
		value: megabytes(peak),
		goal: '≤ 600 MB',
		raw: `${megabytes(before)} before, ${megabytes(after)} when the worker has ended; each became ${outcome}`,
	};
}

async function bomb(file: string): Promise<Row> {
	const { size } = await stat(file);
	const { milliseconds: time, before, end, outcome } = await inProcess('ours', 1, file);
	return {
		what: `PNG of 30000×30000 in ${megabytes(size)}`,
		value: milliseconds(time),
		goal: '≤ 150 ms, 100 MB',
		raw: `${outcome}, memory grew by ${megabytes(Math.max(0, end - before))}`,
	};
}

/** A process for each, so that none measures the memory of another. */
async function inProcess(how: 'ours' | 'sharp', count: number, file: string): Promise<PictureWork> {
	const script = join(projectDir, 'test/bench/pictureProcess.ts');
	const { stdout } = await promisify(execFile)(node24, ['--expose-gc', script, how, String(count), file]);
	return JSON.parse(stdout.slice(stdout.indexOf('{'))) as PictureWork;
}

/** A grey PNG file of 900 million pixels, all alike. */
async function writeBomb(file: string): Promise<void> {
	const side = 30_000;
	const header = Buffer.alloc(13);
	header.writeUInt32BE(side, 0);
	header.writeUInt32BE(side, 4);
	header[8] = 8;
	const rows = Readable.from(
		(function* () {
			const hundred = Buffer.alloc((side + 1) * 100);
			for (let row = 0; row < side; row += 100) yield hundred;
		})(),
	);
	const parts: Buffer[] = [];
	await pipeline(rows, createDeflate(), async (source) => {
		for await (const part of source as AsyncIterable<Buffer>) parts.push(part);
	});
	const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
	const pieces = [
		signature,
		chunk('IHDR', header),
		chunk('IDAT', Buffer.concat(parts)),
		chunk('IEND', Buffer.alloc(0)),
	];
	await pipeline(Readable.from(pieces), createWriteStream(file));
}

function megabytes(bytes: number): string {
	return `${(bytes / 1e6).toFixed(bytes < 10e6 ? 1 : 0)} MB`;
}
