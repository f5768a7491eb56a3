import type { Sharp } from 'sharp';
import { chunk } from './apngFile.ts';
import { quadrantPicture } from './quadrants.ts';

/** What must not leave the machine: who, where, with what, and an older picture. All begin with this word. */
export const plant = 'PLANTED';

/** With author, comment, maker note and place in EXIF, and XMP. */
function withMetadata(picture: Sharp): Sharp {
	return picture
		.withExif({
			IFD0: { Artist: `${plant}-author`, Make: `${plant}-maker`, ImageDescription: `${plant}-description` },
			IFD2: { UserComment: `${plant}-comment`, MakerNote: `${plant}-maker-note` },
			IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '52/1 31/1 0/1', GPSAreaInformation: `${plant}-place` },
		})
		.withXmp(
			`<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>${plant}-xmp</dc:creator></rdf:Description></rdf:RDF></x:xmpmeta>`,
		);
}

const picture = (): Sharp => withMetadata(quadrantPicture({ width: 320, height: 200 }));

/** A JPEG segment. */
function segment(code: number, data: string): Buffer {
	const body = Buffer.from(data, 'latin1');
	const head = Buffer.from([0xff, code, (body.length + 2) >> 8, (body.length + 2) & 255]);
	return Buffer.concat([head, body]);
}

/** Files with planted words in every place that their format has for such, by their names. */
export async function plantedFiles(): Promise<ReadonlyMap<string, Buffer>> {
	const jpeg = await picture().jpeg().toBuffer();
	const jpegParts = [
		segment(0xe0, `JFXX\0\x10${plant}-thumbnail`),
		segment(0xfe, `${plant}-jpeg-comment`),
		segment(0xed, `Photoshop 3.0\x008BIM\x04\x04\0\0\0\0\0\x10\x1c\x02\x50\0\x0b${plant}-iptc`),
		segment(0xe2, `MPF\0${plant}-second-picture`),
		segment(0xeb, `${plant}-any-program`),
	];
	const png = await picture().png().toBuffer();
	const beforePixels = png.indexOf('IDAT') - 4;
	const pngParts = [
		chunk('tEXt', Buffer.from(`Author\0${plant}-text`)),
		chunk('iTXt', Buffer.from(`Comment\0\0\0\0\0${plant}-international`)),
		chunk('tIME', Buffer.from([7, 0xea, 11, 24, 10, 0, 0])),
		chunk('prVt', Buffer.from(`${plant}-private`)),
	];
	const tail = Buffer.from(`${plant}-behind-the-end`);
	return new Map([
		['planted.jpg', Buffer.concat([jpeg.subarray(0, 2), ...jpegParts, jpeg.subarray(2), tail])],
		['planted.png', Buffer.concat([png.subarray(0, beforePixels), ...pngParts, png.subarray(beforePixels), tail])],
		['planted.webp', await picture().webp().toBuffer()],
		['planted.tiff', withTiffTags(await picture().tiff({ compression: 'lzw' }).toBuffer())],
		['planted.avif', await picture().avif({ effort: 0 }).toBuffer()],
	]);
}

interface Tag {
	readonly tag: number;
	readonly type: number;
	readonly count: number;
	/** Four bytes, or where the data begin. */
	readonly value: Buffer;
}

/** sharp writes no EXIF into TIFF files: the first directory is written anew, with planted words and directories of its own. */
function withTiffTags(file: Buffer): Buffer {
	const start = file.readUInt32LE(4);
	const own = Array.from({ length: file.readUInt16LE(start) }, (_, index): Tag => {
		const entry = start + 2 + index * 12;
		return {
			tag: file.readUInt16LE(entry),
			type: file.readUInt16LE(entry + 2),
			count: file.readUInt32LE(entry + 4),
			value: file.subarray(entry + 8, entry + 12),
		};
	});
	let result = Buffer.from(file);
	const append = (bytes: Buffer): number => {
		const offset = result.length + (result.length % 2);
		result = Buffer.concat([result, Buffer.alloc(result.length % 2), bytes]);
		return offset;
	};
	const number = (value: number): Buffer => {
		const bytes = Buffer.alloc(4);
		bytes.writeUInt32LE(value);
		return bytes;
	};
	const text = (tag: number, name: string): Tag => {
		const bytes = Buffer.from(`${plant}-${name}\0`);
		return { tag, type: 2, count: bytes.length, value: number(append(bytes)) };
	};
	const directory = (tags: readonly Tag[]): number => {
		const bytes = Buffer.alloc(2 + tags.length * 12 + 4);
		bytes.writeUInt16LE(tags.length);
		for (const [index, { tag, type, count, value }] of tags.toSorted((a, b) => a.tag - b.tag).entries()) {
			bytes.writeUInt16LE(tag, 2 + index * 12);
			bytes.writeUInt16LE(type, 4 + index * 12);
			bytes.writeUInt32LE(count, 6 + index * 12);
			value.copy(bytes, 10 + index * 12);
		}
		return append(bytes);
	};
	const child = (tag: number, tags: readonly Tag[]): Tag => ({
		tag,
		type: 4,
		count: 1,
		value: number(directory(tags)),
	});
	const exif = child(34_665, [text(37_500, 'maker-note'), text(37_510, 'comment')]);
	const place = child(34_853, [text(28, 'place')]);
	const more = [text(270, 'description'), text(271, 'maker'), text(315, 'author'), text(33_723, 'iptc')];
	const first = directory([...own, ...more, exif, place]);
	result.writeUInt32LE(first, 4);
	return result;
}
