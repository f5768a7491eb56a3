import { FailureError } from '../failure.ts';
import { formatName } from '../formatName.ts';
import { limitsOf, nearestModel } from '../glm/models.ts';
import type { PreparedVideo, Consent } from '../media.ts';
import { openVideo, type VideoSource } from './videoFile.ts';

/** The model for which a video is prepared, and the user's consent. */
export interface VideoRequirements {
	readonly model: string;
	/** The models that the service offers; all known ones unless told. */
	readonly offered?: readonly string[] | undefined;
	readonly consent: readonly Consent[];
}

/** Seconds of a video that is sent in part, if the model has no shorter limit. */
const beginning = 30;

/** Seconds by which a beginning stays below the model's limit: its sound ends on a whole frame of its own. */
const margin = 0.2;

/**
 * Prepares a video for a model, whole or as its beginning, or refuses it.
 * @throws FailureError `modelTakesNoVideo`, `notAVideo`, `videoBroken`, `videoFormatNotTaken`, `videoTooLong` or
 * `videoTooLarge`
 */
export async function prepareVideo(
	file: {
		readonly name: string;
		readonly byteLength: number;
		readonly source: VideoSource;
		readonly readAll: () => Promise<Uint8Array>;
	},
	{ model, offered, consent }: VideoRequirements,
): Promise<PreparedVideo> {
	const { name, byteLength } = file;
	const limits = limitsOf(model).video;
	if (!limits) {
		const needs = { images: 0, localImages: false, videos: { count: 1, byteLength, seconds: 0 }, offered };
		throw new FailureError({ kind: 'modelTakesNoVideo', model, instead: nearestModel(model, needs) });
	}
	const video = await openVideo(file.source, name);
	try {
		const { format, mediaType, width, height, seconds } = video;
		if (!limits.formats.some((taken) => taken === format) && !consent.includes('undocumentedFormat')) {
			throw new FailureError({ kind: 'videoFormatNotTaken', name, format: formatName(mediaType), model });
		}
		const facts = { mediaType, width, height, name };
		const isTooLong = limits.seconds !== undefined && seconds > limits.seconds;
		if (!isTooLong && byteLength <= limits.byteLength) return { ...facts, seconds, bytes: await file.readAll() };

		const cutSeconds = Math.min(limits.seconds ?? beginning, beginning);
		const bytes = seconds > cutSeconds ? await video.cut(cutSeconds - margin) : undefined;
		const isCutTaken = bytes !== undefined && bytes.byteLength <= limits.byteLength;
		if (isCutTaken && consent.includes('beginningOnly')) return { ...facts, seconds: cutSeconds, bytes };
		const needs = { images: 0, localImages: false, videos: { count: 1, byteLength, seconds }, offered };
		throw new FailureError({
			kind: isTooLong ? 'videoTooLong' : 'videoTooLarge',
			name,
			seconds,
			byteLength,
			model,
			maxSeconds: limits.seconds,
			maxBytes: limits.byteLength,
			cutSeconds: isCutTaken ? cutSeconds : undefined,
			instead: nearestModel(model, needs),
		});
	} finally {
		video.close();
	}
}
