import type { Hue, PictureKind } from '../../core/image/colours.ts';

/** The words of an answer in the display language; the host passes them. All are Markdown, without line breaks. */
export interface LocalWords {
	/** The first line: that no model looked at the picture, and that text was recognised on this machine, no more. */
	readonly noModel: string;
	/** What the picture is, and its size in pixels. `drawn` is a screenshot, a chart or a drawing. */
	picture(kind: PictureKind, width: number, height: number): string;
	/** The line of its main colours; `list` is already worded. */
	colours(list: string): string;
	/** The names of colours, such as "blue". */
	readonly hues: Readonly<Record<Hue, string>>;
	/** The name of the dark and the light shade of a colour, such as "dark blue". */
	darkShade(hue: string): string;
	lightShade(hue: string): string;
	/** Stands above the recognised text. */
	readonly textFollows: string;
	/** Stands in its place where there is none. */
	readonly noText: string;
	/** Stands at the end where not all of it was read. */
	readonly stopped: string;
}
