import assert from 'node:assert/strict';
import { isRegion, regionInPixels, regionWithin, wholeRegion } from '../../../src/core/region.ts';
import { regionNote } from '../../../src/core/image/tiles.ts';
import type { PreparedImage, Region } from '../../../src/core/media.ts';
import { parseRegionSource, regionSource } from '../../../src/core/regionSource.ts';

const region = { left: 0.1, top: 1 / 3, right: 0.5, bottom: 1 };

describe('The source of a part of a picture', () => {
	for (const source of [
		'file:///a%20b.png',
		'https://a.b/c,d/e.png?f=1#g',
		'pasted:1-2/a.png',
		'data:image/png;base64,AAAA',
		'',
	]) {
		it(`is read as it was written: ${source}`, () =>
			assert.deepEqual(parseRegionSource(regionSource(source, region)), { source, region }));
	}

	for (const text of [
		'file:///a.png',
		'region:',
		'region:0,0,1,1',
		'region:0,0,1/file:///a.png',
		'region:0,0,1.1,1/file:///a.png',
		'region:-1,0,1,1/file:///a.png',
		'region:0.5,0,0.5,1/file:///a.png',
		'region:a,0,1,1/file:///a.png',
		'region:0,0,Infinity,1/file:///a.png',
		`region:0,0,1,${'1'.repeat(300)}/file:///a.png`,
		'region:0,0,1,1/region:0,0,1,1/file:///a.png',
	]) {
		it(`is none: ${text.slice(0, 60)}`, () => assert.equal(parseRegionSource(text), undefined));
	}
});

describe('A part of a picture', () => {
	it('is one with something in it, within the picture', () => {
		assert.ok(isRegion(wholeRegion) && isRegion(region));
		const others: readonly Partial<Region>[] = [
			{ left: 0.5 },
			{ right: 1.01 },
			{ top: -0.01 },
			{ top: Number.NaN },
			{ bottom: 0 },
		];
		for (const other of others) assert.equal(isRegion({ ...region, ...other }), false, JSON.stringify(other));
	});

	it('keeps within the picture as a part of a part', () => {
		assert.ok(isRegion(regionWithin({ left: 0.2, top: 0.2, right: 1 + 2 ** -52, bottom: 1 + 2 ** -52 }, wholeRegion)));
		assert.deepEqual(
			regionWithin({ left: 0.5, top: 0, right: 1, bottom: 0.5 }, { left: 0.5, top: 0.5, right: 1, bottom: 1 }),
			{
				left: 0.75,
				top: 0.25,
				right: 1,
				bottom: 0.5,
			},
		);
	});

	it('has whole pixels', () => {
		const size = { width: 10, height: 3 };
		assert.deepEqual(regionInPixels({ left: 0.14, top: 0.9, right: 0.26, bottom: 0.99 }, size), {
			left: 1,
			top: 2,
			right: 3,
			bottom: 3,
		});
	});

	it('is placed in the prompt, once for all of its pieces', () => {
		const image = { mediaType: 'image/png', bytes: new Uint8Array(), width: 1, height: 1, name: 'a.png' } as const;
		const origin = {
			mediaType: 'image/png',
			width: 4000,
			height: 3000,
			byteLength: 1,
			metadataRemoved: false,
			region: { left: 1000, top: 0, right: 1190, bottom: 450 },
		};
		const piece = (index: number): PreparedImage => ({
			...image,
			origin: { ...origin, tile: { index, count: 2, overlap: 200, direction: 'down' } },
		});
		assert.equal(regionNote([image, { ...image, origin: { ...origin, region: undefined } }]), '');
		const place =
			'from 25 % to 30 % of its width, counted from the left, and from 0 % to 15 % of its height, counted from the top.';
		assert.equal(regionNote([image, { ...image, origin }]), `Image 2 is a part of a larger picture: ${place}`);
		assert.equal(
			regionNote([image, piece(0), piece(1)]),
			`The picture in images 2 to 3 is a part of a larger picture: ${place}`,
		);
	});
});
