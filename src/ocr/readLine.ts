import type { PictureKind } from '../core/image/colours.ts';
import type { LineImage } from './lineImage.ts';
import { countCjk, lineText } from './lineText.ts';
import type { Script } from './messages.ts';
import type { RecognisedWord, Recogniser } from './recogniser.ts';

export interface Reading {
	readonly text: string;
	readonly script: Script;
	/** The confidence of recognition over the letters of all words, 0 to 100. */
	readonly confidence: number;
	/** Whether two scripts read the same letters: a surer sign of text than the confidence of one. */
	readonly agreed: boolean;
	readonly groundShare: number;
	readonly image: LineImage;
	readonly words: readonly RecognisedWord[];
	/** The columns of the line's image without icons that were read as letters before or behind the text. */
	readonly columns: readonly [from: number, to: number];
}

/** The confidence from which an English reading isn't tried in another script. */
const sure = 75;

/** The same for three letters that are read alike in two sizes. */
const sureShort = 70;

/** The confidence from which a reading in Chinese or Japanese is sure. */
const sureCjk = 85;

/** How much surer a word must be in the data of another script, which read English worse, or in another size. */
const scriptLead = 25;
const sizeLead = 8;

/** The confidence below which a word may be read better in another size. */
const sureWord = 80;

/** How much surer a reading in the other script than the picture's must be. */
const settledLead = 15;

/** The confidence below which a reading isn't text. */
const doubtful = 50;

/** The same for what is read alike in two scripts or sizes, such as the permissions of a file. */
const doubtfulAgreed = 25;

/** The share of background below which a line is more often icons or texture than heavy type. */
const doubtfulGround = 0.56;

/** The most letters of a reading that an icon could be. */
const shortLength = 3;

function confidenceOf(words: readonly RecognisedWord[]): number {
	const letters = words.reduce((sum, { text }) => sum + text.length, 0);
	return letters > 0 ? words.reduce((sum, { text, confidence }) => sum + text.length * confidence, 0) / letters : 0;
}

/** Tells whether a reading really is Chinese or Japanese: other scripts look like it to recognition. */
function isCjk({ text, confidence, groundShare }: Reading): boolean {
	const letters = text.match(/[\p{L}\p{N}]/gu)?.length ?? 0;
	const least = groundShare < doubtfulGround ? sureCjk : 70;
	return countCjk(text) >= 2 && countCjk(text) >= 0.4 * letters && confidence >= least;
}

/** Tells whether letters are as far apart as Chinese and Japanese ones, which fill a square. */
function isWide(image: LineImage, text: string): boolean {
	return image.width > 0.75 * image.height * text.replaceAll(' ', '').length;
}

/** Returns letters such that those that look the same are the same. */
function plain(text: string): string {
	return text
		.toLowerCase()
		.replaceAll(/[1il|!]/g, 'l')
		.replaceAll('0', 'o')
		.replaceAll(/[–—一ー_]/g, '-')
		.replaceAll(/\s/g, '');
}

/** Tells whether two readings have the same letters, most of them if they are long. */
function agree(one: string, other: string): boolean {
	const [a, b] = [plain(one), plain(other)];
	const longer = Math.max(a.length, b.length);
	if (longer <= shortLength + 1) return a === b;
	const left = Array.from(b);
	const shared = Array.from(a).filter((letter) => {
		const at = left.indexOf(letter);
		if (at >= 0) left.splice(at, 1);
		return at >= 0;
	});
	return shared.length >= 0.75 * longer;
}

/**
 * Reads one line in the given scripts, in this order, until a reading is sure; the surest wins. `settled` is the script
 * that the picture's Chinese or Japanese lines are in, if that is known: many characters look the same in both.
 */
