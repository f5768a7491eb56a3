import { dominantColours, pictureKind } from '../core/image/colours.ts';
import type { Box } from '../core/media.ts';
import type { VipsLibrary } from '../workers/loadVips.ts';
import { type DecodedPicture, decodePicture, resizeGrey } from './decodePicture.ts';
import { heightOf, widthOf } from './greyImage.ts';
import { type LineImage, lineImage, margin, scaleFor } from './lineImage.ts';
import type { ReadingLimits, ReadReport, ReadRequest, Script } from './messages.ts';
import { betterOf, hasUnsureWord, isReadable, isShort, isUnsure, readLine, type Reading, settles } from './readLine.ts';
import type { Recogniser } from './recogniser.ts';
import { textBlocks, type TextBlock, type TextStack } from './textBlocks.ts';
import { type Cell, TextColumns } from './textColumns.ts';
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

/** The size, as a share of the usual one, in which a line is read again if its first reading is unsure. */
const smaller = 0.7;

/** The width, as a multiple of its height, from which a line isn't read again: texture has many such lines. */
const longest = 5;

/** The most lines per report: a page that is one paragraph would show nothing for minutes. */
const mostAtOnce = 10;

/** Reads a picture: first its kind, then its text block by block, in reading order. */
export async function* readPicture(
	{ bytes, own }: ReadRequest,
	services: ReadingServices,
): AsyncGenerator<ReadReport, void, undefined> {
	const deadline = performance.now() + services.limits.milliseconds;
	let linesLeft = services.limits.lines;
	let picture: DecodedPicture;
	try {
		picture = decodePicture(services.vips, bytes);
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
	let scripts = services.scripts;
	let settled: Script | undefined;
	const readLines: Box[] = [];
	for (const block of textBlocks(lines)) yield* readBlock(block);
	yield { kind: 'done', textShare: textShare(grey, readLines), end: linesLeft < 0 ? 'limit' : 'all' };

	async function* readBlock({ rows, columns, follows }: TextBlock): AsyncGenerator<ReadReport, void, undefined> {
		const text = new TextColumns(columns);
		const ready: Cell[][] = [];
		let continues = follows;
		for (const row of rows) {
			const cells: Cell[] = [];
			for (const { line, stack } of row) {
				linesLeft = performance.now() > deadline ? -1 : linesLeft - 1;
				if (linesLeft < 0) break;
				const found = await readBox(line, stack);
				if (!found) continue;
				const { reading, box } = found;
				const size = { height: heightOf(box), width: widthOf(box), medianHeight, kind, lines: stack.lines.length };
				if (!isReadable(reading, size)) continue;
				// A script that was read once is likely to come again: it is tried first, but after English.
				settled ??= settles(reading);
				if (settled) scripts = [...new Set<Script>(['eng', settled, ...scripts])];
				cells.push({ text: reading.text, left: box.left, right: box.right });
				readLines.push(box);
			}
			if (cells.length > 0) ready.push(cells);
			if (ready.length === mostAtOnce) yield part();
			if (linesLeft < 0) break;
		}
		if (ready.length > 0) yield part();

		function part(): ReadReport {
			const report = { kind: 'block', lines: text.lines(ready.splice(0)), continues } as const;
			continues = true;
			return report;
		}
	}

	/** Reads a line; icons at its ends, which come to light by reading it, are left out of it. */
	async function readBox(box: Box, stack: TextStack): Promise<{ reading: Reading; box: Box } | undefined> {
		const cut = lineImage(grey, box);
		if (cut.groundShare < leastGround) return undefined;
		const scale = scaleFor(Math.max(...stack.lines.map(heightOf)));
		const reading = await readAt(cut, scale);
		const [from = 0, to = cut.width] = reading.columns.map((column) => Math.round(column / scale));
		const isMarked = { left: from > 0, right: to < cut.width - 1 };
		if (isMarked.left || isMarked.right) {
			const left = isMarked.left ? box.left - margin + from : box.left;
			const right = isMarked.right ? box.left - margin + to : box.right;
			return left + margin < right ? readBox({ ...box, left, right }, stack) : undefined;
		}
		const isLong = cut.width > longest * cut.height;
		const isAgain = isShort(reading) || hasUnsureWord(reading) || (isUnsure(reading) && !isLong);
		// Of a photo only what is sure at once is text.
		if (!isAgain || kind === 'photo') return { reading, box };
		const better = betterOf(reading, await readAt(cut, smaller * scale));
		return better && { reading: better, box };
	}

	function readAt(cut: LineImage, scale: number): Promise<Reading> {
		const image = { ...resizeGrey(services.vips, cut, scale), groundShare: cut.groundShare };
		return readLine(image, { recogniser: services.recogniser, scripts, settled });
	}
}

/** Tells whether the middle of a box is in another one; `scale` is that of the first to the second. */
function isInside(box: Box, own: Box, scale: number): boolean {
	const across = (box.left + box.right) / 2 / scale;
	const down = (box.top + box.bottom) / 2 / scale;
	return across >= own.left && across < own.right && down >= own.top && down < own.bottom;
}
