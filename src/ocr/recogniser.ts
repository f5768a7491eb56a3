import startTesseract, { type TessBaseAPI, type TesseractCore } from 'tesseract.js-core/tesseract-core-simd-lstm.js';
import { unpack, unpackLimited } from '../workers/unpack.ts';
import type { GreyImage } from './greyImage.ts';
import { toPgm } from './lineImage.ts';
import type { Word } from './lineText.ts';
import type { Script } from './messages.ts';

/** A word, and the confidence of recognition in it, 0 to 100. */
export interface RecognisedWord extends Word {
	readonly confidence: number;
}

/** The memory limit of the program in bytes: with the data of three scripts it takes a quarter. */
const mostBytes = 512 * 2 ** 20;

/** The white border around a line, in pixels; without it the first and the last letter suffer. */
const border = 12;

/** Tesseract's page segmentation mode for a single line of text. */
const singleLine = '7';

/**
 * Reads words from tesseract's table: level, page, block, paragraph, line, word, left, top, width, height, confidence,
 * text.
 */
function wordsOf(table: string): RecognisedWord[] {
	return table.split('\n').flatMap((row) => {
		const cells = row.split('\t');
		const [left = 0, top = 0, width = 0, height = 0, confidence = 0] = cells.slice(6, 11).map(Number);
		const text = cells[11]?.trim() ?? '';
		if (cells[0] !== '5' || text === '') return [];
		const box = { left: left - border, top: top - border, right: left + width - border, bottom: top + height - border };
		return [{ ...box, text, confidence }];
	});
}

/** A recognizer: tesseract with the data files of `folder`. A script's data are loaded when first needed. */
export class Recogniser {
	readonly #core: TesseractCore;
	readonly #folder: string;
	readonly #readers = new Map<Script, TessBaseAPI>();

	private constructor(core: TesseractCore, folder: string) {
		this.#core = core;
		this.#folder = folder;
	}

	/** `first`: the script whose data are loaded at once. */
	static async start(folder: string, first: Script | undefined): Promise<Recogniser> {
		const data = first && scriptData(folder, first);
		const wasmBinary = await unpackLimited(folder, { name: 'tesseract-core-simd-lstm.wasm', mostBytes });
		const core = await startTesseract({ wasmBinary, print: () => undefined, printErr: () => undefined });
		const recogniser = new Recogniser(core, folder);
		if (first && data) recogniser.#load(first, await data);
		return recogniser;
	}

	/** Reads one line of dark text on white. */
	async read(line: GreyImage, script: Script): Promise<RecognisedWord[]> {
		const reader = this.#readers.get(script) ?? this.#load(script, await scriptData(this.#folder, script));
		this.#core.FS.writeFile('/input', toPgm(line, border));
		if (reader.SetImageFile(1, 0) === 1) return [];
		reader.Recognize(null);
		return wordsOf(reader.GetTSVText(0));
	}

	#load(script: Script, data: Uint8Array): TessBaseAPI {
		const file = `/${script}.traineddata`;
		this.#core.FS.writeFile(file, data);
		const reader = new this.#core.TessBaseAPI();
		const lstmOnly = 1;
		if (reader.Init('/', script, lstmOnly) !== 0) throw new Error(`Text recognition refused its data for ${script}.`);
		this.#core.FS.unlink(file);
		reader.SetVariable('tessedit_pageseg_mode', singleLine);
		reader.SetVariable('user_defined_dpi', '300');
		this.#readers.set(script, reader);
		return reader;
	}
}

async function scriptData(folder: string, script: Script): Promise<Uint8Array> {
	return unpack(folder, `${script}.traineddata`);
}
