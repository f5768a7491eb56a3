/** Extensions of the pictures that Glimpse reads, in lower case; the usual ones first. */
export const pictureExtensions: readonly string[] = [
	...'png jpg jpeg gif webp bmp ico tif tiff avif heic heif svg'.split(' '),
	...'apng jfif jpe dib cur hif jxl svgz psd qoi tga pbm pgm ppm pnm pfm hdr'.split(' '),
	// Raw files of cameras.
	...'nef cr2 cr3 dng arw'.split(' '),
];

/** Extensions of the videos that Glimpse reads, in lower case. */
export const videoExtensions: readonly string[] = ['mp4', 'mov', 'mkv', 'webm', 'm4v'];

/** Tells whether a path or file name is a picture's: for choosing what to do before there are bytes to examine. */
export function hasPictureName(path: string): boolean {
	return hasExtension(path, pictureExtensions);
}

/** Tells whether a path or file name is a video's: for choosing what to do before there are bytes to examine. */
export function hasVideoName(path: string): boolean {
	return hasExtension(path, videoExtensions);
}

/** Tells whether a path or file name is a picture's or a video's: for choosing what to do before there are bytes to examine. */
export function hasMediumName(path: string): boolean {
	return hasPictureName(path) || hasVideoName(path);
}

function hasExtension(path: string, extensions: readonly string[]): boolean {
	return path.includes('.') && extensions.includes(path.slice(path.lastIndexOf('.') + 1).toLowerCase());
}
