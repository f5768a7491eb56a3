import type Vips from 'wasm-vips';
import type { ColourImage } from '../core/image/colours.ts';
import { dimensionsOf } from '../core/image/dimensions.ts';
import { mediaTypeOf } from '../core/image/mediaType.ts';
import { isDecoded } from '../core/image/pictureLimits.ts';
import { pixelsOf, type VipsLibrary } from '../workers/loadVips.ts';
import type { GreyImage } from './greyImage.ts';

/** A picture in pixels. */
export interface DecodedPicture {
	/** The width as in the file, rotated as its metadata say. */
	readonly width: number;
	readonly height: number;
	/** Both are smaller than the file's picture if that is very large. */
	readonly colour: ColourImage;
	readonly grey: GreyImage;
}

/**
 * The most pixels in which text is searched; larger pictures are scaled down. A full-page capture of 1200 × 20000 is
 * just within.
 */
const mostPixels = 24_000_000;

/** Decodes any picture that the library reads; transparent parts become white. Throws if the bytes are broken. */
export function decodePicture(vips: VipsLibrary, bytes: Uint8Array): DecodedPicture {
	const mediaType = mediaTypeOf(bytes);
	const announced = mediaType && dimensionsOf(bytes, mediaType);
	if (!announced || !isDecoded(announced)) throw new Error('The header makes no sense.');
	const handles: Vips.Image[] = [];
	const keep = (image: Vips.Image): Vips.Image => {
		handles.push(image);
		return image;
	};
	try {
		let image = keep(keep(vips.Image.newFromBuffer(bytes, '', { fail_on: 'error' })).autorot());
		const { width, height } = image;
		if (image.hasAlpha()) image = keep(image.flatten({ background: [255, 255, 255] }));
		image = keep(image.colourspace('srgb'));
		if (image.format !== 'uchar') image = keep(image.cast('uchar'));
		if (width * height > mostPixels) image = keep(image.resize(Math.sqrt(mostPixels / (width * height))));
		const size = { width: image.width, height: image.height };
		const pixels = pixelsOf(image);
		const grey = pixelsOf(keep(image.colourspace('b-w')));
		return { width, height, colour: { ...size, pixels }, grey: { ...size, pixels: grey } };
	} finally {
		for (const handle of handles) handle.delete();
	}
}

/** Returns the image in another size. */
export function resizeGrey(vips: VipsLibrary, { width, height, pixels }: GreyImage, scale: number): GreyImage {
	const image = vips.Image.newFromMemory(pixels, width, height, 1, vips.BandFormat.uchar);
	const resized = image.resize(scale, { kernel: 'lanczos3' });
	try {
		return { width: resized.width, height: resized.height, pixels: pixelsOf(resized) };
	} finally {
		resized.delete();
		image.delete();
	}
}
