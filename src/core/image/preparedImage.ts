/** A picture as it will be sent: within the service's limits, of the media type that its bytes say. */
export interface PreparedImage {
	readonly mediaType: 'image/png' | 'image/jpeg';
	readonly bytes: Uint8Array;
	/** Pixels. */
	readonly width: number;
	/** Pixels. */
	readonly height: number;
	/** The file's name without its folder, for the person who asks; it is never sent. */
	readonly name: string;
}
