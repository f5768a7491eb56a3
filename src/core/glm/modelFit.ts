import { FailureError } from '../failure.ts';
import { limitsOf, nearestModel, type ModelNeeds } from './models.ts';

/**
 * How much of a conversation goes along with a question, given the number of pictures of each exchange before it, oldest
 * first: the exchanges from `from` on, and `images` pictures in all. The oldest are left out until the model takes the rest,
 * but never the pictures that the question is about: its own, or, without any, those of the last exchange that has some. They
 * may be too many nevertheless.
 */
export function fitHistory(
	model: string,
	pictures: { readonly history: readonly number[]; readonly question: number },
): { readonly from: number; readonly images: number } {
	const { history, question } = pictures;
	const { maxImages } = limitsOf(model);
	const last =
		question > 0
			? history.length
			: Math.max(
					history.findLastIndex((count) => count > 0),
					0,
				);
	let images = history.reduce((sum, count) => sum + count, question);
	let from = 0;
	while (images > maxImages && from < last) {
		images -= history[from] ?? 0;
		from += 1;
	}
	return { from, images };
}

/**
 * Refuses before anything is sent what the service would refuse after a wait, in words that say less.
 * @throws FailureError `modelTakesUrlsOnly`, `tooManyPictures` or `settingOutOfRange`
 */
export function refuseWhatModelCannot(
	model: string,
	request: ModelNeeds & { readonly maxTokens: number | undefined },
): void {
	const { maxImages, localImages, maxOutput } = limitsOf(model);
	const { images, maxTokens } = request;
	if (request.localImages && !localImages) {
		throw new FailureError({ kind: 'modelTakesUrlsOnly', model, instead: nearestModel(model, request) });
	}
	if (images > maxImages) {
		const instead = nearestModel(model, request);
		throw new FailureError({ kind: 'tooManyPictures', count: images, limit: maxImages, model, instead });
	}
	if (maxTokens !== undefined && maxOutput !== undefined && maxTokens > maxOutput) {
		throw new FailureError({ kind: 'settingOutOfRange', setting: 'glimpse.maxTokens', range: `1–${maxOutput}`, model });
	}
}