export async function readLine(
	image: LineImage,
	{
		recogniser,
		scripts,
		settled,
	}: {
		readonly recogniser: Recogniser;
		readonly scripts: readonly Script[];
		readonly settled: Script | undefined;
	},
): Promise<Reading> {
	const { groundShare } = image;
	const columns = [0, image.width] as const;
	let best: Reading = { text: '', script: 'eng', confidence: 0, agreed: false, groundShare, image, words: [], columns };
	for (const script of scripts) {
		const words = await recogniser.read(image, script);
		const text = lineText(image, words);
		const reading: Reading = { ...best, text, script, confidence: confidenceOf(words), agreed: false, words, columns };
		if (script === 'eng') {
			best = reading;
			if (best.confidence >= sure && !isWide(image, text) && !isShort(best) && !hasShortEnd(words)) break;
		} else if (isCjk(reading)) {
			const lead = best.script === settled ? settledLead : 0;
			if (best.script === 'eng' || reading.confidence > best.confidence + lead) best = reading;
			if (script === settled && best.confidence >= 90) break;
		} else if (best.script === 'eng' && agree(best.text, text)) {
			const columnsLeft = columnsWithoutMarks(image, best.words, words);
			// The data for Japanese leave out signs.
			const merged = script === 'jpn' ? best : withSurerWords(best, words, scriptLead);
			const confidence = Math.max(merged.confidence, reading.confidence);
			best = { ...merged, agreed: true, confidence, columns: columnsLeft };
			if (best.confidence >= sure) break;
		} else if (best.confidence >= sure && !isWide(image, best.text) && !isShort(best)) break;
	}
	return best;
}

/** Short words at the start or the end of a line that are no icons: those of sentences, lists, programs and sizes. */
const plainWord =
	/^(?:[AaI]|[\d.,:%$+-]+|\d+\p{L}|\p{Ll}{2,3}|In|On|At|To|By|Of|Is|It|If|No|Or|As|We|My|Do|Go|So|Up|\p{Lu}\p{Ll}{2}|[AP]M|OK|ID|UI|OS|[KMGT]B)$/u;
const plainSigns = /^(?:[-+*/=<>|!?$•.,:;]+|&&|[({[]+|[)}\]]+[;,]*)$/;

/** Tells whether a line starts or ends with a short word that could be an icon. */
function hasShortEnd(words: readonly RecognisedWord[]): boolean {
	return words.length > 1 && [words.at(0), words.at(-1)].some((word) => word && couldBeIcon(word));
}

