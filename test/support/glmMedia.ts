import { createHash } from 'node:crypto';
import sharp from 'sharp';
import { Refused } from './glmErrors.ts';
import { imageLimits } from './glmModels.ts';

/** How bytes stand in a `url`: bare base64, or a `data:` URI. */
export type InlineForm = 'base64' | 'dataUri';

/** A picture that came as bytes, really decoded. */
export interface ReceivedImage {
	readonly mediaType: 'image/png' | 'image/jpeg';
	/** Pixels, as stored: an orientation tag turns nothing. */
	readonly width: number;
	/** Pixels, as stored. */
	readonly height: number;
	readonly pixelHash: string;
	readonly form: InlineForm;
	readonly bytes: Uint8Array;
	/** What it tells beside its pixels: `exif`, `xmp`, `iptc`, `icc`, `comments`. */
	readonly metadata: readonly string[];
}

/** A video that came as bytes; its container is recognised, its frames are not decoded. */
export interface ReceivedVideo {
	readonly mediaType: 'video/mp4' | 'video/quicktime' | 'video/x-matroska';
	/** As the header of an mp4 or mov says. */
	readonly seconds: number | undefined;
	/** SHA-256 of the file, hexadecimal. */
	readonly hash: string;
	readonly form: InlineForm;
	readonly bytes: Uint8Array;
}

/** What a request carried beside text, over all its messages, in their order. */
export interface ReceivedMedia {
	readonly images: ReceivedImage[];
	readonly imageUrls: string[];
	readonly videos: ReceivedVideo[];
	readonly videoUrls: string[];
}

/**
 * SHA-256 of a picture's pixels, hexadecimal: 8-bit RGBA, row by row, as stored (not turned by an orientation tag, not
 * converted by a colour profile). Equal for two files of any lossless format that hold the same pixels.
 */
export async function pixelHash(bytes: Uint8Array): Promise<string> {
	const image = sharp(bytes, { ignoreIcc: true }).toColourspace('srgb').ensureAlpha().raw();
	return createHash('sha256')
		.update(await image.toBuffer())
		.digest('hex');
}

/** Decodes a picture; throws `Refused` for what is no PNG or JPEG, is broken or has a side longer than `longest` pixels. */
export async function readImage({
	bytes,
	form,
	longest = imageLimits.side,
}: {
	bytes: Uint8Array;
	form: InlineForm;
	longest?: number;
}): Promise<ReceivedImage> {
	const about = await sharp(bytes)
		.metadata()
		.catch((error: unknown) => {
			throw new Refused('1210-image', `not a picture: ${String(error)}`);
		});
	if (about.format !== 'png' && about.format !== 'jpeg') {
		throw new Refused('1210-image', `a picture of format ${about.format}, neither png nor jpeg`);
	}
	const { width, height } = about;
	if (width > longest || height > longest) {
		throw new Refused('1210-image', `${width} × ${height} pixels, more than ${longest} on a side`);
	}
	const hash = await pixelHash(bytes).catch((error: unknown) => {
		throw new Refused('1210-image', `a broken picture: ${String(error)}`);
	});
	const metadata = (['exif', 'xmp', 'iptc', 'icc', 'comments'] as const).filter((name) => about[name] !== undefined);
	return { mediaType: `image/${about.format}`, width, height, pixelHash: hash, form, bytes, metadata };
}

/** Recognises a video by its first bytes; throws `Refused` for any other container than mp4, mov and mkv. */
export function readVideo({ bytes, form }: { bytes: Uint8Array; form: InlineForm }): ReceivedVideo {
	const start = Buffer.from(bytes.subarray(0, 64)).toString('latin1');
	const brand = /^.{4}ftyp(.{4})/s.exec(start)?.[1];
	const matroska = start.startsWith('\u001A\u0045\u00DF\u00A3') && start.includes('matroska');
	if (brand === undefined && !matroska) {
		throw new Refused('1210', 'neither an mp4, mov nor mkv video');
	}
	const mediaType = matroska ? 'video/x-matroska' : brand === 'qt  ' ? 'video/quicktime' : 'video/mp4';
	const hash = createHash('sha256').update(bytes).digest('hex');
	return { mediaType, seconds: secondsOf(Buffer.from(bytes)), hash, form, bytes };
}

/** Read by hand: the judge must not share a library with what it judges. */
function secondsOf(bytes: Buffer): number | undefined {
	const header = bytes.indexOf('mvhd');
	if (header < 0) return undefined;
	return bytes[header + 4] === 1
		? Number(bytes.readBigUInt64BE(header + 28)) / bytes.readUInt32BE(header + 24)
		: bytes.readUInt32BE(header + 20) / bytes.readUInt32BE(header + 16);
}
