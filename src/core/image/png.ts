import { collectRanges, concatBytes, latin1, latin1Bytes, viewOf } from './bytes.ts';
import { exifOrientation, type Orientation } from './exif.ts';
import { cleanProfile } from './iccProfile.ts';
import { countParts } from './partLimit.ts';

/** Functions for the parts of a PNG file. Node's own are fifteen times as fast as any in JavaScript, and core can't import them. */
export interface Zlib {
	readonly crc32: (bytes: Uint8Array) => number;
	/** Undefined if it is broken, or would become more than so many bytes. */
	readonly inflate: (bytes: Uint8Array, most: number) => Uint8Array | undefined;
	readonly deflate: (bytes: Uint8Array) => Uint8Array;
	/** The same as `inflate` for gzip. */
	readonly gunzip: (bytes: Uint8Array, most: number) => Uint8Array | undefined;
}

/** A whole PNG file without anything that drawing its first frame doesn't need. */
export interface CleanPng {
	readonly width: number;
	readonly height: number;
	/** Bits per channel. */
	readonly depth: number;
	readonly mayBeTransparent: boolean;
	readonly orientation: Orientation;
	/** Pictures of the animation; otherwise 1. */
	readonly frames: number;
	/** The kept pieces of the file. */
	readonly parts: readonly Uint8Array[];
	readonly hadMetadata: boolean;
}

/**
 * Chunks that affect the display. All others are removed: texts, EXIF, times, thumbnails, print sizes, anything that
 * programs add.
 */
const keptTypes = new Set(['IHDR', 'PLTE', 'IDAT', 'IEND', 'tRNS', 'gAMA', 'cHRM', 'sRGB', 'sBIT', 'cICP']);

/** Chunks of an animation, print sizes and hints for old screens, removed too; they aren't metadata. */
const tellingNothing = new Set(['acTL', 'fcTL', 'fdAT', 'pHYs', 'bKGD', 'hIST', 'sPLT']);

/** The allowed bit depths of each colour type. */
const depths: Readonly<Record<number, readonly number[]>> = {
	0: [1, 2, 4, 8, 16],
	2: [8, 16],
	3: [1, 2, 4, 8],
	4: [8, 16],
	6: [8, 16],
};

const signatureLength = 8;

/** The most chunks of a file: with the 8 KB that libpng writes at a time, 200 MB have a twentieth. */
const mostChunks = 500_000;

/**
 * Reads a PNG file chunk by chunk without decoding it; undefined if it isn't whole, and only a decoder could tell more.
 * @throws TooManyPartsError
 */
export function cleanPng(bytes: Uint8Array, zlib: Zlib): CleanPng | undefined {
	const view = viewOf(bytes);
	const kept = collectRanges(bytes);
	kept.keep(0, signatureLength);
	const countChunk = countParts(mostChunks);
	const seen = new Set<string>();
	let last = '';
	let orientation: Orientation = 1;
	let frames = 1;
	let hadMetadata = false;
	let offset = signatureLength;
	while (last !== 'IEND') {
		countChunk();
		if (offset + 12 > bytes.byteLength) return undefined;
		const length = view.getUint32(offset);
		const end = offset + 12 + length;
		if (end > bytes.byteLength) return undefined;
		const type = latin1(bytes, offset + 4, offset + 8);
		if (zlib.crc32(bytes.subarray(offset + 4, end - 4)) !== view.getUint32(end - 4)) return undefined;
		const data = bytes.subarray(offset + 8, end - 4);
		if (type === 'iCCP') {
			const profile = profileChunk(data, zlib);
			if (profile) kept.insert(profile.chunk);
			hadMetadata ||= profile?.hadMetadata ?? true;
		} else if (keptTypes.has(type)) kept.keep(offset, end);
		// An unknown critical chunk can't be left out.
		else if (/^[A-Z]/.test(type)) return undefined;
		else if (type === 'acTL' && length >= 4) frames = view.getUint32(offset + 8);
		else if (!tellingNothing.has(type)) hadMetadata = true;
		if (type === 'eXIf') orientation = exifOrientation(data);
		if (type === 'IDAT' && seen.has('IDAT') && last !== 'IDAT') return undefined;
		if (last === '' && type !== 'IHDR') return undefined;
		seen.add(type);
		last = type;
		offset = end;
	}
	if (offset < bytes.byteLength) hadMetadata = true;

	const width = view.getUint32(16);
	const height = view.getUint32(20);
	const [depth = 0, colourType = 0, compression = 0, filter = 0, interlace = 0] = bytes.subarray(24, 29);
	const isSound =
		view.getUint32(8) === 13 &&
		width > 0 &&
		height > 0 &&
		depths[colourType]?.includes(depth) &&
		compression === 0 &&
		filter === 0 &&
		interlace <= 1 &&
		seen.has('IDAT') &&
		(colourType !== 3 || seen.has('PLTE'));
	if (!isSound) return undefined;
	const mayBeTransparent = colourType >= 4 || seen.has('tRNS');
	return {
		width,
		height,
		depth,
		mayBeTransparent,
		orientation,
		frames: Math.max(frames, 1),
		parts: kept.parts(),
		hadMetadata,
	};
}

/** The most bytes of a colour profile; real ones with tables for printers have up to three million. */
const largestProfile = 8_000_000;

/** The name of every profile: programs write that of the display there. */
const profileName = 'icc';

/** Returns the chunk of a colour profile without what tells of a device; undefined if it can't be read. */
function profileChunk(
	data: Uint8Array,
	{ crc32, inflate, deflate }: Zlib,
): { readonly chunk: Uint8Array; readonly hadMetadata: boolean } | undefined {
	const nameEnd = data.subarray(0, 80).indexOf(0);
	// Behind the name: the method, of which there is one.
	if (nameEnd < 1 || data[nameEnd + 1] !== 0) return undefined;
	const profile = inflate(data.subarray(nameEnd + 2), largestProfile);
	const clean = profile && cleanProfile(profile);
	if (!clean) return undefined;
	const body = concatBytes([latin1Bytes(`iCCP${profileName}\0\0`), deflate(clean.bytes)]);
	const chunk = new Uint8Array(body.byteLength + 8);
	chunk.set(body, 4);
	const view = viewOf(chunk);
	view.setUint32(0, body.byteLength - 4);
	view.setUint32(chunk.byteLength - 4, crc32(body));
	return { chunk, hadMetadata: clean.hadMetadata };
}
