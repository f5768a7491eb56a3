const formatNames: Readonly<Record<string, string>> = {
	'image/png': 'PNG',
	'image/jpeg': 'JPEG',
	'image/gif': 'GIF',
	'image/webp': 'WebP',
	'image/bmp': 'BMP',
	'image/x-icon': 'ICO',
	'image/tiff': 'TIFF',
	'image/avif': 'AVIF',
	'image/heic': 'HEIC',
	'image/svg+xml': 'SVG',
	'video/mp4': 'MP4',
	'video/quicktime': 'MOV',
	'video/x-matroska': 'MKV',
	'video/webm': 'WebM',
};

/** Returns the usual name of a media type's format; an unknown type as it is. */
export function formatName(mediaType: string): string {
	return formatNames[mediaType] ?? mediaType;
}
