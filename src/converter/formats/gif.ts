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

/** A whole part of a GIF file. */
export interface GifBlock {
	readonly start: number;
	readonly end: number;
	/** The end of the header and the colours for all pictures. */
	readonly coloursEnd: number;
	/** The kind of an extension; undefined for a picture. */
	readonly label: number | undefined;
	/** The place of a picture, and the start of its data; undefined for an extension. */
	readonly picture: (Size & { readonly left: number; readonly top: number; readonly data: number }) | undefined;
}

const introducer = { extension: 0x21, picture: 0x2c, end: 0x3b } as const;

/** Yields the parts of a GIF file, up to its end or the first that isn't whole. */
export function* gifBlocks(bytes: Uint8Array): Generator<GifBlock, void, undefined> {
	const view = viewOf(bytes);
	const coloursEnd = 13 + coloursLength(bytes[10] ?? 0);
	let start = coloursEnd;
	while (start < bytes.byteLength) {
		const kind = bytes[start];
		const isPicture = kind === introducer.picture && start + 10 <= bytes.byteLength;
		if (!isPicture && kind !== introducer.extension) return;
		const picture = isPicture
			? { ...placeAt(view, start), data: start + 11 + coloursLength(bytes[start + 9] ?? 0) }
			: undefined;
		const end = endOfBlocks(bytes, picture?.data ?? start + 2);
		if (end > bytes.byteLength) return;
		yield { start, end, coloursEnd, label: isPicture ? undefined : bytes[start + 1], picture };
		start = end;
	}
}

/** Throws if a picture has more data than any of its size. */
export function assertPlausible({ end, picture }: GifBlock): void {
	if (!picture) return;
	// A code has at most 12 bits and stands for at least one pixel; blocks of a few bytes at most double that.
	if (end - picture.data > 4 * picture.width * picture.height + 65_536)
		throw new Error('The picture has more data than its pixels can need.');
}

/**
 * Extracts the first picture of a GIF file, so that a decoder doesn't process the others; undefined if it isn't whole.
 * Throws if it has more data than any picture of its size.
 */
export function firstGifPicture(bytes: Uint8Array): FirstGifPicture | undefined {
	let frames = 0;
	let hadMetadata = false;
	let first: GifBlock | undefined;
	for (const block of gifBlocks(bytes)) {
		if (!block.picture) {
			hadMetadata ||= isMetadata(bytes, block);
			continue;
		}
		if (frames === 0) {
			assertPlausible(block);
			first = block;
		}
		frames++;
	}
	if (!first?.picture) return undefined;
	const { end, picture } = first;
	const alone = new Uint8Array(end + 1);
	alone.set(bytes.subarray(0, end));
	alone[end] = introducer.end;
	return {
		bytes: alone,
		reach: { width: picture.left + picture.width, height: picture.top + picture.height },
		frames,
		hadMetadata,
	};
}

const comment = 0xfe;
const application = 0xff;

/** Applications whose data make an animation repeat, or hold its colours. */
const playing = /^(NETSCAPE2\.0|ANIMEXTS1\.0|ICCRGBG1012)/;

/** Tells whether an extension is a comment, or belongs to a program. */
export function isMetadata(bytes: Uint8Array, { label, start }: GifBlock): boolean {
	return label === comment || (label === application && !playing.test(latin1(bytes, start + 3, start + 14)));
}

function placeAt(view: DataView, start: number): Size & { readonly left: number; readonly top: number } {
	const [left = 0, top = 0, width = 0, height = 0] = [1, 3, 5, 7].map((offset) => view.getUint16(start + offset, true));
	return { left, top, width, height };
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
