import { initWasm, Resvg } from '@resvg/resvg-wasm';
import { mayBeCut, wholeScale } from '../../core/image/layout.ts';
import { TooManyPartsError } from '../../core/image/partLimit.ts';
import { isDecoded, mostPixels, type PictureLimits } from '../../core/image/pictureLimits.ts';
import type { VipsLibrary } from '../../workers/loadVips.ts';
import { unpackLimited } from '../../workers/unpack.ts';
import type { RgbaImage } from '../formats/pixels.ts';
import { TooComplexError } from '../formats/tooComplex.ts';
import { shippedFonts, systemFonts } from './fonts.ts';
import { makePlain } from './plainSvg.ts';
import { svgCost, type FilterSteps, type SvgCost } from './svgCost.ts';
import { allElements, parseSvg, writeSvg, type SvgElement } from './svgDocument.ts';
import { decodeText, judgePictures, setPicture, type InnerPicture } from './svgPictures.ts';

let started: Promise<void> | undefined;

/** The memory limit of the rasterizer in bytes. */
const mostBytes = 640 * 2 ** 20;

/** The bytes of it for layers, and for the decoded pictures inside: the drawing is shrunk until they suffice. */
const layerBytes = 256e6;
const pictureBytes = 160e6;

/** The most steps of all filters together: some ten seconds. */
const mostSteps = 3e9;

/**
 * The least length of the longer side: an icon of 16 pixels is drawn larger, since a drawing has no pixels of its own.
 */
const leastSide = 768;

/** The size below which a drawing with too many layers is refused: nothing in it could be read. */
const leastLegible = 512;

/** A drawing as pixels. */
interface DrawnSvg extends RgbaImage {
	readonly hadMetadata: boolean;
}

/**
 * Draws an SVG file with its text. Throws if it isn't SVG, or contains a picture that is too large.
 * @throws TooComplexError
 */
export async function renderSvg(
	bytes: Uint8Array,
	{ limits, folder, vips }: { readonly limits: PictureLimits; readonly folder: string; readonly vips: VipsLibrary },
): Promise<DrawnSvg> {
	started ??= unpackLimited(folder, { name: 'resvg.wasm', mostBytes }).then((program) => initWasm(program));
	await started;
	const source = decodeText(bytes);
	const drawing = parseSvg(source);
	const hadMetadata = svgMetadata(drawing, source);
	makePlain(drawing);
	const pictures = judgePictures(drawing);
	const cost = drawingCost(drawing);
	const innerLayers = Array.from(pictures.values(), ({ drawing: inner }) => (inner ? drawingCost(inner).layers : 0));
	const layers = cost.layers + innerLayers.reduce((most, inner) => Math.max(most, inner), 0);
	shrinkPictures(pictures, cost, vips);
	const hasText = [...allElements(drawing)].some(({ kind }) => kind === 'text');
	// Its sign for colour has the renderer give up on all other fonts.
	const text = writeSvg(drawing).replaceAll('\u{FE0F}', '');
	const fonts = hasText ? [...(await shippedFonts(folder, text)), ...(await systemFonts(text))] : [];
	try {
		return { ...rasterise(text, { fonts, limits, layers, steps: cost.steps }), hadMetadata };
	} catch (error) {
		// A Rust program ends this way when it runs out of memory.
		if (error instanceof Error && error.name === 'RuntimeError') throw new TooComplexError(error);
		throw error;
	}
}

/** Prefixes of what belongs to SVG itself. */
const ownPrefixes = new Set(['', 'svg', 'xlink', 'xml', 'xmlns']);

/** Tells whether a drawing has words about itself, comments, or what editors keep in it. */
function svgMetadata(drawing: SvgElement, source: string): boolean {
	if (source.includes('<!--')) return true;
	return [...allElements(drawing)].some(
		({ kind, name, attributes }) =>
			kind === 'metadata' || [name, ...attributes.keys()].some((key) => !ownPrefixes.has(prefixOf(key))),
	);
}

function prefixOf(name: string): string {
	return name.includes(':') ? name.slice(0, name.indexOf(':')) : '';
}

