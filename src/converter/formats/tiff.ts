import { inflateSync, constants } from 'node:zlib';
import { viewOf } from '../../core/image/bytes.ts';
import { isPlainJpeg } from '../../core/image/rawPreview.ts';
import { firstDirectory, tiffTags, type TiffDirectory } from '../../core/image/tiff.ts';
import type { RgbaImage } from './pixels.ts';
import { unpackBits, unpackLzw } from './tiffPacking.ts';
import { UnreadKindError } from './unreadKind.ts';

/** Who reads a TIFF file's first page: vips, this file, or whoever reads the JPEG file inside. */
type TiffReading =
	{ readonly by: 'vips' } | { readonly by: 'samples' } | { readonly by: 'jpeg'; readonly bytes: Uint8Array };

const compressions = { none: 1, oldJpeg: 6, lzw: 5, deflate: 8, oldDeflate: 32_946, packBits: 32_773 } as const;

/** Those of the fax, JPEG, and the ones above. */
const vipsCompressions: readonly number[] = [1, 2, 3, 4, 5, 7, 8, 32_773, 32_946];
const ownCompressions: readonly number[] = [1, 5, 8, 32_773, 32_946];

const photometrics = { whiteIsZero: 0, blackIsZero: 1, rgb: 2, palette: 3, inks: 5, ycbcr: 6, lab: 8 } as const;

const sampleFormats = { unsigned: 1, signed: 2, float: 3 } as const;

/**
 * Tells who reads a TIFF file's first page.
 * @throws UnreadKindError where nobody does
 */
export function tiffReading(bytes: Uint8Array): TiffReading {
	const directory = firstDirectory(bytes);
	if (!directory) throw new Error('The file has no page.');
	const { bits, samples, format, photometric, compression, isPlanar } = kindOf(directory);
	if (compression === compressions.oldJpeg) {
		const [start = 0, length = 0] = [tiffTags.jpegStart, tiffTags.jpegLength].map((tag) => directory.numbers(tag)[0]);
		const jpeg = bytes.subarray(start, start + length);
		if (isPlainJpeg(jpeg)) return { by: 'jpeg', bytes: jpeg };
	}
	const isUsual =
		[1, 2, 4, 8, 16].includes(bits) &&
		(bits >= 8 || samples === 1) &&
		format === sampleFormats.unsigned &&
		samples <= 4 &&
		(!isPlanar || bits === 8) &&
		Object.values(photometrics).some((known) => known === photometric);
	if (isUsual && vipsCompressions.includes(compression)) return { by: 'vips' };
	if (photometric <= photometrics.palette && ownCompressions.includes(compression)) return { by: 'samples' };
	throw new UnreadKindError('TIFF', `compression ${compression}, photometric ${photometric}, ${bits} bits`);
}

interface TiffKind {
	readonly bits: number;
	readonly samples: number;
	readonly format: number;
	readonly photometric: number;
	readonly compression: number;
	readonly isPlanar: boolean;
}

function kindOf(directory: TiffDirectory): TiffKind {
	const first = (tag: number, usual: number): number => directory.numbers(tag)[0] ?? usual;
	const depths = directory.numbers(tiffTags.bits);
	if (depths.some((depth) => depth !== depths[0])) throw new UnreadKindError('TIFF', `${depths.join()} bits`);
	return {
		bits: depths[0] ?? 1,
		samples: first(tiffTags.samples, 1),
		format: first(tiffTags.sampleFormat, sampleFormats.unsigned),
		photometric: first(tiffTags.photometric, photometrics.blackIsZero),
		compression: first(tiffTags.compression, compressions.none),
		isPlanar: first(tiffTags.planar, 1) === 2,
	};
}

/** The most pieces of a page: a page of 100 megapixels in rows has a fifth. */
const mostPieces = 1_000_000;

/** Takes a sample's value: what it is of, and its place in the picture. */
type TakeSample = (value: number, channel: number, pixel: number) => void;

/**
 * Decodes a page whose samples vips doesn't read, or not as they are meant: of any depth, signed, of floating-point numbers, in
 * separate planes, more than four. Measurements are shown from the least to the largest. Throws if it is broken.
 */
