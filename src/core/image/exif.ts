import { latin1, viewOf } from './bytes.ts';

/** The orientation of stored pixels: 1 upright, 2 to 8 rotated or mirrored (EXIF tag 274). */
export type Orientation = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;

const orientationTag = 0x0112;

/** Returns the orientation in EXIF data, a small TIFF file; 1 if it is missing or invalid. */
export function exifOrientation(exif: Uint8Array): Orientation {
	const order = latin1(exif, 0, 2);
	if (exif.byteLength < 14 || (order !== 'II' && order !== 'MM')) return 1;
	const little = order === 'II';
	const view = viewOf(exif);
	const directory = view.getUint32(4, little);
	if (directory + 2 > exif.byteLength) return 1;
	const count = view.getUint16(directory, little);
	for (let index = 0; index < count; index++) {
		const entry = directory + 2 + index * 12;
		if (entry + 12 > exif.byteLength) return 1;
		if (view.getUint16(entry, little) !== orientationTag) continue;
		return orientationOf(view.getUint16(entry + 8, little)) ?? 1;
	}
	return 1;
}

/** Returns a number as an orientation; undefined if it is none. */
export function orientationOf(value: number): Orientation | undefined {
	return ([1, 2, 3, 4, 5, 6, 7, 8] as const).find((known) => known === value);
}

/** Tells whether width and height are swapped when the picture is turned upright. */
export function turnsSideways(orientation: Orientation): boolean {
	return orientation >= 5;
}
