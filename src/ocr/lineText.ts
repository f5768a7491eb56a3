import type { Box } from '../core/media.ts';
import type { GreyImage } from './greyImage.ts';

/** A recognized word; the box is in pixels of the line's image. */
export interface Word extends Box {
	readonly text: string;
}

/** The grey below which a pixel is ink; thin strokes are pale after scaling. */
const inkBelow = 190;

/** The part of a line's height, from the top, below which underscores are found. */
const footFrom = 0.55;

const isInk = (image: GreyImage, x: number, y: number): boolean =>
	(image.pixels[y * image.width + x] ?? 255) < inkBelow;

/** Returns the share of ink in a row between two columns, 0 to 1. */
function inkShare(image: GreyImage, row: number, [left, right]: readonly [left: number, right: number]): number {
	let ink = 0;
	for (let x = left; x < right; x++) if (isInk(image, x, row)) ink++;
	return right > left ? ink / (right - left) : 0;
}

/** Tells whether a column has ink above the line's foot. */
function hasLetter(image: GreyImage, column: number): boolean {
	for (let row = 0; row < image.height * footFrom; row++) if (isInk(image, column, row)) return true;
	return false;
}

/**
 * Returns where the letters end and begin again around the boundary of two words; a word's box may include the
 * underscore.
 */
function gapBetween(image: GreyImage, before: Word, after: Word): readonly [left: number, right: number] {
	let left = Math.round((before.right + after.left) / 2);
	let right = left;
	while (left > before.left && !hasLetter(image, left - 1)) left--;
	while (right < after.right && !hasLetter(image, right)) right++;
	return [left, right];
}

/**
 * Returns the number of underscores between two words, which recognition takes for space. They fill a row near the
 * line's foot, and unlike an underline they don't continue under the words.
 */
function underscoresBetween(image: GreyImage, before: Word, after: Word): number {
	const gap = gapBetween(image, before, after);
	const width = gap[1] - gap[0];
	let thickness = 0;
	let noise = 0;
	let fullest = 0;
	for (let row = Math.ceil(image.height * footFrom); row < image.height; row++) {
		const share = inkShare(image, row, gap);
		if (share > 0.25 && share < 0.55) noise++;
		if (share < 0.55) continue;
		if (inkShare(image, row, [Math.max(before.left, gap[0] - 2 * width), gap[0] - 2]) > 0.6) return 0;
		thickness++;
		fullest = Math.max(fullest, share);
	}
	if (width < 3 || thickness === 0 || noise > 2 || thickness > image.height * 0.2) return 0;
	const letter = (before.right - before.left) / before.text.length;
	return Math.max(1, Math.round((fullest * width) / letter - 0.2));
}

/** Returns the first row with ink between two columns. */
function topOfInk(image: GreyImage, left: number, right: number): number {
	for (let row = 0; row < image.height; row++) if (inkShare(image, row, [left, right]) > 0) return row;
	return image.height;
}

/**
 * Returns a word in the right case: capitals that differ from their small letters only in size are small ones if they
 * are no taller than the rest.
 */
function withRightCase(image: GreyImage, { text, left, right }: Word): string {
	if (!/^[COSUVWXZ][acemnorsuvwxz]+$/.test(text)) return text;
	const part = (0.6 * (right - left)) / text.length;
	const first = topOfInk(image, left, Math.round(left + part));
	const rest = topOfInk(image, Math.round(right - part), right);
	return rest - first <= 0.06 * image.height ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}

const cjk = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}ー、。「」『』・，。！？：；（）《》〈〉【】…—]/u;

/** Returns the number of Chinese or Japanese characters in a text. */
export function countCjk(text: string): number {
	return text.match(/[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]/gu)?.length ?? 0;
}

/**
 * Tells whether a word is a bullet: a filled dot at most about half as high as the letters, whatever recognition takes
 * it for.
 */
function isBullet(image: GreyImage, { text, left, right }: Word): boolean {
	if (text.length > 1) return false;
	let [ink, top, bottom, first, last] = [0, Infinity, -1, Infinity, -1];
	for (let y = 0; y < image.height; y++) {
		for (let x = Math.max(0, left); x < Math.min(right, image.width); x++) {
			if (!isInk(image, x, y)) continue;
			ink++;
			[top, bottom, first, last] = [
				Math.min(top, y),
				Math.max(bottom, y + 1),
				Math.min(first, x),
				Math.max(last, x + 1),
			];
		}
	}
	const [width, height] = [last - first, bottom - top];
	const isRound = width >= 0.7 * height && height >= 0.7 * width && ink >= 0.7 * width * height;
	return isRound && height > 0.1 * image.height && height < 0.45 * image.height && bottom < 0.8 * image.height;
}

/** Returns the text between two words: a space, underscores, or nothing. */
function between(image: GreyImage, before: Word, after: Word): string {
	const [last, next] = [before.text.slice(-1), after.text.charAt(0)];
	if (cjk.test(last) || cjk.test(next)) return (cjk.test(last) && cjk.test(next)) || /^[?!,.:;)]/.test(next) ? '' : ' ';
	const underscores = underscoresBetween(image, before, after);
	if (underscores === 0) return ' ';
	// Now and then recognition has seen it, and put a space beside it.
	return last === '_' || next === '_' ? '' : '_'.repeat(underscores);
}

/** Returns a text with straight quotes only, if there are any: curly ones of the same kind are misread. */
function withEvenQuotes(text: string): string {
	const single = text.includes("'") ? text.replaceAll(/[‘’]/g, "'") : text;
	return single.includes('"') ? single.replaceAll(/[“”]/g, '"') : single;
}

/**
 * Returns the text of one line from the words recognized in its image (dark on white), and corrects known mistakes:
 * underscores, single small letters, quotes, and spaces between Chinese and Japanese characters.
 */
export function lineText(image: GreyImage, words: readonly Word[]): string {
	let text = '';
	let before: Word | undefined;
	for (const word of words) {
		if (before) {
			text += between(image, before, word);
		}
		text += !before && words.length > 1 && isBullet(image, word) ? '•' : withRightCase(image, word);
		before = word;
	}
	return withEvenQuotes(text);
}
