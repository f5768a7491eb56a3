import type { AnswerPart } from '../core/answer.ts';
import { FailureError, throwIfCancelled } from '../core/failure.ts';
import type { Hue, PictureKind, Colour } from '../core/image/colours.ts';
import { ownPart, tileOf } from '../core/image/tiles.ts';
import { placeAmong, type PreparedImage, isWebMedium, type Medium } from '../core/media.ts';
import type { ReadingLimits, ReadReport, Script, RecognisedLine } from '../ocr/messages.ts';
import { createOcrWorker, type OcrWorker } from '../ocr/ocrWorker.ts';
import type { StartTimer } from '../workers/workerProcess.ts';
import type { AnswerRequest, Engine } from './engine.ts';

/** The texts of an answer in the display language, passed by the host. All are Markdown, without line breaks. */
export interface LocalWords {
	/** The first line: no model looked at the picture, text was recognized on this machine, and that is all. */
	readonly noModel: string;
	/**
	 * Returns the line on the picture's kind, and its size in pixels. `drawn` is a screenshot, a chart or a drawing.
	 */
	picture(kind: PictureKind, width: number, height: number): string;
	/** Returns the line of its main colours; `list` is ready to show. */
	colours(list: string): string;
	/** The names of colours, such as "blue". */
	readonly hues: Readonly<Record<Hue, string>>;
	/** Returns the name of the dark or light shade of a colour, such as "dark blue". */
	darkShade(hue: string): string;
	lightShade(hue: string): string;
	/** The line above the recognized text. */
	readonly textFollows: string;
	/** The line in its place if there is none. */
	readonly noText: string;
	/** The last line if the text is incomplete. */
	readonly stopped: string;
}

export interface LocalEngineOptions {
	readonly words: LocalWords;
	/** The built folder local/ with the worker, its programs and its data. */
	readonly folder: string;
	/** The expected languages of texts, such as `zh-cn`; English is always among them. */
	readonly languages: readonly string[];
	/** For tests: the limits of reading a picture. */
	readonly limits?: ReadingLimits;
	/** For tests: the clock that ends an idle worker. */
	readonly startTimer?: StartTimer;
}

/**
 * An engine that answers on this machine alone: text recognition and plain facts, no model. `dispose` ends its worker.
 */
export interface LocalEngine extends Engine {
	/** True while the process that reads pictures exists. */
	readonly running: boolean;
	dispose(): void;
}

/**
 * Returns the scripts to try: English first, since it is by far the most frequent in screenshots; then the user's, then
 * the rest.
 */
function scriptsFor(languages: readonly string[]): readonly Script[] {
	const isJapanese = languages
		.find((language) => /^(ja|zh)\b/i.test(language))
		?.toLowerCase()
		.startsWith('ja');
	return isJapanese ? ['eng', 'jpn', 'chi_sim'] : ['eng', 'chi_sim', 'jpn'];
}

export function createLocalEngine({ words, folder, languages, limits, startTimer }: LocalEngineOptions): LocalEngine {
	const reader = createOcrWorker({ folder, scripts: scriptsFor(languages), limits, startTimer });
	return {
		get running() {
			return reader.running;
		},
		answer: (request, signal) => answer(request, { words, reader, signal }),
		startAhead: () => reader.startAhead(),
		dispose: () => reader.dispose(),
	};
}

interface AnswerContext {
	readonly words: LocalWords;
	readonly reader: OcrWorker;
	readonly signal: AbortSignal;
}

async function* answer(
	{ task, messages }: AnswerRequest,
	context: AnswerContext,
): AsyncGenerator<AnswerPart, void, undefined> {
	throwIfCancelled(context.signal);
	const question = messages.at(-1);
	const media = question?.role === 'user' ? question.media : [];
	if (task === 'compare') throw new FailureError({ kind: 'localCannot', what: 'compare' });
	if (task === 'uiToCode') throw new FailureError({ kind: 'localCannot', what: 'code' });
	if (task === 'ask' || media.length === 0) throw new FailureError({ kind: 'localCannot', what: 'question' });
	const pictures = wholePictures(media.map(requirePicture));
	if (task === 'altText') {
		yield { kind: 'text', text: await localAltText(readAll(pictures[0] ?? [], context)) };
		yield { kind: 'finish', reason: 'stop' };
		return;
	}
	yield { kind: 'text', text: `${context.words.noModel}\n` };
	for (const pieces of pictures) {
		if (pictures.length > 1) yield { kind: 'text', text: `\n## ${escapeMarkdown(pieces[0]?.name ?? '')}\n` };
		for await (const text of describe(pieces, context)) yield { kind: 'text', text };
	}
	yield { kind: 'finish', reason: 'stop' };
}

/** Returns the medium as a picture; ones on the web are fetched before this machine is asked. */
function requirePicture(medium: Medium): PreparedImage {
	if (isWebMedium(medium) || 'seconds' in medium) throw new FailureError({ kind: 'localCannot', what: 'video' });
	return medium;
}

/** Groups the pieces of each picture; one if it is whole. Of the frames of an animation the first counts. */
function wholePictures(images: readonly PreparedImage[]): readonly (readonly PreparedImage[])[] {
	const pictures: PreparedImage[][] = [];
	for (const image of images) {
		const last = pictures.at(-1);
		if (!last || placeAmong(image).index === 0) pictures.push([image]);
		else if (tileOf(image)) last.push(image);
	}
	return pictures;
}

