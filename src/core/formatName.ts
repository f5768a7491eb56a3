const formatNames: Readonly<Record<string, string>> = {
	'image/png': 'PNG',
	'image/jpeg': 'JPEG',
	'image/gif': 'GIF',
	'image/webp': 'WebP',
	'image/bmp': 'BMP',
	'image/x-icon': 'ICO',
	'image/x-win-cursor': 'CUR',
	'image/tiff': 'TIFF',
	'image/avif': 'AVIF',
	'image/heic': 'HEIC',
	'image/heif': 'HEIF',
	'image/jxl': 'JPEG XL',
	'image/svg+xml': 'SVG',
	'image/vnd.adobe.photoshop': 'PSD',
	'image/vnd.radiance': 'HDR',
	'image/qoi': 'QOI',
	'image/x-portable-anymap': 'PNM',
	'image/x-tga': 'TGA',
	'image/x-raw': 'RAW',
	'video/mp4': 'MP4',
	'video/quicktime': 'MOV',
	'video/x-matroska': 'MKV',
	'video/webm': 'WebM',
};

/** Returns the usual name of a media type's format; an unknown type as it is. */
export function formatName(mediaType: string): string {
	return formatNames[mediaType] ?? mediaType;
}
