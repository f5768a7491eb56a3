import type { Colour, PictureKind } from '../core/image/colours.ts';
import type { Box } from '../core/media.ts';

/** A script that recognition can read; the names are those of its data files. */
export type Script = 'eng' | 'chi_sim' | 'jpn';

/** The data with which the worker is started. */
export interface WorkerStart {
	/** The folder with the program and the data of text recognition. */
	readonly folder: string;
	/** The scripts to try, in this order. */
	readonly scripts: readonly Script[];
	readonly limits: ReadingLimits;
}

/** The limits of reading one picture. */
export interface ReadingLimits {
	readonly milliseconds: number;
	/** The most places that look like lines of text. */
	readonly lines: number;
}

/** A request from the engine to the worker to read a picture. One at a time. */
export interface ReadRequest {
	readonly bytes: Uint8Array;
	/** The area to read: text whose middle is outside is skipped; undefined reads everything. */
	readonly own?: Box | undefined;
}

export interface RecognisedLine {
	/** What stands side by side in the picture, in columns: at least three spaces are between two. */
	readonly text: string;
	/** The distance from its block's left edge, in letters; programs and stack traces need it. */
	readonly indent: number;
}

/**
 * A report from the worker to the engine, in this order: one `picture`, any number of `block`, one `done`; or `broken`
 * as the end.
 */
export type ReadReport =
	| {
			readonly kind: 'picture';
			readonly width: number;
			readonly height: number;
			readonly pictureKind: PictureKind;
			readonly colours: readonly Colour[];
	  }
	/** `continues`: true if no empty line is between it and the previous block. */
	| { readonly kind: 'block'; readonly lines: readonly RecognisedLine[]; readonly continues: boolean }
	/**
	 * `textShare`: the share of that text in everything drawn, 0 to 1. `end`: everything was examined, or a limit was
	 * reached before.
	 */
	| { readonly kind: 'done'; readonly textShare: number; readonly end: 'all' | 'limit' }
	/** The bytes can't be decoded as a picture. */
	| { readonly kind: 'broken' };
