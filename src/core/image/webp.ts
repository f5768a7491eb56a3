import { latin1, viewOf } from './bytes.ts';
import { countParts } from './partLimit.ts';

/** The most chunks of a WebP file; each picture of an animation is one. */
const mostChunks = 100_000;

/** Yields the types of a WebP file's chunks. Throws if there are too many: a decoder keeps a list of them. */
function* chunkTypes(bytes: Uint8Array): Generator<string, void, undefined> {
	const view = viewOf(bytes);
	const countChunk = countParts(mostChunks);
	for (let offset = 12; offset + 8 <= view.byteLength;) {
		countChunk();
		yield latin1(bytes, offset, offset + 4);
		const length = view.getUint32(offset + 4, true);
		offset += 8 + length + (length & 1);
	}
}

/** @throws TooManyPartsError */
export function refuseManyChunks(bytes: Uint8Array): void {
	for (const type of chunkTypes(bytes)) if (type === '') return;
}

/** Chunks that affect the display. */
const shownTypes = new Set(['VP8 ', 'VP8L', 'VP8X', 'ALPH', 'ANIM', 'ANMF', 'ICCP']);

/**
 * Tells whether a WebP file has chunks that drawing doesn't need: EXIF, XMP, where it comes from (C2PA).
 * @throws TooManyPartsError
 */
export function webpMetadata(bytes: Uint8Array): boolean {
	for (const type of chunkTypes(bytes)) if (!shownTypes.has(type)) return true;
	return false;
}
