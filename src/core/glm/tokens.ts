import { isVideo, isWebMedium, type Medium } from '../media.ts';

/**
 * About how many tokens a text is: a CJK character is one, of other letters three make one. For deciding what fits into a
 * model's context, not for bills.
 */
export function estimateTextTokens(text: string): number {
	const wide = text.match(/[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]/g)?.length ?? 0;
	return Math.ceil(wide + (text.length - wide) / 3);
}

/** Pixels of a token's side, and the most tokens of one picture, in the code of the open-weight models. */
const tokenSide = 28;
const mostImageTokens = 6144;

/** About how many tokens a picture or video is. Of a video nothing is known but that its frames are pictures. */
export function estimateMediumTokens(medium: Medium): number {
	if (isWebMedium(medium) || isVideo(medium)) return mostImageTokens;
	return Math.min(Math.ceil(medium.width / tokenSide) * Math.ceil(medium.height / tokenSide), mostImageTokens);
}
