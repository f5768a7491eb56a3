import assert from 'node:assert/strict';
import sharp from 'sharp';
import { createPictureWorker, type PictureWorker } from '../../../src/converter/pictureWorker.ts';
import { serviceLimits } from '../../../src/core/image/pictureLimits.ts';
import { rejectionOf } from '../../support/rejectionOf.ts';
import { quadrantPicture } from '../../support/quadrants.ts';
import { prepareOne } from '../../support/testConverter.ts';
import { builtFolder } from '../local/builtFolder.ts';

describe('the converter in its thread', function () {
	this.timeout(30_000);
	let slow: Buffer;
	let small: Buffer;
	const converters: PictureWorker[] = [];
	const create = (options: Partial<Parameters<typeof createPictureWorker>[0]> = {}): PictureWorker => {
		const converter = createPictureWorker({ folder: builtFolder(), ...options });
		converters.push(converter);
		return converter;
	};

	before(async () => {
		// Interlaced, it is decoded as a whole, which takes a second.
		const large = { width: 9000, height: 9000, channels: 3, background: '#579' } as const;
		slow = await sharp({ create: large, limitInputPixels: false }).png({ progressive: true }).toBuffer();
		small = await quadrantPicture({ width: 32, height: 32 }).webp().toBuffer();
	});
	afterEach(() => {
		for (const converter of converters.splice(0)) converter.dispose();
	});

	it('stops at once, with its thread, and converts again afterwards', async () => {
		const converter = create();
		const stop = new AbortController();
		await prepareOne(converter, { bytes: small });
		const work = converter.prepare(
			{ bytes: slow, name: 'slow.png' },
			{ limits: serviceLimits(1), signal: stop.signal },
		);
		setImmediate(() => stop.abort());
		const started = performance.now();
		assert.deepEqual(await rejectionOf(work), { kind: 'cancelled' });
		assert.ok(performance.now() - started < 200);
		assert.equal(converter.running, false);
		assert.equal((await prepareOne(converter, { bytes: small })).width, 32);
	});

	it('gives up what takes too long', async () => {
		const converter = create({ limit: 50 });
		const failure = await rejectionOf(prepareOne(converter, { bytes: slow, name: 'slow.png' }));
		assert.deepEqual(failure, { kind: 'conversionSlow', name: 'slow.png' });
		assert.equal(converter.running, false);
	});

	it('says when its parts are missing', async () => {
		const converter = create({ folder: '/nowhere' });
		const { kind } = await rejectionOf(prepareOne(converter, { bytes: small }));
		assert.equal(kind, 'conversionFailed');
	});

	it('ends its thread, and with it its memory, after five seconds without work', async () => {
		const timers: { readonly callback: () => void; readonly milliseconds: number }[] = [];
		const converter = create({
			startTimer: (callback, milliseconds) => {
				timers.push({ callback, milliseconds });
				return () => undefined;
			},
		});
		await prepareOne(converter, { bytes: small });
		assert.ok(converter.running);
		assert.equal(timers[0]?.milliseconds, 5000);
		timers[0]?.callback();
		assert.equal(converter.running, false);
	});

	it('is started ahead, answers its first request, and ends when none comes', async () => {
		const timers: { readonly callback: () => void; readonly milliseconds: number; isStopped: boolean }[] = [];
		const converter = create({
			startTimer: (callback, milliseconds) => {
				const timer = { callback, milliseconds, isStopped: false };
				timers.push(timer);
				return () => {
					timer.isStopped = true;
				};
			},
		});
		void converter.startAhead();
		await Promise.resolve();
		assert.ok(converter.running);
		assert.equal((await prepareOne(converter, { bytes: small })).width, 32);
		assert.deepEqual(
			timers.map(({ milliseconds, isStopped }) => [milliseconds, isStopped]),
			[
				[60_000, true],
				[5000, false],
			],
		);
		void converter.startAhead();
		await Promise.resolve();
		assert.ok(timers[1]?.isStopped);
		timers[2]?.callback();
		assert.equal(converter.running, false);
	});

	it('is not started ahead beside a request, nor after its end', async () => {
		const converter = create();
		const work = prepareOne(converter, { bytes: small });
		void converter.startAhead();
		assert.equal((await work).width, 32);
		converter.dispose();
		void converter.startAhead();
		await Promise.resolve();
		assert.equal(converter.running, false);
	});

	it('converts two at once one after the other', async () => {
		const converter = create();
		const sizes = await Promise.all([slow, small].map(async (bytes) => (await prepareOne(converter, { bytes })).width));
		assert.deepEqual(sizes, [2184, 32]);
	});
});
