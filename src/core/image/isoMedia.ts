import type { Size } from '../media.ts';
import { bigEndian, latin1, viewOf } from './bytes.ts';
import { boxAt, boxesOf, firstBox, type Box } from './isoBoxes.ts';
import { countParts } from './partLimit.ts';

/** The description of a HEIC or AVIF file's main picture. */
export interface IsoPicture {
	readonly colourProfile: Uint8Array | undefined;
	/** Undefined if the file doesn't say. */
	readonly colourCoding: ColourCoding | undefined;
	/** The types of its items, most of which name a codec. */
	readonly codecs: ReadonlySet<string>;
	/** The claimed size of the main picture, before rotation. */
	readonly size: Size | undefined;
	/** The claimed sizes of its parts. */
	readonly sizes: readonly Size[];
	/** Pictures of a sequence; otherwise 1. */
	readonly frames: number;
	readonly hadMetadata: boolean;
}

/**
 * Reads the boxes around the coded picture (ISO/IEC 23008-12) and trusts none of them.
 * @throws TooManyPartsError
 */
export function readIsoPicture(bytes: Uint8Array): IsoPicture {
	const meta = boxAt(bytes, 'meta') ?? new Uint8Array();
	const all = [...boxesOf(boxAt(meta, 'iprp', 'ipco') ?? new Uint8Array())];
	const own = propertiesOf(meta).flatMap((index) => all[index - 1] ?? []);
	const profile = own.find(({ type, data }) => type === 'colr' && /^(prof|rICC)/.test(latin1(data, 0, 4)));
	const coding = own.find(({ type, data }) => type === 'colr' && latin1(data, 0, 4) === 'nclx');
	const mainSize = own.find(isSize);
	const items = boxAt(meta, 'iinf') ?? new Uint8Array();
	const sequences = [...all.flatMap(configuredSequences), ...codedSequences(bytes, meta)];
	return {
		colourProfile: profile?.data.subarray(4),
		colourCoding: coding && {
			primaries: bigEndian(coding.data, 4, 2),
			transfer: bigEndian(coding.data, 6, 2),
			matrix: bigEndian(coding.data, 8, 2),
			isFullRange: (coding.data[10] ?? 0) >= 128,
		},
		size: mainSize ? sizeIn(mainSize) : (minimalSize(bytes) ?? sequenceSize(bytes)),
		codecs: new Set(itemTypes(meta).values()),
		sizes: [...all.filter(isSize).map(sizeIn), ...sequences],
		frames: framesOf(bytes),
		hadMetadata: /infe[^]{8,12}(Exif|mime)/.test(latin1(items.subarray(0, 65_536), 0, 65_536)),
	};
}

/** Returns the size in the short description of a file without items (`mini`, ISO/IEC 23008-12, annex O). */
function minimalSize(bytes: Uint8Array): Size | undefined {
	const description = firstBox(bytes, 'mini');
	if (!description) return undefined;
	const bits = bitReader(description);
	// Version, flags, how colours are coded, how it is turned.
	bits(16);
	const sideBits = bits(1) === 1 ? 15 : 7;
	return { width: bits(sideBits) + 1, height: bits(sideBits) + 1 };
}

/** Returns the size of the first track of a file that is nothing but a sequence. */
function sequenceSize(bytes: Uint8Array): Size | undefined {
	const header = boxAt(bytes, 'moov', 'trak', 'tkhd');
	if (!header || header.byteLength < 8) return undefined;
	// Whole pixels, and parts of them.
	return { width: bigEndian(header, header.byteLength - 8, 2), height: bigEndian(header, header.byteLength - 4, 2) };
}

const isSize = ({ type, data }: Box): boolean => type === 'ispe' && data.byteLength >= 12;

function sizeIn({ data }: Box): Size {
	return { width: viewOf(data).getUint32(4), height: viewOf(data).getUint32(8) };
}