/** Returns the layers and pictures that drawing takes. */
function drawingCost(drawing: SvgElement): SvgCost {
	try {
		return svgCost(drawing);
	} catch (error) {
		if (error instanceof TooManyPartsError) throw new TooComplexError(error);
		throw error;
	}
}

/** Shrinks the pictures inside a drawing until all of them together fit, each counted as often as it is drawn. */
function shrinkPictures(pictures: ReadonlyMap<SvgElement, InnerPicture>, cost: SvgCost, vips: VipsLibrary): void {
	let total = 0;
	for (const [element, { width, height }] of pictures) total += width * height * 4 * (cost.drawn.get(element) ?? 0);
	if (total <= pictureBytes) return;
	const scale = Math.sqrt(pictureBytes / total);
	for (const [element, picture] of pictures) {
		if (picture.width === 0) continue;
		const [width, height] = [picture.width, picture.height].map((side) => Math.max(1, Math.floor(side * scale)));
		const image = vips.Image.thumbnailBuffer(picture.bytes, width ?? 1, { height: height ?? 1, size: 'force' });
		try {
			setPicture(element, { ...picture, mediaType: 'image/png', bytes: image.pngsaveBuffer({ keep: 'none' }) });
		} finally {
			image.delete();
		}
		// Without these attributes it is shown as large as its file says.
		if (!element.attributes.has('width') && !element.attributes.has('height')) {
			element.attributes.set('width', String(picture.width));
			element.attributes.set('height', String(picture.height));
		}
	}
}

function rasterise(
	text: string,
	{
		fonts,
		limits,
		layers,
		steps,
	}: {
		readonly fonts: readonly Buffer[];
		readonly limits: PictureLimits;
		readonly layers: number;
		readonly steps: FilterSteps;
	},
): RgbaImage {
	const empty = new Resvg(text, { font: { fontBuffers: [] } });
	const size = { width: empty.width, height: empty.height };
	empty.free();
	const scale = drawingScale(size, { limits, layers, steps });
	if (!isDecoded({ width: size.width * scale, height: size.height * scale }))
		throw new TooComplexError('The drawing is too long for its width.');
	const drawing = new Resvg(text, {
		fitTo: { mode: 'zoom', value: scale },
		font: {
			fontBuffers: [...fonts],
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
		return { width: rendered.width, height: rendered.height, pixels: unpremultiply(rendered.pixels) };
	} finally {
		rendered.free();
		drawing.free();
	}
}

/** Undoes the rasterizer's multiplication of colours by their opacity. */
function unpremultiply(pixels: Uint8Array): Uint8Array {
	for (let index = 0; index < pixels.length; index += 4) {
		const opacity = pixels[index + 3] ?? 0;
		if (opacity === 0 || opacity === 255) continue;
		for (let channel = index; channel < index + 3; channel++) {
			pixels[channel] = Math.min(255, Math.round(((pixels[channel] ?? 0) * 255) / opacity));
		}
	}
	return pixels;
}

function drawingScale(
	size: { readonly width: number; readonly height: number },
	{ limits, layers, steps }: { readonly limits: PictureLimits; readonly layers: number; readonly steps: FilterSteps },
): number {
	const longest = Math.max(size.width, size.height);
	const enlarged = Math.max(1, leastSide / longest);
	const most = mayBeCut(size, limits)
		? Math.sqrt(mostPixels / 4 / (size.width * size.height))
		: wholeScale(size, limits);
	const wanted = Math.min(enlarged, enlarged > 1 ? enlarged : most);
	const pixels = size.width * size.height;
	const possible = Math.min(
		Math.sqrt(layerBytes / (4 * Math.max(1, layers) * pixels)),
		Math.sqrt(mostSteps / (Math.max(1, steps.fixed) * pixels)),
		// The area grows with the scale as the pixels do.
		Math.sqrt(Math.sqrt(mostSteps / (Math.max(1, steps.area) * pixels))),
	);
	if (possible < wanted && possible * longest < leastLegible)
		throw new TooComplexError('The drawing has too many layers or steps.');
	return Math.min(wanted, possible);
}
