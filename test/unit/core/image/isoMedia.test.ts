import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { readIsoPicture } from '../../../../src/core/image/isoMedia.ts';
import { box, padded, withProperties } from '../../../support/isoFile.ts';
import { quadrantPicture } from '../../../support/quadrants.ts';

const fixture = (name: string): Buffer => readFileSync(new URL(`../../../fixtures/pictures/${name}`, import.meta.url));

describe('readIsoPicture', () => {
	it('HEIC: its size', () => {
		const { sizes, ...about } = readIsoPicture(fixture('quarters.heic'));
		assert.deepEqual(sizes.at(0), { width: 320, height: 200 });
		assert.partialDeepStrictEqual(about, { frames: 1, hadMetadata: false });
	});

	it('HEIC: whether it tells about the person or the place', () => {
		assert.equal(readIsoPicture(fixture('metadata.heic')).hadMetadata, true);
	});

	for (const [flag, isFullRange] of [
		[0x80, true],
		[0, false],
	] as const) {
		it(`how its colours are coded, ${isFullRange ? 'in the full' : 'in the limited'} range`, () => {
			const coding = Buffer.concat([Buffer.from('nclx'), Buffer.of(0, 1, 0, 13, 0, 9, flag)]);
			const file = withProperties(fixture('quarters.heic'), [box('colr', coding)]);
			assert.deepEqual(readIsoPicture(file).colourCoding, { primaries: 1, transfer: 13, matrix: 9, isFullRange });
		});
	}

	for (const [samples, frames] of [
		[0, 1],
		[24, 24],
	] as const) {
		it(`a sequence of ${samples}: ${frames}`, () => {
			const sizes = Buffer.alloc(12);
			sizes.writeUInt32BE(samples, 8);
			const path = ['stsz', 'stbl', 'minf', 'mdia', 'trak', 'moov'];
			const movie = path.reduce<Buffer>((inside, type) => box(type, inside), sizes);
			assert.equal(readIsoPicture(Buffer.concat([fixture('quarters.heic'), movie])).frames, frames);
		});
	}

	it('AVIF: its colour profile', async () => {
		const picture = quadrantPicture({ width: 64, height: 64 }).withIccProfile('p3').avif({ effort: 0 });
		const profile = Buffer.from(readIsoPicture(await picture.toBuffer()).colourProfile ?? []);
		assert.equal(profile.toString('latin1', 36, 40), 'acsp');
	});

	it('takes nothing for granted in what is cut off anywhere', () => {
		const file = padded(fixture('quarters.heic').subarray(0, 1000), 8);
		for (let length = 0; length < file.length; length++) {
			assert.equal(readIsoPicture(file.subarray(0, length)).frames, 1);
		}
	});
});