/** Returns what an AV1 decoder is told before it gets the data. */
function configuredSequences({ type, data }: Box): readonly Size[] {
	return type === 'av1C' ? av1Sequences(data.subarray(4)) : [];
}

/** The most items whose coded size is looked up: a grid has hundreds. */
const mostItems = 4096;

/** The number of bytes in an item's data that contain its header. */
const itemHead = 4096;

/** Returns the headers in the coded data of the AV1 items, which their decoder uses whatever the boxes say. */
function codedSequences(bytes: Uint8Array, meta: Uint8Array): readonly Size[] {
	const types = itemTypes(meta);
	const inside = boxAt(meta, 'idat') ?? new Uint8Array();
	const sequences: Size[] = [];
	for (const { id, isInside, start } of itemPlaces(meta)) {
		if (types.get(id) !== 'av01') continue;
		const source = isInside ? inside : bytes;
		sequences.push(...av1Sequences(source.subarray(start, start + itemHead)));
	}
	return sequences;
}

/** Returns the types of the items by their numbers. */
function itemTypes(meta: Uint8Array): ReadonlyMap<number, string> {
	const list = boxAt(meta, 'iinf') ?? new Uint8Array();
	const types = new Map<number, string>();
	for (const { type, data } of boxesOf(list.subarray(list[0] === 0 ? 6 : 8))) {
		const idLength = data[0] === 2 ? 2 : 4;
		if (type !== 'infe' || (data[0] ?? 0) < 2) continue;
		types.set(bigEndian(data, 4, idLength), latin1(data, 6 + idLength, 10 + idLength));
	}
	return types;
}

interface ItemPlace {
	readonly id: number;
	/** True if the data are in the `idat` box of the description; otherwise anywhere in the file. */
	readonly isInside: boolean;
	/** The offset of the first extent of its data. */
	readonly start: number;
}

/** Yields the offsets of the items' data (`iloc`). */
function* itemPlaces(meta: Uint8Array): Generator<ItemPlace, void, undefined> {
	const places = boxAt(meta, 'iloc');
	if (!places || places.byteLength < 8) return;
	const version = places[0] ?? 0;
	const [sizes = 0, more = 0] = places.subarray(4, 6);
	const [offsetLength, lengthLength, baseLength] = [sizes >> 4, sizes & 15, more >> 4];
	const indexLength = version > 0 ? more & 15 : 0;
	const idLength = version < 2 ? 2 : 4;
	const count = countParts(mostItems);
	let offset = 6 + idLength;
	while (offset < places.byteLength) {
		count();
		const id = bigEndian(places, offset, idLength);
		offset += idLength;
		const isInside = version > 0 && (bigEndian(places, offset, 2) & 15) === 1;
		offset += (version > 0 ? 2 : 0) + 2;
		const base = bigEndian(places, offset, baseLength);
		offset += baseLength;
		const extents = bigEndian(places, offset, 2);
		offset += 2;
		yield { id, isInside, start: base + bigEndian(places, offset + indexLength, offsetLength) };
		offset += extents * (indexLength + offsetLength + lengthLength);
	}
}

/** Returns the numbers of the main item's properties, counted from 1. */
function propertiesOf(meta: Uint8Array): readonly number[] {
	const primary = boxAt(meta, 'pitm');
	const associations = boxAt(meta, 'iprp', 'ipma');
	if (!primary || !associations || primary.byteLength < 6 || associations.byteLength < 8) return [];
	const main = primary[0] === 0 ? viewOf(primary).getUint16(4) : bigEndian(primary, 4, 4);
	const idLength = associations[0] === 0 ? 2 : 4;
	const isWide = ((associations[3] ?? 0) & 1) === 1;
	let offset = 8;
	for (let left = viewOf(associations).getUint32(4); left > 0 && offset < associations.byteLength; left--) {
		const id = bigEndian(associations, offset, idLength);
		const count = associations[offset + idLength] ?? 0;
		offset += idLength + 1;
		const width = isWide ? 2 : 1;
		if (id === main) {
			return Array.from(
				{ length: count },
				(_, index) => bigEndian(associations, offset + index * width, width) & (isWide ? 0x7fff : 0x7f),
			);
		}
		offset += count * width;
	}
	return [];
}

