import type { ConversionRequest } from '../core/image/conversion.ts';
import { icoEntries, isPngEntry } from '../core/image/ico.ts';
import { readIsoPicture } from '../core/image/isoMedia.ts';
import { mayBeCut, wholeScale } from '../core/image/layout.ts';
import type { MediaType } from '../core/image/mediaType.ts';
import { jpegMetadata } from '../core/image/jpeg.ts';
import { isDecoded, type PictureLimits } from '../core/image/pictureLimits.ts';
import { tiffMetadata } from '../core/image/tiff.ts';
import { webpMetadata } from '../core/image/webp.ts';
import { regionInPixels, sizeOfBox } from '../core/region.ts';
import type { Box, Region, Size } from '../core/media.ts';
import { errorMessage, type VipsImage, type VipsLibrary } from '../workers/loadVips.ts';
import { decodeAvif } from './formats/avif.ts';
import { decodeBmp } from './formats/bmp.ts';
import { firstGifPicture } from './formats/gif.ts';
import { decodeHeic } from './formats/heic.ts';
import { decodeIcoBitmap } from './formats/ico.ts';
import { boxShrink, partOfPixels, type DecodedPixels, type RgbaImage } from './formats/pixels.ts';
import { usualCoding } from './formats/ycbcr.ts';
import { renderSvg } from './svg/renderSvg.ts';

/** A picture whose header was read, or the region of it that is asked for: width and height are that one's, upright. */
export interface OpenedPicture extends Size {
	/**
	 * Returns the picture upright, with all sides multiplied by `scale` (at most 1), in sRGB with one byte per channel.
	 */
	shrunk(scale: number): VipsImage;
	/** The pixels of the whole, upright. */
	readonly original: Size;
	/** The region in pixels of the whole; undefined for all of it. */
	readonly region: Box | undefined;
	/** Pictures of an animation, or pages of a document; otherwise 1. */
	readonly frames: number;
	readonly hadMetadata: boolean;
}

interface OpenServices {
	readonly vips: VipsLibrary;
	readonly folder: string;
	readonly freeLater: FreeLater;
}

/** Opens a picture of any kind. Throws if it is broken. */
export async function openPicture(request: ConversionRequest, services: OpenServices): Promise<OpenedPicture> {
	const { bytes, mediaType, limits, region } = request;
	if (mediaType === 'image/bmp') return openRgba(decodeBmp(bytes), request, services);
	if (mediaType === 'image/x-icon') return openIcon(request, services);
	if (mediaType === 'image/svg+xml') {
		const { hadMetadata, ...image } = await renderSvg(bytes, { limits, folder: services.folder, vips: services.vips });
		return { ...openRgba(image, request, services), hadMetadata };
	}
	if (mediaType === 'image/gif') return openGif(request, services);
	if (mediaType !== 'image/heic' && mediaType !== 'image/avif') return openWithVips(bytes, request, services);
	const about = readIsoPicture(bytes);
	if (!about.sizes.every(isDecoded)) throw new Error('A part of the picture claims too many pixels.');
	const { frames, hadMetadata, colourProfile } = about;
	if (mediaType === 'image/avif') {
		const codedPixels = Math.max(0, ...about.sizes.map(({ width, height }) => width * height));
		const matrices = about.colourCoding ? [about.colourCoding.matrix] : about.codedMatrices;
		const picture = await decodeAvif(bytes, { folder: services.folder, codedPixels, matrices });
		return { ...openPixels(picture, services, { ...about, limits, region }), frames, hadMetadata };
	}
	// Its decoder rotates the picture itself.
	const coding = about.colourCoding ?? usualCoding;
	const factorFor = (size: Size): number => factorOf(region ? sizeOfBox(regionInPixels(region, size)) : size, limits);
	const { picture, full } = await decodeHeic(bytes, { folder: services.folder, factorFor, region, coding });
	const shown = region && regionInPixels(region, full);
	const opened = openShrunk(picture, services, { colourProfile, full: shown ? sizeOfBox(shown) : full });
	return { ...opened, original: full, region: shown, frames, hadMetadata };
}

/** Opens only the first picture of an animation: the others would be read and kept. */
function openGif(request: ConversionRequest, services: OpenServices): OpenedPicture {
	const first = firstGifPicture(request.bytes);
	if (!first) throw new Error('The first picture is incomplete.');
	if (!isDecoded(first.reach)) throw new Error('A part of the picture claims too many pixels.');
	return { ...openWithVips(first.bytes, request, services), frames: first.frames, hadMetadata: first.hadMetadata };
}

