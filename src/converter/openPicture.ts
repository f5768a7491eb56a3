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
	readonly keep: KeepImage;
}

/** Opens a picture of any kind. Throws if it is broken. */
export async function openPicture(request: ConversionRequest, tools: OpenServices): Promise<OpenedPicture> {
	const { bytes, mediaType, limits } = request;
	if (mediaType === 'image/bmp') return openRgba(decodeBmp(bytes), request, tools);
	if (mediaType === 'image/x-icon') return openIcon(request, tools);
	if (mediaType === 'image/svg+xml') {
		return openRgba(await renderSvg(bytes, { limits, folder: tools.folder, vips: tools.vips }), request, tools);
	}
	if (mediaType === 'image/gif') return openGif(bytes, tools);
	if (mediaType !== 'image/heic' && mediaType !== 'image/avif') return openWithVips(bytes, tools);
	const about = readIsoPicture(bytes);
	if (!about.sizes.every(isDecoded)) throw new Error('A part of it claims more pixels than are decoded.');
	const { frames, hadMetadata, colourProfile } = about;
	if (mediaType === 'image/avif') {
		const codedPixels = Math.max(0, ...about.sizes.map(({ width, height }) => width * height));
		const picture = await decodeAvif(bytes, { folder: tools.folder, codedPixels });
		return { ...openPixels(shrinkFor(picture, limits), tools, { ...about, full: picture }), frames, hadMetadata };
	}
	// Its decoder rotates the picture itself.
	const coding = about.colourCoding ?? usualCoding;
	const factorFor = (size: Size): number => factorOf(size, limits);
	const { picture, full } = await decodeHeic(bytes, { folder: tools.folder, factorFor, coding });
	return { ...openPixels(picture, tools, { colourProfile, full }), frames, hadMetadata };
}

/** Opens only the first picture of an animation: the others would be read and kept. */
function openGif(bytes: Uint8Array, tools: OpenServices): OpenedPicture {
	const first = firstGifPicture(bytes);
	if (!first) throw new Error('The first picture is not whole.');
	if (!isDecoded(first.reach)) throw new Error('A part of it claims more pixels than are decoded.');
	return { ...openWithVips(first.bytes, tools), frames: first.frames };
}

function openIcon(request: ConversionRequest, tools: OpenServices): OpenedPicture {
	const [entry] = icoEntries(request.bytes);
	if (!entry) throw new Error('The icon is empty.');
	return isPngEntry(entry.bytes) ? openWithVips(entry.bytes, tools) : openRgba(decodeIcoBitmap(entry), request, tools);
}

function openRgba(image: RgbaImage, { limits }: ConversionRequest, tools: OpenServices): OpenedPicture {
	const picture = { ...image, channels: 4, stride: image.width * 4 } as const;
	return openPixels(shrinkFor(picture, limits), tools, { full: image });
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

function openWithVips(bytes: Uint8Array, { vips, keep }: OpenServices): OpenedPicture {
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
			return toSrgb(keep(vips.Image.thumbnailBuffer(bytes, target.width, options)), keep);
		},
		frames,
		hadMetadata: names.some((name) => metadataField.test(name)),
	};
}

/** Opens decoded pixels. `turns`: counterclockwise by 90°; `full`: the size before shrinking. */
function openPixels(
	{ width, height, channels, pixels }: DecodedPixels,
	{ vips, keep }: OpenServices,
	how: {
		readonly turns?: number;
		readonly mirror?: 'horizontal' | 'vertical' | undefined;
		readonly colourProfile?: Uint8Array | undefined;
		readonly full: Size;
	},
): OpenedPicture {
	const { turns = 0, mirror, colourProfile, full } = how;
	const memory = keep(vips.Image.newFromMemory(pixels, width, height, channels, vips.BandFormat.uchar));
	let image = keep(memory.copy({ interpretation: 'srgb' }));
	if (colourProfile) image.setBlob('icc-profile-data', colourProfile);
	if (turns > 0) image = keep(image.rot(turns === 1 ? 'd270' : turns === 2 ? 'd180' : 'd90'));
	if (mirror) image = keep(image.flip(mirror));
	const size =
		turns % 2 === 0 ? { width: full.width, height: full.height } : { width: full.height, height: full.width };
	return {
		...size,
		shrunk: (scale) => {
			const target = scaledSize(size, scale);
			return toSrgb(keep(image.thumbnailImage(target.width, thumbnailOptions(target))), keep);
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
function toSrgb(image: VipsImage, keep: KeepImage): VipsImage {
	const inColour = image.interpretation === 'srgb' ? image : keep(image.colourspace('srgb'));
	return inColour.format === 'uchar' ? inColour : keep(inColour.cast('uchar'));
}

/** A function that registers an image, so that its memory is freed at the end of the work. */
export type KeepImage = (image: VipsImage) => VipsImage;

/** Frees all images that `work` kept: vips has no garbage collection. */
export async function withImages<Result>(work: (keep: KeepImage) => Promise<Result>): Promise<Result> {
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
