import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import sharp from 'sharp';
import { crc32 } from 'node:zlib';
import type { PictureWorker } from '../../src/converter/pictureWorker.ts';
import { FailureError } from '../../src/core/failure.ts';
import { apngFile } from './apngFile.ts';
import { bmpFile, icoFile } from './bmpFile.ts';
import { withTurn } from './isoFile.ts';
import { plantedFiles } from './plantedFiles.ts';
import { quadrantPicture, quadrantPixels } from './quadrants.ts';
import { prepareWith } from './testConverter.ts';

/** How a file is spoilt, one step after the other; `at` counts from the start, and again from there behind the end. */
type Mutation =
	| { readonly kind: 'set'; readonly at: number; readonly value: number }
	| { readonly kind: 'insert'; readonly at: number; readonly bytes: Uint8Array }
	| { readonly kind: 'remove'; readonly at: number; readonly count: number }
	| { readonly kind: 'cut'; readonly at: number };

export interface SpoiltFile {
	readonly file: string;
	readonly mutations: readonly Mutation[];
	/** Whether the check sums of a PNG file are made right again, so that its decoder looks further. */
	readonly repaired: boolean;
}

/** What may come instead of a picture. */
const refusals = new Set([
	'fileEmpty',
	'notAPicture',
	'video',
	'pictureBroken',
	'pictureKindUnread',
	'pictureTooLarge',
	'pictureTooComplex',
	'conversionFailed',
	'conversionSlow',
]);

/** Small files of every kind, by their names; `random` begins empty. */
export async function seedFiles(): Promise<ReadonlyMap<string, Buffer>> {
	const size = { width: 24, height: 16 };
	const picture = quadrantPicture(size);
	const png = await picture.clone().png().toBuffer();
	const avif = await picture.clone().avif({ effort: 0 }).toBuffer();
	const heic = readFileSync(new URL('../fixtures/pictures/grey.heic', import.meta.url));
	const planted = await plantedFiles();
	return new Map<string, Buffer>([
		['random', Buffer.alloc(0)],
		['png', png],
		['png with alpha', await picture.clone().ensureAlpha(0.5).png().toBuffer()],
		['png indexed', await picture.clone().png({ palette: true }).toBuffer()],
		['png animated', apngFile(png, 2)],
		['png with metadata', planted.get('planted.png') ?? png],
		['jpeg', await picture.clone().jpeg().toBuffer()],
		['jpeg progressive', await picture.clone().jpeg({ progressive: true }).toBuffer()],
		['jpeg cmyk', await picture.clone().toColourspace('cmyk').jpeg().toBuffer()],
		['jpeg turned', await picture.clone().withMetadata({ orientation: 6 }).jpeg().toBuffer()],
		['jpeg with metadata', planted.get('planted.jpg') ?? png],
		['gif', await picture.clone().gif().toBuffer()],
		['webp', await picture.clone().webp().toBuffer()],
		['webp lossless', await picture.clone().webp({ lossless: true }).toBuffer()],
		['tiff', await picture.clone().tiff({ compression: 'lzw' }).toBuffer()],
		['tiff plain', await picture.clone().tiff({ compression: 'none' }).toBuffer()],
		['avif', avif],
		['heic', withTurn(heic, { turns: 1, mirror: 1 })],
		['bmp', bmpFile(quadrantPixels(size), { depth: 24 })],
		['bmp indexed', bmpFile(quadrantPixels(size), { depth: 4 })],
		['bmp run lengths', bmpFile(quadrantPixels(size), { depth: 8, runLengths: true })],
		['ico', icoFile([{ ...quadrantPixels(size), depth: 8 }, png])],
		[
			'svg',
			Buffer.from(
				'<svg xmlns="http://www.w3.org/2000/svg" width="24" height="16"><rect width="9" height="9" fill="#f00"/><text y="12">a</text></svg>',
			),
		],
	]);
}

