import { latin1, viewOf } from './bytes.ts';
import { countParts } from './partLimit.ts';

/** A box of the common container (ISO/IEC 14496-12). */
export interface Box {
	readonly type: string;
	readonly data: Uint8Array;
}

/** The most boxes of a file or a box: a picture of 100 megapixels in small tiles has a tenth in its longest list. */
const mostBoxes = 10_000;

/** Yields the boxes in order; ends at an invalid one. Throws `TooManyPartsError`. */
export function* boxesOf(bytes: Uint8Array): Generator<Box, void, undefined> {
	const view = viewOf(bytes);
	const countBox = countParts(mostBoxes);
	let offset = 0;
	while (offset + 8 <= bytes.byteLength) {
		countBox();
		const short = view.getUint32(offset);
		const isLong = short === 1 && offset + 16 <= bytes.byteLength;
		const length = isLong
			? view.getUint32(offset + 8) * 2 ** 32 + view.getUint32(offset + 12)
			: short || bytes.byteLength - offset;
		if (length < 8) return;
		const type = latin1(bytes, offset + 4, offset + 8);
		yield { type, data: bytes.subarray(offset + (isLong ? 16 : 8), offset + length) };
		offset += length;
	}
}

/** Returns the data of the first box of a type. */
export function firstBox(bytes: Uint8Array, wanted: string): Uint8Array | undefined {
	for (const { type, data } of boxesOf(bytes)) if (type === wanted) return data;
	return undefined;
}

/** Returns the data of the first box at the end of a path. */
export function boxAt(bytes: Uint8Array, ...path: readonly string[]): Uint8Array | undefined {
	let found: Uint8Array | undefined = bytes;
	for (const type of path) {
		found = firstBox(found, type);
		if (!found) return undefined;
		// A full box begins with four bytes of version and flags.
		if (type === 'meta') found = found.subarray(4);
	}
	return found;
}
