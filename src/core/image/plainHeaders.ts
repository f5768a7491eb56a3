import type { Size } from '../media.ts';
import { latin1 } from './bytes.ts';

/** The bytes within which a header in words ends. */
const headLength = 8192;

/** Returns the size of a PBM, PGM, PPM or PFM file; undefined if its header is invalid. */
export function anymapSize(bytes: Uint8Array): Size | undefined {
	const lines = latin1(bytes, 2, headLength).split(/[\n\r]/);
	const words = lines
		.flatMap((line) => (line.split('#', 1)[0] ?? '').trim().split(/\s+/))
		.filter((word) => word !== '');
	const [width, height] = words.map(Number);
	return sizeOf(width, height);
}

/** Returns the size of a Radiance file: behind an empty line, by axes that may be turned. */
export function radianceSize(bytes: Uint8Array): Size | undefined {
	const lines = latin1(bytes, 0, headLength).split('\n');
	const [first, height, second, width] = (lines[lines.indexOf('') + 1] ?? '').trim().split(/\s+/);
	return first?.endsWith('Y') && second?.endsWith('X') ? sizeOf(Number(width), Number(height)) : undefined;
}

function sizeOf(width: number | undefined, height: number | undefined): Size | undefined {
	return isLength(width) && isLength(height) ? { width, height } : undefined;
}

function isLength(side: number | undefined): side is number {
	return Number.isSafeInteger(side);
}