/** Most of the time in the first bytes, where the header is. */
const place = fc.oneof({ weight: 3, arbitrary: fc.nat(64) }, { weight: 2, arbitrary: fc.nat(4000) });
const value = fc.oneof(fc.constantFrom(0, 1, 127, 128, 255), fc.nat(255));

function spoiltFile(names: readonly string[]): fc.Arbitrary<SpoiltFile> {
	return fc.record({
		file: fc.constantFrom(...names),
		mutations: fc.array(
			fc.oneof(
				{ weight: 5, arbitrary: fc.record({ kind: fc.constant('set' as const), at: place, value }) },
				fc.record({ kind: fc.constant('insert' as const), at: place, bytes: fc.uint8Array({ maxLength: 40 }) }),
				fc.record({ kind: fc.constant('remove' as const), at: place, count: fc.nat(40) }),
				fc.record({ kind: fc.constant('cut' as const), at: place }),
			),
			{ maxLength: 5 },
		),
		repaired: fc.boolean(),
	});
}

/** The bytes of a spoilt file. */
function spoil(seeds: ReadonlyMap<string, Buffer>, { file, mutations, repaired }: SpoiltFile): Buffer {
	let bytes = Buffer.from(seeds.get(file) ?? Buffer.alloc(0));
	for (const mutation of mutations) {
		const at = bytes.length > 0 ? mutation.at % bytes.length : 0;
		if (mutation.kind === 'set' && bytes.length > 0) bytes[at] = mutation.value;
		if (mutation.kind === 'insert') bytes = Buffer.concat([bytes.subarray(0, at), mutation.bytes, bytes.subarray(at)]);
		if (mutation.kind === 'remove') bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + mutation.count)]);
		if (mutation.kind === 'cut') bytes = bytes.subarray(0, at);
	}
	if (repaired && file.startsWith('png')) repair(bytes);
	return bytes;
}

function repair(png: Buffer): void {
	for (let offset = 8; offset + 12 <= png.length;) {
		const length = png.readUInt32BE(offset);
		if (offset + 12 + length > png.length) return;
		png.writeUInt32BE(crc32(png.subarray(offset + 4, offset + 8 + length)), offset + 8 + length);
		offset += 12 + length;
	}
}

/** Whatever comes in, a picture that can be sent comes out, or a refusal. `tell` hears which. */
export function pictureProperty(
	seeds: ReadonlyMap<string, Buffer>,
	{
		converter,
		tell = () => undefined,
	}: { readonly converter: PictureWorker; readonly tell?: (outcome: string, spoilt: SpoiltFile) => void },
): fc.IAsyncPropertyWithHooks<[SpoiltFile]> {
	return fc.asyncProperty(spoiltFile([...seeds.keys()]), async (spoilt) => {
		const bytes = spoil(seeds, spoilt);
		const before = Buffer.from(bytes);
		try {
			for (const image of await prepareWith(converter, { bytes })) {
				assert.ok(image.bytes.byteLength <= 5 * 1024 * 1024 && Math.max(image.width, image.height) <= 6000);
				const decoded = sharp(image.bytes, { failOn: 'none', limitInputPixels: false });
				const { format, width, height } = await decoded.metadata();
				assert.deepEqual([`image/${format}`, width, height], [image.mediaType, image.width, image.height]);
				// What was left as it is may have damage in its pixels that only decoding shows: in a PNG file that takes somebody who
				// made its check sums right again, in a JPEG file every program shows it alike.
				if (!spoilt.repaired || image.origin?.mediaType !== image.mediaType) await decoded.raw().toBuffer();
			}
			tell('picture', spoilt);
		} catch (error) {
			if (!(error instanceof FailureError)) throw error;
			assert.ok(refusals.has(error.failure.kind), error.failure.kind);
			tell(error.failure.kind, spoilt);
		}
		assert.ok(bytes.equals(before), 'what came in was changed');
	});
}
