import { latin1, viewOf } from './bytes.ts';

/** How a picture is stored: 1 as it is, 2 to 8 turned or mirrored (EXIF's tag 274). */
export type Orientation = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;

const orientationTag = 0x0112;

/** The orientation in EXIF data, which are a small TIFF file; 1 where they say nothing or nothing that makes sense. */
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

function orientationOf(value: number): Orientation | undefined {
	return ([1, 2, 3, 4, 5, 6, 7, 8] as const).find((known) => known === value);
}

/** Whether width and height change places when the picture is turned upright. */
export function turnsSideways(orientation: Orientation): boolean {
	return orientation >= 5;
}
