import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import type { PreparedImage } from '../../../src/core/media.ts';
import { createLocalEngine, type LocalEngine } from '../../../src/engines/localEngine.ts';
import type { ReadingLimits } from '../../../src/ocr/messages.ts';
import type { StartTimer } from '../../../src/workers/workerProcess.ts';
import { jpegOfScans } from '../../support/hostilePictures.ts';
import { rejectionOf } from '../../support/rejectionOf.ts';
import type { SampleLine } from '../../support/visibleLines.ts';
import { englishSamples, sampleText } from '../../support/sampleText.ts';
import { builtFolder } from './builtFolder.ts';
import { plainWords } from './plainWords.ts';

function image(name: string, bytes?: Uint8Array): PreparedImage {
	const file = bytes ?? readFileSync(new URL(`../../../media/samples/${name}`, import.meta.url));
	return { name, bytes: file, mediaType: 'image/png', width: 1, height: 1 };
}

async function ask(
	engine: LocalEngine,
	media: readonly PreparedImage[],
	signal = new AbortController().signal,
): Promise<string[]> {
	const texts: string[] = [];
	for await (const part of engine.answer(
		{ task: 'describe', messages: [{ role: 'user', text: 'x', media }] },
		signal,
	)) {
		if (part.kind === 'text') texts.push(part.text);
	}
	return texts;
}

const recognisedLines = (answer: string): string[] =>
	(answer.split('````')[1] ?? '')
		.split('\n')
		.slice(1)
		.map((line) => line.trim())
		.filter(Boolean);

/**
 * Words are what stands between spaces, with all their punctuation, capitals told from small letters; a word of the truth
 * is right when the answer has it, each occurrence counted once. A line is found when one line of the answer has at least
 * half of its words.
 */
function compare(
	lines: readonly string[],
	expected: readonly SampleLine[],
): { readonly rightShare: number; readonly missing: readonly string[]; readonly lostLines: readonly string[] } {
	const left = lines.flatMap((line) => line.split(' '));
	const words = expected.flatMap(({ text }) => text.split(' '));
	const missing = words.filter((word) => {
		const at = left.indexOf(word);
		if (at >= 0) left.splice(at, 1);
		return at < 0;
	});
	const lostLines = expected
		.map(({ text }) => text)
		.filter((text) => {
			const wanted = text.split(' ');
			return !lines.some((line) => wanted.filter((word) => line.split(' ').includes(word)).length * 2 >= wanted.length);
		});
	return { rightShare: 1 - missing.length / words.length, missing, lostLines };
}