export function decodeSamples(bytes: Uint8Array): RgbaImage {
	const directory = firstDirectory(bytes);
	if (!directory) throw new Error('The file has no page.');
	const kind = kindOf(directory);
	const [width = 0] = directory.numbers(tiffTags.width);
	const [height = 0] = directory.numbers(tiffTags.height);
	const read = sampleReader(bytes, directory, kind);
	const channels = kind.photometric === photometrics.rgb && kind.samples >= 3 ? 3 : 1;
	const [least, most] = kind.photometric === photometrics.palette ? [0, 255] : sampleRange(kind, channels, read);
	const palette = directory.numbers(tiffTags.palette, mostPieces);
	const pixels = new Uint8ClampedArray(width * height * 4).fill(255);
	const scale = 255 / (most - least || 1);
	read((value, channel, pixel) => {
		if (channel >= channels) return;
		const shown = (value - least) * scale;
		if (kind.photometric === photometrics.palette) {
			const count = 2 ** kind.bits;
			for (let each = 0; each < 3; each++) pixels[pixel * 4 + each] = (palette[each * count + value] ?? 0) / 257;
		} else if (channels === 3) pixels[pixel * 4 + channel] = shown;
		else pixels.fill(kind.photometric === photometrics.whiteIsZero ? 255 - shown : shown, pixel * 4, pixel * 4 + 3);
	});
	return { width, height, pixels: new Uint8Array(pixels.buffer) };
}

/** Returns the values that are shown black and white. */
function sampleRange(kind: TiffKind, channels: number, read: (take: TakeSample) => void): readonly [number, number] {
	const { bits, format } = kind;
	if (format === sampleFormats.unsigned && bits <= 24) return [0, 2 ** bits - 1];
	let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
	read((value, channel) => {
		if (channel >= channels || !Number.isFinite(value)) return;
		if (value < least) least = value;
		if (value > most) most = value;
	});
	if (format === sampleFormats.float) return least >= 0 && most <= 1 ? [0, 1] : [least, most];
	// Colours fill their range; measurements are anywhere in it.
	const full = 2 ** (format === sampleFormats.signed ? bits - 1 : bits) - 1;
	if (most < full / 2) return [least, most];
	return [format === sampleFormats.signed && least < -full / 2 ? -full - 1 : 0, full];
}

/** Returns a function that reads all samples of a page, piece by piece. */
function sampleReader(bytes: Uint8Array, directory: TiffDirectory, kind: TiffKind): (take: TakeSample) => void {
	const { bits, samples, isPlanar, compression, format } = kind;
	const number = (tag: number): number | undefined => directory.numbers(tag)[0];
	const [width = 0, height = 0] = [number(tiffTags.width), number(tiffTags.height)];
	const isTiled = directory.has(tiffTags.tileOffsets);
	const pieceWidth = (isTiled && number(tiffTags.tileWidth)) || width;
	const pieceHeight = Math.min(
		(isTiled ? number(tiffTags.tileHeight) : number(tiffTags.rows)) ?? height,
		isTiled ? 65_536 : height,
	);
	const offsets = directory.numbers(isTiled ? tiffTags.tileOffsets : tiffTags.offsets, mostPieces);
	const lengths = directory.numbers(isTiled ? tiffTags.tileLengths : tiffTags.lengths, mostPieces);
	const across = Math.ceil(width / pieceWidth);
	const down = Math.ceil(height / pieceHeight);
	const inside = isPlanar ? 1 : samples;
	const rowLength = Math.ceil((pieceWidth * inside * bits) / 8);
	const predictor = number(tiffTags.predictor) ?? 1;
	const isWhole = bits % 8 === 0;
	if (
		predictor > 1 &&
		!(predictor === 3 ? format === sampleFormats.float : predictor === 2 && [8, 16, 32, 64].includes(bits))
	)
		throw new UnreadKindError('TIFF', `predictor ${predictor}`);
	if (bits > 64 || (bits > 32 && format !== sampleFormats.float) || !(samples > 0) || !(pieceHeight > 0))
		throw new UnreadKindError('TIFF', `${bits} bits`);
	const little = bytes[0] === 0x49;

	return (take) => {
		for (let piece = 0; piece < across * down * (isPlanar ? samples : 1); piece++) {
			const [plane, place] = [Math.floor(piece / (across * down)), piece % (across * down)];
			const [left, top] = [(place % across) * pieceWidth, Math.floor(place / across) * pieceHeight];
			const rows = isTiled ? pieceHeight : Math.min(pieceHeight, height - top);
			const [start, length] = [
				offsets[piece],
				lengths[piece] ?? (compression === compressions.none ? rows * rowLength : undefined),
			];
			if (start === undefined || length === undefined) throw new Error('A part is missing.');
			const data = unpacked(bytes.subarray(start, start + length), compression, rows * rowLength);
			if (data.byteLength < rows * rowLength) throw new Error('The pixels are incomplete.');
			if (predictor === 2) undoDifferences(data, { rowLength, inside, bits, little });
			if (predictor === 3) undoByteDifferences(data, { rowLength, inside, bits, little });
			const value = isWhole ? wholeValue(data, { bits, format, little }) : bitValue(data, bits, format);
			for (let row = 0; row < Math.min(rows, height - top); row++) {
				for (let column = 0; column < Math.min(pieceWidth, width - left); column++) {
					for (let sample = 0; sample < inside; sample++) {
						const index = column * inside + sample;
						take(value(row * rowLength, index), isPlanar ? plane : sample, (top + row) * width + left + column);
					}
				}
			}
		}
	};
}

