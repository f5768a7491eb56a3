import { pictureKind, type PictureKind } from '../core/image/colours.ts';
import type { Conversion, ConversionRequest, ConvertedPicture } from '../core/image/conversion.ts';
import { layoutFor, mayBeCut } from '../core/image/layout.ts';
import { isDecoded, type PictureLimits } from '../core/image/pictureLimits.ts';
import type { Background, Box, Size } from '../core/media.ts';
import { errorMessage, pixelsOf, type VipsImage, type VipsLibrary } from '../workers/loadVips.ts';
import { chooseBackground, backgroundColours } from './background.ts';
import { TooComplexError } from './formats/tooComplex.ts';
import { UnreadKindError } from './formats/unreadKind.ts';
import { cropped, openPicture, type OpenedPicture, withImages, type FreeLater } from './openPicture.ts';

export interface ConverterServices {
	readonly vips: VipsLibrary;
	/** The folder with the programs of the other decoders, and the fonts. */
	readonly folder: string;
}

/** Pixels along the longer side of each sample that tells a drawing from a photo. */
const glanceLength = 400;

/**
 * Decodes a picture, turns it upright, shrinks or cuts it and encodes it. Throws if the process itself can't continue.
 */
export async function convertPicture(request: ConversionRequest, services: ConverterServices): Promise<Conversion> {
	forgetErrors(services.vips);
	return withImages(async (freeLater) => {
		let opened: OpenedPicture;
		try {
			opened = await openPicture(request, { ...services, freeLater });
			if (!isDecoded(opened.original)) return { kind: 'tooLarge', ...opened.original };
			return convertOpened(opened, request, { ...services, freeLater });
		} catch (error) {
			if (error instanceof UnreadKindError) return { kind: 'unreadKind', format: error.format };
			if (error instanceof TooComplexError) return { kind: 'tooComplex', reason: error.message };
			// A program that broke down can't be trusted with the next picture.
			if (error instanceof Error && error.name === 'RuntimeError') throw error;
			const reason = errorMessage(error);
			return { kind: /out of memory|memory allocation/i.test(reason) ? 'tooComplex' : 'broken', reason };
		}
	});
}

/** Empties vips' list of messages, which grows until an error takes them all: a reason would name earlier pictures. */
function forgetErrors(vips: VipsLibrary): void {
	try {
		vips.Image.newFromBuffer(new Uint8Array(), '').delete();
	} catch {
		// It took the messages with it.
	}
}

function convertOpened(
	opened: OpenedPicture,
	request: ConversionRequest,
	{ vips, freeLater }: { readonly vips: VipsLibrary; readonly freeLater: FreeLater },
): Conversion {
	const { limits, mediaType, opaque } = request;
	const size: Size = { width: opened.width, height: opened.height };
	const kind = mayBeCut(size, limits)
		? pictureKindOf(samplePlaces(opened.shrunk(1), { vips, freeLater }), freeLater)
		: 'photo';
	const layout = layoutFor(size, { limits, kind });
	let image = freeLater(opened.shrunk(layout.scale).copyMemory());
	const background = image.hasAlpha() ? chooseBackground(rgbaOf(image)) : undefined;
	if (background === undefined && opaque === 'keep') return { kind: 'opaque' };
	image = withoutAlpha(image, background, freeLater);
	const encoding = { limits, lossy: mediaType === 'image/jpeg' || pictureKindOf(image, freeLater) === 'photo' };
	const isWhole = layout.boxes.length === 1;
	const pictures = layout.boxes.map((box): ConvertedPicture => {
		const piece = isWhole ? image : freeLater(cropped(image, box));
		const part = partOf(box, image, opened);
		return { ...encode(piece, { ...encoding, freeLater }), part };
	});
	const { original, region, frames, hadMetadata } = opened;
	return { kind: 'converted', pictures, original, region, frames, background, overlap: layout.overlap, hadMetadata };
}

/** Returns what of the original a box of the shrunk picture shows. */
function partOf(box: Box, shrunk: Size, { width, height, region }: OpenedPicture): Box {
	const [across, down] = [width / shrunk.width, height / shrunk.height];
	const { left, top } = region ?? { left: 0, top: 0 };
	return {
		left: left + box.left * across,
		top: top + box.top * down,
		right: left + box.right * across,
		bottom: top + box.bottom * down,
	};
}

/** Returns three samples of a long picture, side by side, unscaled: shrunk, a page full of text looks like a photo. */
function samplePlaces(
	image: VipsImage,
	{ vips, freeLater }: { readonly vips: VipsLibrary; readonly freeLater: FreeLater },
): VipsImage {
	const { width, height } = image;
	const isTall = height > width;
	const long = Math.max(width, height);
	const length = Math.min(glanceLength, long);
	const places = [1, 2, 3].map((quarter) => {
		const start = Math.round((quarter / 4) * (long - length));
		return freeLater(isTall ? image.crop(0, start, width, length) : image.crop(start, 0, length, height));
	});
	return freeLater(vips.Image.arrayjoin(places, { across: isTall ? 1 : places.length }));
}

function pictureKindOf(image: VipsImage, freeLater: FreeLater): PictureKind {
	const { width, height } = image;
	const colours = image.bands > 3 ? freeLater(image.extractBand(0, { n: 3 })) : image;
	return pictureKind({ width, height, pixels: pixelsOf(colours) });
}

function rgbaOf(image: VipsImage): { readonly width: number; readonly height: number; readonly pixels: Uint8Array } {
	return { width: image.width, height: image.height, pixels: pixelsOf(image) };
}

function withoutAlpha(image: VipsImage, background: Background | undefined, freeLater: FreeLater): VipsImage {
	if (!image.hasAlpha()) return image;
	return background === undefined
		? freeLater(image.extractBand(0, { n: image.bands - 1 }))
		: freeLater(freeLater(image.flatten({ background: [...backgroundColours[background]] })).copyMemory());
}

/** JPEG qualities, best first; the last is still free of visible blocks. */
const qualities = [90, 82, 74] as const;

interface Encoding {
	readonly limits: PictureLimits;
	/** True for photos, and for pictures that were JPEG; drawings keep every pixel as long as they fit. */
	readonly lossy: boolean;
	readonly freeLater: FreeLater;
}

/** Encodes a picture of three channels as large as it fits. */
function encode(image: VipsImage, encoding: Encoding): Omit<ConvertedPicture, 'part'> {
	const { limits, lossy, freeLater } = encoding;
	const { width, height } = image;
	const take = (mediaType: ConvertedPicture['mediaType'], bytes: Uint8Array): ReturnType<typeof encode> | undefined =>
		bytes.byteLength <= limits.byteLength ? { mediaType, bytes, width, height } : undefined;
	if (!lossy) {
		const found = take('image/png', image.pngsaveBuffer({ keep: 'none' }));
		if (found) return found;
	}
	for (const quality of qualities) {
		// Sharp colours matter to the text in a drawing.
		const subsampling = lossy ? {} : { subsample_mode: 'off' };
		const options = { Q: quality, optimize_coding: true, keep: 'none', ...subsampling };
		const found = take('image/jpeg', image.jpegsaveBuffer(options));
		if (found) return found;
	}
	return encode(freeLater(freeLater(image.resize(0.85)).copyMemory()), { ...encoding, lossy: true });
}
