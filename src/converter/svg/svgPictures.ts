import { gunzipSync } from 'node:zlib';
import { dimensionsOf } from '../../core/image/dimensions.ts';
import { mediaTypeOf, type MediaType } from '../../core/image/mediaType.ts';
import { isDecoded } from '../../core/image/pictureLimits.ts';
import type { Size } from '../../core/media.ts';
import { firstGifPicture } from '../formats/gif.ts';
import { allElements, parseSvg, withoutPrefix, writeSvg, type SvgElement } from './svgDocument.ts';

/** A picture inside a drawing. */
export interface InnerPicture extends Size {
	readonly mediaType: MediaType;
	readonly bytes: Uint8Array;
	/** Where it is a drawing itself; its size is 0 then. */
	readonly drawing?: SvgElement;
}

/** Bytes of a packed drawing inside a drawing. */
const mostUnpacked = 8 * 2 ** 20;

/**
 * Takes out of a drawing all that it would load from outside, and judges the pictures inside it by their bytes, however they are
 * written. What was judged is written anew. Throws where one is too large.
 */
export function judgePictures(root: SvgElement, depth = 0): ReadonlyMap<SvgElement, InnerPicture> {
	const pictures = new Map<SvgElement, InnerPicture>();
	for (const element of allElements(root)) {
		const links = Array.from(element.attributes).filter(
			([name, value]) => withoutPrefix(name) === 'href' && !value.trim().startsWith('#'),
		);
		for (const [name, value] of links) {
			element.attributes.delete(name);
			if (element.kind !== 'image' && element.kind !== 'feImage') continue;
			const picture = innerPicture(value, depth);
			if (!picture) continue;
			pictures.set(element, picture);
			setPicture(element, picture, name);
		}
	}
	return pictures;
}

/** Writes a picture into the element that shows it. */
export function setPicture(element: SvgElement, { mediaType, bytes }: InnerPicture, name?: string): void {
	const attribute = name ?? [...element.attributes.keys()].find((key) => withoutPrefix(key) === 'href') ?? 'href';
	element.attributes.set(attribute, `data:${mediaType};base64,${Buffer.from(bytes).toString('base64')}`);
}

function innerPicture(address: string, depth: number): InnerPicture | undefined {
	// The rasteriser shows no pictures inside a drawing that is inside a drawing.
	const data = depth === 0 ? dataUrlBytes(address) : undefined;
	const bytes = data && gunzipped(data);
	const mediaType = bytes && mediaTypeOf(bytes);
	if (!mediaType) return undefined;
	if (mediaType === 'image/svg+xml') return innerDrawing(bytes, depth);
	const size = dimensionsOf(bytes, mediaType);
	const gif = mediaType === 'image/gif' ? firstGifPicture(bytes) : undefined;
	if (!size) return undefined;
	if (!isDecoded(size) || (gif && !isDecoded(gif.reach))) throw new Error('A picture inside it is too large.');
	return { mediaType, bytes: gif?.bytes ?? bytes, ...size };
}

function innerDrawing(bytes: Uint8Array, depth: number): InnerPicture | undefined {
	const drawing = parseSvg(decodeText(bytes));
	judgePictures(drawing, depth + 1);
	return { mediaType: 'image/svg+xml', bytes: Buffer.from(writeSvg(drawing)), width: 0, height: 0, drawing };
}

/** The bytes of a data address, with or without base64; undefined where it is none. */
function dataUrlBytes(address: string): Buffer | undefined {
	const text = address.trim();
	const comma = text.indexOf(',');
	if (!/^data:/i.test(text) || comma < 0) return undefined;
	const parts = text.slice(0, comma).split(';');
	const fragment = text.indexOf('#', comma);
	const coded = text.slice(comma + 1, fragment < 0 ? undefined : fragment);
	const bytes = coded.includes('%') ? percentDecoded(coded) : Buffer.from(coded);
	return parts.at(-1)?.trim().toLowerCase() === 'base64' ? Buffer.from(bytes.toString('latin1'), 'base64') : bytes;
}

function percentDecoded(text: string): Buffer {
	const parts = text.split('%').map((part, index) => {
		const code = index > 0 && /^[\da-f]{2}/i.test(part) ? Number.parseInt(part.slice(0, 2), 16) : undefined;
		if (code === undefined) return Buffer.from(index > 0 ? `%${part}` : part);
		return Buffer.concat([Buffer.of(code), Buffer.from(part.slice(2))]);
	});
	return Buffer.concat(parts);
}

/** A drawing may be packed with gzip. */
function gunzipped(bytes: Buffer): Buffer | undefined {
	if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
	try {
		return gunzipSync(bytes, { maxOutputLength: mostUnpacked });
	} catch {
		return undefined;
	}
}

/** The text of a drawing's file: UTF-16 where it says so, UTF-8 otherwise. */
export function decodeText(bytes: Uint8Array): string {
	const isUtf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
	const encoding = isUtf16 ? (bytes[0] === 0xff ? 'utf-16le' : 'utf-16be') : 'utf-8';
	return new TextDecoder(encoding).decode(bytes);
}
