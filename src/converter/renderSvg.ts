import { initWasm, Resvg } from '@resvg/resvg-wasm';
import { dimensionsOf } from '../core/image/dimensions.ts';
import { mayBeCut, wholeScale } from '../core/image/layout.ts';
import { mediaTypeOf } from '../core/image/mediaType.ts';
import { isDecoded, mostPixels, type PictureLimits } from '../core/image/pictureLimits.ts';
import type { RgbaImage } from '../core/image/rgbaImage.ts';
import { shippedFonts, systemFonts } from './fonts.ts';
import { unpack } from '../threads/unpack.ts';

let started: Promise<void> | undefined;

/** An icon of 16 pixels is drawn larger, at least this long: a drawing has no pixels of its own. */
const leastSide = 768;

/** Draws an SVG file with its text. Throws where it is no SVG, or has a picture inside that is too large. */
export async function renderSvg(
	bytes: Uint8Array,
	{ limits, folder }: { readonly limits: PictureLimits; readonly folder: string },
): Promise<RgbaImage> {
	started ??= unpack(folder, 'resvg.wasm').then((program) => initWasm(program));
	await started;
	const text = decodeText(bytes);
	refuseLargePictures(text);
	const fonts = /<(\w+:)?text[\s>]/.test(text) ? [...(await shippedFonts(folder)), ...(await systemFonts(text))] : [];
	const empty = new Resvg(text, { font: { fontBuffers: [] } });
	const size = { width: empty.width, height: empty.height };
	empty.free();
	const drawing = new Resvg(text, {
		fitTo: { mode: 'zoom', value: scaleFor(size, limits) },
		font: {
			fontBuffers: fonts,
			defaultFontFamily: 'Noto Sans',
			sansSerifFamily: 'Noto Sans',
			serifFamily: 'Noto Sans',
			cursiveFamily: 'Noto Sans',
			fantasyFamily: 'Noto Sans',
			monospaceFamily: 'Noto Sans Mono',
		},
	});
	const rendered = drawing.render();
	try {
		return { width: rendered.width, height: rendered.height, pixels: divided(rendered.pixels) };
	} finally {
		rendered.free();
		drawing.free();
	}
}

/** The rasteriser's colours are multiplied by their opacity. */
function divided(pixels: Uint8Array): Uint8Array {
	for (let index = 0; index < pixels.length; index += 4) {
		const opacity = pixels[index + 3] ?? 0;
		if (opacity === 0 || opacity === 255) continue;
		for (let channel = index; channel < index + 3; channel++) {
			pixels[channel] = Math.min(255, Math.round(((pixels[channel] ?? 0) * 255) / opacity));
		}
	}
	return pixels;
}

function scaleFor(size: { readonly width: number; readonly height: number }, limits: PictureLimits): number {
	const enlarged = Math.max(1, leastSide / Math.max(size.width, size.height));
	const most = mayBeCut(size, limits)
		? Math.sqrt(mostPixels / 4 / (size.width * size.height))
		: wholeScale(size, limits);
	return Math.min(enlarged, enlarged > 1 ? enlarged : most);
}

function decodeText(bytes: Uint8Array): string {
	const isUtf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
	const encoding = isUtf16 ? (bytes[0] === 0xff ? 'utf-16le' : 'utf-16be') : 'utf-8';
	return new TextDecoder(encoding).decode(bytes);
}

/** A drawing can have whole pictures inside, and the rasteriser decodes them whatever their size. */
function refuseLargePictures(text: string): void {
	for (const [, data = ''] of text.matchAll(/data:image\/[\w.+-]+;base64,([A-Za-z\d+/\s]{16,})/g)) {
		const bytes = Buffer.from(data, 'base64');
		const mediaType = mediaTypeOf(bytes);
		const size = mediaType && mediaType !== 'image/svg+xml' ? dimensionsOf(bytes, mediaType) : undefined;
		if (size && !isDecoded(size)) throw new Error('A picture inside it is too large.');
	}
}
