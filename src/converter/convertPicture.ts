import type { Conversion, ConversionRequest } from '../core/image/conversion.ts';
import { isDecoded } from '../core/image/pictureLimits.ts';
import { errorMessage, type VipsLibrary } from '../workers/loadVips.ts';
import { convertAnimation, readAnimation } from './convertAnimation.ts';
import { convertOpened } from './convertOpened.ts';
import { TooComplexError } from './formats/tooComplex.ts';
import { UnreadKindError } from './formats/unreadKind.ts';
import { openPicture, type OpenedPicture, withImages } from './openPicture.ts';

export interface ConverterServices {
	readonly vips: VipsLibrary;
	/** The folder with the programs of the other decoders, and the fonts. */
	readonly folder: string;
}

/**
 * Decodes a picture, or frames of an animated one, turns it upright, shrinks or cuts it and encodes it. Throws if the process itself can't continue.
 */
export async function convertPicture(request: ConversionRequest, services: ConverterServices): Promise<Conversion> {
	forgetErrors(services.vips);
	return withImages(async (freeLater) => {
		let opened: OpenedPicture;
		try {
			const animation = readAnimation(request);
			if (animation) return await convertAnimation(animation, request, services);
			opened = await openPicture(request, { ...services, freeLater });
			if (!isDecoded(opened.original)) return { kind: 'tooLarge', ...opened.original };
			return convertOpened(opened, request, { ...services, freeLater });
		} catch (error) {
			if (error instanceof UnreadKindError) return { kind: 'unreadKind', format: error.format };
			if (error instanceof TooComplexError) return { kind: 'tooComplex', reason: error.message };
			// A program that broke down can't be trusted with the next picture.
			if (error instanceof Error && error.name === 'RuntimeError') throw error;
			const reason = errorMessage(error);
			return { kind: /out of memory|memory allocation/i.test(reason) ? 'tooComplex' : 'broken', reason };
		}
	});
}

/** Empties vips' list of messages, which grows until an error takes them all: a reason would name earlier pictures. */
function forgetErrors(vips: VipsLibrary): void {
	try {
		vips.Image.newFromBuffer(new Uint8Array(), '').delete();
	} catch {
		// It took the messages with it.
	}
}
