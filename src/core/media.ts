/** The largest file that is read whole into memory, in bytes. */
export const mostFileBytes = 200 * 1024 * 1024;

/** Pixels, as stored: not rotated by an orientation tag. */
export interface Size {
	readonly width: number;
	readonly height: number;
}

/** A picture ready to be sent: within the service's limits, of the media type of its bytes. */
export interface PreparedImage extends Size {
	readonly mediaType: 'image/png' | 'image/jpeg';
	readonly bytes: Uint8Array;
	/** The file's name without its folder, for the user; it is never sent. */
	readonly name: string;
	/** The state before preparation; undefined if nothing changed. */
	readonly origin?: PictureOrigin | undefined;
}

/** A picture before it was prepared, and the changes made. */
export interface PictureOrigin extends Size {
	readonly mediaType: string;
	/** Bytes. */
	readonly byteLength: number;
	readonly metadataRemoved: boolean;
	/** Pictures of an animation or pages of a document; the first was taken unless `frame` says otherwise. */
	readonly frames?: number | undefined;
	/** The frame of an animation that it shows. */
	readonly frame?: Frame | undefined;
	/** True if it is the picture that a camera made of its raw data, of which a raw file has several sizes. */
	readonly isPreview?: boolean | undefined;
	/** The colour put behind transparent parts. */
	readonly background?: Background | undefined;
	/** The part that was cut out for the user, in pixels of the upright original; undefined if it is the whole picture. */
	readonly region?: Box | undefined;
	/** Its place among the pieces of a cut picture. */
	readonly tile?: Tile | undefined;
}

/** A piece of a tall or wide picture. */
export interface Tile {
	/** From 0, in reading order. */
	readonly index: number;
	readonly count: number;
	/** Pixels that it shares with each neighbour. */
	readonly overlap: number;
	readonly direction: 'down' | 'right';
	/** What of the upright original it shows, in that one's pixels; missing in what earlier versions kept. */
	readonly part?: Box | undefined;
}

/** A frame of an animation. */
export interface Frame {
	/** From 0, among all of the animation. */
	readonly number: number;
	/** When it is shown first, from the beginning. */
	readonly seconds: number;
	/** How long the whole animation takes, in seconds. */
	readonly duration: number;
	/** From 0, its place among those that were taken. */
	readonly index: number;
	/** How many were taken. */
	readonly count: number;
}

/** A colour behind transparent parts. */
export type Background = 'white' | 'black' | 'grey';

/** A video ready to be sent: within the model's limits, of the media type of its bytes. */
export interface PreparedVideo extends Size {
	readonly mediaType: 'video/mp4' | 'video/quicktime' | 'video/x-matroska' | 'video/webm';
	readonly bytes: Uint8Array;
	readonly seconds: number;
	/** The file's name without its folder, for the user; it is never sent. */
	readonly name: string;
}

/**
 * What the user agreed to or wished when asking again: a video's format that no model documents, its beginning instead of the
 * whole, or the first frame of an animation instead of several.
 */
export type Consent = 'undocumentedFormat' | 'beginningOnly' | 'firstFrameOnly';

/** A picture or video on the web, which the service fetches itself. */
export interface WebMedium {
	readonly kind: 'image' | 'video';
	/** https. */
	readonly url: string;
	/** The name for the user. */
	readonly name: string;
}

/** A subject of a question: a picture or a video. */
export type Medium = PreparedImage | PreparedVideo | WebMedium;

export function isWebMedium(medium: Medium): medium is WebMedium {
	return 'url' in medium;
}

export function isVideo(medium: Medium): boolean {
	return isWebMedium(medium) ? medium.kind === 'video' : medium.mediaType.startsWith('video/');
}

/** Returns a picture's place among those that came of the same original: pieces of a cut one, or frames of an animation. */
export function placeAmong({ origin }: { readonly origin?: PictureOrigin | undefined }): {
	readonly index: number;
	readonly count: number;
} {
	return origin?.tile ?? origin?.frame ?? { index: 0, count: 1 };
}

/** A box in pixels of the picture; `right` and `bottom` are the first column and row outside. */
export interface Box {
	readonly left: number;
	readonly top: number;
	readonly right: number;
	readonly bottom: number;
}

/** A part of a picture, or of a frame of an animation, in fractions (0 to 1) of its width and height, upright as it is shown. */
export interface Region {
	readonly left: number;
	readonly top: number;
	readonly right: number;
	readonly bottom: number;
	/** The number of the frame, from 0; undefined for the first with something to see. */
	readonly frame?: number | undefined;
}
