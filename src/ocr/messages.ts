import type { Colour, PictureKind } from '../core/image/colours.ts';
import type { Box } from '../core/media.ts';

/** What recognition can read; the names are those of its data files. */
export type Script = 'eng' | 'chi_sim' | 'jpn';

/** What the worker is started with. */
export interface WorkerStart {
	/** The folder with the program and the data of text recognition. */
	readonly folder: string;
	/** The scripts to try, in this order. */
	readonly scripts: readonly Script[];
	readonly limits: ReadingLimits;
}

/** How much of one picture is read. */
export interface ReadingLimits {
	readonly milliseconds: number;
	/** Places that look like lines of text. */
	readonly lines: number;
}

/** From the engine to the worker: read this picture. One at a time. */
export interface ReadRequest {
	readonly bytes: Uint8Array;
	/** Text whose middle is outside of this isn't read; all is where there is none. */
	readonly own?: Box | undefined;
}

export interface RecognisedLine {
	readonly text: string;
	/** How far it stands to the right of its block's edge, in letters; programs and stack traces need it. */
	readonly indent: number;
}

/** From the worker to the engine, in this order: one `picture`, any number of `block`, one `done`; or an end with `broken`. */
export type ReadReport =
	| {
			readonly kind: 'picture';
			readonly width: number;
			readonly height: number;
			readonly pictureKind: PictureKind;
			readonly colours: readonly Colour[];
	  }
	/** `continues`: whether it goes on with the block before. */
	| { readonly kind: 'block'; readonly lines: readonly RecognisedLine[]; readonly continues: boolean }
	/**
	 * `textShare`: how much of what is drawn in it is that text, 0 to 1. `end`: whether all was looked at, or a limit was reached
	 * before.
	 */
	| { readonly kind: 'done'; readonly textShare: number; readonly end: 'all' | 'limit' }
	/** The bytes are no picture that can be decoded. */
	| { readonly kind: 'broken' };
