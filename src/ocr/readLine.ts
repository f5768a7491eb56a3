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
	readonly groundShare: number;
}

/** The confidence from which an English reading isn't tried in another script. */
const sure = 75;

/** The confidence below which a reading isn't text. */
const doubtful = 50;

/** The share of background below which a line is more often icons or texture than heavy type. */
const doubtfulGround = 0.56;

function confidenceOf(words: readonly RecognisedWord[]): number {
	const letters = words.reduce((sum, { text }) => sum + text.length, 0);
	return letters > 0 ? words.reduce((sum, { text, confidence }) => sum + text.length * confidence, 0) / letters : 0;
}

/** Tells whether a reading really is Chinese or Japanese: other scripts look like it to recognition. */
function isCjk({ text, confidence }: Reading): boolean {
	const letters = text.match(/[\p{L}\p{N}]/gu)?.length ?? 0;
	return countCjk(text) >= 2 && countCjk(text) >= 0.4 * letters && confidence >= 70;
}

/** Reads one line in the given scripts, in this order, until a reading is sure; the surest wins. */
export async function readLine(
	image: LineImage,
	{ recogniser, scripts }: { readonly recogniser: Recogniser; readonly scripts: readonly Script[] },
): Promise<Reading> {
	let best: Reading | undefined;
	for (const script of scripts) {
		if (script !== 'eng' && image.groundShare < doubtfulGround) continue;
		const words = await recogniser.read(image, script);
		const { groundShare } = image;
		const reading: Reading = { text: lineText(image, words), script, confidence: confidenceOf(words), groundShare };
		if (script !== 'eng' && !isCjk(reading)) continue;
		if (!best || reading.confidence > best.confidence) best = reading;
		if (script === 'eng' ? best.confidence >= sure : best.confidence >= 90) break;
	}
	return best ?? { text: '', script: 'eng', confidence: 0, groundShare: image.groundShare };
}

/**
 * Tells whether a reading is text rather than an icon, a switch or texture that looks like a letter. Sizes are in
 * pixels; `medianHeight` is that of all lines of the picture.
 */
export function isReadable(
	{ text, confidence, groundShare }: Reading,
	{
		height,
		width,
		medianHeight,
		kind,
	}: { readonly height: number; readonly width: number; readonly medianHeight: number; readonly kind: PictureKind },
): boolean {
	const letters = text.match(/[\p{L}\p{N}]/gu)?.length ?? 0;
	if (confidence < doubtful || text === '') return false;
	if (kind === 'photo' || groundShare < doubtfulGround) return letters >= 3 && confidence >= 75;
	if (text.length > 1) return letters > 0 || confidence >= 75;
	// A single character: a digit, a letter or a bracket, of the size and the shape of letters.
	return (
		confidence >= 80 &&
		/[\p{L}\p{N}(){}[\];,.<>+*=-]/u.test(text) &&
		height <= 1.4 * medianHeight &&
		width <= 1.3 * height
	);
}
