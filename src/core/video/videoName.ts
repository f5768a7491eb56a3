/** Tells whether a path or file name is a video's: for choosing what to do before there are bytes to examine. */
export function hasVideoName(path: string): boolean {
	return /\.(mp4|m4v|mov|mkv|webm)$/i.test(path);
}
