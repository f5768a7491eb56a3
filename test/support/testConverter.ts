import { zlib } from '../../src/converter/zlib.ts';
import type { ConversionRequest, Converter } from '../../src/core/image/conversion.ts';
import type { Failure } from '../../src/core/failure.ts';
import { serviceLimits, type PictureLimits } from '../../src/core/image/pictureLimits.ts';
import { prepare } from '../../src/core/image/prepare.ts';
import type { PreparedImage } from '../../src/core/media.ts';
import { createPictureWorker, type PictureWorker } from '../../src/converter/pictureWorker.ts';
import { rejectionOf } from './rejectionOf.ts';
import { builtFolder } from '../unit/local/builtFolder.ts';

/** The shipped converter, with its thread in the built folder. */
export function builtConverter(options: { readonly limit?: number } = {}): PictureWorker {
	return createPictureWorker({ folder: builtFolder(), ...options });
}

/** A converter that must not be needed. */
export const noConverter: Converter = {
	convert: ({ mediaType }: ConversionRequest) => Promise.reject(new Error(`A ${mediaType} was to be converted.`)),
};

/** Prepares with the service's limits. */
export async function prepareWith(
	converter: Converter | PictureWorker,
	{ bytes, name = 'picture' }: { readonly bytes: Uint8Array; readonly name?: string },
	limits: PictureLimits = serviceLimits(10),
): Promise<readonly PreparedImage[]> {
	const { signal } = new AbortController();
	// A Buffer would arrive in the thread as one, a view of a pool that others share.
	if ('prepare' in converter) return converter.prepare({ bytes: new Uint8Array(bytes), name }, { limits, signal });
	return prepare({ bytes, name }, { converter, zlib, limits, signal });
}

/** The only picture that comes out. */
export async function prepareOne(...how: Parameters<typeof prepareWith>): Promise<PreparedImage> {
	const [image, ...others] = await prepareWith(...how);
	if (!image || others.length > 0) throw new Error(`${others.length + Number(Boolean(image))} pictures came out.`);
	return image;
}

/** The failure with which preparing ends. */
export function refusalOf(...how: Parameters<typeof prepareWith>): Promise<Failure> {
	return rejectionOf(prepareWith(...how));
}
