import { pictureKind, type PictureKind } from '../core/image/colours.ts';
import type { Conversion, ConversionRequest, ConvertedPicture } from '../core/image/conversion.ts';
import { layoutFor, mayBeCut } from '../core/image/layout.ts';
import type { PictureLimits } from '../core/image/pictureLimits.ts';
import type { Background, Box, Size } from '../core/media.ts';
import { inOneThread, pixelsOf, type VipsImage, type VipsLibrary } from '../workers/loadVips.ts';
import { chooseBackground, backgroundColours } from './background.ts';
import { cropped, isOpaque, type OpenedPicture, type FreeLater } from './openPicture.ts';

/** Pixels along the longer side of each sample that tells a drawing from a photo. */
const glanceLength = 400;

/** Shrinks or cuts an opened picture and encodes it. `background`: the colour for transparent parts, where it is settled. */
export function convertOpened(
	opened: OpenedPicture,
	request: Pick<ConversionRequest, 'limits' | 'mediaType' | 'opaque'> & {
		readonly background?: Background | undefined;
	},
	{ vips, freeLater }: { readonly vips: VipsLibrary; readonly freeLater: FreeLater },
): Conversion {
	const { limits, mediaType, opaque } = request;
	const size: Size = { width: opened.width, height: opened.height };
	const kind = mayBeCut(size, limits)
		? pictureKindOf(samplePlaces(opened.shrunk(1), { vips, freeLater }), freeLater)
		: 'photo';
	const { scale, boxes, overlap } = layoutFor(size, { limits, kind });
	const { original, region, frames, hadMetadata } = opened;
	const converted = (pictures: readonly ConvertedPicture[], background?: Background): Conversion => {
		return { kind: 'converted', pictures, original, region, frames, background, overlap, hadMetadata };
	};
	const [whole] = boxes.length === 1 ? boxes : [];
	const isStreamed = whole !== undefined && mediaType === 'image/jpeg';
	if (isStreamed) {
		// Of these nothing needs to be known before: it is encoded while it is decoded.
		const picture = encodeJpeg(freeLater(opened.shrunk(scale)), limits, quickly);
		if (picture) return converted([{ ...picture, part: partOf(whole, picture, opened) }]);
	}
	const decoded = freeLater(freeLater(opened.shrunk(scale)).copyMemory());
	const found = isOpaque(decoded, freeLater) ? undefined : chooseBackground(rgbaOf(decoded));
	const background = found && (request.background ?? found);
	if (background === undefined && opaque === 'keep') return { kind: 'opaque' };
	const shown = onBackground(decoded, background, freeLater);
	const lossy = mediaType === 'image/jpeg' || pictureKindOf(shown, freeLater) === 'photo';
	const image = withoutAlpha(shown, freeLater);
	const pictures = boxes.map((box): ConvertedPicture => {
		const piece = whole ? image : freeLater(cropped(image, box));
		const part = partOf(box, image, opened);
		return { ...encode(piece, { limits, lossy, tries: isStreamed ? smaller : allTries, freeLater }), part };
	});
	return converted(pictures, background);
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
	const joined = freeLater(vips.Image.arrayjoin(places, { across: isTall ? 1 : places.length }));
	// Rows come in their order, once: of two threads the second would ask for a later place first.
	return freeLater(inOneThread(vips, () => joined.copyMemory()));
}

function pictureKindOf(image: VipsImage, freeLater: FreeLater): PictureKind {
	const { width, height } = image;
	if (image.bands === 4) return pictureKind({ width, height, pixels: pixelsOf(image) }, 4);
	const colours = image.bands > 3 ? freeLater(image.extractBand(0, { n: 3 })) : image;
	return pictureKind({ width, height, pixels: pixelsOf(colours) });
}

function rgbaOf(image: VipsImage): { readonly width: number; readonly height: number; readonly pixels: Uint8Array } {
	return { width: image.width, height: image.height, pixels: pixelsOf(image) };
}

function onBackground(image: VipsImage, background: Background | undefined, freeLater: FreeLater): VipsImage {
	if (background === undefined) return image;
	return freeLater(freeLater(image.flatten({ background: [...backgroundColours[background]] })).copyMemory());
}

function withoutAlpha(image: VipsImage, freeLater: FreeLater): VipsImage {
	return image.hasAlpha() ? freeLater(image.extractBand(0, { n: image.bands - 1 })) : image;
}

interface JpegOptions {
	readonly Q: number;
	/** Counts the values before it writes them: a few per cent less for half as long again. */
	readonly optimize_coding: boolean;
	readonly subsample_mode?: 'off';
}

/** For the first try, which is mostly the last. */
const quickly: JpegOptions = { Q: 90, optimize_coding: false };

/** For those that have to become smaller, best first; the last is still free of visible blocks. */
const smaller: readonly JpegOptions[] = [90, 82, 74].map((Q) => ({ Q, optimize_coding: true }));

const allTries: readonly JpegOptions[] = [quickly, ...smaller];

interface Encoding {
	readonly limits: PictureLimits;
	/** True for photos, and for pictures that were JPEG; drawings keep every pixel as long as they fit. */
	readonly lossy: boolean;
	/** How to encode it as JPEG, until it fits. */
	readonly tries: readonly JpegOptions[];
	readonly freeLater: FreeLater;
}

type Encoded = Omit<ConvertedPicture, 'part'>;

/** Encodes a picture of three channels as large as it fits. */
function encode(image: VipsImage, encoding: Encoding): Encoded {
	const { limits, lossy, tries, freeLater } = encoding;
	if (!lossy) {
		const found = ifItFits(image.pngsaveBuffer({ keep: 'none' }), 'image/png', { image, limits });
		if (found) return found;
	}
	for (const options of tries) {
		// Sharp colours matter to the text in a drawing.
		const found = encodeJpeg(image, limits, lossy ? options : { ...options, subsample_mode: 'off' });
		if (found) return found;
	}
	return encode(freeLater(freeLater(image.resize(0.85)).copyMemory()), { ...encoding, lossy: true, tries: allTries });
}

function encodeJpeg(image: VipsImage, limits: PictureLimits, options: JpegOptions): Encoded | undefined {
	return ifItFits(image.jpegsaveBuffer({ ...options, keep: 'none' }), 'image/jpeg', { image, limits });
}

function ifItFits(
	bytes: Uint8Array,
	mediaType: Encoded['mediaType'],
	{ image: { width, height }, limits }: { readonly image: Size; readonly limits: PictureLimits },
): Encoded | undefined {
	return bytes.byteLength <= limits.byteLength ? { mediaType, bytes, width, height } : undefined;
}
