import { gunzipSync } from 'node:zlib';
import { latin1 } from '../../core/image/bytes.ts';
import { dimensionsOf } from '../../core/image/dimensions.ts';
import { mediaTypeOf, type MediaType } from '../../core/image/mediaType.ts';
import { isDecoded } from '../../core/image/pictureLimits.ts';
import type { Size } from '../../core/media.ts';
import { firstGifPicture } from '../formats/gif.ts';
import { makePlain } from './plainSvg.ts';
import { allElements, parseSvg, withoutPrefix, writeSvg, type SvgElement } from './svgDocument.ts';

/** A picture inside a drawing. */
export interface InnerPicture extends Size {
	readonly mediaType: MediaType;
	readonly bytes: Uint8Array;
	/** Set if it is a drawing itself; its size is 0 then. */
	readonly drawing?: SvgElement;
}

/** The largest unpacked size of a drawing inside a drawing, in bytes. */
const mostUnpacked = 8 * 2 ** 20;

/**
 * Removes everything from a drawing that it would load from outside, and checks the pictures inside it by their bytes,
 * however they are encoded. Checked ones are written again. Throws if one is too large.
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
	// The rasterizer shows no pictures in a drawing inside a drawing.
	const data = depth === 0 ? dataUrlBytes(address) : undefined;
	const bytes = data && gunzipped(data);
	const mediaType = bytes && mediaTypeOf(bytes);
	if (!mediaType) return undefined;
	if (mediaType === 'image/svg+xml') return innerDrawing(bytes, depth);
	const size = dimensionsOf(bytes, mediaType);
	const gif = mediaType === 'image/gif' ? firstGifPicture(bytes) : undefined;
	if (!size) return undefined;
	if (!isDecoded(size) || (gif && !isDecoded(gif.reach))) throw new Error('A picture inside the drawing is too large.');
	return { mediaType, bytes: gif?.bytes ?? bytes, ...size };
}

function innerDrawing(bytes: Uint8Array, depth: number): InnerPicture | undefined {
	const drawing = parseSvg(decodeText(bytes));
	makePlain(drawing);
	judgePictures(drawing, depth + 1);
	return { mediaType: 'image/svg+xml', bytes: Buffer.from(writeSvg(drawing)), width: 0, height: 0, drawing };
}

/** Decodes a data URL, with or without base64; undefined if it isn't one. */
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

/** Unpacks a drawing that may be packed with gzip. */
function gunzipped(bytes: Buffer): Buffer | undefined {
	if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
	try {
		return gunzipSync(bytes, { maxOutputLength: mostUnpacked });
	} catch {
		return undefined;
	}
}

/** Decodes the text of a drawing's file: UTF-16 if it says so, the encoding that it names, otherwise UTF-8. */
export function decodeText(bytes: Uint8Array): string {
	const isUtf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
	if (isUtf16) return new TextDecoder(bytes[0] === 0xff ? 'utf-16le' : 'utf-16be').decode(bytes);
	const [, named = 'utf-8'] = /^<\?xml[^>]*?\sencoding\s*=\s*["']([\w.:-]+)["']/.exec(latin1(bytes, 0, 200)) ?? [];
	return decoderOf(named).decode(bytes);
}

function decoderOf(encoding: string): InstanceType<typeof TextDecoder> {
	try {
		return new TextDecoder(encoding);
	} catch {
		// No encoding that anybody knows.
		return new TextDecoder();
	}
}
