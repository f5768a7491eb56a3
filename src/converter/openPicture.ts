import type { ConversionRequest } from '../core/image/conversion.ts';
import { icoEntries, isPngEntry } from '../core/image/ico.ts';
import { readIsoPicture, type IsoPicture } from '../core/image/isoMedia.ts';
import { mayBeCut, wholeScale } from '../core/image/layout.ts';
import type { MediaType } from '../core/image/mediaType.ts';
import { stillOfSequence } from '../core/image/isoSample.ts';
import { jpegMetadata } from '../core/image/jpeg.ts';
import { isDecoded, type PictureLimits } from '../core/image/pictureLimits.ts';
import { tiffMetadata } from '../core/image/tiff.ts';
import { webpMetadata } from '../core/image/webp.ts';
import { regionInPixels, sizeOfBox } from '../core/region.ts';
import type { Box, Size } from '../core/media.ts';
import { errorMessage, pixelsOf, type VipsCodec, type VipsImage, type VipsLibrary } from '../workers/loadVips.ts';
import { decodeBmp } from './formats/bmp.ts';
import { firstGifPicture } from './formats/gif.ts';
import { decodeHeic } from './formats/heic.ts';
import { isHighRange, toneMap } from './formats/highDynamicRange.ts';
import { decodeIcoBitmap } from './formats/ico.ts';
import { boxShrink, partOfPixels, type DecodedPixels, type RgbaImage } from './formats/pixels.ts';
import { decodePsd } from './formats/psd.ts';
import { decodeQoi } from './formats/qoi.ts';
import { decodeTga } from './formats/tga.ts';
import { decodeSamples, tiffReading } from './formats/tiff.ts';
import { UnreadKindError } from './formats/unreadKind.ts';
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

export interface OpenServices {
	readonly vips: VipsLibrary;
	readonly folder: string;
	readonly freeLater: FreeLater;
}

/** The codecs that vips needs, by the type of the picture. */
export const vipsCodecs: Partial<Record<MediaType, VipsCodec>> = { 'image/avif': 'heif', 'image/jxl': 'jxl' };

type Opener = (request: ConversionRequest, services: OpenServices) => OpenedPicture | Promise<OpenedPicture>;

/** Opens a format that becomes pixels in one step. */
function opensPixels(decode: (bytes: Uint8Array) => RgbaImage): Opener {
	return (request, services) => openRgba(decode(request.bytes), request, services);
}

/** The formats that vips doesn't read as they are. */
const openers: Partial<Record<MediaType, Opener>> = {
	'image/bmp': opensPixels(decodeBmp),
	'image/qoi': opensPixels(decodeQoi),
	'image/vnd.adobe.photoshop': opensPixels(decodePsd),
	'image/x-tga': opensPixels(decodeTga),
	'image/x-icon': openIcon,
	'image/x-win-cursor': openIcon,
	'image/svg+xml': openSvg,
	'image/gif': openGif,
	'image/avif': openAvif,
	'image/tiff': openTiff,
	'image/heic': openHeic,
};

/**
 * Opens a picture of any kind. Throws if it is broken.
 * @throws UnreadKindError
 */
export async function openPicture(request: ConversionRequest, services: OpenServices): Promise<OpenedPicture> {
	const open = openers[request.mediaType];
	return open ? open(request, services) : openWithVips(request.bytes, request, services);
}

async function openSvg(request: ConversionRequest, services: OpenServices): Promise<OpenedPicture> {
	const { hadMetadata, ...image } = await renderSvg(request.bytes, { ...services, limits: request.limits });
	return { ...openRgba(image, request, services), hadMetadata };
}

function openTiff(request: ConversionRequest, services: OpenServices): OpenedPicture {
	const { bytes } = request;
	const reading = tiffReading(bytes);
	const hadMetadata = tiffMetadata(bytes);
	if (reading.by === 'vips') return { ...openWithVips(bytes, request, services), hadMetadata };
	if (reading.by === 'samples') return { ...openRgba(decodeSamples(bytes), request, services), hadMetadata };
	return { ...openWithVips(reading.bytes, { ...request, mediaType: 'image/jpeg' }, services), hadMetadata };
}

function openAvif(request: ConversionRequest, services: OpenServices): OpenedPicture {
	const about = readIso(request.bytes);
	const { frames, hadMetadata } = about;
	// A sequence may have nothing but a track, which vips doesn't read.
	const bytes = about.codecs.size > 0 ? request.bytes : (stillOfSequence(request.bytes) ?? request.bytes);
	return { ...inUsualRange(openWithVips(bytes, request, services), about, services), frames, hadMetadata };
}

/** Returns a picture as usual screens show it, if it is coded for brighter ones; a colour profile says all by itself. */
function inUsualRange(
	opened: OpenedPicture,
	{ colourProfile, colourCoding }: Pick<IsoPicture, 'colourProfile' | 'colourCoding'>,
	{ vips, freeLater }: OpenServices,
): OpenedPicture {
	if (colourProfile || !colourCoding || !isHighRange(colourCoding)) return opened;
	return {
		...opened,
		shrunk: (scale) => {
			const image = opened.shrunk(scale);
			const { width, height, bands } = image;
			const pixels = toneMap(pixelsOf(image), bands, colourCoding);
			const mapped = freeLater(vips.Image.newFromMemory(pixels, width, height, bands, vips.BandFormat.uchar));
			return freeLater(mapped.copy({ interpretation: 'srgb' }));
		},
	};
}

