import { concatBytes, latin1, viewOf } from './bytes.ts';
import { exifOrientation, orientationOf, type Orientation } from './exif.ts';
import { canonDescription, firstSample } from './isoSample.ts';
import { jpegSize } from './jpeg.ts';
import { allDirectories, tiffTags, type TiffDirectory } from './tiff.ts';

/** What a picture is made of, where it is a sensor's own data (TIFF/EP, DNG). */
const sensorPhotometrics = [32_803, 34_892];

/** The version of DNG. */
const dngVersion = 50_706;

/** Nikon's compression, and that of Sony. */
const sensorCompressions = [34_713, 32_767];

const jpegCompressions = [6, 7];

/** Tells whether a TIFF file is a camera's raw file. */
export function isRaw(bytes: Uint8Array): boolean {
	try {
		if (latin1(bytes, 8, 10) === 'CR') return true;
		return allDirectories(bytes).some(
			(directory) =>
				directory.has(dngVersion) ||
				directory.numbers(tiffTags.photometric).some((value) => sensorPhotometrics.includes(value)) ||
				directory.numbers(tiffTags.compression).some((value) => sensorCompressions.includes(value)),
		);
	} catch {
		// The header points outside the file.
		return false;
	}
}

/** Returns the largest JPEG file that a camera keeps beside its raw data, turned as these are; undefined if there is none. */
export function rawPreview(bytes: Uint8Array): Uint8Array | undefined {
	try {
		return latin1(bytes, 4, 8) === 'ftyp' ? canonPreview(bytes) : tiffPreview(bytes);
	} catch {
		// The header points outside the file, or it has too many parts.
		return undefined;
	}
}

function tiffPreview(bytes: Uint8Array): Uint8Array | undefined {
	const directories = allDirectories(bytes);
	const orientation = orientationIn(directories[0]);
	const found = directories
		.flatMap((directory) => jpegPlaces(directory))
		.flatMap(([start, length]) => {
			const jpeg = bytes.subarray(start, start + length);
			const size = isPlainJpeg(jpeg) ? jpegSize(jpeg) : undefined;
			return size ? [{ jpeg, pixels: size.width * size.height }] : [];
		});
	const [largest] = found.toSorted((a, b) => b.pixels - a.pixels);
	return largest && turned(largest.jpeg, orientation);
}

/** Returns where a directory says that JPEG files are. */
function jpegPlaces(directory: TiffDirectory): readonly (readonly [start: number, length: number])[] {
	const [start, length] = [directory.numbers(tiffTags.jpegStart)[0], directory.numbers(tiffTags.jpegLength)[0]];
	const places: (readonly [number, number])[] = [];
	if (start !== undefined && length !== undefined) places.push([start, length]);
	const [strip, ...otherStrips] = directory.numbers(tiffTags.offsets);
	const [stripLength] = directory.numbers(tiffTags.lengths);
	const isJpeg = directory.numbers(tiffTags.compression).some((value) => jpegCompressions.includes(value));
	if (isJpeg && strip !== undefined && stripLength !== undefined && otherStrips.length === 0)
		places.push([strip, stripLength]);
	return places;
}

/** Tells whether bytes are a JPEG file of a usual kind: a sensor's own data are often lossless JPEG. */
export function isPlainJpeg(bytes: Uint8Array): boolean {
	if (latin1(bytes, 0, 2) !== '\xff\xd8') return false;
	const view = viewOf(bytes);
	for (let offset = 2; offset + 4 <= bytes.byteLength && bytes[offset] === 0xff;) {
		const code = bytes[offset + 1] ?? 0;
		if (code >= 0xc0 && code <= 0xc2) return true;
		if (code === 0xda || (code > 0xc4 && code < 0xd0 && code !== 0xc8 && code !== 0xcc) || code === 0xc3) return false;
		offset += 2 + view.getUint16(offset + 2);
	}
	return false;
}

function canonPreview(bytes: Uint8Array): Uint8Array | undefined {
	const { tiff, preview } = canonDescription(bytes);
	const jpeg = [firstSample(bytes), preview].find((found) => found && isPlainJpeg(found));
	const [directory] = tiff ? allDirectories(tiff) : [];
	return jpeg && turned(jpeg, orientationIn(directory));
}

function orientationIn(directory: TiffDirectory | undefined): Orientation {
	return orientationOf(directory?.numbers(tiffTags.orientation)[0] ?? 1) ?? 1;
}

/** Returns a JPEG file that says how it is turned: a preview leaves that to the file around it. */
function turned(jpeg: Uint8Array, orientation: Orientation): Uint8Array {
	const own = jpeg.subarray(12, 12 + 0xffff);
	const hasOwn = latin1(jpeg, 2, 4) === '\xff\xe1' && latin1(jpeg, 6, 12) === 'Exif\0\0' && exifOrientation(own) !== 1;
	if (hasOwn || orientation === 1) return jpeg;
	const exif = [0xff, 0xe1, 0, 34, ...latin1Codes('Exif\0\0MM\0*'), 0, 0, 0, 8, 0, 1];
	const entry = [0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0];
	// An own segment that says nothing of it would come first.
	const rest = latin1(jpeg, 2, 4) === '\xff\xe1' ? 4 + viewOf(jpeg).getUint16(4) : 2;
	return concatBytes([jpeg.subarray(0, 2), Uint8Array.from([...exif, ...entry]), jpeg.subarray(rest)]);
}

function latin1Codes(text: string): readonly number[] {
	return Array.from(text, (letter) => letter.charCodeAt(0));
}
