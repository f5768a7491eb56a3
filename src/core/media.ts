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
	/** Pictures of an animation or pages of a document, of which the first was taken. */
	readonly frames?: number | undefined;
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

/** A consent of the user: to a format that no model documents, or to the beginning instead of the whole. */
export type VideoConsent = 'undocumentedFormat' | 'beginningOnly';

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

/** A box in pixels of the picture; `right` and `bottom` are the first column and row outside. */
export interface Box {
	readonly left: number;
	readonly top: number;
	readonly right: number;
	readonly bottom: number;
}

/** A part of a picture in fractions (0 to 1) of its width and height, upright as it is shown. */
export interface Region {
	readonly left: number;
	readonly top: number;
	readonly right: number;
	readonly bottom: number;
}
