import type { VipsImage } from '../workers/loadVips.ts';

/** Remembers an image, so that its memory is freed when the work is over. */
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