/** Returns the number of samples in the first track. */
function framesOf(bytes: Uint8Array): number {
	const sizes = boxAt(bytes, 'moov', 'trak', 'mdia', 'minf', 'stbl', 'stsz');
	return sizes && sizes.byteLength >= 12 ? Math.max(1, bigEndian(sizes, 8, 4)) : 1;
}

/** A type of the units in AV1 data (AV1 specification, 6.2.2). */
const sequenceHeader = 1;

/** The most units examined: the header comes first. */
const mostUnits = 64;

/** Returns what AV1 data declare, whatever the file around them says; empty if invalid. */
function av1Sequences(data: Uint8Array): readonly Size[] {
	const sequences: Size[] = [];
	let offset = 0;
	for (let units = 0; units < mostUnits && offset < data.byteLength; units++) {
		const head = data[offset] ?? 0;
		offset += head & 4 ? 2 : 1;
		let length = data.byteLength - offset;
		if (head & 2) {
			const coded = leb128(data, offset);
			if (!coded) break;
			({ end: offset, value: length } = coded);
		}
		if (((head >> 3) & 15) === sequenceHeader) sequences.push(readSequence(data.subarray(offset, offset + length)));
		offset += length;
	}
	return sequences;
}

function leb128(data: Uint8Array, start: number): { readonly value: number; readonly end: number } | undefined {
	let value = 0;
	for (let index = 0; index < 8; index++) {
		const byte = data[start + index];
		if (byte === undefined) return undefined;
		value += (byte & 127) * 2 ** (7 * index);
		if (byte < 128) return { value, end: start + index + 1 };
	}
	return undefined;
}

/** Reads the largest size in a sequence header (AV1 specification, 5.5.1); bits beyond the end are zero. */
function readSequence(data: Uint8Array): Size {
	const bits = bitReader(data);
	bits(4);
	const isReduced = bits(1) === 1;
	if (isReduced) bits(5);
	else readOperatingPoints(bits);
	const widthBits = bits(4) + 1;
	const heightBits = bits(4) + 1;
	return { width: bits(widthBits) + 1, height: bits(heightBits) + 1 };
}

type ReadBits = (count: number) => number;

function readOperatingPoints(bits: ReadBits): void {
	let delayBits = 0;
	if (bits(1)) {
		bits(64);
		if (bits(1)) skipUnsignedVariable(bits);
		if (bits(1)) {
			delayBits = bits(5) + 1;
			bits(32 + 5 + 5);
		}
	}
	const hasDisplayDelay = bits(1) === 1;
	for (let left = bits(5) + 1; left > 0; left--) {
		bits(12);
		if (bits(5) > 7) bits(1);
		if (delayBits > 0 && bits(1)) bits(2 * delayBits + 1);
		if (hasDisplayDelay && bits(1)) bits(4);
	}
}

function skipUnsignedVariable(bits: ReadBits): void {
	let zeros = 0;
	while (zeros < 32 && bits(1) === 0) zeros++;
	if (zeros < 32) bits(zeros);
}

function bitReader(data: Uint8Array): ReadBits {
	let at = 0;
	return (count) => {
		let value = 0;
		for (let index = 0; index < count; index++, at++) {
			value = value * 2 + (((data[at >> 3] ?? 0) >> (7 - (at & 7))) & 1);
		}
		return value;
	};
}

/** The coding of brightness and colours in a video frame (ITU-T H.273). */
export interface ColourCoding {
	/** The number of the primary colours. */
	readonly primaries: number;
	/** The number of the curve from numbers to light. */
	readonly transfer: number;
	/** The number of the matrix. */
	readonly matrix: number;
	/** True if black is 0 and white 255, rather than 16 and 235. */
	readonly isFullRange: boolean;
}
