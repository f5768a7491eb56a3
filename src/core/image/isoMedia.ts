import { latin1, viewOf } from './byteParts.ts';
import type { Size } from './dimensions.ts';
import type { ColourCoding } from './planes.ts';

/** What a HEIC or AVIF file says about its main picture besides the pixels. */
export interface IsoPicture {
	/** How often it is turned by 90° against the clock before it is shown. */
	readonly turns: number;
	/** Mirrored after that: left to right or top to bottom. */
	readonly mirror: 'horizontal' | 'vertical' | undefined;
	readonly colourProfile: Uint8Array | undefined;
	/** Undefined where the file says nothing. */
	readonly colourCoding: ColourCoding | undefined;
	/** The sizes that its parts claim to have. */
	readonly sizes: readonly Size[];
	/** Pictures of a sequence; 1 where it is none. */
	readonly frames: number;
	readonly hadMetadata: boolean;
}

interface Box {
	readonly type: string;
	readonly data: Uint8Array;
}

/** The boxes one after the other; ends where they make no sense. */
function boxesOf(bytes: Uint8Array): readonly Box[] {
	const view = viewOf(bytes);
	const boxes: Box[] = [];
	let offset = 0;
	while (offset + 8 <= bytes.byteLength) {
		const short = view.getUint32(offset);
		const isLong = short === 1 && offset + 16 <= bytes.byteLength;
		const length = isLong
			? view.getUint32(offset + 8) * 2 ** 32 + view.getUint32(offset + 12)
			: short || bytes.byteLength - offset;
		if (length < 8) break;
		const type = latin1(bytes, offset + 4, offset + 8);
		boxes.push({ type, data: bytes.subarray(offset + (isLong ? 16 : 8), offset + length) });
		offset += length;
	}
	return boxes;
}

function boxAt(bytes: Uint8Array, ...path: readonly string[]): Uint8Array | undefined {
	let found: Uint8Array | undefined = bytes;
	for (const type of path) {
		found = boxesOf(found).find((box) => box.type === type)?.data;
		if (!found) return undefined;
		// A full box: four bytes of version and flags stand first.
		if (type === 'meta') found = found.subarray(4);
	}
	return found;
}

/** Reads the boxes around the coded picture (ISO/IEC 23008-12); nothing in it is trusted to make sense. */
export function readIsoPicture(bytes: Uint8Array): IsoPicture {
	const meta = boxAt(bytes, 'meta') ?? new Uint8Array();
	const all = boxesOf(boxAt(meta, 'iprp', 'ipco') ?? new Uint8Array());
	const own = propertiesOf(meta).flatMap((index) => all[index - 1] ?? []);
	const turn = own.find(({ type }) => type === 'irot')?.data[0] ?? 0;
	const mirror = own.find(({ type }) => type === 'imir')?.data[0];
	const profile = own.find(({ type, data }) => type === 'colr' && /^(prof|rICC)/.test(latin1(data, 0, 4)));
	const coding = own.find(({ type, data }) => type === 'colr' && latin1(data, 0, 4) === 'nclx');
	const sizes = all.filter(({ type, data }) => type === 'ispe' && data.byteLength >= 12);
	const items = boxAt(meta, 'iinf') ?? new Uint8Array();
	return {
		turns: turn & 3,
		mirror: mirror === undefined ? undefined : mirror & 1 ? 'horizontal' : 'vertical',
		colourProfile: profile?.data.subarray(4),
		colourCoding: coding && { matrix: readNumber(coding.data, 8, 2), isFullRange: (coding.data[10] ?? 0) >= 128 },
		sizes: sizes.map(({ data }) => ({ width: viewOf(data).getUint32(4), height: viewOf(data).getUint32(8) })),
		frames: framesOf(bytes),
		hadMetadata: /infe[^]{8,12}(Exif|mime)/.test(latin1(items.subarray(0, 65_536), 0, 65_536)),
	};
}

/** The numbers of the main item's properties, counted from 1. */
function propertiesOf(meta: Uint8Array): readonly number[] {
	const primary = boxAt(meta, 'pitm');
	const associations = boxAt(meta, 'iprp', 'ipma');
	if (!primary || !associations || primary.byteLength < 6 || associations.byteLength < 8) return [];
	const main = primary[0] === 0 ? viewOf(primary).getUint16(4) : readNumber(primary, 4, 4);
	const idLength = associations[0] === 0 ? 2 : 4;
	const isWide = ((associations[3] ?? 0) & 1) === 1;
	let offset = 8;
	for (let left = viewOf(associations).getUint32(4); left > 0 && offset < associations.byteLength; left--) {
		const id = readNumber(associations, offset, idLength);
		const count = associations[offset + idLength] ?? 0;
		offset += idLength + 1;
		const width = isWide ? 2 : 1;
		if (id === main) {
			return Array.from(
				{ length: count },
				(_, index) => readNumber(associations, offset + index * width, width) & (isWide ? 0x7fff : 0x7f),
			);
		}
		offset += count * width;
	}
	return [];
}

function readNumber(bytes: Uint8Array, offset: number, length: number): number {
	return bytes.subarray(offset, offset + length).reduce((sum, byte) => sum * 256 + byte, 0);
}

/** How many samples the first track has. */
function framesOf(bytes: Uint8Array): number {
	const sizes = boxAt(bytes, 'moov', 'trak', 'mdia', 'minf', 'stbl', 'stsz');
	return sizes && sizes.byteLength >= 12 ? Math.max(1, readNumber(sizes, 8, 4)) : 1;
}