/** Reads what a file of the common container says. Throws if a part of it claims too many pixels. */
function readIso(bytes: Uint8Array): IsoPicture {
	const about = readIsoPicture(bytes);
	if (!about.sizes.every(isDecoded)) throw new Error('A part of the picture claims too many pixels.');
	return about;
}

/** The types of the items that its decoder reads. */
const hevcTypes = ['hvc1', 'hev1'];

/** Opens a HEIC picture; its decoder rotates it itself. */
async function openHeic({ bytes, limits, region }: ConversionRequest, services: OpenServices): Promise<OpenedPicture> {
	const { frames, hadMetadata, colourProfile, colourCoding, codecs } = readIso(bytes);
	if (codecs.size > 0 && !hevcTypes.some((type) => codecs.has(type))) throw new UnreadKindError('HEIF');
	const coding = colourCoding ?? usualCoding;
	const factorFor = (size: Size): number => factorOf(region ? sizeOfBox(regionInPixels(region, size)) : size, limits);
	const { picture, full } = await decodeHeic(bytes, { folder: services.folder, factorFor, region, coding });
	const shown = region && regionInPixels(region, full);
	const opened = openShrunk(picture, services, { colourProfile, full: shown ? sizeOfBox(shown) : full });
	const shownUsually = inUsualRange(opened, { colourProfile, colourCoding }, services);
	return { ...shownUsually, original: full, region: shown, frames, hadMetadata };
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

/** Opens decoded pixels that are upright, or a region of them. */
export function openRgba(
	image: RgbaImage,
	how: Pick<ConversionRequest, 'limits' | 'region'> & { readonly colourProfile?: Uint8Array | undefined },
	services: OpenServices,
): OpenedPicture {
	return openPixels({ ...image, channels: 4, stride: image.width * 4 }, services, how);
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

/** Decodes rows as they are asked for, from the first to the last, once. */
const inOrder = { ...strict, access: 'sequential' } as const;

/** The image fields that reveal the person, the place or the device. */
const metadataField =
	/^(exif-|xmp-|iptc-|photoshop-|png-comment|jpeg-thumbnail|gif-comment|jpeg-comment|image-description)/;

/** Tells whether a file holds metadata that vips passes over. */
function hasOtherMetadata(bytes: Uint8Array, mediaType: MediaType): boolean {
	if (mediaType === 'image/jpeg') return jpegMetadata(bytes);
	return mediaType === 'image/webp' && webpMetadata(bytes);
}

function openWithVips(
	bytes: Uint8Array,
	{ region: wanted, mediaType }: Pick<ConversionRequest, 'region' | 'mediaType'>,
	{ vips, freeLater }: OpenServices,
): OpenedPicture {
	// Vips doesn't know all brands of the common container.
	const isAvif = mediaType === 'image/avif';
	const image = isAvif ? vips.Image.heifloadBuffer(bytes, strict) : vips.Image.newFromBuffer(bytes, '', inOrder);
	const fields = image.getFields();
	const names = Array.from({ length: fields.size() }, (_, index) => String(fields.get(index)));
	fields.delete();
	const isUsual = usualInterpretations.has(image.interpretation) && !names.includes('icc-profile-data');
	const kind: ColourKind = isUsual ? 'usual' : 'profiled';
	const orientation = names.includes('orientation') ? image.getInt('orientation') : 1;
	const original =
		orientation >= 5 ? { width: image.height, height: image.width } : { width: image.width, height: image.height };
	const region = wanted && regionInPixels(wanted, original);
	const size = region ? sizeOfBox(region) : original;
	const frames = names.includes('n-pages') ? Math.max(1, image.getInt('n-pages')) : 1;
	const isPlain = kind === 'usual' && image.format === 'uchar' && orientation === 1 && !region;
	const comesInRows = mediaType === 'image/png' && !names.includes('interlaced');
	const seemsOpaque = isPlain && comesInRows && image.hasAlpha() && beginsOpaque(image, freeLater);
	// It holds a copy of the file, and the next step makes another.
	image.delete();
	return {
		...size,
		original,
		region,
		shrunk: (scale) => {
			const target = scaledSize(size, scale);
			const opaque = seemsOpaque && shrunkOpaque(bytes, target, { vips, freeLater });
			if (opaque) return toSrgb(opaque, freeLater);
			// A region is cut out of the whole, and shrunk only then.
			const decoded = region ? original : target;
			// Its own option `fail_on` doesn't reach the decoder.
			const strictly = { option_string: 'fail_on=error' };
			const whole = inColours(kind, (colours) => {
				const options = { ...sizeOptions(decoded), ...colours };
				return freeLater(
					isAvif
						? freeLater(vips.Image.heifloadBuffer(bytes, strict)).thumbnailImage(decoded.width, options)
						: vips.Image.thumbnailBuffer(bytes, decoded.width, { ...options, ...strictly }),
				);
			});
			if (!region) return toSrgb(whole, freeLater);
			const part = freeLater(cropped(whole, region));
			const isSmaller = target.width < size.width || target.height < size.height;
			return toSrgb(isSmaller ? freeLater(part.thumbnailImage(target.width, sizeOptions(target))) : part, freeLater);
		},
		frames,
		hadMetadata: names.some((name) => metadataField.test(name)) || hasOtherMetadata(bytes, mediaType),
	};
}

/** Rows among which a picture with transparent parts has some: the corners of a window, the margin of a drawing. */
const tellingRows = 64;

/** Tells whether nothing in the first rows is transparent. */
function beginsOpaque(image: VipsImage, freeLater: FreeLater): boolean {
	return isOpaque(freeLater(image.crop(0, 0, image.width, Math.min(image.height, tellingRows))), freeLater);
}

/** Tells whether nothing in an image of one byte per channel is transparent. */
export function isOpaque(image: VipsImage, freeLater: FreeLater): boolean {
	return !image.hasAlpha() || freeLater(image.extractBand(image.bands - 1)).min() === 255;
}

/**
 * Shrinks a picture of one byte per channel without weighing its colours by their opacity, which takes as long as all the
 * rest; that's right if nothing is transparent. Undefined otherwise.
 */
function shrunkOpaque(
	bytes: Uint8Array,
	{ width, height }: Size,
	{ vips, freeLater }: Pick<OpenServices, 'vips' | 'freeLater'>,
): VipsImage | undefined {
	const image = vips.Image.newFromBuffer(bytes, '', inOrder);
	const resized = image.resize(width / image.width, { vscale: height / image.height });
	const shrunk = freeLater(resized.copyMemory());
	resized.delete();
	image.delete();
	return isOpaque(shrunk, freeLater) ? shrunk : undefined;
}

/** Opens decoded pixels, or the region of them. */
function openPixels(
	picture: DecodedPixels,
	services: OpenServices,
	{ limits, region }: Pick<ConversionRequest, 'limits' | 'region'>,
): OpenedPicture {
	const shown = region && regionInPixels(region, picture);
	const part = shown && partOfPixels(picture, shown);
	// The rows of a region are still those of the whole, which vips doesn't take.
	const shrunk = part ? boxShrink(part, factorOf(part, limits)) : shrinkFor(picture, limits);
	const { width, height } = picture;
	return { ...openShrunk(shrunk, services, { full: part ?? picture }), original: { width, height }, region: shown };
}

/** Opens pixels that were shrunk. `full`: the size before. */
function openShrunk(
	{ width, height, channels, pixels }: DecodedPixels,
	{ vips, freeLater }: OpenServices,
	{ colourProfile, full }: { readonly colourProfile?: Uint8Array | undefined; readonly full: Size },
): OpenedPicture {
	const memory = freeLater(vips.Image.newFromMemory(pixels, width, height, channels, vips.BandFormat.uchar));
	const image = freeLater(memory.copy({ interpretation: 'srgb' }));
	if (colourProfile) image.setBlob('icc-profile-data', colourProfile);
	const size = { width: full.width, height: full.height };
	return {
		...size,
		original: size,
		region: undefined,
		shrunk: (scale) => {
			const target = scaledSize(size, scale);
			return toSrgb(
				inColours(colourProfile ? 'profiled' : 'usual', (colours) =>
					freeLater(image.thumbnailImage(target.width, { ...sizeOptions(target), ...colours })),
				),
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

/** The colours of usual screens in vips' words, of one byte or two. */
const usualInterpretations: ReadonlySet<string> = new Set(['srgb', 'rgb', 'b-w', 'rgb16', 'grey16']);

/** Tells whether colours are converted: by a profile, or from inks or light. */
type ColourKind = 'profiled' | 'usual';

/**
 * Shrinks by a picture's colour profile; without it, if it is broken or there is none: converting from usual screens to usual
 * screens takes as long as decoding.
 */
function inColours(kind: ColourKind, shrink: (colours: ColourOptions) => VipsImage): VipsImage {
	if (kind === 'usual') return shrink({});
	try {
		return shrink({ output_profile: 'srgb', input_profile: 'cmyk' });
	} catch (error) {
		if (!errorMessage(error).includes('VipsIcc')) throw error;
		return shrink({});
	}
}

/** Returns an image of three or four channels of one byte in sRGB. */
export function toSrgb(image: VipsImage, freeLater: FreeLater): VipsImage {
	const inColour = image.interpretation === 'srgb' ? image : freeLater(image.colourspace('srgb'));
	return inColour.format === 'uchar' ? inColour : freeLater(inColour.cast('uchar'));
}

/** A function that registers an image, so that its memory is freed at the end of the work. */
export type FreeLater = (image: VipsImage) => VipsImage;

/** Frees all images that `work` registered: vips has no garbage collection. */
export async function withImages<Result>(work: (freeLater: FreeLater) => Promise<Result> | Result): Promise<Result> {
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
