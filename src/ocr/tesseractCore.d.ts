/** The part of tesseract's WebAssembly build that is used here; the package brings no types. */
declare module 'tesseract.js-core/tesseract-core-simd-lstm.js' {
	export interface TessBaseAPI {
		/** 0 when it worked, -1 otherwise. */
		Init(dataPath: string, languages: string, engineMode: number): number;
		SetVariable(name: string, value: string): boolean;
		/** Reads the file /input; 1 when it is no image. */
		SetImageFile(exif: number, angle: number): number;
		Recognize(monitor: null): number;
		/** One row a word: level, page, block, paragraph, line, word, left, top, width, height, confidence, text. */
		GetTSVText(page: number): string;
		End(): void;
	}

	export interface TesseractCore {
		readonly FS: { writeFile(path: string, data: Uint8Array): void; unlink(path: string): void };
		readonly TessBaseAPI: new () => TessBaseAPI;
	}

	const start: (options: {
		readonly wasmBinary: Uint8Array;
		print?(line: string): void;
		printErr?(line: string): void;
	}) => Promise<TesseractCore>;
	// oxlint-disable-next-line import/no-default-export -- the package's own export
	export default start;
}
