import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import sharp from 'sharp';
import * as vscode from 'vscode';
import { childTitled, processorTime } from '../support/childMemory.ts';
import { projectDir } from '../support/places.mjs';
import { quadrantPicture } from '../support/quadrants.ts';
import { useConversation, wordsOf } from './useConversation.ts';

const small = { width: 320, height: 200 };
const samples = join(projectDir, 'media/samples');
const photo = sharp(join(samples, 'photo-landscape.jpg'));
const screenshot = sharp(join(samples, 'settings-light.png'));

/** Pictures that aren't sent as they are, by the names of their files. */
const pictures: Readonly<Record<string, () => Promise<Uint8Array>>> = {
	'photo.webp': () => photo.clone().webp().toBuffer(),
	'huge.png': () =>
		screenshot.clone().resize(7680, 4320, { fit: 'fill', kernel: 'nearest' }).png({ compressionLevel: 1 }).toBuffer(),
	'settings.webp': () => screenshot.clone().webp({ lossless: true }).toBuffer(),
	'animated.gif': async () => {
		const frames = [quadrantPicture(small), quadrantPicture(small).negate(), quadrantPicture(small).flip()];
		const files = await Promise.all(frames.map((frame) => frame.png().toBuffer()));
		return sharp(files, { join: { animated: true } })
			.gif()
			.toBuffer();
	},
	'page.png': () =>
		screenshot.clone().resize(1200, 20_000, { fit: 'fill', kernel: 'nearest' }).png({ compressionLevel: 1 }).toBuffer(),
	'photo.jpg': () =>
		photo
			.clone()
			.withExif({ IFD0: { Artist: 'Erika Mustermann' } })
			.jpeg()
			.toBuffer(),
};

/** Has the process that prepares pictures stand still, once it is at work: that never ends by itself. Linux only. */
async function freezeConverter(): Promise<void> {
	if (process.platform !== 'linux') return;
	let converter: number | undefined;
	let idle: number | undefined;
	for (;;) {
		const before = converter;
		converter = childTitled('Glimpse pictures');
		if (converter === undefined || converter !== before) idle = converter && processorTime(converter);
		// One that has rested since an earlier picture doesn't have this one yet.
		else if (processorTime(converter) > (idle ?? 0) + 10) break;
		await sleep(5);
	}
	process.kill(converter, 'SIGSTOP');
}

describe('Pictures in the panel that are not sent as they are', () => {
	const bed = useConversation();
	let folder: string;

	before(async () => {
		folder = await mkdtemp(join(tmpdir(), 'glimpse-prepared-'));
	});
	after(() => rm(folder, { recursive: true, force: true }));

	async function file(name: string): Promise<vscode.Uri> {
		const path = join(folder, name);
		await writeFile(path, (await pictures[name]?.()) ?? '');
		return vscode.Uri.file(path);
	}

	for (const [name, summary, captions, sent] of [
		[
			'photo.webp',
			/ · WebP 1600×1067, \d+ KB → JPEG 1600×1067, \d+ KB · /,
			['photo.webp'],
			{ mediaType: 'image/jpeg', width: 1600, height: 1067 },
		],
		[
			'huge.png',
			/ · PNG 7680×4320, [\d.]+ [KM]B → PNG 2912×1638, [\d.]+ [KM]B · /,
			['huge.png'],
			{ mediaType: 'image/png', width: 2912, height: 1638 },
		],
		[
			'photo.jpg',
			/ · JPEG 1600×1067, \d+ KB, metadata removed · /,
			['photo.jpg'],
			{ mediaType: 'image/jpeg', width: 1600, height: 1067 },
		],
		[
			'animated.gif',
			/ · GIF 320×200, \d+ KB → 3 frames of PNG 320×200, \d+ KB, 3 of 3 frames · /,
			['Frame 1 of 3, at 0 s', 'Frame 2 of 3, at 0.1 s', 'Frame 3 of 3, at 0.2 s'],
			{ mediaType: 'image/png', width: 320, height: 200 },
		],
	] as const) {
		it(`${name}: what is sent, and what is said of it`, async () => {
			const turn = await bed.ask('describe', await file(name));
			assert.equal(turn.status, 'done');
			const words = wordsOf(turn);
			assert.match(words.summary, summary);
			assert.deepEqual(words.captions, captions);
			const request = bed.glm.requests.at(-1);
			const [image] = request?.images ?? [];
			assert.deepEqual({ mediaType: image?.mediaType, width: image?.width, height: image?.height }, sent);
			assert.deepEqual([request?.refusal, image?.metadata], [undefined, []]);
		});
	}

	it('page.png: pieces, which are explained to the model and kept over a reload', async () => {
		const turn = await bed.ask('describe', await file('page.png'));
		assert.equal(turn.status, 'done');
		const { summary, captions } = wordsOf(turn);
		assert.match(summary, / · PNG 1200×20000, [\d.]+ [KM]B → 6 pieces of PNG 1200×3500, [\d.]+ [KM]B · /);
		assert.deepEqual(
			captions,
			[1, 2, 3, 4, 5, 6].map((piece) => `Piece ${piece} of 6`),
		);
		const first = bed.glm.requests.at(-1);
		assert.match(first?.text ?? '', /Images 1 to 6 are pieces of one tall picture, from top to bottom\./);

		await rm(join(folder, 'page.png'));
		await bed.reload();
		const [kept] = bed.open.state.turns;
		assert.ok(kept);
		assert.equal(wordsOf(kept).summary, summary);
		for (const { id } of kept.pictures) assert.ok(((await bed.open.bytes(id))?.byteLength ?? 0) > 1000);
		assert.equal((await bed.press('askAgain')).status, 'done');
		assert.deepEqual(
			bed.glm.requests.at(-1)?.images.map(({ bytes }) => bytes),
			first?.images.map(({ bytes }) => bytes),
		);
	});

	it('several: one after the other, until Stop, which holds up nothing that is asked next', async () => {
		// Interlaced, one is decoded as a whole, which takes a second or two.
		const large = { width: 9000, height: 9000, channels: 3, background: '#579' } as const;
		const slow = await sharp({ create: large, limitInputPixels: false }).png({ progressive: true }).toBuffer();
		const files = await Promise.all(
			[1, 2, 3].map(async (number) => {
				const path = join(folder, `slow-${number}.png`);
				await writeFile(path, slow);
				return vscode.Uri.file(path);
			}),
		);
		const before = bed.glm.requests.length;
		const asked = bed.ask('describe', ...files);
		await bed.until(({ kind }) => kind === 'preparing');
		const [preparing] = bed.open.state.turns;
		assert.ok(preparing);
		assert.equal(wordsOf(preparing).note, 'Preparing 1 of 3…');
		await freezeConverter();
		bed.open.stop();
		const stopped = await asked;
		assert.deepEqual([stopped.status, wordsOf(stopped).note], ['stopped', 'Stopped.']);
		assert.equal(bed.glm.requests.length, before);
		const heic = vscode.Uri.file(join(projectDir, 'test/fixtures/pictures/quarters.heic'));
		const next = await bed.ask('describe', heic);
		assert.match(wordsOf(next).summary, / · HEIC 320×200, \d+ KB → PNG 320×200, \d+ KB · /);
		assert.equal(bed.glm.requests.length, before + 1);
	});

	it('settings.webp: read on this machine, too', async () => {
		await bed.set('engine', 'local');
		const turn = await bed.ask('describe', await file('settings.webp'));
		assert.match(turn.text, /Settings/);
		assert.equal(turn.answerer?.engine, 'local');
	});
});
