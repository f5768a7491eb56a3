/** The used part of tesseract's WebAssembly build; the package contains no types. */
declare module 'tesseract.js-core/tesseract-core-simd-lstm.js' {
	export interface TessBaseAPI {
		/** Returns 0 on success, otherwise -1. */
		Init(dataPath: string, languages: string, engineMode: number): number;
		SetVariable(name: string, value: string): boolean;
		/** Reads the file /input; returns 1 if it isn't an image. */
		SetImageFile(exif: number, angle: number): number;
		Recognize(monitor: null): number;
		/**
		 * Returns one row per word: level, page, block, paragraph, line, word, left, top, width, height, confidence,
		 * text.
		 */
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