function openIcon(request: ConversionRequest, services: OpenServices): OpenedPicture {
	const [entry] = icoEntries(request.bytes);
	if (!entry) throw new Error('The icon is empty.');
	return isPngEntry(entry.bytes)
		? openWithVips(entry.bytes, request, services)
		: openRgba(decodeIcoBitmap(entry), request, services);
}

function openRgba(image: RgbaImage, request: ConversionRequest, services: OpenServices): OpenedPicture {
	return openPixels({ ...image, channels: 4, stride: image.width * 4 }, services, request);
}

/**
 * Returns the factor by which a picture is shrunk before vips copies its pixels: few machines can spare the memory of
 * 48 megapixels twice.
 */
function factorOf(size: Size, limits: PictureLimits): number {
	return mayBeCut(size, limits) ? 1 : Math.floor(1 / wholeScale(size, limits));
}

function shrinkFor(picture: DecodedPixels, limits: PictureLimits): DecodedPixels {
	const factor = factorOf(picture, limits);
	return factor > 1 ? boxShrink(picture, factor) : picture;
}

/** Stops at the first error in the data: half a picture would be described as if it were whole. */
const strict = { fail_on: 'error' } as const;

/** The image fields that reveal the person, the place or the device. */
const metadataField =
	/^(exif-|xmp-|iptc-|photoshop-|png-comment|jpeg-thumbnail|gif-comment|jpeg-comment|image-description)/;

/** Tells whether a file holds metadata that vips passes over. */
function hasOtherMetadata(bytes: Uint8Array, mediaType: MediaType): boolean {
	if (mediaType === 'image/tiff') return tiffMetadata(bytes);
	if (mediaType === 'image/jpeg') return jpegMetadata(bytes);
	return mediaType === 'image/webp' && webpMetadata(bytes);
}

function openWithVips(
	bytes: Uint8Array,
	{ region: wanted, mediaType }: Pick<ConversionRequest, 'region' | 'mediaType'>,
	{ vips, freeLater }: OpenServices,
): OpenedPicture {
	const image = vips.Image.newFromBuffer(bytes, '', strict);
	const fields = image.getFields();
	const names = Array.from({ length: fields.size() }, (_, index) => String(fields.get(index)));
	fields.delete();
	const orientation = names.includes('orientation') ? image.getInt('orientation') : 1;
	const original =
		orientation >= 5 ? { width: image.height, height: image.width } : { width: image.width, height: image.height };
	const region = wanted && regionInPixels(wanted, original);
	const size = region ? sizeOfBox(region) : original;
	const frames = names.includes('n-pages') ? Math.max(1, image.getInt('n-pages')) : 1;
	// It holds a copy of the file, and the next step makes another.
	image.delete();
	return {
		...size,
		original,
		region,
		shrunk: (scale) => {
			const target = scaledSize(size, scale);
			// A region is cut out of the whole, and shrunk only then.
			const decoded = region ? original : target;
			// Its own option `fail_on` doesn't reach the decoder.
			const strictly = { option_string: 'fail_on=error' };
			const whole = inColours((colours) =>
				freeLater(
					vips.Image.thumbnailBuffer(bytes, decoded.width, { ...sizeOptions(decoded), ...colours, ...strictly }),
				),
			);
			if (!region) return toSrgb(whole, freeLater);
			const part = freeLater(cropped(whole, region));
			const isSmaller = target.width < size.width || target.height < size.height;
			return toSrgb(isSmaller ? freeLater(part.thumbnailImage(target.width, sizeOptions(target))) : part, freeLater);
		},
		frames,
		hadMetadata: names.some((name) => metadataField.test(name)) || hasOtherMetadata(bytes, mediaType),
	};
}

/** Opens decoded pixels as they are stored, or the region of them, which is upright. */
function openPixels(
	picture: DecodedPixels,
	services: OpenServices,
	how: Turn & {
		readonly colourProfile?: Uint8Array | undefined;
		readonly limits: PictureLimits;
		readonly region?: Region | undefined;
	},
): OpenedPicture {
	const { limits, region, turns = 0 } = how;
	const { width, height } = picture;
	const original = turns % 2 === 0 ? { width, height } : { width: height, height: width };
	const part = region && partOfPixels(picture, regionInPixels(storedRegion(region, how), picture));
	// The rows of a region are still those of the whole, which vips doesn't take.
	const shrunk = part ? boxShrink(part, factorOf(part, limits)) : shrinkFor(picture, limits);
	return {
		...openShrunk(shrunk, services, { ...how, full: part ?? picture }),
		original,
		region: region && regionInPixels(region, original),
	};
}

