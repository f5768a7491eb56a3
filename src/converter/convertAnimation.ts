import { crc32 } from 'node:zlib';
import type { Conversion, ConversionRequest, ConvertedPicture } from '../core/image/conversion.ts';
import type { Background } from '../core/media.ts';
import type { VipsImage, VipsLibrary } from '../workers/loadVips.ts';
import { convertOpened } from './convertOpened.ts';
import { openRgba, toSrgb, withImages, type OpenServices } from './openPicture.ts';
import { pixelsOf } from '../workers/loadVips.ts';
import type { RgbaImage } from './formats/pixels.ts';
import { isDrawable, type Animation, type AnimationFrame } from './animation/animation.ts';
import { chooseShown, isFatal, startsOf } from './animation/chooseShown.ts';
import { FrameComposer } from './animation/frameComposer.ts';
import { readGifAnimation } from './animation/gifAnimation.ts';
import { readPngAnimation } from './animation/pngAnimation.ts';
import { readWebpAnimation } from './animation/webpAnimation.ts';

/** Returns the frames of an animated picture; undefined for any other, and for one that can't be drawn frame by frame. */
export function readAnimation({ bytes, mediaType }: ConversionRequest): Animation | undefined {
	const animation =
		mediaType === 'image/gif'
			? readGifAnimation(bytes)
			: mediaType === 'image/png'
				? readPngAnimation(bytes)
				: mediaType === 'image/webp'
					? readWebpAnimation(bytes)
					: undefined;
	return animation && isDrawable(animation) ? animation : undefined;
}

/**
 * Converts frames of an animation: the one that is asked for, else several that are spaced over its time, from the first that
 * isn't blank. Frames that look like the one before are left out.
 */
export async function convertAnimation(
	animation: Animation,
	request: ConversionRequest,
	{ vips, folder }: { readonly vips: VipsLibrary; readonly folder: string },
): Promise<Conversion> {
	const { region, limits } = request;
	const decoder = new FrameDecoder(vips);
	const composer = new FrameComposer(animation, (frame) => decoder.decode(frame));
	const most = region ? 1 : (limits.frames ?? 1);
	const isNamed = region?.frame !== undefined && region.frame < animation.frames.length;
	const chosen = isNamed ? [region.frame] : chooseShown(animation, composer, most);
	const starts = startsOf(animation);
	const duration = (starts.at(-1) ?? 0) + (animation.frames.at(-1)?.seconds ?? 0);
	// Only a frame that is alone may be cut: pieces of several would have to be put together twice.
	const each = chosen.length > 1 ? { ...limits, tiles: 1 } : limits;
	let converted: Extract<Conversion, { kind: 'converted' }> | undefined;
	const pictures: ConvertedPicture[] = [];
	let hash: number | undefined;
	let background: Background | undefined;
	for (const number of chosen) {
		const picture = composedOr(composer, number, converted === undefined);
		if (!picture) break;
		const next = crc32(picture.pixels);
		if (next === hash) continue;
		hash = next;
		const conversion = await withImages(async (freeLater) => {
			const services: OpenServices = { vips, folder, freeLater };
			const how = { limits: each, region, colourProfile: decoder.colourProfile };
			return convertOpened(openRgba(picture, how, services), { ...request, limits: each, background }, services);
		});
		if (conversion.kind !== 'converted') return conversion;
		({ background } = conversion);
		converted ??= conversion;
		const frame = { number, seconds: starts[number] ?? 0, duration };
		pictures.push(...conversion.pictures.map((piece) => ({ ...piece, frame })));
	}
	if (!converted) throw new Error('The animation has no frame.');
	return { ...converted, pictures, frames: animation.frames.length, hadMetadata: animation.hadMetadata };
}

/** Returns the picture at a frame; undefined where a frame behind the first can't be drawn. */
function composedOr(composer: FrameComposer, number: number, isFirst: boolean): RgbaImage | undefined {
	try {
		return composer.compose(number);
	} catch (error) {
		if (isFirst || isFatal(error)) throw error;
		return undefined;
	}
}

/** Decodes frames to pixels in the colours of the file. */
class FrameDecoder {
	readonly #vips: VipsLibrary;
	/** That of the first frame, which is that of all. */
	colourProfile: Uint8Array | undefined;
	#hasDecoded = false;

	constructor(vips: VipsLibrary) {
		this.#vips = vips;
	}

	decode(frame: AnimationFrame): RgbaImage {
		const images: VipsImage[] = [];
		const freeLater = (image: VipsImage): VipsImage => {
			images.push(image);
			return image;
		};
		try {
			const stored = freeLater(this.#vips.Image.newFromBuffer(frame.file(), '', { fail_on: 'error' }));
			if (!this.#hasDecoded) this.colourProfile = profileOf(stored);
			this.#hasDecoded = true;
			const colours = toSrgb(stored, freeLater);
			const image = colours.hasAlpha() ? colours : freeLater(colours.bandjoin(255));
			return { width: image.width, height: image.height, pixels: pixelsOf(image) };
		} finally {
			for (const image of new Set(images)) image.delete();
		}
	}
}

/** Returns the profile of a picture in colours; that of a grey one says nothing of its colours. */
function profileOf(image: VipsImage): Uint8Array | undefined {
	const name = 'icc-profile-data';
	return image.bands >= 3 && image.getTypeof(name) !== 0 ? new Uint8Array(image.getBlob(name)) : undefined;
}
