import { dominantColours, pictureKind } from '../core/image/colours.ts';
import type { Box } from '../core/media.ts';
import type { VipsLibrary } from '../workers/loadVips.ts';
import { type DecodedPicture, decodePicture, resizeGrey } from './decodePicture.ts';
import { heightOf, widthOf } from './greyImage.ts';
import { lineImage, scaleFor } from './lineImage.ts';
import { countCjk } from './lineText.ts';
import type { ReadingLimits, ReadReport, ReadRequest, RecognisedLine, Script } from './messages.ts';
import { isReadable, readLine, type Reading } from './readLine.ts';
import type { Recogniser } from './recogniser.ts';
import { textBlocks, type TextBlock } from './textBlocks.ts';
import { findTextLines } from './textLines.ts';
import { textShare } from './textShare.ts';

export interface ReadingServices {
	readonly vips: VipsLibrary;
	readonly recogniser: Recogniser;
	/** The scripts in the order in which they are tried. */
	readonly scripts: readonly Script[];
	readonly limits: ReadingLimits;
}

/** The share of empty background below which a line is texture. */
const leastGround = 0.45;

/** The most lines per report: a page that is one paragraph would show nothing for minutes. */
const mostAtOnce = 10;

/** Reads a picture: first its kind, then its text block by block, in reading order. */
export async function* readPicture(
	{ bytes, own }: ReadRequest,
	tools: ReadingServices,
): AsyncGenerator<ReadReport, void, undefined> {
	const deadline = performance.now() + tools.limits.milliseconds;
	let linesLeft = tools.limits.lines;
	let picture: DecodedPicture;
	try {
		picture = decodePicture(tools.vips, bytes);
	} catch {
		yield { kind: 'broken' };
		return;
	}
	const { width, height, colour, grey } = picture;
	const kind = pictureKind(colour);
	yield { kind: 'picture', width, height, pictureKind: kind, colours: dominantColours(colour) };

	const lines = findTextLines(grey).filter((line) => !own || isInside(line, own, grey.width / width));
	const heights = lines.map(heightOf).sort((a, b) => a - b);
	const medianHeight = heights[Math.floor(heights.length / 2)] ?? 0;
	let scripts = tools.scripts;
	const readLines: Box[] = [];
	for (const block of textBlocks(lines)) yield* readBlock(block);
	yield { kind: 'done', textShare: textShare(grey, readLines), end: linesLeft < 0 ? 'limit' : 'all' };

	async function* readBlock(block: TextBlock): AsyncGenerator<ReadReport, void, undefined> {
		const text = new Set(block.lines);
		const found: Found[] = [];
		// The edge of the first part is that of the whole block, so that all parts are indented alike.
		let edge: number | undefined;
		for (const line of block.lines) {
			linesLeft = performance.now() > deadline ? -1 : linesLeft - 1;
			if (linesLeft < 0) break;
			const reading = await readBox(line, block);
			if (!reading || !isReadable(reading, { height: heightOf(line), width: widthOf(line), medianHeight, kind })) {
				text.delete(line);
				continue;
			}
			// A script that was read once is likely to come again: it is tried first, but after English.
			if (reading.script !== 'eng') scripts = [...new Set<Script>(['eng', reading.script, ...scripts])];
			found.push({ text: reading.text, line });
			readLines.push(line);
			if (found.length === mostAtOnce) yield part();
		}
		if (found.length > 0) yield part();

		function part(): ReadReport {
			const continues = edge !== undefined;
			edge ??= Math.min(...Array.from(text, ({ left }) => left));
			return { kind: 'block', lines: withIndents(found.splice(0), edge), continues };
		}
	}

	async function readBox(line: Box, block: TextBlock): Promise<Reading | undefined> {
		const cut = lineImage(grey, line);
		if (cut.groundShare < leastGround) return undefined;
		const image = resizeGrey(tools.vips, cut, scaleFor(Math.max(...block.lines.map(heightOf))));
		return readLine({ ...image, groundShare: cut.groundShare }, { recogniser: tools.recogniser, scripts });
	}
}

/** Tells whether the middle of a box is in another one; `scale` is that of the first to the second. */
function isInside(box: Box, own: Box, scale: number): boolean {
	const across = (box.left + box.right) / 2 / scale;
	const down = (box.top + box.bottom) / 2 / scale;
	return across >= own.left && across < own.right && down >= own.top && down < own.bottom;
}

interface Found {
	readonly text: string;
	readonly line: Box;
}

function withIndents(found: readonly Found[], edge: number): RecognisedLine[] {
	return found.map(({ text, line }) => {
		const letter = widthOf(line) / (text.length + countCjk(text));
		return { text, indent: Math.round((line.left - edge) / letter) };
	});
}