/** How a picture is turned to be upright: counterclockwise by 90° so many times, then mirrored. */
interface Turn {
	readonly turns?: number;
	readonly mirror?: 'horizontal' | 'vertical' | undefined;
}

/** Returns where an upright region is in the picture as it is stored. */
function storedRegion({ left, top, right, bottom }: Region, { turns = 0, mirror }: Turn): Region {
	if (mirror === 'horizontal') [left, right] = [1 - right, 1 - left];
	if (mirror === 'vertical') [top, bottom] = [1 - bottom, 1 - top];
	for (let turn = 0; turn < turns; turn++) [left, top, right, bottom] = [1 - bottom, left, 1 - top, right];
	return { left, top, right, bottom };
}

/** Opens pixels that were shrunk. `full`: the size before. */
function openShrunk(
	{ width, height, channels, pixels }: DecodedPixels,
	{ vips, freeLater }: OpenServices,
	how: Turn & { readonly colourProfile?: Uint8Array | undefined; readonly full: Size },
): OpenedPicture {
	const { turns = 0, mirror, colourProfile, full } = how;
	const memory = freeLater(vips.Image.newFromMemory(pixels, width, height, channels, vips.BandFormat.uchar));
	let image = freeLater(memory.copy({ interpretation: 'srgb' }));
	if (colourProfile) image.setBlob('icc-profile-data', colourProfile);
	if (turns > 0) image = freeLater(image.rot(turns === 1 ? 'd270' : turns === 2 ? 'd180' : 'd90'));
	if (mirror) image = freeLater(image.flip(mirror));
	const size =
		turns % 2 === 0 ? { width: full.width, height: full.height } : { width: full.height, height: full.width };
	return {
		...size,
		original: size,
		region: undefined,
		shrunk: (scale) => {
			const target = scaledSize(size, scale);
			return toSrgb(
				inColours((colours) => freeLater(image.thumbnailImage(target.width, { ...sizeOptions(target), ...colours }))),
				freeLater,
			);
		},
		frames: 1,
		hadMetadata: false,
	};
}

/** Returns a part of an image. */
export function cropped(image: VipsImage, box: Box): VipsImage {
	const { width, height } = sizeOfBox(box);
	return image.crop(box.left, box.top, width, height);
}

function scaledSize({ width, height }: Size, scale: number): Size {
	return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/** Returns options for shrinking to exactly this size. */
function sizeOptions({ height }: Size): { readonly height: number; readonly size: 'force' } {
	return { height, size: 'force' };
}

/** How colours become those of usual screens. CMYK without a profile is taken as that of a usual press. */
interface ColourOptions {
	readonly output_profile?: 'srgb';
	readonly input_profile?: 'cmyk';
}

/** Shrinks by a picture's colour profile; without it, if it is broken. */
function inColours(shrink: (colours: ColourOptions) => VipsImage): VipsImage {
	try {
		return shrink({ output_profile: 'srgb', input_profile: 'cmyk' });
	} catch (error) {
		if (!errorMessage(error).includes('VipsIcc')) throw error;
		return shrink({});
	}
}

/** Returns an image of three or four channels of one byte in sRGB. */
function toSrgb(image: VipsImage, freeLater: FreeLater): VipsImage {
	const inColour = image.interpretation === 'srgb' ? image : freeLater(image.colourspace('srgb'));
	return inColour.format === 'uchar' ? inColour : freeLater(inColour.cast('uchar'));
}

/** A function that registers an image, so that its memory is freed at the end of the work. */
export type FreeLater = (image: VipsImage) => VipsImage;

/** Frees all images that `work` registered: vips has no garbage collection. */
export async function withImages<Result>(work: (freeLater: FreeLater) => Promise<Result>): Promise<Result> {
	const images = new Set<VipsImage>();
	try {
		return await work((image) => {
			images.add(image);
			return image;
		});
	} finally {
		for (const image of images) image.delete();
	}
}
