import assert from 'node:assert/strict';
import { lineImage, scaleFor, toPgm } from '../../../src/ocr/lineImage.ts';
import type { GreyImage } from '../../../src/ocr/greyImage.ts';

/** A picture of one ground with a stroke of ink in the middle third. */
function stroke(ground: number, ink: number): GreyImage {
	const [width, height] = [30, 12];
	const pixels = new Uint8Array(width * height).fill(ground);
	for (let y = 4; y < 8; y++) pixels.fill(ink, y * width + 10, y * width + 20);
	return { width, height, pixels };
}

describe('lineImage', () => {
	for (const [name, ground, ink] of [
		['dark on light', 250, 20],
		['light on dark', 20, 235],
		['pale grey on white', 255, 200],
		['dim on dark', 30, 90],
	] as const) {
		it(`makes ${name} black on white`, () => {
			const line = lineImage(stroke(ground, ink), { left: 5, top: 2, right: 25, bottom: 10 });
			assert.equal(line.pixels[0], 255);
			assert.equal(line.pixels[6 * line.width + Math.floor(line.width / 2)], 0);
			assert.ok(line.groundShare > 0.6, String(line.groundShare));
		});
	}

	it('leaves one even grey white', () => {
		const line = lineImage(stroke(128, 128), { left: 5, top: 2, right: 25, bottom: 10 });
		assert.ok(line.pixels.every((pixel) => pixel === line.pixels[0]));
	});

	it('stays within the picture', () => {
		const line = lineImage(stroke(255, 0), { left: 0, top: 0, right: 30, bottom: 12 });
		assert.deepEqual([line.width, line.height], [30, 12]);
	});

	it('enlarges small type and shrinks large type, within limits', () => {
		assert.equal(scaleFor(2), 4);
		assert.ok(scaleFor(14) > 2 && scaleFor(14) < 3);
		assert.ok(scaleFor(100) < 1);
		assert.equal(scaleFor(10_000), 0.2);
	});

	it('writes a PGM file with a white border', () => {
		const file = toPgm({ width: 2, height: 1, pixels: Uint8Array.of(0, 9) }, 1);
		const header = 'P5\n4 3\n255\n';
		assert.equal(String.fromCharCode(...file.subarray(0, header.length)), header);
		assert.deepEqual([...file.subarray(header.length)], [255, 255, 255, 255, 255, 0, 9, 255, 255, 255, 255, 255]);
	});
});