/** Tells whether a word could be an icon, whatever stands around it. */
function couldBeIcon({ text }: RecognisedWord): boolean {
	if (text.length > shortLength || plainSigns.test(text)) return false;
	return !plainWord.test(text.replace(/^["'(]/, '').replace(/["').,:;!?]$/, ''));
}

/** Tells whether a word is an icon: another script reads something else that could be one. */
const isMark = (word: RecognisedWord, other: RecognisedWord | undefined): boolean =>
	couldBeIcon(word) && (!other || (couldBeIcon(other) && !plain(other.text).startsWith(plain(word.text))));

/**
 * Returns the columns without the short words at the ends that another script reads as something else, as it does with
 * icons.
 */
function columnsWithoutMarks(
	image: LineImage,
	words: readonly RecognisedWord[],
	others: readonly RecognisedWord[],
): Reading['columns'] {
	const [first, second] = words;
	const [last, previous] = [words.at(-1), words.at(-2)];
	if (!first || !second || !last || !previous) return [0, image.width];
	return [
		isMark(first, others[0]) ? (first.right + second.left) / 2 : 0,
		isMark(last, others.at(-1)) ? (previous.right + last.left) / 2 : image.width,
	];
}

/** Signs that recognition takes icons and zeros for. */
const oddSign = /[©®™¥€£§¢«»°]/;

/** Returns a reading with the words of another one that are surer by a lead, if both have the same number of them. */
function withSurerWords(reading: Reading, others: readonly RecognisedWord[], lead: number): Reading {
	if (reading.words.length !== others.length) return reading;
	const words = reading.words.map((word, index) => {
		const other = others[index];
		if (!other || other.confidence <= word.confidence + lead || oddSign.test(other.text)) return word;
		// Which of a letter's cases it is, the first reading knows better.
		const isSame = other.text.toLowerCase() === word.text.toLowerCase();
		return { ...word, text: isSame ? word.text : other.text, confidence: other.confidence };
	});
	return { ...reading, words, text: lineText(reading.image, words), confidence: confidenceOf(words) };
}

/** Tells which script a line settles for the picture: kana are Japanese alone. */
export function settles({ text, script, confidence }: Reading): Script | undefined {
	if (confidence < sureCjk || script === 'eng') return undefined;
	const kana = text.match(/[\p{sc=Hiragana}\p{sc=Katakana}]/gu)?.length ?? 0;
	if (kana >= 2) return script === 'jpn' ? script : undefined;
	return script === 'chi_sim' && countCjk(text) >= 4 && confidence >= 90 ? script : undefined;
}

/** Tells whether a reading is so short that it could be an icon. */
export function isShort({ text, script }: Reading): boolean {
	return script === 'eng' && text !== '' && text.length <= shortLength;
}

/** Tells whether another size of the image could give a better reading. */
export function isUnsure({ script, confidence }: Reading): boolean {
	return confidence < (script === 'eng' ? sure : sureCjk);
}

/** Tells whether single words of a reading that is text could be read better in another size. */
export function hasUnsureWord({ script, confidence, words }: Reading): boolean {
	return script === 'eng' && confidence >= doubtful && words.some((word) => word.confidence < sureWord);
}

/**
 * Returns the better of the readings of a line in two sizes; none if it is as short as an icon, and not the same in both
 * sizes and in two scripts.
 */
export function betterOf(one: Reading, other: Reading): Reading | undefined {
	if (isShort(one) && isShort(other)) {
		const least = one.text.length < shortLength ? 90 : sureShort;
		const areSure = /^\w+$/.test(one.text) && Math.min(one.confidence, other.confidence) >= least;
		return agree(one.text, other.text) && (areSure || one.agreed || other.agreed) ? one : undefined;
	}
	if (isShort(one) !== isShort(other)) return isShort(one) ? other : one;
	if (one.script === 'eng' && other.script === 'eng' && one.words.length === other.words.length)
		return {
			...withSurerWords(one, other.words, sizeLead),
			agreed: one.agreed || other.agreed || agree(one.text, other.text),
		};
	return other.confidence > one.confidence + sizeLead ? other : one;
}

/**
 * Tells whether a reading is text rather than an icon, a switch or texture that looks like a letter. Sizes are in
 * pixels; `medianHeight` is that of all lines of the picture.
 */
export function isReadable(
	{ text, confidence, groundShare, agreed }: Reading,
	{
		height,
		width,
		medianHeight,
		kind,
		lines,
	}: {
		readonly height: number;
		readonly width: number;
		readonly medianHeight: number;
		readonly kind: PictureKind;
		/** The number of lines in its block. */
		readonly lines: number;
	},
): boolean {
	const letters = text.match(/[\p{L}\p{N}]/gu)?.length ?? 0;
	if (text === '' || confidence < (agreed && text.length > shortLength ? doubtfulAgreed : doubtful)) return false;
	if (kind === 'photo') return letters >= 3 && confidence >= 75;
	if (groundShare < doubtfulGround) return (letters >= 3 || countCjk(text) >= 2) && confidence >= 75;
	// An empty box to tick is read as brackets.
	if (text.length > 1) return letters > 0 || (confidence >= 75 && !/^[[(|][\])|]$/.test(text));
	// The last lines of a program's parts.
	if (lines > 2 && /^[{}()[\]]$/.test(text)) return true;
	// A single character: a digit, a letter or a bracket, of the size and the shape of letters.
	return (
		confidence >= 80 &&
		/[\p{L}\p{N}(){}[\];,.<>+*=-]/u.test(text) &&
		height <= 1.4 * medianHeight &&
		width <= 1.3 * height
	);
}
