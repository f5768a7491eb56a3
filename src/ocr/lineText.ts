import type { Box } from '../core/media.ts';
import type { GreyImage } from './greyImage.ts';

/** A recognized word; the box is in pixels of the line's image. */
export interface Word extends Box {
	readonly text: string;
}

/** The grey below which a pixel is ink; thin strokes are pale after scaling. */
const inkBelow = 190;

/** The grey below which it is ink for certain, and no trace of a JPEG's compression. */
const darkInk = 130;

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

/** How much paler than the dot and the letter the row between them is; in small type the two touch. */
const dotContrast = 60;

/** Tells whether there is a dot above a letter between two columns. */
function hasDot(image: GreyImage, left: number, right: number): boolean {
	const darkest = Array.from({ length: Math.floor(image.height / 2) }, (_, row) => {
		const from = row * image.width;
		return Math.min(...image.pixels.subarray(from + Math.max(0, left), from + Math.ceil(right)));
	});
	return darkest.some((grey, row) => {
		const above = Math.min(...darkest.slice(0, row));
		const below = Math.min(...darkest.slice(row + 1));
		return row > 0 && grey - above > dotContrast && grey - below > dotContrast;
	});
}

/**
 * Returns a word in the right case: capitals that differ from their small letters only in size are small ones if they
 * are no taller than the rest.
 */
