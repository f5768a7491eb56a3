import type { PreparedImage } from './image/prepare.ts';

/** A video as it will be sent: within the model's limits, of the media type that its bytes say. */
export interface PreparedVideo {
	readonly mediaType: 'video/mp4' | 'video/quicktime' | 'video/x-matroska' | 'video/webm';
	readonly bytes: Uint8Array;
	/** Pixels. */
	readonly width: number;
	/** Pixels. */
	readonly height: number;
	readonly seconds: number;
	/** The file's name without its folder, for the person who asks; it is never sent. */
	readonly name: string;
}

/** A picture or video on the web, which the service fetches by itself. */
export interface WebMedium {
	readonly kind: 'image' | 'video';
	/** https. */
	readonly url: string;
	/** For the person who asks. */
	readonly name: string;
}

/** What a question can be about. */
export type Medium = PreparedImage | PreparedVideo | WebMedium;

export function isWebMedium(medium: Medium): medium is WebMedium {
	return 'url' in medium;
}

export function isVideo(medium: Medium): boolean {
	return isWebMedium(medium) ? medium.kind === 'video' : medium.mediaType.startsWith('video/');
}
