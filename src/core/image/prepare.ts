import { FailureError, throwIfCancelled } from '../failure.ts';
import type { PictureOrigin, PreparedImage, Region, Tile, Size } from '../media.ts';
import { concatBytes, totalLength } from './bytes.ts';
import type { Conversion, Converter } from './conversion.ts';
import { dimensionsOf } from './dimensions.ts';
import { turnsSideways } from './exif.ts';
import { cleanJpeg } from './jpeg.ts';
import { mediaTypeOf, type MediaType } from './mediaType.ts';
import { TooManyPartsError } from './partLimit.ts';
import { fits, isDecoded, type PictureLimits } from './pictureLimits.ts';
import { cleanPng, type Zlib } from './png.ts';
import { rawPreview } from './rawPreview.ts';
import { sizeOfBox } from '../region.ts';

/** The services that `prepare` uses. */
export interface PrepareServices {
	readonly converter: Converter;
	readonly zlib: Zlib;
	readonly limits: PictureLimits;
	readonly signal: AbortSignal;
}

/**
 * Prepares a file's bytes for sending, or refuses them. Pictures that fit are not decoded; a capture that is cut
 * becomes several, in reading order. `name` is for people; the type follows from the bytes. `region`: the part to cut out.
 * @throws FailureError `fileEmpty`, `notAPicture`, `video`, `pictureBroken`, `pictureKindUnread`, `pictureTooLarge`, `pictureTooComplex`, or
 * what `Converter.convert` throws
 */
export async function prepare(
	{ bytes, name, region }: { readonly bytes: Uint8Array; readonly name: string; readonly region?: Region | undefined },
	{ converter, zlib, limits, signal }: PrepareServices,
): Promise<readonly PreparedImage[]> {
	const file = pictureIn(bytes, { name, zlib });
	const images = await preparePicture(file, { name, region }, { converter, zlib, limits, signal });
	return file.isPreview ? images.map((image) => previewImage(image, file)) : images;
}

async function preparePicture(
	{ bytes, mediaType, byteLength }: PictureFile,
	{ name, region }: { readonly name: string; readonly region: Region | undefined },
	{ converter, zlib, limits, signal }: PrepareServices,
): Promise<readonly PreparedImage[]> {
	if (mediaType !== 'image/svg+xml') {
		const size = dimensionsOf(bytes, mediaType);
		if (!size) throw new FailureError({ kind: 'pictureBroken', name });
		if (!isDecoded(size)) throw new FailureError({ kind: 'pictureTooLarge', name, ...size });
	}
	const clean = cleaned(bytes, { mediaType, name, zlib });
	const left =
		!region && clean?.isReady && fits(clean, limits) ? unchangedImage(clean, { bytes, name, mediaType }) : undefined;
	if (left && !clean?.mayBeTransparent) return [left];
	const conversion = await converter.convert(
		{ bytes, mediaType, limits, opaque: left ? 'keep' : 'convert', region },
		{ name, signal },
	);
	throwIfCancelled(signal);
	switch (conversion.kind) {
		case 'opaque':
			if (left) return [left];
			throw new FailureError({ kind: 'conversionFailed', name, reason: 'nothing came out' });
		case 'broken':
			throw new FailureError({ kind: 'pictureBroken', name }, { cause: conversion.reason });
		case 'tooComplex':
			throw new FailureError({ kind: 'pictureTooComplex', name }, { cause: conversion.reason });
		case 'unreadKind':
			throw new FailureError({ kind: 'pictureKindUnread', name, format: conversion.format });
		case 'tooLarge': {
			const { width, height } = conversion;
			throw new FailureError({ kind: 'pictureTooLarge', name, width, height });
		}
		case 'converted':
			return convertedImages(conversion, { name, mediaType, byteLength, clean });
	}
}

/**
 * Returns the picture unchanged, without its metadata, if it can be sent so; undefined if it needs a converter.
 * @throws FailureError `fileEmpty`, `notAPicture`, `video` or `pictureBroken`
 */
export function prepareUnchanged(bytes: Uint8Array, name: string, zlib: Zlib): PreparedImage | undefined {
	const file = pictureIn(bytes, { name, zlib });
	const clean = cleaned(file.bytes, { mediaType: file.mediaType, name, zlib });
	if (!clean?.isReady) return undefined;
	const image = unchangedImage(clean, { ...file, name });
	return file.isPreview ? previewImage(image, file) : image;
}

/** What is decoded of a file. */
interface PictureFile {
	readonly bytes: Uint8Array;
	readonly mediaType: MediaType;
	/** The length of the file itself. */
	readonly byteLength: number;
	/** True if it is the picture that a camera keeps beside its raw data. */
	readonly isPreview: boolean;
}

/** Returns what is decoded of a file: itself, a drawing that is packed in it, or a camera's own preview. */
function pictureIn(file: Uint8Array, { name, zlib }: { readonly name: string; readonly zlib: Zlib }): PictureFile {
	const bytes = drawingIn(file, zlib) ?? file;
	const mediaType = pictureTypeOf(bytes, name);
	const { byteLength } = file;
	if (mediaType === 'image/heif') throw new FailureError({ kind: 'pictureKindUnread', name, format: 'HEIF' });
	if (mediaType !== 'image/x-raw') return { bytes, mediaType, byteLength, isPreview: false };
	const preview = rawPreview(bytes);
	if (!preview) throw new FailureError({ kind: 'pictureKindUnread', name, format: 'RAW' });
	return { bytes: preview, mediaType: 'image/jpeg', byteLength, isPreview: true };
}

