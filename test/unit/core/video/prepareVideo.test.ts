import assert from 'node:assert/strict';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { FailureError, type Failure } from '../../../../src/core/failure.ts';
import type { PreparedVideo, Consent } from '../../../../src/core/media.ts';
import { prepareVideo } from '../../../../src/core/video/prepareVideo.ts';
import { openVideo } from '../../../../src/core/video/videoFile.ts';
import { rejectionOf } from '../../../support/rejectionOf.ts';

const folder = 'test/fixtures/videos';

/** Prepares a fixture; `byteLength` stands for a larger file of the same content. */
async function prepare(
	name: string,
	options: { readonly model?: string; readonly consent?: readonly Consent[]; readonly byteLength?: number } = {},
): Promise<PreparedVideo> {
	const path = join(folder, name);
	const { model = 'glm-4v-plus', consent = [], byteLength = (await stat(path)).size } = options;
	return prepareVideo({ name, byteLength, source: { path }, readAll: () => readFile(path) }, { model, consent });
}

const megabyte = 1024 * 1024;

describe('prepareVideo', () => {
	for (const [name, model, mediaType] of [
		['short.mp4', 'glm-4v-plus', 'video/mp4'],
		['short.mov', 'glm-4.6v', 'video/quicktime'],
		['short.mkv', 'glm-4.6v-flash', 'video/x-matroska'],
	] as const) {
		it(`leaves ${name} as it is for ${model}`, async () => {
			const { bytes, ...facts } = await prepare(name, { model });
			assert.deepEqual(facts, { mediaType, width: 160, height: 120, seconds: 2, name });
			assert.deepEqual(Buffer.from(bytes), await readFile(join(folder, name)));
		});
	}

	it('knows a video by its bytes in memory, too', async () => {
		const bytes = await readFile(join(folder, 'short.mkv'));
		const video = await openVideo(bytes, 'called.mp4');
		video.close();
		assert.deepEqual([video.format, video.seconds], ['mkv', 2]);
	});

	const refused: readonly [
		title: string,
		how: () => Promise<unknown>,
		failure: Failure['kind'],
		facts: Record<string, unknown>,
	][] = [
		[
			'a model that takes none',
			() => prepare('short.mp4', { model: 'glm-4v' }),
			'modelTakesNoVideo',
			{ instead: 'glm-4.6v-flash' },
		],
		['WebM', () => prepare('short.webm', { model: 'glm-4.6v' }), 'videoFormatNotTaken', { format: 'WebM' }],
		['MOV for a model that takes MP4 only', () => prepare('short.mov'), 'videoFormatNotTaken', { format: 'MOV' }],
		['45 seconds of 30', () => prepare('long.mp4'), 'videoTooLong', { maxSeconds: 30, cutSeconds: 30 }],
		[
			'25 MB of 20, too short to be cut',
			() => prepare('short.mp4', { byteLength: 25 * megabyte }),
			'videoTooLarge',
			{ maxBytes: 20 * megabyte, cutSeconds: undefined, instead: 'glm-4.6v-flash' },
		],
		[
			'300 MB of 200, whose beginning fits',
			() => prepare('long.mp4', { model: 'glm-4.6v', byteLength: 300 * megabyte }),
			'videoTooLarge',
			{ cutSeconds: 30, instead: undefined },
		],
		[
			'too long, however little the user agreed to',
			() => prepare('long.mp4', { consent: ['undocumentedFormat'] }),
			'videoTooLong',
			{ cutSeconds: 30 },
		],
	];
	for (const [title, how, kind, facts] of refused) {
		it(`refuses ${title}`, async () => {
			const failure: Record<string, unknown> = { ...(await rejectionOf(how())) };
			assert.equal(failure['kind'], kind);
			for (const [name, value] of Object.entries(facts)) assert.deepEqual(failure[name], value, name);
		});
	}

	it('sends WebM when the user wants', async () => {
		const { mediaType } = await prepare('short.webm', { consent: ['undocumentedFormat'] });
		assert.equal(mediaType, 'video/webm');
	});

	it('sends the beginning when the user wants, within the limit, with its sound', async () => {
		const { bytes, seconds } = await prepare('long.mp4', { consent: ['beginningOnly'] });
		assert.equal(seconds, 30);
		const cut = await openVideo(bytes, 'cut.mp4');
		cut.close();
		assert.ok(cut.seconds > 29 && cut.seconds <= 30, String(cut.seconds));
		assert.ok(Buffer.from(bytes).includes('mp4a'), 'sound');
	});

	for (const name of ['short.mp4', 'short.mov', 'short.mkv', 'short.webm']) {
		it(`opens or refuses ${name} wherever it is cut`, async () => {
			const whole = await readFile(join(folder, name));
			for (let part = 1; part < 20; part++) {
				const bytes = whole.subarray(0, (whole.length * part) / 20);
				const opened = await openVideo(bytes, name).catch((error: unknown) => error);
				if (opened instanceof Error) assert.ok(opened instanceof FailureError, String(opened));
			}
		});
	}

	for (const [title, change, kind] of [
		['a text', () => Buffer.from('eggs, flour, milk'), 'notAVideo'],
		['nothing', () => Buffer.alloc(0), 'notAVideo'],
		['an MP4 of which only the beginning is there', (bytes: Buffer) => bytes.subarray(0, 64), 'videoBroken'],
		['an MKV of which only the beginning is there', (_: Buffer, mkv: Buffer) => mkv.subarray(0, 60), 'videoBroken'],
	] as const) {
		it(`refuses ${title}`, async () => {
			const bytes = change(await readFile(join(folder, 'short.mp4')), await readFile(join(folder, 'short.mkv')));
			assert.equal((await rejectionOf(openVideo(bytes, 'x.mp4'))).kind, kind);
		});
	}
});
