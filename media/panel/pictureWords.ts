import * as l10n from '@vscode/l10n';
import type { Picture, Turn, WebPicture } from '../../src/core/conversation.ts';
import type { PictureOrigin } from '../../src/core/media.ts';
import { written } from './numbers.ts';

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

const oneDigit = { maximumFractionDigits: 1 };

/** The pictures and videos of a turn as they were sent; the pieces of a cut picture are one of them. */
export function pictureSummaries(pictures: Turn['pictures']): readonly string[] {
	return pictures.flatMap((picture, index) => {
		const tile = 'url' in picture ? undefined : picture.origin?.tile;
		if ('url' in picture || !tile) return pictureSummary(picture);
		if (tile.index > 0) return [];
		const pieces = pictures.slice(index, index + tile.count).filter(isPicture);
		return piecesSummary(picture, pieces);
	});
}

/** Under a picture: its name, and which piece or frame of the file it is. */
export function pictureCaption(picture: Picture | WebPicture): string {
	const { tile, frames } = ('url' in picture ? undefined : picture.origin) ?? {};
	// Its name doesn't fit beside the number, and stands in the tooltip.
	if (tile) return l10n.t('Piece {0} of {1}', tile.index + 1, tile.count);
	return frames === undefined ? picture.name : l10n.t('{0}, frame {1} of {2}', picture.name, 1, frames);
}

/** A picture or video: kind, pixels, length and size, before and after, and what else was done to it. */
function pictureSummary(picture: Picture | WebPicture): string {
	if ('url' in picture) return l10n.t('{0}, fetched by the service', URL.parse(picture.url)?.host ?? '');
	const { origin } = picture;
	const isConverted =
		origin &&
		(origin.mediaType !== picture.mediaType || origin.width !== picture.width || origin.height !== picture.height);
	return joined([
		isConverted ? `${fileWords(origin)} → ${fileWords(picture)}` : fileWords(picture),
		...changes(origin),
	]);
}

function piecesSummary(picture: Picture, pieces: readonly Picture[]): string {
	const { origin, mediaType, width, height } = picture;
	const byteLength = pieces.reduce((sum, piece) => sum + piece.byteLength, 0);
	const sent = l10n.t('{0} pieces of {1}', pieces.length, fileWords({ mediaType, width, height, byteLength }));
	return joined([origin ? `${fileWords(origin)} → ${sent}` : sent, ...changes(origin)]);
}

function fileWords(file: Pick<Picture, 'mediaType' | 'width' | 'height' | 'seconds' | 'byteLength'>): string {
	const { mediaType, width, height, seconds, byteLength } = file;
	return joined([
		`${formatNames[mediaType] ?? mediaType} ${width}×${height}`,
		seconds !== undefined && l10n.t('{0} s', written(seconds, oneDigit)),
		byteSize(byteLength),
	]);
}

function changes(origin: PictureOrigin | undefined): readonly (string | false)[] {
	if (!origin) return [];
	const { frames, background, metadataRemoved } = origin;
	return [
		frames !== undefined && l10n.t('frame {0} of {1}', 1, frames),
		background === 'black' && l10n.t('on black'),
		background === 'grey' && l10n.t('on gray'),
		background === 'white' && l10n.t('on white'),
		metadataRemoved && l10n.t('metadata removed'),
	];
}

function joined(words: readonly (string | false)[]): string {
	return words.filter(Boolean).join(', ');
}

function byteSize(bytes: number): string {
	return bytes < 1024 * 1024
		? l10n.t('{0} KB', written(Math.max(1, Math.round(bytes / 1024))))
		: l10n.t('{0} MB', written(bytes / 1024 / 1024, oneDigit));
}

function isPicture(picture: Picture | WebPicture): picture is Picture {
	return !('url' in picture);
}
