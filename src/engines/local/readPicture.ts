import { dominantColours, pictureKind } from '../../core/image/colours.ts';
import { lineImage, scaleFor } from '../../core/image/lineImage.ts';
import { textBlocks, type TextBlock } from '../../core/image/textBlocks.ts';
import { findTextLines, type GreyImage, heightOf, widthOf } from '../../core/image/textLines.ts';
import type { ReadReport, RecognisedLine, Script } from './messages.ts';
import { type DecodedPicture, decodePicture, resizeGrey, type VipsLibrary } from './pictureDecoder.ts';
import type { Reading, Recogniser } from './recogniser.ts';

export interface ReadingTools {
	readonly vips: VipsLibrary;
	readonly recogniser: Recogniser;
	readonly scripts: readonly Script[];
}

/** A reading that is surer than this isn't tried in another script. */
const sure = 80;
/** A reading below this isn't text. */
const doubtful = 50;

/** Reads a picture: what it is first, then its text block by block, in reading order. */
export async function* readPicture(
	bytes: Uint8Array,
	tools: ReadingTools,
): AsyncGenerator<ReadReport, void, undefined> {
	let picture: DecodedPicture;
	try {
		picture = decodePicture(tools.vips, bytes);
	} catch {
		yield { kind: 'broken' };
		return;
	}
	const { width, height, colour, grey } = picture;
	yield { kind: 'picture', width, height, pictureKind: pictureKind(colour), colours: dominantColours(colour) };
	for (const block of textBlocks(findTextLines(grey))) {
		const lines = await readBlock(grey, block, tools);
		if (lines.length > 0) yield { kind: 'block', lines };
	}
	yield { kind: 'done' };
}

async function readBlock(picture: GreyImage, block: TextBlock, tools: ReadingTools): Promise<RecognisedLine[]> {
	const found: { readonly text: string; readonly left: number; readonly letter: number }[] = [];
	const typical = Math.max(...block.lines.map(heightOf));
	for (const line of block.lines) {
		const image = resizeGrey(tools.vips, lineImage(picture, line), scaleFor(typical));
		const { text, confidence } = await readLine(image, tools);
		if (confidence >= doubtful && text !== '')
			found.push({ text, left: line.left, letter: widthOf(line) / text.length });
	}
	const edge = Math.min(...found.map(({ left }) => left));
	return found.map(({ text, left, letter }) => ({ text, indent: Math.round((left - edge) / letter) }));
}

async function readLine(image: GreyImage, { recogniser, scripts }: ReadingTools): Promise<Reading> {
	let best: Reading = { text: '', confidence: 0 };
	for (const script of scripts) {
		const reading = await recogniser.read(image, script);
		if (reading.confidence > best.confidence) best = reading;
		if (best.confidence >= sure) break;
	}
	return best;
}
