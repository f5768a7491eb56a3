import type { Background, Box, Frame, Region, Size } from '../media.ts';
import type { MediaType } from './mediaType.ts';
import type { PictureLimits } from './pictureLimits.ts';

/** A picture to convert, and how. */
export interface ConversionRequest {
	readonly bytes: Uint8Array;
	readonly mediaType: MediaType;
	readonly limits: PictureLimits;
	/** `keep` leaves a picture unchanged if it turns out to have no transparency. */
	readonly opaque: 'keep' | 'convert';
	/** The part to cut out at full resolution, of an animation from the frame that it names. */
	readonly region?: Region | undefined;
}

/** One resulting picture. */
export interface ConvertedPicture extends Size {
	readonly mediaType: 'image/png' | 'image/jpeg';
	readonly bytes: Uint8Array;
	/** What it shows, in pixels of the original, upright. */
	readonly part: Box;
	/** The frame that it shows, of an animation that was taken apart. */
	readonly frame?: Omit<Frame, 'index' | 'count'>;
}

export type Conversion =
	| {
			readonly kind: 'converted';
			/** Several if it was cut, in reading order, or if they are frames of an animation. */
			readonly pictures: readonly ConvertedPicture[];
			/** The pixels of the original, upright. */
			readonly original: Size;
			/** The part that was cut out, in pixels of the original; undefined for all of it. */
			readonly region: Box | undefined;
			/** Pictures of an animation, or pages of a document; otherwise 1. */
			readonly frames: number;
			readonly background: Background | undefined;
			/** Pixels that two pieces share. */
			readonly overlap: number;
			readonly hadMetadata: boolean;
	  }
	/** The picture has no transparency; see `opaque`. */
	| { readonly kind: 'opaque' }
	| { readonly kind: 'broken'; readonly reason: string }
	/** The picture is sound, but of a kind of its format that can't be read. */
	| { readonly kind: 'unreadKind'; readonly format: string }
	/** Drawing or decoding it takes more memory than a picture gets. */
	| { readonly kind: 'tooComplex'; readonly reason: string }
	| ({ readonly kind: 'tooLarge' } & Size);

/** A converter that decodes, rotates, shrinks and encodes pictures that can't be sent as they are. */
export interface Converter {
	/**
	 * Converts one picture at a time.
	 * @throws FailureError `cancelled` as soon as `signal` is aborted, `conversionSlow` or `conversionFailed`
	 */
	convert(
		request: ConversionRequest,
		about: { readonly name: string; readonly signal: AbortSignal },
	): Promise<Conversion>;
}
