import type { ConvertedPicture } from '../core/image/conversion.ts';
import type { PictureLimits } from '../core/image/pictureLimits.ts';
import type { VipsImage } from '../workers/loadVips.ts';
import type { KeepImage } from './withImages.ts';

/** JPEG qualities, best first; the last is still free of visible blocks. */
const qualities = [90, 82, 74] as const;

interface Encoding {
	readonly limits: PictureLimits;
	/** Photos are, and what came as JPEG; drawings keep every pixel while they fit. */
	readonly lossy: boolean;
	readonly keep: KeepImage;
}

/** Encodes a picture of three channels as large as it fits. */
export function encode(image: VipsImage, encoding: Encoding): ConvertedPicture {
	const { limits, lossy, keep } = encoding;
	const { width, height } = image;
	const take = (mediaType: ConvertedPicture['mediaType'], bytes: Uint8Array): ConvertedPicture | undefined =>
		bytes.byteLength <= limits.byteLength ? { mediaType, bytes, width, height } : undefined;
	if (!lossy) {
		const found = take('image/png', image.pngsaveBuffer({ keep: 'none' }));
		if (found) return found;
	}
	for (const quality of qualities) {
		// Sharp colours matter to text, which is what stands in a drawing.
		const subsampling = lossy ? {} : { subsample_mode: 'off' };
		const options = { Q: quality, optimize_coding: true, keep: 'none', ...subsampling };
		const found = take('image/jpeg', image.jpegsaveBuffer(options));
		if (found) return found;
	}
	return encode(keep(keep(image.resize(0.85)).copyMemory()), { ...encoding, lossy: true });
}
