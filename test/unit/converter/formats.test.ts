import assert from 'node:assert/strict';
import sharp from 'sharp';
import type { PictureWorker } from '../../../src/converter/pictureWorker.ts';
import type { PreparedImage } from '../../../src/core/media.ts';
import { assertQuarters, quarters } from '../../support/quadrants.ts';
import { builtConverter, prepareOne, refusalOf } from '../../support/testConverter.ts';
import { formatCases, small, type FormatCase } from './formatCases.ts';

describe('every format', function () {
	this.timeout(30_000);
	let converter: PictureWorker;
	before(() => {
		converter = builtConverter();
	});
	after(() => converter.dispose());

	async function check(image: PreparedImage, expected: FormatCase): Promise<void> {
		const { becomes = 'image/png', size = [small.width, small.height], frames } = expected;
		const decoded = await sharp(image.bytes).metadata();
		assert.equal(`image/${decoded.format}`, image.mediaType);
		assert.deepEqual([decoded.width, decoded.height], [image.width, image.height]);
		assert.equal(decoded.orientation ?? 1, 1);
		assert.equal(decoded.depth, 'uchar');
		assert.ok(image.bytes.byteLength <= 5 * 1024 * 1024 && Math.max(image.width, image.height) <= 6000);
		assert.deepEqual([image.mediaType, image.width, image.height, image.origin?.frames], [becomes, ...size, frames]);
		await assertQuarters(image.bytes, { expected: expected.colours ?? quarters, tolerance: expected.tolerance ?? 12 });
	}

	for (const expected of formatCases) {
		it(expected.property, async () => {
			const bytes = await expected.make();
			if (/over 5 MB/.test(expected.property)) assert.ok(bytes.length > 5 * 1024 * 1024, `only ${bytes.length} bytes`);
			await check(await prepareOne(converter, { bytes, name: 'picture' }), expected);
		});
	}

	for (const { property, make, ...expected } of formatCases.filter((one) => one.property.endsWith(' small'))) {
		it(`${property}, with a wrong extension`, async () => {
			for (const name of ['picture.png', 'picture.svg', 'picture.txt']) {
				await check(await prepareOne(converter, { bytes: await make(), name }), { property, make, ...expected });
			}
		});

		it(`${property}, truncated at 10 places: refused, or whole where only what nobody needs was missing`, async () => {
			const bytes = await make();
			for (let place = 1; place <= 10; place++) {
				const cut = bytes.subarray(0, Math.floor((bytes.length * place) / 11));
				try {
					await check(await prepareOne(converter, { bytes: cut }), { property, make, ...expected });
				} catch {
					const { kind } = await refusalOf(converter, { bytes: cut });
					assert.ok(kind === 'pictureBroken' || kind === 'notAPicture', `${kind} at ${place}`);
				}
			}
		});
	}
});