async function* describe(
	pieces: readonly PreparedImage[],
	{ words, reader, signal }: AnswerContext,
): AsyncGenerator<string, void, undefined> {
	let hasText = false;
	let isDescribed = false;
	let isWhole = true;
	for await (const report of readAll(pieces, { reader, signal })) {
		if (report.kind === 'picture' && !isDescribed) {
			const { pictureKind, width, height, colours } = report;
			yield `\n${words.picture(pictureKind, width, height)}\n\n${words.colours(colourList(colours, words))}\n`;
			isDescribed = true;
		} else if (report.kind === 'block') {
			if (!hasText) yield `\n${words.textFollows}\n\n${fence}text\n`;
			else if (!report.continues) yield '\n';
			yield fencedLines(report.lines);
			hasText = true;
		} else if (report.kind === 'done' && report.end === 'limit') isWhole = false;
	}
	if (hasText) yield `${fence}\n`;
	else if (isWhole) yield `\n${words.noText}\n`;
	if (!isWhole) yield `\n${words.stopped}\n`;
}

/** Yields the reports on one piece after the other; an overlap of two is read once. */
async function* readAll(
	pieces: readonly PreparedImage[],
	{ reader, signal }: Omit<AnswerContext, 'words'>,
): AsyncGenerator<ReadReport, void, undefined> {
	for (const image of pieces) {
		const tile = tileOf(image);
		let isLate = false;
		const reports = reader.ask(
			{ bytes: image.bytes, own: tile && ownPart(image, tile) },
			{
				signal,
				isLast: ({ kind }) => kind === 'done' || kind === 'broken',
				failure: (why, reason) => {
					isLate = why === 'late';
					return { kind: 'localBroken', reason };
				},
			},
		);
		try {
			for await (const report of reports) {
				throwIfCancelled(signal);
				if (report.kind === 'broken') throw new FailureError({ kind: 'pictureBroken', name: image.name });
				const isPart = report.kind === 'picture' && tile && image.origin;
				yield isPart ? { ...report, width: image.origin.width, height: image.origin.height } : report;
			}
		} catch (error) {
			// The text read so far stays.
			if (!isLate) throw error;
			yield { kind: 'done', textShare: 0, end: 'limit' };
		}
	}
}

/**
 * The fence around recognized text, which could be anything: inside it nothing acts as Markdown, line breaks and
 * indents are kept, and it can be copied unchanged.
 */
export const fence = '````';

/** Escapes text for a line of Markdown: no markup, and no address that becomes a link by itself. */
export function escapeMarkdown(text: string): string {
	const line = text.replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, ' ');
	return line.replaceAll(/[!-+/:-@[-`{-~]/g, '\\$&').replaceAll(/www\./gi, (found) => found.replace('.', '\\.'));
}

/** Returns the lines of a block for the inside of the fence; none can end it. */
export function fencedLines(lines: readonly RecognisedLine[]): string {
	return lines
		.map(({ text, indent }) => {
			const line = ' '.repeat(Math.min(indent, 80)) + text.replaceAll(/[\p{Cc}\p{Cf}]/gu, '');
			// A fence ends the block only if it is indented by less than four spaces.
			return line.trimStart().startsWith(fence) ? `    ${line.trimStart()}\n` : `${line}\n`;
		})
		.join('');
}

/** Returns the colours as a list in words, with their value and share: white (`#fdfdfe`, 96 %), … */
export function colourList(colours: readonly Colour[], words: LocalWords): string {
	return colours
		.map(({ hue, shade, hex, share }) => {
			const plain = words.hues[hue];
			const name = shade === 'dark' ? words.darkShade(plain) : shade === 'light' ? words.lightShade(plain) : plain;
			return `${name} (\`${hex}\`, ${Math.round(share * 100)} %)`;
		})
		.join(', ');
}

/** The share of text from which a picture is little else than its text. */
const leastShare = 0.8;

/** The longest short text, in characters. */
const longest = 125;

/**
 * Returns an alt text without a model: the recognized text, if the picture is little else, as the JSON object that
 * models are asked for. A photo gets none, since nothing is known of it.
 * @throws FailureError `localCannot` for any other picture, or what the reports throw
 */
async function localAltText(reports: AsyncIterable<ReadReport>): Promise<string> {
	const lines: string[] = [];
	let isDrawn = false;
	let share = 0;
	for await (const report of reports) {
		if (report.kind === 'picture') isDrawn = report.pictureKind === 'drawn';
		else if (report.kind === 'block') lines.push(...report.lines.map(({ text }) => text));
		else if (report.kind === 'done') share = report.end === 'all' ? report.textShare : 0;
	}
	const alt = lines.join(' ').replaceAll(/\s+/g, ' ').trim();
	const isShort = alt !== '' && Array.from(alt).length <= longest;
	if (!isDrawn || !isShort || share < leastShare) throw new FailureError({ kind: 'localCannot', what: 'altText' });
	return JSON.stringify({ kind: 'text', alt, reason: '' });
}