describe('the local engine', function () {
	this.timeout(60_000);
	let folder: string;
	let engine: LocalEngine;

	const create = (
		options: { readonly startTimer?: StartTimer; readonly folder?: string; readonly limits?: ReadingLimits } = {},
	): LocalEngine => createLocalEngine({ words: plainWords, folder, languages: ['en'], ...options });

	before(() => {
		// A folder elsewhere shows that nothing but dist/ is needed.
		folder = mkdtempSync(join(tmpdir(), 'glimpse-local-'));
		cpSync(builtFolder(), folder, { recursive: true });
		engine = create();
	});

	after(() => {
		engine.dispose();
		rmSync(folder, { recursive: true, force: true });
	});

	for (const name of englishSamples) {
		it(`reads ${name}: every line, and 95 % of the words`, async () => {
			const expected = sampleText[name];
			assert.ok(expected);
			const { rightShare, missing, lostLines } = compare(
				recognisedLines((await ask(engine, [image(name)])).join('')),
				expected,
			);
			assert.deepEqual(lostLines, []);
			assert.ok(rightShare >= 0.95, `${Math.round(rightShare * 100)} %, without ${missing.join(' ')}`);
		});
	}

	for (const name of ['dialog-chinese.png', 'dialog-japanese.png']) {
		it(`reads ${name}: 95 % of the characters`, async () => {
			const lines = recognisedLines((await ask(engine, [image(name)])).join(''))
				.join('')
				.normalize('NFKC');
			const expected = (sampleText[name] ?? []).map(({ text }) => text).join('');
			const characters = Array.from(expected.normalize('NFKC'));
			const right = characters.filter((character) => lines.includes(character));
			assert.ok(right.length >= 0.95 * characters.length, lines);
		});
	}

	it('says first that no model looked, then what the picture is, then its text block by block', async () => {
		const texts = await ask(engine, [image('dialog-light.png')]);
		assert.equal(texts[0], 'No model looked.\n');
		assert.match(texts[1] ?? '', /^\ndrawn, 520 x 260\n\nColours: white \(`#\w{6}`, \d+ %\), /);
		assert.equal(texts[2], '\nText:\n\n````text\n');
		assert.equal(texts[3], 'Backup\n');
		assert.ok(texts.length > 6, 'more than one block');
		assert.equal(texts.at(-1), '````\n');
	});

	it('hands over the first block before the last one is read', async () => {
		const stop = new AbortController();
		const started = performance.now();
		let first: number | undefined;
		for await (const part of engine.answer(
			{ task: 'describe', messages: [{ role: 'user', text: '', media: [image('settings-light.png')] }] },
			stop.signal,
		)) {
			if (part.kind === 'text' && part.text.includes('````')) first ??= performance.now() - started;
		}
		const all = performance.now() - started;
		assert.ok(first !== undefined && first < all / 2, `${first} of ${all} ms`);
	});

	it('hands over a long block part by part, all parts indented from the edge of the whole', async () => {
		const written = Array.from({ length: 24 }, (_, row) => ({
			text: `Entry number ${row + 101}`,
			indent: row < 12 ? 4 : 0,
		}));
		const letters = written.map(
			({ text, indent }, row) => `<text x="${20 + 12 * indent}" y="${40 + 28 * row}">${text}</text>`,
		);
		const svg =
			'<svg xmlns="http://www.w3.org/2000/svg" width="500" height="740"><rect width="100%" height="100%" fill="#fff"/>' +
			`<g font-family="DejaVu Sans Mono, monospace" font-size="20">${letters.join('')}</g></svg>`;
		const texts = await ask(engine, [image('list.png', await sharp(Buffer.from(svg)).png().toBuffer())]);
		const parts = texts.filter((text) => text.includes('Entry'));
		assert.deepEqual(
			parts.map((part) => part.split('\n').length - 1),
			[10, 10, 4],
		);
		const block = written.map(({ text, indent }) => `${' '.repeat(indent)}${text}\n`).join('');
		assert.equal(parts.join(''), block);
		assert.ok(texts.join('').includes(`\n\`\`\`\`text\n${block}\`\`\`\`\n`), 'without empty lines between the parts');
	});

	for (const [what, limits, least] of [
		['lines', { milliseconds: 60_000, lines: 3 }, 1],
		['time', { milliseconds: 0, lines: 1000 }, 0],
	] as const) {
		it(`stops at a limit of ${what}, keeps what was read, and says so`, async () => {
			const limited = create({ limits });
			const answer = (await ask(limited, [image('dialog-light.png')])).join('');
			limited.dispose();
			assert.ok(answer.endsWith('\nStopped.\n'), answer);
			const { length } = recognisedLines(answer);
			assert.ok(length >= least && length <= limits.lines && !answer.includes('No text.'), answer);
		});
	}

	it('says that a JPEG of thousands of scans is broken, at once', async () => {
		const scans = jpegOfScans({ width: 2000, height: 2000 });
		const started = performance.now();
		assert.deepEqual(await rejectionOf(ask(engine, [image('scans.jpg', scans)])), {
			kind: 'pictureBroken',
			name: 'scans.jpg',
		});
		assert.ok(performance.now() - started < 20_000);
	});

	it('finds no text in a photo', async () => {
		const texts = await ask(engine, [image('photo-landscape.jpg')]);
		assert.match(texts[1] ?? '', /^\nphoto, 1600 x 1067\n/);
		assert.equal(texts.at(-1), '\nNo text.\n');
	});

	it('gives each of several pictures a section with its name', async () => {
		const answer = (
			await ask(engine, [image('dialog-light.png'), image('[x](y).png', image('dialog-chinese.png').bytes)])
		).join('');
		assert.match(answer, /^No model looked\.\n\n## dialog-light\.png\n[^]*\n## \\\[x\\\]\\\(y\\\)\.png\n/);
	});

	it('keeps text that looks like Markdown inside the fence', async () => {
		const svg =
			'<svg xmlns="http://www.w3.org/2000/svg" width="700" height="120"><rect width="100%" height="100%" fill="#fff"/>' +
			'<g font-family="DejaVu Sans Mono, monospace" font-size="22"><text x="20" y="40">```</text><text x="20" y="80">[click here](https://evil.example) &lt;b&gt;now&lt;/b&gt;</text></g></svg>';
		const answer = (await ask(engine, [image('hostile.png', await sharp(Buffer.from(svg)).png().toBuffer())])).join('');
		assert.match(answer, /click/);
		assert.equal(answer.split('\n').filter((line) => line.startsWith('````')).length, 2);
		assert.ok(answer.endsWith('````\n'));
	});

	it('refuses a question and an empty message', async () => {
		for (const request of [
			{ task: 'ask', messages: [{ role: 'user', text: 'Why?', media: [image('dialog-light.png')] }] },
			{ task: 'describe', messages: [{ role: 'user', text: '', media: [] }] },
		] as const) {
			const failure = await rejectionOf(
				engine.answer(request, new AbortController().signal)[Symbol.asyncIterator]().next(),
			);
			assert.deepEqual(failure, { kind: 'localCannot', what: 'question' });
		}
	});

	const whole = image('dialog-light.png').bytes;
	for (const [name, bytes] of [
		['noise.png', Uint8Array.from({ length: 500 }, (_, index) => (index * 7919) % 256)],
		['cut.png', whole.subarray(0, whole.length / 2)],
		['empty.png', new Uint8Array()],
	] as const) {
		it(`says that ${name} is broken, and goes on with the next`, async () => {
			assert.deepEqual(await rejectionOf(ask(engine, [image(name, bytes)])), { kind: 'pictureBroken', name });
			assert.ok(engine.running);
		});
	}

	it('stops at once, and reads again afterwards', async () => {
		const stop = new AbortController();
		const answer = engine.answer(
			{ task: 'describe', messages: [{ role: 'user', text: '', media: [image('editor-dark.png')] }] },
			stop.signal,
		);
		let stopped = 0;
		const failure = await rejectionOf(
			(async () => {
				for await (const part of answer) {
					if (part.kind !== 'text' || !part.text.includes('````')) continue;
					setImmediate(() => {
						stopped = performance.now();
						stop.abort();
					});
				}
			})(),
		);
		assert.deepEqual(failure, { kind: 'cancelled' });
		assert.ok(performance.now() - stopped < 100);
		assert.equal(engine.running, false);
		assert.match((await ask(engine, [image('dialog-light.png')])).join(''), /Try again/);
	});

	it('does not start for what was stopped before', async () => {
		const idle = create();
		assert.deepEqual(await rejectionOf(ask(idle, [image('dialog-light.png')], AbortSignal.abort())), {
			kind: 'cancelled',
		});
		assert.equal(idle.running, false);
	});

	it('reads two questions one after the other', async () => {
		const answers = await Promise.all(
			['dialog-light.png', 'dialog-chinese.png'].map(async (name) => (await ask(engine, [image(name)])).join('')),
		);
		assert.match(answers[0] ?? '', /Show details/);
		assert.match(answers[1] ?? '', /保存/);
	});

	it('ends its thread after a minute without work, and when it is disposed of', async () => {
		const timers: { readonly callback: () => void; readonly milliseconds: number; cancelled: boolean }[] = [];
		const own = create({
			startTimer: (callback, milliseconds) => {
				const timer = { callback, milliseconds, cancelled: false };
				timers.push(timer);
				return () => {
					timer.cancelled = true;
				};
			},
		});
		await ask(own, [image('dialog-light.png')]);
		await ask(own, [image('dialog-light.png')]);
		assert.deepEqual(
			timers.map(({ milliseconds, cancelled }) => [milliseconds, cancelled]),
			[
				[60_000, true],
				[60_000, false],
			],
		);
		assert.ok(own.running);
		timers[1]?.callback();
		assert.equal(own.running, false);
		await ask(own, [image('dialog-light.png')]);
		own.dispose();
		assert.equal(own.running, false);
		assert.deepEqual(await rejectionOf(ask(own, [image('dialog-light.png')])), { kind: 'cancelled' });
	});

	it('says when the thread does not start, or its data are missing', async () => {
		const nowhere = create({ folder: join(folder, 'nowhere') });
		assert.equal((await rejectionOf(ask(nowhere, [image('dialog-light.png')]))).kind, 'localBroken');
		const crippled = mkdtempSync(join(tmpdir(), 'glimpse-crippled-'));
		cpSync(folder, crippled, { recursive: true, filter: (path) => !path.endsWith('eng.traineddata.br') });
		const broken = create({ folder: crippled });
		assert.equal((await rejectionOf(ask(broken, [image('dialog-light.png')]))).kind, 'localBroken');
		rmSync(crippled, { recursive: true, force: true });
	});
});
