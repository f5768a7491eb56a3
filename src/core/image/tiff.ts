import type { Size } from '../media.ts';
import { viewOf } from './bytes.ts';
import { countParts } from './partLimit.ts';

/** One picture of a TIFF file, or of a camera's raw file, with its fields (TIFF 6.0, section 2). */
export interface TiffDirectory {
	has(tag: number): boolean;
	/** Returns the first whole numbers of a field, a thousand if nothing is said; none if there is no such field. */
	numbers(tag: number, most?: number): readonly number[];
}

/** The numbers of the fields that are read. */
export const tiffTags = {
	kind: 254,
	width: 256,
	height: 257,
	bits: 258,
	compression: 259,
	photometric: 262,
	offsets: 273,
	orientation: 274,
	samples: 277,
	rows: 278,
	lengths: 279,
	planar: 284,
	predictor: 317,
	palette: 320,
	tileWidth: 322,
	tileHeight: 323,
	tileOffsets: 324,
	tileLengths: 325,
	subDirectories: 330,
	sampleFormat: 339,
	jpegStart: 513,
	jpegLength: 514,
} as const;

/** The most pages of a file: a scanned book has a hundredth. */
const mostDirectories = 10_000;

/** The most fields of a page; real ones have up to a hundred. */
const mostFields = 5000;

const mostNumbers = 1000;

/** The lengths of the types of whole numbers in bytes: byte, short, long, directory, and the long ones of BigTIFF. */
const numberLengths: Readonly<Record<number, number>> = { 1: 1, 3: 2, 4: 4, 13: 4, 16: 8, 18: 8 };

/** The lengths of offsets, of counts of fields, and of fields: those of TIFF, and of BigTIFF. */
const usual = { first: 4, offset: 4, count: 2, field: 12 } as const;
const big = { first: 8, offset: 8, count: 8, field: 20 } as const;

interface TiffReader {
	/** The offset of the first page. */
	readonly first: number;
	/** Reads a page, and the offset of the next one; undefined if it is outside of the file. */
	readonly read: (offset: number) => { readonly directory: TiffDirectory; readonly next: number } | undefined;
}

function tiffReader(bytes: Uint8Array): TiffReader {
	const view = viewOf(bytes);
	const little = bytes[0] === 0x49;
	const form = view.getUint16(2, little) === 43 ? big : usual;
	const number = (offset: number, length: number): number =>
		length === 8
			? Number(view.getBigUint64(offset, little))
			: length === 4
				? view.getUint32(offset, little)
				: length === 2
					? view.getUint16(offset, little)
					: view.getUint8(offset);
	return {
		first: number(form.first, form.offset),
		read: (offset) => {
			if (offset === 0 || offset + form.count > bytes.byteLength) return undefined;
			const count = number(offset, form.count);
			const start = offset + form.count;
			const end = start + count * form.field;
			const places = new Map<number, number>();
			const whole = Math.floor((bytes.byteLength - start) / form.field);
			for (let index = 0; index < Math.min(count, whole, mostFields); index++) {
				const field = start + index * form.field;
				const tag = number(field, 2);
				if (!places.has(tag)) places.set(tag, field);
			}
			return {
				directory: {
					has: (tag) => places.has(tag),
					numbers: (tag, most = mostNumbers) => fieldNumbers(places.get(tag), most),
				},
				next: end + form.offset <= bytes.byteLength ? number(end, form.offset) : 0,
			};
		},
	};

	function fieldNumbers(field: number | undefined, most: number): readonly number[] {
		if (field === undefined) return [];
		const length = numberLengths[number(field + 2, 2)];
		if (length === undefined) return [];
		// A count of zero is one, as for other readers.
		const claimed = Math.max(1, number(field + 4, form.offset));
		const count = Math.min(claimed, most);
		const inside = field + 4 + form.offset;
		const start = claimed * length <= form.offset ? inside : number(inside, form.offset);
		if (start + count * length > bytes.byteLength) return [];
		return Array.from({ length: count }, (_, index) => number(start + index * length, length));
	}
}

/** Returns the first page of a TIFF file; undefined if it has none. Throws if its header is incomplete. */
export function firstDirectory(bytes: Uint8Array): TiffDirectory | undefined {
	const { first, read } = tiffReader(bytes);
	return read(first)?.directory;
}

/** The most directories in which a preview is looked for. */
const mostSearched = 32;

/**
 * Returns the directories of a TIFF file, and those inside of them, up to a few: the raw files of cameras. Throws if its header
 * is incomplete.
 */
export function allDirectories(bytes: Uint8Array): readonly TiffDirectory[] {
	const { first, read } = tiffReader(bytes);
	const found: TiffDirectory[] = [];
	const offsets = [first];
	for (const offset of offsets) {
		const page = found.length < mostSearched ? read(offset) : undefined;
		if (!page) continue;
		found.push(page.directory);
		const inside = page.directory.numbers(tiffTags.subDirectories).slice(0, mostSearched);
		offsets.push(...[...inside, page.next].filter((next) => !offsets.includes(next)));
	}
	return found;
}

/**
 * Returns the size of a TIFF file's first page. Throws if its header is incomplete.
 * @throws TooManyPartsError if a decoder would count too many pages, one at a time
 */
export function tiffSize(bytes: Uint8Array): Size {
	const { first, read } = tiffReader(bytes);
	const countDirectory = countParts(mostDirectories);
	const directory = read(first)?.directory;
	for (let page = read(first); page; page = read(page.next)) countDirectory();
	return { width: directory?.numbers(tiffTags.width)[0] ?? 0, height: directory?.numbers(tiffTags.height)[0] ?? 0 };
}

/**
 * Fields that tell of a person, a place, a device, a program or a time: names and descriptions, the maker's, EXIF, GPS,
 * positions on a map, XMP, IPTC, Photoshop's.
 */
const revealingTags = [
	269, 270, 271, 272, 285, 305, 306, 315, 316, 700, 33432, 33550, 33723, 33922, 34264, 34377, 34665, 34735, 34853,
] as const;

/** Tells whether a TIFF file's first page has metadata. */
export function tiffMetadata(bytes: Uint8Array): boolean {
	const directory = firstDirectory(bytes);
	return revealingTags.some((tag) => directory?.has(tag) === true);
}
