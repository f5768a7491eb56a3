import type { Background, Size } from '../media.ts';
import type { MediaType } from './mediaType.ts';
import type { PictureLimits } from './pictureLimits.ts';

/** What a converter is asked. */
export interface ConversionRequest {
	readonly bytes: Uint8Array;
	readonly mediaType: MediaType;
	readonly limits: PictureLimits;
	/** Whether a picture that turns out to have nothing transparent is left as it is. */
	readonly opaque: 'keep' | 'convert';
}

/** One picture that came out. */
export interface ConvertedPicture extends Size {
	readonly mediaType: 'image/png' | 'image/jpeg';
	readonly bytes: Uint8Array;
}

export type Conversion =
	| {
			readonly kind: 'converted';
			/** Several where it was cut, in reading order. */
			readonly pictures: readonly ConvertedPicture[];
			/** Pixels of the picture before, upright. */
			readonly original: Size;
			/** Pictures of an animation, pages of a document; 1 where it is none. */
			readonly frames: number;
			readonly background: Background | undefined;
			/** Pixels that two pieces share. */
			readonly overlap: number;
			readonly hadMetadata: boolean;
	  }
	/** Nothing in it is transparent; see `opaque`. */
	| { readonly kind: 'opaque' }
	| { readonly kind: 'broken'; readonly reason: string }
	/** To draw or decode it takes more memory than a picture gets. */
	| { readonly kind: 'tooComplex'; readonly reason: string }
	| ({ readonly kind: 'tooLarge' } & Size);

/** Decodes, turns, shrinks and encodes what can't be sent as it is. */
export interface Converter {
	/**
	 * Converts one picture after the other.
	 * @throws FailureError `cancelled` as soon as `signal` is aborted, `conversionSlow` or `conversionFailed`
	 */
	convert(
		request: ConversionRequest,
		about: { readonly name: string; readonly signal: AbortSignal },
	): Promise<Conversion>;
}
