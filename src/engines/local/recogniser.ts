import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import startTesseract, { type TessBaseAPI, type TesseractCore } from 'tesseract.js-core/tesseract-core-simd-lstm.js';
import type { GreyImage } from '../../core/image/textLines.ts';
import { toPgm } from '../../core/image/lineImage.ts';
import type { Script } from './messages.ts';

export interface Reading {
	readonly text: string;
	/** 0 to 100: how sure recognition is, over the letters of all words. */
	readonly confidence: number;
}

/** White around a line, in pixels; without it the first and the last letter suffer. */
const border = 12;
/** Tesseract's page segmentation mode for a single line of text. */
const singleLine = '7';

/** Tesseract with the data files of `folder`; a script's data is loaded when it is first needed. */
export class Recogniser {
	readonly #core: TesseractCore;
	readonly #folder: string;
	readonly #readers = new Map<Script, TessBaseAPI>();

	private constructor(core: TesseractCore, folder: string) {
		this.#core = core;
		this.#folder = folder;
	}

	static async start(folder: string): Promise<Recogniser> {
		const wasmBinary = await readFile(join(folder, 'tesseract-core-simd-lstm.wasm'));
		return new Recogniser(
			await startTesseract({ wasmBinary, print: () => undefined, printErr: () => undefined }),
			folder,
		);
	}

	/** Reads one line of dark text on white. */
	async read(line: GreyImage, script: Script): Promise<Reading> {
		const reader = this.#readers.get(script) ?? (await this.#load(script));
		this.#core.FS.writeFile('/input', toPgm(line, border));
		if (reader.SetImageFile(1, 0) === 1) return { text: '', confidence: 0 };
		reader.Recognize(null);
		const words = reader
			.GetTSVText(0)
			.split('\n')
			.map((row) => row.split('\t'))
			.filter(([level]) => level === '5');
		const letters = words.reduce((sum, word) => sum + (word[11]?.length ?? 0), 0);
		const sum = words.reduce((total, word) => total + Number(word[10]) * (word[11]?.length ?? 0), 0);
		return { text: reader.GetUTF8Text().trim().replaceAll(/\s+/g, ' '), confidence: letters > 0 ? sum / letters : 0 };
	}

	async #load(script: Script): Promise<TessBaseAPI> {
		const file = `/${script}.traineddata`;
		const data = await promisify(gunzip)(await readFile(join(this.#folder, `${script}.traineddata.gz`)));
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
