import { latin1, viewOf } from '../../core/image/bytes.ts';
import type { Size } from '../../core/media.ts';

/** The first picture of a GIF file as a file of its own. */
export interface FirstGifPicture {
	readonly bytes: Uint8Array;
	/** Its extent: a decoder allocates that much, whatever the header says. */
	readonly reach: Size;
	/** Pictures of the animation; otherwise 1. */
	readonly frames: number;
	/** True if anywhere in the file there are words, or data of programs. */
	readonly hadMetadata: boolean;
}

const introducer = { extension: 0x21, picture: 0x2c, end: 0x3b } as const;

/**
 * Extracts the first picture of a GIF file, so that a decoder doesn't process the others; undefined if it isn't whole.
 * Throws if it has more data than any picture of its size.
 */
export function firstGifPicture(bytes: Uint8Array): FirstGifPicture | undefined {
	const view = viewOf(bytes);
	let offset = 13 + coloursLength(bytes[10] ?? 0);
	let frames = 0;
	let hadMetadata = false;
	let end: number | undefined;
	let reach: Size | undefined;
	while (offset < bytes.byteLength) {
		const kind = bytes[offset];
		if (kind === introducer.extension) {
			hadMetadata ||= isMetadata(bytes, offset);
			offset = endOfBlocks(bytes, offset + 2);
		} else if (kind !== introducer.picture || offset + 10 > bytes.byteLength) break;
		else {
			const [left, top] = [view.getUint16(offset + 1, true), view.getUint16(offset + 3, true)];
			const width = view.getUint16(offset + 5, true);
			const height = view.getUint16(offset + 7, true);
			const start = offset + 11 + coloursLength(bytes[offset + 9] ?? 0);
			offset = endOfBlocks(bytes, start);
			if (offset > bytes.byteLength) break;
			if (frames === 0) {
				// A code has at most 12 bits and stands for at least one pixel; blocks of a few bytes at most double
				// that.
				if (offset - start > 4 * width * height + 65_536)
					throw new Error('The picture has more data than its pixels can need.');
				end = offset;
				reach = { width: left + width, height: top + height };
			}
			frames++;
		}
	}
	if (end === undefined || !reach) return undefined;
	const first = new Uint8Array(end + 1);
	first.set(bytes.subarray(0, end));
	first[end] = introducer.end;
	return { bytes: first, reach, frames, hadMetadata };
}

const comment = 0xfe;
const application = 0xff;

/** Applications whose data make an animation repeat, or hold its colours. */
const playing = /^(NETSCAPE2\.0|ANIMEXTS1\.0|ICCRGBG1012)/;

/** Tells whether the extension here is a comment, or belongs to a program. */
function isMetadata(bytes: Uint8Array, offset: number): boolean {
	if (bytes[offset + 1] === comment) return true;
	return bytes[offset + 1] === application && !playing.test(latin1(bytes, offset + 3, offset + 14));
}

/** Returns the bytes of the colours that a header's flags announce. */
function coloursLength(flags: number): number {
	return flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0;
}

/** Returns the end of the data blocks that begin here; beyond the file if they are incomplete. */
function endOfBlocks(bytes: Uint8Array, start: number): number {
	let offset = start;
	for (;;) {
		const length = bytes[offset];
		if (length === undefined) return bytes.byteLength + 1;
		offset += 1 + length;
		if (length === 0) return offset;
	}
}
