import { FailureError } from '../failure.ts';
import { isVideo, isWebMedium, type Medium, type WebMedium } from '../media.ts';
import { isTextModel, limitsOf, nearestModel, type ModelLimits, type ModelNeeds } from './models.ts';

/** The share of a request that an exchange, or the question itself, takes. */
export interface Load {
	readonly images: number;
	readonly videos: number;
	/** An estimate; see `estimateTextTokens`. */
	readonly tokens: number;
}

/** Tokens reserved for an answer if no setting limits its length. */
const usualAnswer = 4096;

/** Returns the share of a request that these pictures, videos and texts take. */
export function loadOf(media: readonly Medium[], texts: readonly string[]): Load {
	const videos = media.filter(isVideo).length;
	const tokens =
		media.reduce((sum, medium) => sum + estimateMediumTokens(medium), 0) +
		texts.reduce((sum, text) => sum + estimateTextTokens(text), 0);
	return { images: media.length - videos, videos, tokens };
}

/**
 * Returns the index of the first exchange to send along with a question; `history` is oldest first. The oldest are left
 * out until the model takes the rest: its number of pictures or videos, never both, within its context. The subject of
 * the question stays: its own pictures or, without any, those of the last exchange that has some. These may still be
 * too many. A model without turns takes no history.
 */
export function fitHistory(
	limits: ModelLimits,
	request: { readonly history: readonly Load[]; readonly question: Load; readonly maxTokens: number | undefined },
): number {
	const { history, question, maxTokens } = request;
	const { maxImages, video, context, maxOutput, onlyTask } = limits;
	if (onlyTask !== undefined) return history.length;
	const room =
		context === undefined
			? Number.POSITIVE_INFINITY
			: context - (maxTokens ?? Math.min(maxOutput ?? usualAnswer, usualAnswer));
	const hasMedia = ({ images, videos }: Load): boolean => images + videos > 0;
	const last = hasMedia(question) ? history.length : Math.max(history.findLastIndex(hasMedia), 0);
	for (let from = 0; from < last; from++) {
		const sent = [...history.slice(from), question];
		const sum = (of: (load: Load) => number): number => sent.reduce((total, load) => total + of(load), 0);
		const images = sum((load) => load.images);
		const videos = sum((load) => load.videos);
		const isMixed = images > 0 && videos > 0;
		if (!isMixed && images <= maxImages && videos <= (video?.count ?? 0) && sum((load) => load.tokens) <= room)
			return from;
	}
	return last;
}

/** Returns the needs of these pictures and videos. */
export function needsOf(media: readonly Medium[]): ModelNeeds {
	const videos = media.filter(isVideo);
	const images = media.filter((medium) => !isVideo(medium));
	const sentVideos = videos.flatMap((medium) => ('seconds' in medium ? [medium] : []));
	return {
		images: images.length,
		localImages: images.some((medium) => !isWebMedium(medium)),
		videos: {
			count: videos.length,
			byteLength: Math.max(0, ...sentVideos.map(({ bytes }) => bytes.byteLength)),
			seconds: Math.max(0, ...sentVideos.map(({ seconds }) => seconds)),
		},
	};
}

/**
 * Throws before anything is sent if the service would refuse the request after a wait, with a less helpful message.
 * @throws FailureError `modelTextOnly`, `videoWithPictures`, `modelTakesNoVideo`, `tooManyVideos`, `modelTakesUrlsOnly`,
 * `tooManyPictures` or `settingOutOfRange`
 */
export function assertModelSupports(
	model: string,
	request: ModelNeeds & { readonly limits: ModelLimits; readonly maxTokens: number | undefined },
): void {
	const { maxImages, localImages, video, maxOutput } = request.limits;
	const { images, videos, maxTokens } = request;
	const instead = (): string | undefined => nearestModel(model, request);
	if (isTextModel(model)) throw new FailureError({ kind: 'modelTextOnly', model, instead: instead() });
	if (videos && videos.count > 0) {
		if (images > 0) throw new FailureError({ kind: 'videoWithPictures' });
		if (!video) throw new FailureError({ kind: 'modelTakesNoVideo', model, instead: instead() });
		const { count } = videos;
		if (count > video.count) {
			throw new FailureError({ kind: 'tooManyVideos', count, limit: video.count, model, instead: instead() });
		}
	}
	if (request.localImages && !localImages) {
		throw new FailureError({ kind: 'modelTakesUrlsOnly', model, instead: instead() });
	}
	if (images > maxImages) {
		throw new FailureError({ kind: 'tooManyPictures', count: images, limit: maxImages, model, instead: instead() });
	}
	if (maxTokens !== undefined && maxOutput !== undefined && maxTokens > maxOutput) {
		throw new FailureError({ kind: 'settingOutOfRange', setting: 'glimpse.maxTokens', range: `1–${maxOutput}`, model });
	}
}

/**
 * Estimates the number of tokens in a text: one per CJK character, one per three other letters. Good for deciding what
 * fits into a model's context, not for bills.
 */
export function estimateTextTokens(text: string): number {
	const wide = text.match(/[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]/g)?.length ?? 0;
	return Math.ceil(wide + (text.length - wide) / 3);
}

/** Pixels of a token's side, and the most tokens of one picture, in the code of the open-weight models. */
const tokenSide = 28;
const mostImageTokens = 6144;

/**
 * Estimates the number of tokens in a picture or video. All that is known of videos is that their frames are pictures.
 */
export function estimateMediumTokens(medium: Medium): number {
	if (isWebMedium(medium) || isVideo(medium)) return mostImageTokens;
	return Math.min(Math.ceil(medium.width / tokenSide) * Math.ceil(medium.height / tokenSide), mostImageTokens);
}

/**
 * Tells whether the service can fetch a medium: pictures of the documented formats, and everything for a model that accepts
 * addresses only. Videos are left to the service, whose limits for files they may exceed.
 */
export function isFetchedByService({ kind, url }: WebMedium, model: string): boolean {
	return kind === 'video' || !limitsOf(model).localImages || /\.(jpe?g|png)$/i.test(new URL(url).pathname);
}