/** The most bytes of a packed drawing: as many characters as a drawing may have. */
const mostUnpacked = 64 * 2 ** 20;

/** Unpacks a drawing that is packed with gzip (SVGZ); undefined for any other file. */
function drawingIn(file: Uint8Array, { gunzip }: Zlib): Uint8Array | undefined {
	const unpacked = file[0] === 0x1f && file[1] === 0x8b ? gunzip(file, mostUnpacked) : undefined;
	return unpacked && mediaTypeOf(unpacked) === 'image/svg+xml' ? unpacked : undefined;
}

/** Says of a picture that it is a camera's preview; the raw data hold more about the person and the place. */
function previewImage(image: PreparedImage, { byteLength }: PictureFile): PreparedImage {
	const { width, height } = image.origin ?? image;
	const origin = { ...image.origin, mediaType: 'image/x-raw', width, height, byteLength, metadataRemoved: true };
	return { ...image, origin: { ...origin, isPreview: true } };
}

function pictureTypeOf(bytes: Uint8Array, name: string): MediaType {
	if (bytes.byteLength === 0) throw new FailureError({ kind: 'fileEmpty', name });
	const mediaType = mediaTypeOf(bytes);
	if (mediaType === undefined) throw new FailureError({ kind: 'notAPicture', name });
	if (mediaType.startsWith('video/')) throw new FailureError({ kind: 'video', name });
	return mediaType;
}

/** A whole PNG or JPEG file without its metadata. */
interface Clean extends Size {
	readonly mediaType: 'image/png' | 'image/jpeg';
	readonly byteLength: number;
	readonly parts: readonly Uint8Array[];
	readonly frames: number;
	readonly hadMetadata: boolean;
	readonly mayBeTransparent: boolean;
	/** True if every program displays it as intended. */
	readonly isReady: boolean;
}

function cleaned(
	bytes: Uint8Array,
	{ mediaType, name, zlib }: { readonly mediaType: MediaType; readonly name: string; readonly zlib: Zlib },
): Clean | undefined {
	try {
		return cleanFile(bytes, mediaType, zlib);
	} catch (error) {
		if (!(error instanceof TooManyPartsError)) throw error;
		throw new FailureError({ kind: 'pictureBroken', name }, { cause: error.message });
	}
}

function cleanFile(bytes: Uint8Array, mediaType: MediaType, zlib: Zlib): Clean | undefined {
	if (mediaType === 'image/png') {
		const png = cleanPng(bytes, zlib);
		// Programs that read 16 bits of grey as 8 show it white.
		return (
			png && {
				...png,
				mediaType,
				byteLength: totalLength(png.parts),
				// Of an animation the frames are chosen by what they show.
				isReady: png.depth <= 8 && png.orientation === 1 && png.frames === 1,
			}
		);
	}
	if (mediaType !== 'image/jpeg') return undefined;
	const jpeg = cleanJpeg(bytes);
	// Four channels are inks, which many programs show with inverted colours.
	const isReady = jpeg !== undefined && jpeg.channels !== 4 && jpeg.orientation === 1;
	const size = jpeg && turnsSideways(jpeg.orientation) ? { width: jpeg.height, height: jpeg.width } : jpeg;
	return (
		jpeg && {
			...jpeg,
			...size,
			mediaType,
			byteLength: totalLength(jpeg.parts),
			frames: 1,
			mayBeTransparent: false,
			isReady,
		}
	);
}

function unchangedImage(
	clean: Clean,
	{ bytes, name, mediaType }: { readonly bytes: Uint8Array; readonly name: string; readonly mediaType: MediaType },
): PreparedImage {
	const { width, height, frames, hadMetadata } = clean;
	const isSame = clean.byteLength === bytes.byteLength && clean.parts.length > 0 && !hadMetadata;
	const origin: PictureOrigin = {
		mediaType,
		width,
		height,
		byteLength: bytes.byteLength,
		metadataRemoved: hadMetadata,
		...(frames > 1 && { frames }),
	};
	return {
		mediaType: clean.mediaType,
		bytes: isSame ? bytes : concatBytes(clean.parts),
		width,
		height,
		name,
		...(!isSame && { origin }),
	};
}

function convertedImages(
	conversion: Extract<Conversion, { kind: 'converted' }>,
	before: {
		readonly name: string;
		readonly mediaType: MediaType;
		readonly byteLength: number;
		readonly clean: Clean | undefined;
	},
): readonly PreparedImage[] {
	const { pictures, original, region, background, overlap, hadMetadata } = conversion;
	const { name, mediaType, byteLength, clean } = before;
	const frames = Math.max(conversion.frames, clean?.frames ?? 1);
	const frameCount = new Set(pictures.map(({ frame }) => frame?.number)).size;
	const whole = region ? sizeOfBox(region) : original;
	return pictures.map(({ mediaType: type, bytes, width, height, part, frame: shown }, index) => {
		const isCut = pictures.length > 1 && frameCount === 1;
		const direction = whole.height >= whole.width ? 'down' : 'right';
		const tile: Tile = { index, count: pictures.length, overlap, direction, part };
		const origin: PictureOrigin = {
			mediaType,
			...original,
			byteLength,
			metadataRemoved: hadMetadata || clean?.hadMetadata === true,
			...(frames > 1 && { frames }),
			...(shown && { frame: { ...shown, index: isCut ? 0 : index, count: frameCount } }),
			...(background && { background }),
			...(region && { region }),
			...(isCut && { tile }),
		};
		return { mediaType: type, bytes, width, height, name, origin };
	});
}
