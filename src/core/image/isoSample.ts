import { boxAt, boxesOf } from './isoBoxes.ts';
import { bigEndian, latin1 } from './bytes.ts';

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
