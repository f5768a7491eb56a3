import type { ConversionRequest } from '../core/image/conversion.ts';
import { icoEntries, isPngEntry } from '../core/image/ico.ts';
import { readIsoPicture } from '../core/image/isoMedia.ts';
import { mayBeCut, wholeScale } from '../core/image/layout.ts';
import { isDecoded, type PictureLimits } from '../core/image/pictureLimits.ts';
import type { Size } from '../core/media.ts';
import type { VipsImage, VipsLibrary } from '../workers/loadVips.ts';
import { decodeAvif } from './formats/avif.ts';
import { decodeBmp } from './formats/bmp.ts';
import { firstGifPicture } from './formats/gif.ts';
import { decodeHeic } from './formats/heic.ts';
import { decodeIcoBitmap } from './formats/ico.ts';
import { boxShrink, type DecodedPixels, type RgbaImage } from './formats/pixels.ts';
import { usualCoding } from './formats/ycbcr.ts';
import { renderSvg } from './svg/renderSvg.ts';

/** A picture whose header was read. */
export interface OpenedPicture extends Size {
	/**
	 * Returns the picture upright, with all sides multiplied by `scale` (at most 1), in sRGB with one byte per channel.
	 */
	shrunk(scale: number): VipsImage;
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
	const { bytes, mediaType, limits } = request;
	if (mediaType === 'image/bmp') return openRgba(decodeBmp(bytes), request, services);
	if (mediaType === 'image/x-icon') return openIcon(request, services);
	if (mediaType === 'image/svg+xml') {
		return openRgba(
			await renderSvg(bytes, { limits, folder: services.folder, vips: services.vips }),
			request,
			services,
		);
	}
	if (mediaType === 'image/gif') return openGif(bytes, services);
	if (mediaType !== 'image/heic' && mediaType !== 'image/avif') return openWithVips(bytes, services);
	const about = readIsoPicture(bytes);
	if (!about.sizes.every(isDecoded)) throw new Error('A part of the picture claims too many pixels.');
	const { frames, hadMetadata, colourProfile } = about;
	if (mediaType === 'image/avif') {
		const codedPixels = Math.max(0, ...about.sizes.map(({ width, height }) => width * height));
		const matrices = about.colourCoding ? [about.colourCoding.matrix] : about.codedMatrices;
		const picture = await decodeAvif(bytes, { folder: services.folder, codedPixels, matrices });
		return { ...openPixels(shrinkFor(picture, limits), services, { ...about, full: picture }), frames, hadMetadata };
	}
	// Its decoder rotates the picture itself.
	const coding = about.colourCoding ?? usualCoding;
	const factorFor = (size: Size): number => factorOf(size, limits);
	const { picture, full } = await decodeHeic(bytes, { folder: services.folder, factorFor, coding });
	return { ...openPixels(picture, services, { colourProfile, full }), frames, hadMetadata };
}

/** Opens only the first picture of an animation: the others would be read and kept. */
function openGif(bytes: Uint8Array, services: OpenServices): OpenedPicture {
	const first = firstGifPicture(bytes);
	if (!first) throw new Error('The first picture is incomplete.');
	if (!isDecoded(first.reach)) throw new Error('A part of the picture claims too many pixels.');
	return { ...openWithVips(first.bytes, services), frames: first.frames };
}

function openIcon(request: ConversionRequest, services: OpenServices): OpenedPicture {
	const [entry] = icoEntries(request.bytes);
	if (!entry) throw new Error('The icon is empty.');
	return isPngEntry(entry.bytes)
		? openWithVips(entry.bytes, services)
		: openRgba(decodeIcoBitmap(entry), request, services);
}

function openRgba(image: RgbaImage, { limits }: ConversionRequest, services: OpenServices): OpenedPicture {
	const picture = { ...image, channels: 4, stride: image.width * 4 } as const;
	return openPixels(shrinkFor(picture, limits), services, { full: image });
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

function openWithVips(bytes: Uint8Array, { vips, freeLater }: OpenServices): OpenedPicture {
	const image = vips.Image.newFromBuffer(bytes, '', strict);
	const fields = image.getFields();
	const names = Array.from({ length: fields.size() }, (_, index) => String(fields.get(index)));
	fields.delete();
	const orientation = names.includes('orientation') ? image.getInt('orientation') : 1;
	const { width, height } =
		orientation >= 5 ? { width: image.height, height: image.width } : { width: image.width, height: image.height };
	const frames = names.includes('n-pages') ? Math.max(1, image.getInt('n-pages')) : 1;
	// It holds a copy of the file, and the next step makes another.
	image.delete();
	return {
		width,
		height,
		shrunk: (scale) => {
			const target = scaledSize({ width, height }, scale);
			// Its own option `fail_on` doesn't reach the decoder.
			const options = { ...thumbnailOptions(target), option_string: 'fail_on=error' };
			return toSrgb(freeLater(vips.Image.thumbnailBuffer(bytes, target.width, options)), freeLater);
		},
		frames,
		hadMetadata: names.some((name) => metadataField.test(name)),
	};
}

/** Opens decoded pixels. `turns`: counterclockwise by 90°; `full`: the size before shrinking. */
function openPixels(
	{ width, height, channels, pixels }: DecodedPixels,
	{ vips, freeLater }: OpenServices,
	how: {
		readonly turns?: number;
		readonly mirror?: 'horizontal' | 'vertical' | undefined;
		readonly colourProfile?: Uint8Array | undefined;
		readonly full: Size;
	},
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
		shrunk: (scale) => {
			const target = scaledSize(size, scale);
			return toSrgb(freeLater(image.thumbnailImage(target.width, thumbnailOptions(target))), freeLater);
		},
		frames: 1,
		hadMetadata: false,
	};
}

function scaledSize({ width, height }: Size, scale: number): Size {
	return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/** Returns options for shrinking. CMYK without a profile is taken as that of a usual press. */
function thumbnailOptions({ height }: Size): {
	readonly height: number;
	readonly size: 'force';
	readonly output_profile: 'srgb';
	readonly input_profile: 'cmyk';
} {
	return { height, size: 'force', output_profile: 'srgb', input_profile: 'cmyk' };
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
