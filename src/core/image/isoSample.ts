import { bigEndian, concatBytes, latin1, latin1Bytes, totalLength } from './bytes.ts';
import { boxAt, boxesOf, firstBox } from './isoBoxes.ts';

/** Returns the first sample of a file's first track: a still one of a sequence, or the JPEG of a Canon raw file. */
export function firstSample(bytes: Uint8Array): Uint8Array | undefined {
	const table = boxAt(bytes, 'moov', 'trak', 'mdia', 'minf', 'stbl');
	const sizes = table && boxAt(table, 'stsz');
	const short = table && boxAt(table, 'stco');
	const long = table && boxAt(table, 'co64');
	if (!sizes || sizes.byteLength < 12) return undefined;
	const start = short ? bigEndian(short, 8, 4) : long ? bigEndian(long, 8, 8) : 0;
	const length = bigEndian(sizes, 4, 4) || bigEndian(sizes, 12, 4);
	return start > 0 && length > 0 ? bytes.subarray(start, start + length) : undefined;
}

/** The ids of Canon's own boxes, as text of Latin-1. */
const cameraId = '\x85\xc0\xb6\x87\x82\x0f\x11\xe0\x81\x11\xf4\xce\x46\x2b\x6a\x48';
const previewId = '\xea\xf4\x2b\x5e\x1c\x98\x4b\x88\xb9\xfb\xb7\xdc\x40\x6e\x4d\x16';

/** Returns what a Canon raw file (CR3) keeps beside its tracks: a small TIFF file about the picture, and a preview. */
export function canonDescription(bytes: Uint8Array): {
	readonly tiff: Uint8Array | undefined;
	readonly preview: Uint8Array | undefined;
} {
	const movie = boxAt(bytes, 'moov');
	const camera = movie && own(movie, cameraId);
	// Behind eight bytes; its own header has sixteen.
	const preview = own(bytes, previewId)?.subarray(8);
	return {
		tiff: camera && boxAt(camera, 'CMT1'),
		preview: preview && boxAt(preview, 'PRVW')?.subarray(16),
	};
}

/** Returns the data of the box with this id, which several makers' own boxes have in place of a type. */
function own(inside: Uint8Array, id: string): Uint8Array | undefined {
	for (const { type, data } of boxesOf(inside)) {
		if (type === 'uuid' && latin1(data, 0, 16) === id) return data.subarray(16);
	}
	return undefined;
}

/** A file that has everything but its size where a reader looks first, as `ftyp` says: AVIF. */
const stillBrand = 'avif\0\0\0\0avifmif1miaf';

/** The bytes of a picture's description in a track before the boxes in it, and where its width stands. */
const entryLength = 78;
const entryWidth = 24;

/** Returns the first picture of an AVIF sequence that has none outside of its track as a file of its own; undefined if it has none. */
export function stillOfSequence(bytes: Uint8Array): Uint8Array | undefined {
	const table = boxAt(bytes, 'moov', 'trak', 'mdia', 'minf', 'stbl');
	const entries = table && boxAt(table, 'stsd');
	const entry = entries && firstBox(entries.subarray(8), 'av01');
	const sample = firstSample(bytes);
	if (!entry || !sample || entry.byteLength < entryLength) return undefined;
	const size = [bigEndian(entry, entryWidth, 2), bigEndian(entry, entryWidth + 2, 2)].map((side) =>
		numberBytes(side, 4),
	);
	const described = entry.subarray(entryLength);
	const configuration = firstBox(described, 'av1C');
	const colours = firstBox(described, 'colr');
	if (!configuration) return undefined;
	const properties = [
		box('ispe', numberBytes(0, 4), ...size),
		box('av1C', configuration),
		...(colours ? [box('colr', colours)] : []),
	];
	const named = properties.map((_, index) => Uint8Array.of(index === 1 ? 0x82 : index + 1));
	const meta = (start: number): Uint8Array =>
		box(
			'meta',
			numberBytes(0, 4),
			box('hdlr', numberBytes(0, 8), latin1Bytes('pict'), numberBytes(0, 13)),
			box('pitm', numberBytes(0, 4), numberBytes(1, 2)),
			// One place of four bytes and one length of four bytes.
			box(
				'iloc',
				numberBytes(0, 4),
				Uint8Array.of(0x44, 0),
				numberBytes(1, 2),
				numberBytes(1, 2),
				numberBytes(0, 2),
				numberBytes(1, 2),
				numberBytes(start, 4),
				numberBytes(sample.byteLength, 4),
			),
			box(
				'iinf',
				numberBytes(0, 4),
				numberBytes(1, 2),
				box('infe', Uint8Array.of(2, 0, 0, 0), numberBytes(1, 2), numberBytes(0, 2), latin1Bytes('av01\0')),
			),
			box(
				'iprp',
				box('ipco', ...properties),
				box('ipma', numberBytes(0, 4), numberBytes(1, 4), numberBytes(1, 2), Uint8Array.of(named.length), ...named),
			),
		);
	const brand = box('ftyp', latin1Bytes(stillBrand));
	const start = brand.byteLength + meta(0).byteLength + 8;
	return concatBytes([brand, meta(start), box('mdat', sample)]);
}

function box(type: string, ...parts: readonly Uint8Array[]): Uint8Array {
	return concatBytes([numberBytes(8 + totalLength(parts), 4), latin1Bytes(type), ...parts]);
}

/** Returns a whole number in so many bytes, the most significant first. */
function numberBytes(value: number, length: number): Uint8Array {
	return Uint8Array.from({ length }, (_, index) => Math.floor(value / 256 ** (length - 1 - index)) % 256);
}
