import startLibheif, { type Libheif } from 'libheif-js/libheif-wasm/libheif.js';
import { isDecoded } from '../../core/image/pictureLimits.ts';
import { regionInPixels } from '../../core/region.ts';
import type { Region, Size } from '../../core/media.ts';
import { unpackLimited } from '../../workers/unpack.ts';
import { boxShrink, partOfPixels, type DecodedPixels } from './pixels.ts';
import { TooComplexError } from './tooComplex.ts';
import { isKnownCoding, shrinkPlanes, type PlaneCoding } from './ycbcr.ts';

let library: Promise<Libheif> | undefined;

/** The memory limit of the decoder in bytes: 48 megapixels take half. */
const mostBytes = 704 * 2 ** 20;

/** Options for decoding. */
interface HeicOptions {
	readonly folder: string;
	/** Returns the whole number by which a picture of this size, or its region, is shrunk. */
	readonly factorFor: (size: Size) => number;
	/** The part to return, upright. */
	readonly region: Region | undefined;
	readonly coding: PlaneCoding;
}

/** A decoded, shrunk picture, and its original size. */
interface ShrunkPicture {
	readonly picture: DecodedPixels;
	readonly full: Size;
}

/**
 * Decodes a HEIC file's main picture upright, in its own colours, and shrinks it or its region. Throws if it is broken.
 * @throws TooComplexError
 */
export async function decodeHeic(bytes: Uint8Array, options: HeicOptions): Promise<ShrunkPicture> {
	library ??= unpackLimited(options.folder, { name: 'libheif.wasm', mostBytes }).then((wasmBinary) =>
		startLibheif({ wasmBinary }),
	);
	const heif = await library;
	try {
		return decodeWith(heif, bytes, options);
	} catch (error) {
		if (!(error instanceof Error) || error.name !== 'RuntimeError') throw error;
		// Its memory stays allocated, so the next picture gets a new library.
		library = undefined;
		throw new TooComplexError(error);
	}
}

function decodeWith(heif: Libheif, bytes: Uint8Array, options: HeicOptions): ShrunkPicture {
	const context = heif.heif_context_alloc();
	try {
		const read = heif.heif_context_read_from_memory(context, bytes);
		if (read.code !== heif.heif_error_code.heif_error_Ok) throw heifError(read);
		const handle = heif.heif_js_context_get_primary_image_handle(context);
		if ('code' in handle) throw heifError(handle);
		try {
			const full = {
				width: heif.heif_image_handle_get_width(handle),
				height: heif.heif_image_handle_get_height(handle),
			};
			if (!isDecoded(full)) throw new Error('The picture is larger than its header says.');
			const factor = options.factorFor(full);
			const hasAlpha = heif.heif_image_handle_has_alpha_channel(handle) !== 0;
			const inPlanes =
				factor > 1 && !options.region && !hasAlpha && isKnownCoding(options.coding)
					? decodePlanes(heif, handle, { factor, coding: options.coding })
					: undefined;
			return { picture: inPlanes ?? decodeColours(heif, handle, { factor, hasAlpha, region: options.region }), full };
		} finally {
			heif.heif_image_handle_release(handle);
		}
	} finally {
		heif.heif_context_free(context);
	}
}

/** Decodes without the whole picture in RGB: that saves 144 MB for 48 megapixels. Undefined if that isn't possible. */
function decodePlanes(
	heif: Libheif,
	handle: object,
	how: { readonly factor: number; readonly coding: PlaneCoding },
): DecodedPixels | undefined {
	const { heif_channel_Y: y, heif_channel_Cb: cb, heif_channel_Cr: cr } = heif.heif_channel;
	const { heif_colorspace_YCbCr: colourSpace } = heif.heif_colorspace;
	let decoded: ReturnType<Libheif['heif_js_decode_image2']>;
	try {
		decoded = heif.heif_js_decode_image2(handle, colourSpace, heif.heif_chroma.heif_chroma_420);
	} catch (error) {
		// libheif 1.23 assumes that the colour planes are as high as the luma plane, which may exceed its memory.
		if (error instanceof RangeError) return undefined;
		throw error;
	}
	if ('code' in decoded) throw heifError(decoded);
	try {
		// The bytes belong to the decoder: they are read in place, before it gets its memory back.
		const [luma, blueness, redness] = [y, cb, cr].map((wanted) => decoded.channels.find(({ id }) => id === wanted));
		// Two bytes per pixel: more than 8 bits per channel.
		if (!luma || !blueness || !redness || luma.stride >= 2 * luma.width) return undefined;
		return shrinkPlanes([luma, blueness, redness], how);
	} finally {
		heif.heif_image_release(decoded.image);
	}
}

function decodeColours(
	heif: Libheif,
	handle: object,
	{
		factor,
		hasAlpha,
		region,
	}: { readonly factor: number; readonly hasAlpha: boolean; readonly region: Region | undefined },
): DecodedPixels {
	const { heif_chroma_interleaved_RGBA: rgba, heif_chroma_interleaved_RGB: rgb } = heif.heif_chroma;
	const decoded = heif.heif_js_decode_image2(handle, heif.heif_colorspace.heif_colorspace_RGB, hasAlpha ? rgba : rgb);
	if ('code' in decoded) throw heifError(decoded);
	try {
		const channel = decoded.channels.find(({ id }) => id === heif.heif_channel.heif_channel_interleaved);
		if (!channel) throw new Error('The picture has no colours.');
		const { width, height, stride, data } = channel;
		const whole: DecodedPixels = { width, height, channels: hasAlpha ? 4 : 3, stride, pixels: data };
		return boxShrink(region ? partOfPixels(whole, regionInPixels(region, whole)) : whole, factor);
	} finally {
		heif.heif_image_release(decoded.image);
	}
}

function heifError({ message }: { readonly message: string }): Error {
	return /memory|security limit/i.test(message) ? new TooComplexError(message) : new Error(message);
}
