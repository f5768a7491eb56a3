// Reading a picture's text on this machine, against decoding the same picture with sharp.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import sharp from 'sharp';
import type { PreparedImage } from '../../src/core/media.ts';
import type { AnswerRequest } from '../../src/engines/engine.ts';
import { createLocalEngine, type LocalEngine } from '../../src/engines/localEngine.ts';
import { projectDir } from '../support/places.mjs';
import { plainWords } from '../unit/local/plainWords.ts';
import { interleave, median, timed } from './measure.ts';
import { milliseconds, type Row, type Table, times } from './table.ts';

const sample = 'settings-light.png';

/** Milliseconds from an attachment to its question: fewer than anybody needs. */
const writing = 2000;

/** Milliseconds since the question. */
interface Reading {
	readonly firstBlock: number;
	readonly total: number;
}

export async function measureLocalText(): Promise<Table> {
	const bytes = await readFile(join(projectDir, 'media/samples', sample));
	const start = (): LocalEngine =>
		createLocalEngine({ words: plainWords, folder: join(projectDir, 'dist/local'), languages: ['en'] });
	const running = start();
	try {
		const measured = await interleave(
			{
				decode: async (): Promise<Reading> => {
					const total = await timed(() => sharp(bytes).raw().toBuffer());
					return { firstBlock: total, total };
				},
				cold: async () => {
					const engine = start();
					try {
						return await read(engine, bytes);
					} finally {
						engine.dispose();
					}
				},
				ahead: async () => {
					const engine = start();
					try {
						// The picture is attached, and somebody writes.
						void engine.startAhead?.();
						await sleep(writing);
						return await read(engine, bytes);
					} finally {
						engine.dispose();
					}
				},
				warm: () => read(running, bytes),
			},
			3,
		);
		const decode = median(measured.decode.map(({ total }) => total));
		const row = (what: string, values: readonly number[]): Row => ({
			what: `${what} ÷ decode`,
			value: times(median(values) / decode),
			raw: `${milliseconds(median(values))}, ${milliseconds(decode)}`,
		});
		return {
			title: `Text of ${sample}, read on this machine, against decoding it with sharp`,
			rows: [
				row(
					'first block, the process must start',
					measured.cold.map(({ firstBlock }) => firstBlock),
				),
				row(
					'all of it, the process must start',
					measured.cold.map(({ total }) => total),
				),
				row(
					'first block, the process was started with the attachment, two seconds before',
					measured.ahead.map(({ firstBlock }) => firstBlock),
				),
				row(
					'first block, the process runs',
					measured.warm.map(({ firstBlock }) => firstBlock),
				),
				row(
					'all of it, the process runs',
					measured.warm.map(({ total }) => total),
				),
			],
		};
	} finally {
		running.dispose();
	}
}

async function read(engine: LocalEngine, bytes: Uint8Array): Promise<Reading> {
	const image: PreparedImage = { name: sample, bytes, mediaType: 'image/png', width: 1280, height: 800 };
	const request: AnswerRequest = { task: 'describe', messages: [{ role: 'user', text: '', media: [image] }] };
	const start = performance.now();
	let firstBlock: number | undefined;
	for await (const part of engine.answer(request, new AbortController().signal)) {
		if (part.kind === 'text' && part.text.includes(plainWords.textFollows)) firstBlock ??= performance.now() - start;
	}
	if (firstBlock === undefined) throw new Error('No text was found.');
	return { firstBlock, total: performance.now() - start };
}
