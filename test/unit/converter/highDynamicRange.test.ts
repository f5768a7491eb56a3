import assert from 'node:assert/strict';
import sharp from 'sharp';
import { toneMap } from '../../../src/converter/formats/highDynamicRange.ts';
import { box, withProperties } from '../../support/isoFile.ts';
import { assertQuarters, quadrantPixels, quarters } from '../../support/quadrants.ts';
import { builtConverter, prepareOne } from '../../support/testConverter.ts';

const size = { width: 64, height: 40 };

/** Turns linear light of usual screens into that of BT.2020 (ITU-R BT.2087). */
const toWide = [0.6274, 0.3293, 0.0433, 0.0691, 0.9195, 0.0114, 0.0164, 0.088, 0.8956];

const fromSrgb = (value: number): number => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);

/** PQ of so many nits. */
function pq(nits: number): number {
	const power = Math.max(0, nits / 10_000) ** 0.1593017578125;
	return ((0.8359375 + 18.8515625 * power) / (1 + 18.6875 * power)) ** 78.84375;
}

/** HLG of the light of a scene. */
function hlg(light: number): number {
	return light <= 1 / 12 ? Math.sqrt(3 * light) : 0.17883277 * Math.log(12 * light - 0.28466892) + 0.55991073;
}

/** The quarters as bytes coded for bright screens: white paper has 203 nits. */
function coded(transfer: 'pq' | 'hlg'): Buffer {
	const { pixels } = quadrantPixels(size);
	const result = Buffer.alloc(pixels.length);
	for (let at = 0; at < pixels.length; at += 3) {
		const light = [0, 1, 2].map((channel) => fromSrgb((pixels[at + channel] ?? 0) / 255));
		const wide = [0, 1, 2].map((channel) =>
			light.reduce((sum, value, index) => sum + value * (toWide[channel * 3 + index] ?? 0), 0),
		);
		const [red = 0, green = 0, blue = 0] = wide.map((value) => (value * 203) / 1000);
		const brightness = 0.2627 * red + 0.678 * green + 0.0593 * blue;
		for (const [channel, value] of [red, green, blue].entries()) {
			const code = transfer === 'pq' ? pq(value * 1000) : hlg(value * brightness ** (1 / 1.2 - 1));
			result[at + channel] = Math.round(255 * code);
		}
	}
	return result;
}

/** An AVIF file whose numbers are said to be coded so (ITU-T H.273). */
async function avif(pixels: Buffer, transfer: number): Promise<Buffer> {
	const file = await sharp(pixels, { raw: { ...size, channels: 3 } })
		.avif({ quality: 100, chromaSubsampling: '4:4:4', effort: 0 })
		.toBuffer();
	const coding = Buffer.concat([Buffer.from('nclx'), Buffer.of(0, 9, 0, transfer, 0, 6, 0x80)]);
	return withProperties(file, [box('colr', coding)]);
}

describe('A picture for bright screens', () => {
	const converter = builtConverter();
	after(() => converter.dispose());

	for (const [name, transfer, number] of [
		['PQ', 'pq', 16],
		['HLG', 'hlg', 18],
	] as const) {
		it(`${name}: has the colours that a usual screen shows`, async () => {
			const { bytes } = await prepareOne(converter, { bytes: await avif(coded(transfer), number) });
			await assertQuarters(bytes, { expected: quarters, tolerance: 16 });
			// As they are, the numbers show something else.
			const plain = await prepareOne(converter, { bytes: await avif(coded(transfer), 13) });
			await assert.rejects(assertQuarters(plain.bytes, { expected: quarters, tolerance: 40 }));
		});
	}

	it('keeps highlights apart, paper light, and all else as it is', () => {
		const nits = [0, 5, 50, 203, 400, 1000];
		const codes = Buffer.from(nits.flatMap((value) => Array.from({ length: 3 }, () => Math.round(255 * pq(value)))));
		const shown = toneMap(codes, 3, { transfer: 16, primaries: 9, matrix: 9, isFullRange: true });
		const greys = nits.map((_, index) => shown[index * 3] ?? 0);
		assert.deepEqual(
			greys,
			greys.toSorted((a, b) => a - b),
		);
		assert.deepEqual([greys[0], greys[5]], [0, 255]);
		assert.ok((greys[3] ?? 0) > 200 && (greys[4] ?? 0) > (greys[3] ?? 0) + 5, greys.join());
		assert.ok(Math.abs((greys[2] ?? 0) - 134) < 8, greys.join());
	});

	it('keeps the opacity', () => {
		const shown = toneMap(Buffer.of(100, 100, 100, 7), 4, { transfer: 16, primaries: 1, matrix: 1, isFullRange: true });
		assert.equal(shown[3], 7);
	});
});
