import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import type { Orientation } from '../../../src/core/image/exif.ts';
import { apngFile } from '../../support/apngFile.ts';
import { bmpFile, icoFile } from '../../support/bmpFile.ts';
import {
	canonFile,
	deepTiffFile,
	numbersFile,
	oldJpegTiffFile,
	ppmFile,
	psdFile,
	qoiFile,
	rawFile,
	svgzFile,
	tgaFile,
	vipsFile,
} from '../../support/otherPictures.ts';
import { padded, withTurn } from '../../support/isoFile.ts';
import { quadrantPicture, quadrantPixels, quarters, type Rgb, turned } from '../../support/quadrants.ts';

const fixture = (name: string): Buffer => readFileSync(new URL(`../../fixtures/pictures/${name}`, import.meta.url));
/** The size of a picture where nothing else is said. */
export const small = { width: 320, height: 200 };
const wide = { width: 6400, height: 64 };
/** Noise of this size has more than 5 MB in every format that doesn't lose it. */
const noisy = { width: 1700, height: 1200, noise: 60 };

const svg = (more = ''): Buffer => {
	const [a, b, c, d] = quarters.map((colour) => `fill="rgb(${colour.join()})"`);
	const rects = `<rect width="160" height="100" ${a}/><rect x="160" width="160" height="100" ${b}/><rect y="100" width="160" height="100" ${c}/><rect x="160" y="100" width="160" height="100" ${d}/>`;
	return Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="320" height="200">${rects}${more}</svg>`);
};
const avif = (size = small): Promise<Buffer> => quadrantPicture(size).avif({ quality: 80, effort: 0 }).toBuffer();
const bmp = (size: Parameters<typeof quadrantPixels>[0], ...how: [Parameters<typeof bmpFile>[1]]): Buffer =>
	bmpFile(quadrantPixels(size), ...how);

export interface FormatCase {
	readonly property: string;
	readonly make: () => Buffer | Promise<Buffer>;
	/** What comes out; PNG where nothing is said. */
	readonly becomes?: 'image/png' | 'image/jpeg';
	readonly colours?: readonly Rgb[];
	/** How far a colour may be off, 0 to 255. */
	readonly tolerance?: number;
	/** Width and height that come out; those of `small` where nothing is said. */
	readonly size?: readonly [number, number];
	readonly frames?: number;
}

/** By its lightness, which is counted in light, not in numbers of a byte. */
const grey = quarters.map((colour): Rgb => {
	const [red = 0, green = 0, blue = 0] = colour.map((value) => (value / 255) ** 2.2);
	const value = (0.2126 * red + 0.7152 * green + 0.0722 * blue) ** (1 / 2.2) * 255;
	return [value, value, value];
});
/** Inks can't show every colour, and other programs mix them otherwise. */
const inks = { tolerance: 90, becomes: 'image/jpeg' as const };
const jpeg = { becomes: 'image/jpeg' as const };
const large = { size: [1700, 1200] as const };
const shrunk = { size: [6000, 60] as const };
const drawn = { size: [768, 480] as const };

const orientations: readonly Orientation[] = [1, 2, 3, 4, 5, 6, 7, 8];
const turns = (
	format: string,
	make: (orientation: Orientation) => Buffer | Promise<Buffer>,
	more: Partial<FormatCase>,
): FormatCase[] =>
	orientations.map((orientation) => ({
		property: `${format} rotated ${orientation}`,
		make: () => make(orientation),
		colours: turned[orientation].map((quarter) => quarters[quarter]),
		size: orientation > 4 ? [200, 320] : [320, 200],
		...more,
	}));
/** EXIF's orientation as turns against the clock and a mirror. */
const isoTurns: Readonly<Record<Orientation, { readonly turns: number; readonly mirror?: 0 | 1 }>> = {
	1: { turns: 0 },
	2: { turns: 0, mirror: 1 },
	3: { turns: 2 },
	4: { turns: 0, mirror: 0 },
	5: { turns: 1, mirror: 0 },
	6: { turns: 3 },
	7: { turns: 3, mirror: 0 },
	8: { turns: 1 },
};

/** The pictures that a camera keeps in a raw file. */
const previews = async (): Promise<{ readonly small: Buffer; readonly large: Buffer }> => ({
	small: await quadrantPicture({ width: 32, height: 20 }).negate().jpeg().toBuffer(),
	large: await quadrantPicture(small).jpeg().toBuffer(),
});

/** A JPEG whose colour profile has a tone curve of no known kind. */
function withBrokenProfile(file: Buffer): Buffer {
	const result = Buffer.from(file);
	for (const type of ['curv', 'para']) {
		for (let at = result.indexOf(type); at >= 0; at = result.indexOf(type)) result.write('none', at);
	}
	return result;
}

const animation = async (format: 'gif' | 'webp'): Promise<Buffer> => {
	const others = [quadrantPicture(small).negate(), quadrantPicture(small).flip()];
	const pictures = [quadrantPicture(small), ...others].map((picture) => picture.png().toBuffer());
	const frames = sharp(await Promise.all(pictures), { join: { animated: true } });
	return format === 'gif' ? frames.gif().toBuffer() : frames.webp({ lossless: true }).toBuffer();
};

export const formatCases: readonly FormatCase[] = [
	{ property: 'PNG small', make: () => quadrantPicture(small).png().toBuffer() },
	{ property: 'PNG over 5 MB', make: () => quadrantPicture(noisy).png().toBuffer(), ...large, ...jpeg },
	{ property: 'PNG over 6000 px', make: () => quadrantPicture(wide).png().toBuffer(), ...shrunk },
	...turns('PNG', (orientation) => quadrantPicture(small).withMetadata({ orientation }).png().toBuffer(), {}),
	{ property: 'PNG 16-bit', make: () => quadrantPicture(small).toColourspace('rgb16').png().toBuffer() },
	{ property: 'PNG greyscale', make: () => quadrantPicture(small).greyscale().png().toBuffer(), colours: grey },
	{
		property: 'PNG 16-bit greyscale',
		make: () => quadrantPicture(small).toColourspace('grey16').png().toBuffer(),
		colours: grey,
	},
	{ property: 'PNG indexed', make: () => quadrantPicture(small).png({ palette: true }).toBuffer() },
	{ property: 'PNG interlaced', make: () => quadrantPicture(small).png({ progressive: true }).toBuffer() },
	{ property: 'PNG alpha', make: () => quadrantPicture(small).ensureAlpha(1).png().toBuffer() },
	{ property: 'PNG animated', make: async () => apngFile(await quadrantPicture(small).png().toBuffer(), 3), frames: 3 },

	{ property: 'JPEG small', make: () => quadrantPicture(small).jpeg().toBuffer(), ...jpeg },
	{
		property: 'JPEG over 5 MB',
		make: () =>
			quadrantPicture({ width: 2400, height: 1800, noise: 200 })
				.jpeg({ quality: 100, chromaSubsampling: '4:4:4' })
				.toBuffer(),
		// Noise is cut off at white and at black, which moves the mean.
		tolerance: 40,
		size: [2400, 1800],
		...jpeg,
	},
	{ property: 'JPEG over 6000 px', make: () => quadrantPicture(wide).jpeg().toBuffer(), ...shrunk, ...jpeg },
	...turns('JPEG', (orientation) => quadrantPicture(small).withMetadata({ orientation }).jpeg().toBuffer(), jpeg),
	{
		property: 'JPEG greyscale',
		make: () => quadrantPicture(small).greyscale().jpeg().toBuffer(),
		colours: grey,
		...jpeg,
	},
	{
		property: 'JPEG with a broken colour profile, too wide',
		make: async () => withBrokenProfile(await quadrantPicture(wide).withIccProfile('p3').jpeg().toBuffer()),
		// The colours are shown as if they were those of usual screens.
		tolerance: 50,
		...shrunk,
		...jpeg,
	},
	{ property: 'JPEG CMYK', make: () => quadrantPicture(small).toColourspace('cmyk').jpeg().toBuffer(), ...inks },
	{ property: 'JPEG progressive', make: () => quadrantPicture(small).jpeg({ progressive: true }).toBuffer(), ...jpeg },

	{ property: 'WebP small', make: () => quadrantPicture(small).webp({ lossless: true }).toBuffer() },
	{ property: 'WebP lossy', make: () => quadrantPicture(small).webp().toBuffer() },
	{
		property: 'WebP over 5 MB',
		make: () => quadrantPicture(noisy).webp({ lossless: true, effort: 0 }).toBuffer(),
		...large,
		...jpeg,
	},
	{ property: 'WebP over 6000 px', make: () => quadrantPicture(wide).webp({ lossless: true }).toBuffer(), ...shrunk },
	...turns(
		'WebP',
		(orientation) => quadrantPicture(small).withMetadata({ orientation }).webp({ lossless: true }).toBuffer(),
		{},
	),
	{
		property: 'WebP greyscale',
		make: () => quadrantPicture(small).greyscale().webp({ lossless: true }).toBuffer(),
		colours: grey,
	},
	{ property: 'WebP alpha', make: () => quadrantPicture(small).ensureAlpha(1).webp({ lossless: true }).toBuffer() },
	{ property: 'WebP animated', make: () => animation('webp'), frames: 3 },

	{ property: 'GIF small', make: () => quadrantPicture(small).gif().toBuffer() },
	{
		property: 'GIF over 5 MB',
		make: () => quadrantPicture({ width: 2600, height: 1800, noise: 100 }).gif({ dither: 1, effort: 1 }).toBuffer(),
		size: [2600, 1800],
		...jpeg,
	},
	{ property: 'GIF over 6000 px', make: () => quadrantPicture(wide).gif().toBuffer(), ...shrunk },
	{ property: 'GIF greyscale', make: () => quadrantPicture(small).greyscale().gif().toBuffer(), colours: grey },
	{ property: 'GIF interlaced', make: () => quadrantPicture(small).gif({ progressive: true }).toBuffer() },
	{ property: 'GIF animated', make: () => animation('gif'), frames: 3 },

	{ property: 'TIFF small', make: () => quadrantPicture(small).tiff({ compression: 'lzw' }).toBuffer() },
	{
		property: 'TIFF over 5 MB',
		make: () => quadrantPicture(noisy).tiff({ compression: 'none' }).toBuffer(),
		...large,
		...jpeg,
	},
	{
		property: 'TIFF over 6000 px',
		make: () => quadrantPicture(wide).tiff({ compression: 'deflate' }).toBuffer(),
		...shrunk,
	},
	...turns(
		'TIFF',
		(orientation) => quadrantPicture(small).withMetadata({ orientation }).tiff({ compression: 'lzw' }).toBuffer(),
		{},
	),
	{
		property: 'TIFF 16-bit',
		make: () => quadrantPicture(small).toColourspace('rgb16').tiff({ compression: 'lzw' }).toBuffer(),
	},
	{
		property: 'TIFF greyscale',
		make: () => quadrantPicture(small).greyscale().tiff({ compression: 'lzw' }).toBuffer(),
		colours: grey,
	},
	{
		property: 'TIFF CMYK',
		make: () => quadrantPicture(small).toColourspace('cmyk').tiff({ compression: 'lzw' }).toBuffer(),
		tolerance: 90,
	},
	{ property: 'TIFF alpha', make: () => quadrantPicture(small).ensureAlpha(1).tiff({ compression: 'lzw' }).toBuffer() },
	...(
		[
			[
				'float',
				1 / 255,
				['[compression=none]', '[compression=lzw]', '[compression=lzw,predictor=float]', '[tile=true]'],
			],
			['double', 1 / 255, ['[compression=deflate]', '[compression=deflate,predictor=float]']],
			['uint', 2 ** 24, ['[compression=lzw]', '[compression=packbits]', '[compression=lzw,predictor=horizontal]']],
			['int', 2 ** 23, ['[compression=lzw]']],
			['short', 128, ['[compression=none]', '[compression=lzw,predictor=horizontal]']],
		] as const
	).flatMap(([format, step, suffixes]) =>
		suffixes.map((suffix) => ({
			property: `TIFF of numbers, ${format} ${suffix}`,
			make: () => numbersFile(quadrantPixels(small), { format, step, suffix: `.tif${suffix}` }),
		})),
	),
	...[4, 6, 10, 12, 14].flatMap((bits) =>
		([3, 5] as const).flatMap((samples) =>
			[false, true].map((isPlanar) => ({
				property: `TIFF ${bits}-bit, ${samples} channels, ${isPlanar ? 'separate' : 'together'}`,
				make: () => deepTiffFile(quadrantPixels(small), { bits, isPlanar, samples, isPacked: bits > 6 }),
				// A sixteenth is the least step of four bits.
				tolerance: 16,
			})),
		),
	),
	{
		property: 'TIFF with a JPEG file inside, as in the nineties',
		make: async () => oldJpegTiffFile(await quadrantPicture(small).jpeg().toBuffer(), small),
	},
	{ property: 'TIFF with JPEG inside', make: () => quadrantPicture(small).tiff({ compression: 'jpeg' }).toBuffer() },

	{ property: 'AVIF small', make: () => avif() },
	{ property: 'AVIF over 5 MB', make: async () => padded(await avif(), 6_000_000) },
	{ property: 'AVIF over 6000 px', make: () => avif(wide), ...shrunk },
	...turns('AVIF', async (orientation) => withTurn(await avif(), isoTurns[orientation]), {}),
	{ property: 'AVIF 10-bit', make: () => quadrantPicture(small).avif({ bitdepth: 10, effort: 0 }).toBuffer() },
	{
		property: 'AVIF greyscale',
		make: () => quadrantPicture(small).greyscale().avif({ effort: 0 }).toBuffer(),
		colours: grey,
	},
	{ property: 'AVIF alpha', make: () => quadrantPicture(small).ensureAlpha(1).avif({ effort: 0 }).toBuffer() },

	{ property: 'HEIC small', make: () => fixture('quarters.heic') },
	{ property: 'HEIC over 5 MB', make: () => padded(fixture('quarters.heic'), 6_000_000) },
	{ property: 'HEIC over 6000 px', make: () => fixture('wide.heic'), ...shrunk },
	...turns('HEIC', (orientation) => withTurn(fixture('quarters.heic'), isoTurns[orientation]), {}),
	{ property: 'HEIC of 20 megapixels', make: () => fixture('large.heic'), size: [2724, 1751] },
	{ property: 'HEIC 10-bit', make: () => fixture('deep.heic') },
	{ property: 'HEIC greyscale', make: () => fixture('grey.heic'), colours: grey },

	{ property: 'BMP small', make: () => bmp(small, { depth: 24 }) },
	{ property: 'BMP over 5 MB', make: () => bmp(noisy, { depth: 24 }), ...large, ...jpeg },
	{ property: 'BMP over 6000 px', make: () => bmp(wide, { depth: 24 }), ...shrunk },
	{ property: 'BMP 16-bit', make: () => bmp(small, { depth: 16 }) },
	{ property: 'BMP 32-bit with an empty fourth channel', make: () => bmp(small, { depth: 32 }) },
	{ property: 'BMP indexed, 16 colours', make: () => bmp(small, { depth: 4 }) },
	{ property: 'BMP indexed, 256 colours', make: () => bmp(small, { depth: 8 }) },
	{ property: 'BMP run lengths', make: () => bmp(small, { depth: 8, runLengths: true }) },
	{ property: 'BMP top down', make: () => bmp(small, { depth: 24, topDown: true }) },
	{
		property: 'BMP of two colours',
		make: () =>
			bmpFile(
				{
					...small,
					pixels: Buffer.from(
						quadrantPixels(small)
							.pixels.map((value) => (value > 128 ? 255 : 0))
							.map((_, index, all) => all[index - (index % 3)] ?? 0),
					),
				},
				{ depth: 1 },
			),
		colours: [
			[255, 255, 255],
			[0, 0, 0],
			[0, 0, 0],
			[255, 255, 255],
		],
	},

	{
		property: 'ICO small',
		make: () => icoFile([{ ...quadrantPixels({ width: 32, height: 32 }), depth: 24 }]),
		size: [32, 32],
	},
	{
		property: 'ICO of several, the largest is taken',
		make: async () =>
			icoFile([
				{ ...quadrantPixels({ width: 16, height: 16 }), depth: 8 },
				await quadrantPicture({ width: 256, height: 256 }).png().toBuffer(),
				{ ...quadrantPixels({ width: 48, height: 48 }), depth: 32, opacity: () => 255 },
			]),
		size: [256, 256],
	},
	{
		property: 'ICO with a wrong length in its entry',
		make: () => {
			const icon = icoFile([{ ...quadrantPixels({ width: 32, height: 32 }), depth: 24 }]);
			icon.writeUInt32LE(40, 14);
			return icon;
		},
		size: [32, 32],
	},
	{ property: 'ICO over 5 MB', make: () => icoFile([{ ...quadrantPixels(noisy), depth: 24 }]), ...large, ...jpeg },
	{ property: 'ICO over 6000 px', make: () => icoFile([{ ...quadrantPixels(wide), depth: 24 }]), ...shrunk },
	{
		property: 'ICO indexed',
		make: () => icoFile([{ ...quadrantPixels({ width: 32, height: 32 }), depth: 4 }]),
		size: [32, 32],
	},

	{
		property: 'CUR small',
		make: () => {
			const cursor = icoFile([{ ...quadrantPixels({ width: 32, height: 32 }), depth: 24 }]);
			cursor.writeUInt16LE(2, 2);
			return cursor;
		},
		size: [32, 32],
	},

	{ property: 'JPEG XL small', make: () => vipsFile(quadrantPixels(small), '.jxl[lossless=true]') },
	{ property: 'JPEG XL over 6000 px', make: () => vipsFile(quadrantPixels(wide), '.jxl[lossless=true]'), ...shrunk },
	{ property: 'Radiance small', make: () => vipsFile(quadrantPixels(small), '.hdr') },
	{ property: 'TIFF of more than 4 GB at most', make: () => vipsFile(quadrantPixels(small), '.tif[bigtiff=true]') },
	{ property: 'PPM small', make: () => ppmFile(quadrantPixels(small)) },
	{ property: 'QOI small', make: () => qoiFile(quadrantPixels(small)) },
	{ property: 'QOI over 6000 px', make: () => qoiFile(quadrantPixels(wide)), ...shrunk },
	...([24, 32] as const).flatMap((depth) =>
		[false, true].flatMap((isPacked) =>
			[false, true].map((isTopDown) => ({
				property: `TGA ${depth}-bit, ${isPacked ? 'packed' : 'plain'}, ${isTopDown ? 'top down' : 'bottom up'}`,
				make: () => tgaFile(quadrantPixels(small), { depth, isPacked, isTopDown }),
			})),
		),
	),
	...([8, 16] as const).flatMap((depth) =>
		[false, true].map((isPacked) => ({
			property: `PSD ${depth}-bit, ${isPacked ? 'packed' : 'plain'}`,
			make: () => psdFile(quadrantPixels(small), { depth, isPacked }),
		})),
	),
	...orientations.flatMap((orientation) => {
		const shown = {
			colours: turned[orientation].map((quarter) => quarters[quarter]),
			size: orientation > 4 ? ([200, 320] as const) : ([320, 200] as const),
			...(orientation > 1 ? {} : jpeg),
		};
		const kinds = (['subDirectories', 'next'] as const).map((kind) => ({
			property: `RAW with its preview in ${kind}, rotated ${orientation}`,
			make: async () => rawFile(await previews(), { kind, orientation }),
			...shown,
			becomes: 'image/jpeg' as const,
		}));
		const canon = {
			property: `RAW in boxes, rotated ${orientation}`,
			make: async () => canonFile((await previews()).large, orientation),
			...shown,
			becomes: 'image/jpeg' as const,
		};
		return [...kinds, canon];
	}),

	{ property: 'SVGZ small', make: () => svgzFile(svg()), ...drawn },
	{ property: 'SVG small', make: () => svg(), ...drawn },
	{ property: 'SVG over 5 MB', make: () => svg(`<!--${' '.repeat(6_000_000)}-->`), ...drawn },
	{
		property: 'SVG over 6000 px',
		make: () =>
			Buffer.from(
				svg().toString().replace('width="320" height="200"', 'width="9600" height="6000" viewBox="0 0 320 200"'),
			),
		size: [2762, 1727],
	},
];
