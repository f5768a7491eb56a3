/** Pixels, as they are stored: not turned by an orientation tag. */
export interface Size {
	readonly width: number;
	readonly height: number;
}

/** A picture as it will be sent: within the service's limits, of the media type that its bytes say. */
export interface PreparedImage extends Size {
	readonly mediaType: 'image/png' | 'image/jpeg';
	readonly bytes: Uint8Array;
	/** The file's name without its folder, for the person who asks; it is never sent. */
	readonly name: string;
	/** What it was before; undefined where nothing was changed. */
	readonly origin?: PictureOrigin | undefined;
}

/** A picture before it was prepared, and what was done to it. */
export interface PictureOrigin extends Size {
	readonly mediaType: string;
	/** Bytes. */
	readonly byteLength: number;
	readonly metadataRemoved: boolean;
	/** Pictures of an animation or pages of a document, of which the first was taken. */
	readonly frames?: number | undefined;
	/** The color that was put behind transparent parts. */
	readonly background?: Background | undefined;
	/** Its place among the pieces of a picture that was cut. */
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
}

/** A color behind transparent parts. */
export type Background = 'white' | 'black' | 'grey';

/** A video as it will be sent: within the model's limits, of the media type that its bytes say. */
export interface PreparedVideo extends Size {
	readonly mediaType: 'video/mp4' | 'video/quicktime' | 'video/x-matroska' | 'video/webm';
	readonly bytes: Uint8Array;
	readonly seconds: number;
	/** The file's name without its folder, for the person who asks; it is never sent. */
	readonly name: string;
}

/** An agreement of the user's: to a format that no model documents, to the beginning in place of the whole. */
export type VideoConsent = 'undocumentedFormat' | 'beginningOnly';

/** A picture or video on the web, which the service fetches by itself. */
export interface WebMedium {
	readonly kind: 'image' | 'video';
	/** https. */
	readonly url: string;
	/** For the person who asks. */
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

/** In pixels of the picture; `right` and `bottom` are the first column and row outside. */
export interface Box {
	readonly left: number;
	readonly top: number;
	readonly right: number;
	readonly bottom: number;
}