function withRightCase(image: GreyImage, { text, left, right }: Word): string {
	if (/^I\p{Ll}+$/u.test(text) && hasDot(image, left, left + (right - left) / (2 * text.length)))
		return `i${text.slice(1)}`;
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

/** Letters that reach below the line that the others stand on. */
const descender = /[gjpqy,;()[\]{}@$Q|/\\]/;

/** Returns the last row with ink between two columns. */
function bottomOfInk(image: GreyImage, left: number, right: number): number {
	for (let row = image.height - 1; row >= 0; row--) if (inkShare(image, row, [left, right]) > 0) return row;
	return 0;
}

/** Tells whether a bar is the word I: unlike one, it stands on the same line as the letters. */
function isWordI(image: GreyImage, bar: Word, words: readonly Word[]): boolean {
	const others = words.filter(({ text }) => /\p{L}/u.test(text) && !descender.test(text));
	const bottoms = others.map(({ left, right }) => bottomOfInk(image, left, right)).sort((a, b) => a - b);
	const baseline = bottoms[Math.floor(bottoms.length / 2)];
	return baseline !== undefined && bottomOfInk(image, bar.left, bar.right) <= baseline + 0.05 * image.height;
}

/** Returns the widest run of columns without ink around the boundary of two words. */
function emptyBetween(image: GreyImage, before: Word, after: Word): number {
	const middle = (before.right + after.left) / 2;
	const reach = Math.max(image.height / 2, (after.left - before.right) / 2);
	let [widest, width] = [0, 0];
	for (let x = Math.max(0, Math.floor(middle - reach)); x < Math.min(image.width, middle + reach); x++) {
		let isEmpty = true;
		for (let row = 0; row < image.height && isEmpty; row++) isEmpty = !isInk(image, x, row);
		width = isEmpty ? width + 1 : 0;
		widest = Math.max(widest, width);
	}
	return widest;
}

/** The share of a line's usual space below which a space is only that around a narrow letter of a program's font. */
const leastSpace = 0.55;

/** The same between Chinese or Japanese characters and others, in heights of the line. */
const leastCjkSpace = 0.28;

/** What the spaces of a line are measured by, in pixels. */
interface LineFont {
	/** The usual space; 0 if there is none. */
	readonly space: number;
	/** The number of spaces. */
	readonly spaces: number;
	/** The width of each letter in a line of a program in which all are as wide; 0 otherwise. */
	readonly pitch: number;
}

/** The part of a letter's room in a program's font that isn't inked at both sides of a word. */
const sideShare = 0.35;

/** Returns the width of the letters in a line of a program; 0 if it isn't one. */
function pitchOf(words: readonly Word[]): number {
	const signs = words.reduce((sum, { text }) => sum + (text.match(/[{}[\]();="<>]/g)?.length ?? 0), 0);
	const pitches = words
		.filter(({ text }) => text.length >= 4)
		.map(({ text, left, right }) => (right - left) / (text.length - sideShare));
	const [low, high] = [Math.min(...pitches), Math.max(...pitches)];
	return signs >= 2 && pitches.length >= 2 && high < 1.06 * low ? (low + high) / 2 : 0;
}

/** Returns the least space between two words: beside signs, that of a program's font may be wide without one. */
function spaceBeside(before: Word, after: Word, { space, spaces, pitch }: LineFont): number {
	const isBesideSign = /[,:;."'([{]$/.test(before.text) || /^[,:;."')\]}]/.test(after.text);
	return Math.max(spaces < 3 ? 0 : leastSpace * space, isBesideSign ? 0.7 * pitch : 0);
}

/** Returns the width of a line's usual space; 0 if it has none. */
function usualSpace(image: GreyImage, words: readonly Word[]): number {
	const spaces = words.slice(1).map((word, index) => emptyBetween(image, words[index] ?? word, word));
	return spaces.sort((a, b) => a - b)[Math.floor(spaces.length / 2)] ?? 0;
}

/**
 * The least width of a space within a word that recognition has overlooked, in sizes of the type: the letters of a
 * program's font may be 0.3 apart. Beside other spaces it may be narrower.
 */
const leastOverlooked = 0.31;
const leastBesideOthers = 0.2;

/** The same between a number and its unit, which no word has. */
const leastBeforeUnit = 0.14;

/** Returns the size of a word's type, from the height of its letters. */
function sizeOf(image: GreyImage, { text, left, right }: Word): number {
	let [top, bottom] = [image.height, 0];
	for (let row = 0; row < image.height; row++) {
		const from = row * image.width;
		if (!image.pixels.subarray(from + Math.max(0, left), from + right).some((pixel) => pixel < darkInk)) continue;
		[top, bottom] = [Math.min(top, row), row + 1];
	}
	return Math.max(0, bottom - top) / (descender.test(text) ? 0.95 : 0.73);
}

/** Letters that are about half as wide as others, and half as wide again. */
const narrow = /[iljtfrI1.,:;'|!()[\]]/;
const broad = /[mwMW@%]/;

const widthIn = (text: string): number =>
	Array.from(text).reduce((sum, letter) => sum + (narrow.test(letter) ? 0.5 : broad.test(letter) ? 1.5 : 1), 0);

/** Returns a word with the space that recognition has overlooked: a gap like no other in it. */
function withSpace(image: GreyImage, word: Word, space: number): string {
	const { text, left, right } = word;
	if (!/^[\p{L}\p{N}.,:]{5,}$/u.test(text) || cjk.test(text)) return text;
	const gaps: { readonly width: number; readonly middle: number }[] = [];
	let [width, first, last] = [0, Infinity, 0];
	for (let x = Math.max(0, left - 2); x < Math.min(image.width, right + 2); x++) {
		let isEmpty = true;
		for (let row = 0; row < image.height && isEmpty; row++)
			isEmpty = (image.pixels[row * image.width + x] ?? 255) > darkInk;
		if (isEmpty) width++;
		else {
			if (width > 0 && first < x) gaps.push({ width, middle: x - width / 2 });
			[width, first, last] = [0, Math.min(first, x), x];
		}
	}
	const [widest, next] = gaps.sort((a, b) => b.width - a.width);
	const size = sizeOf(image, word);
	if (!widest || widest.width < leastBeforeUnit * size) return text;
	const share = (widest.middle - first) / (last - first);
	const places = Array.from({ length: text.length - 1 }, (_, index) => index + 1);
	const miss = (at: number): number => Math.abs(widthIn(text.slice(0, at)) / widthIn(text) - share);
	const at = places.reduce((best, place) => (miss(place) < miss(best) ? place : best), 1);
	const parts = [text.slice(0, at), text.slice(at)] as const;
	if (/[\d.,:]$/.test(parts[0]) && /^[\d.,:]/.test(parts[1])) return text;
	const isUnit = /\d$/.test(parts[0]) && /^\p{L}{2}/u.test(parts[1]) && widest.width > (next?.width ?? 0);
	const least = space > 0 ? Math.max(leastBesideOthers * size, 0.75 * space) : leastOverlooked * size;
	return isUnit || widest.width >= Math.max(least, 1.8 * (next?.width ?? 0)) ? parts.join(' ') : text;
}

/** Tells whether two words are one path, address or file name: a space after its dot or slash is misread. */
function isInPath(before: string, after: string): boolean {
	if (/[:/\\]$/.test(before) && after.startsWith('//')) return true;
	if (/[/\\]/.test(before) && /[\w.-][./\\]$/.test(before)) return /^[\p{Ll}\d_]/u.test(after);
	if (/\w$/.test(before) && after.startsWith('.')) return fileEnd.test(after.slice(1));
	return /^[\w-]{2,}\.$/.test(before) && fileEnd.test(after);
}

/** How names of files end that stand in texts and programs. */
const fileEnd = /^(?:txt|md|csv|pdf|xlsx?|docx?|png|jpe?g|gif|svg|json|ya?ml|toml|html?|css|vue|py|[cm]?[jt]sx?)\b/;

/** Returns the text between two words: a space, underscores, or nothing. */
function between(image: GreyImage, before: Word, after: Word, font: LineFont): string {
	const [last, next] = [before.text.slice(-1), after.text.charAt(0)];
	if (cjk.test(last) && (cjk.test(next) || /^[?!,.:;)]/.test(next))) return '';
	if (cjk.test(last) || cjk.test(next))
		return emptyBetween(image, before, after) < leastCjkSpace * image.height ? '' : ' ';
	if (isInPath(before.text, after.text)) return '';
	const underscores = underscoresBetween(image, before, after);
	if (underscores === 0) return emptyBetween(image, before, after) < spaceBeside(before, after, font) ? '' : ' ';
	// Now and then recognition has seen it, and put a space beside it.
	return last === '_' || next === '_' ? '' : '_'.repeat(underscores);
}

/** Returns a text with straight quotes only, if there are any: curly ones of the same kind are misread. */
function withEvenQuotes(text: string): string {
	const single = text.includes("'") ? text.replaceAll(/[‘’]/g, "'") : text;
	return single.includes('"') ? single.replaceAll(/[“”]/g, '"') : single;
}

/** The permissions of a file, as `ls -l` lists them; a w or x is no capital. */
const permissions = /^[-dl][-rwx]{9}$/i;

/** Returns a word of a shell: no command begins with a digit before letters. */
function shellWord(text: string): string {
	return permissions.test(text) ? text.toLowerCase() : text.replace(/^1(?=\p{Ll}+$)/u, 'l');
}

function plainWord(image: GreyImage, word: Word, { space }: LineFont): string {
	return withSpace(image, { ...word, text: withRightCase(image, word) }, space);
}

/**
 * Returns the text of one line from the words recognized in its image (dark on white), and corrects known mistakes:
 * underscores, single small letters, quotes, and spaces between Chinese and Japanese characters.
 */
export function lineText(image: GreyImage, words: readonly Word[]): string {
	let text = '';
	let before: Word | undefined;
	const font: LineFont = { space: usualSpace(image, words), spaces: words.length - 1, pitch: pitchOf(words) };
	for (const word of words) {
		if (before) {
			text += between(image, before, word, font);
		}
		const isPrompted = /^[$%#>]$/.test(before?.text ?? '');
		if (!before && words.length > 1 && isBullet(image, word)) text += '•';
		else if (word.text === '|' && isWordI(image, word, words)) text += 'I';
		else text += isPrompted || permissions.test(word.text) ? shellWord(word.text) : plainWord(image, word, font);
		before = word;
	}
	return withEvenQuotes(text);
}
