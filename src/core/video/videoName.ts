/** Whether a path or file name is a video's: for choosing what to do before there are bytes to look at. */
export function hasVideoName(path: string): boolean {
	return /\.(mp4|m4v|mov|mkv|webm)$/i.test(path);
}