/** Returns a part's bytes, of their own: they are changed later. */
function unpacked(packed: Uint8Array, compression: number, length: number): Uint8Array {
	if (compression === compressions.none) return packed.slice(0, length);
	if (compression === compressions.packBits) return unpackBits(packed, length);
	if (compression === compressions.lzw) return unpackLzw(packed, length);
	return inflateSync(packed, { maxOutputLength: Math.max(length, 64), finishFlush: constants.Z_SYNC_FLUSH });
}

/** What the differences of a part are between. */
interface Differences {
	readonly rowLength: number;
	/** Samples of a pixel. */
	readonly inside: number;
	readonly bits: number;
	readonly little: boolean;
}

/** Undoes the differences to the pixel before, in which rows are kept. */
function undoDifferences(data: Uint8Array, { rowLength, inside, bits, little }: Differences): void {
	const view = viewOf(data);
	const length = bits / 8;
	for (let row = 0; row + rowLength <= data.byteLength; row += rowLength) {
		for (let at = row + inside * length; at < row + rowLength; at += length) {
			const before = at - inside * length;
			if (bits === 8) view.setUint8(at, view.getUint8(at) + view.getUint8(before));
			else if (bits === 16) view.setUint16(at, view.getUint16(at, little) + view.getUint16(before, little), little);
			else if (bits === 32) view.setUint32(at, view.getUint32(at, little) + view.getUint32(before, little), little);
			else view.setBigUint64(at, view.getBigUint64(at, little) + view.getBigUint64(before, little), little);
		}
	}
}

/** Undoes the same for floating-point numbers, of which first all first bytes are kept, then all second ones. */
function undoByteDifferences(data: Uint8Array, { rowLength, inside, bits, little }: Differences): void {
	const length = bits / 8;
	const count = rowLength / length;
	for (let start = 0; start + rowLength <= data.byteLength; start += rowLength) {
		const row = data.subarray(start, start + rowLength);
		for (let at = inside; at < rowLength; at++) row[at] = (row[at] ?? 0) + (row[at - inside] ?? 0);
		const planes = new Uint8Array(row);
		for (let index = 0; index < count; index++) {
			for (let byte = 0; byte < length; byte++) {
				row[index * length + (little ? length - 1 - byte : byte)] = planes[byte * count + index] ?? 0;
			}
		}
	}
}

type ReadValue = (row: number, index: number) => number;

/** Returns a reader of samples of whole bytes. */
function wholeValue(
	data: Uint8Array,
	{ bits, format, little }: { readonly bits: number; readonly format: number; readonly little: boolean },
): ReadValue {
	const view = viewOf(data);
	const length = bits / 8;
	const isFloat = format === sampleFormats.float;
	if (isFloat && length === 4) return (row, index) => view.getFloat32(row + index * 4, little);
	if (isFloat && length === 8) return (row, index) => view.getFloat64(row + index * 8, little);
	return (row, index) => {
		let value = 0;
		for (let each = 0; each < length; each++) {
			const byte = data[row + index * length + (little ? length - 1 - each : each)] ?? 0;
			value = value * 256 + byte;
		}
		if (isFloat) return smallFloat(value, length === 2 ? 10 : 16);
		return format === sampleFormats.signed && value >= 2 ** (bits - 1) ? value - 2 ** bits : value;
	};
}

/** Returns a reader of samples of some bits, the most significant first. */
function bitValue(data: Uint8Array, bits: number, format: number): ReadValue {
	return (row, index) => {
		let value = 0;
		for (let at = row * 8 + index * bits, end = at + bits; at < end; at++) {
			value = value * 2 + (((data[at >> 3] ?? 0) >> (7 - (at & 7))) & 1);
		}
		return format === sampleFormats.signed && value >= 2 ** (bits - 1) ? value - 2 ** bits : value;
	};
}

/** Returns a floating-point number of 16 bits (10 of them its fraction), or of 24 (16). */
function smallFloat(value: number, fractionBits: 10 | 16): number {
	const fractions = 2 ** fractionBits;
	const exponentBits = fractionBits === 10 ? 5 : 7;
	const exponent = Math.floor(value / fractions) % 2 ** exponentBits;
	const fraction = (value % fractions) / fractions;
	const bias = 2 ** (exponentBits - 1) - 1;
	const sign = value >= fractions * 2 ** exponentBits ? -1 : 1;
	if (exponent === 2 ** exponentBits - 1) return Number.NaN;
	return sign * (exponent === 0 ? fraction * 2 ** (1 - bias) : (1 + fraction) * 2 ** (exponent - bias));
}
