import type { Size } from '../media.ts';
import { latin1, viewOf } from './bytes.ts';
import { countParts } from './partLimit.ts';

/** The description of a HEIC or AVIF file's main picture. */
export interface IsoPicture {
	/** The number of 90° rotations, counterclockwise, before display. */
	readonly turns: number;
	/** The mirroring after that: left to right or top to bottom. */
	readonly mirror: 'horizontal' | 'vertical' | undefined;
	readonly colourProfile: Uint8Array | undefined;
	/** Undefined if the file doesn't say. */
	readonly colourCoding: ColourCoding | undefined;
	/** The numbers of the matrices that the coded AV1 data name (ITU-T H.273); `colourCoding` takes the place of them. */
	readonly codedMatrices: readonly number[];
	/** The claimed size of the main picture, before rotation. */
	readonly size: Size | undefined;
	/** The claimed sizes of its parts. */
	readonly sizes: readonly Size[];
	/** Pictures of a sequence; otherwise 1. */
	readonly frames: number;
	readonly hadMetadata: boolean;
}

interface Box {
	readonly type: string;
	readonly data: Uint8Array;
}

/** The most boxes of a file or a box: a picture of 100 megapixels in small tiles has a tenth in its longest list. */
const mostBoxes = 10_000;

/** Yields the boxes in order; ends at an invalid one. Throws `TooManyPartsError`. */
function* boxesOf(bytes: Uint8Array): Generator<Box, void, undefined> {
	const view = viewOf(bytes);
	const countBox = countParts(mostBoxes);
	let offset = 0;
	while (offset + 8 <= bytes.byteLength) {
		countBox();
		const short = view.getUint32(offset);
		const isLong = short === 1 && offset + 16 <= bytes.byteLength;
		const length = isLong
			? view.getUint32(offset + 8) * 2 ** 32 + view.getUint32(offset + 12)
			: short || bytes.byteLength - offset;
		if (length < 8) return;
		const type = latin1(bytes, offset + 4, offset + 8);
		yield { type, data: bytes.subarray(offset + (isLong ? 16 : 8), offset + length) };
		offset += length;
	}
}

function firstBox(bytes: Uint8Array, wanted: string): Uint8Array | undefined {
	for (const { type, data } of boxesOf(bytes)) if (type === wanted) return data;
	return undefined;
}

function boxAt(bytes: Uint8Array, ...path: readonly string[]): Uint8Array | undefined {
	let found: Uint8Array | undefined = bytes;
	for (const type of path) {
		found = firstBox(found, type);
		if (!found) return undefined;
		// A full box begins with four bytes of version and flags.
		if (type === 'meta') found = found.subarray(4);
	}
	return found;
}

/**
 * Reads the boxes around the coded picture (ISO/IEC 23008-12) and trusts none of them.
 * @throws TooManyPartsError
 */
export function readIsoPicture(bytes: Uint8Array): IsoPicture {
	const meta = boxAt(bytes, 'meta') ?? new Uint8Array();
	const all = [...boxesOf(boxAt(meta, 'iprp', 'ipco') ?? new Uint8Array())];
	const own = propertiesOf(meta).flatMap((index) => all[index - 1] ?? []);
	const turn = own.find(({ type }) => type === 'irot')?.data[0] ?? 0;
	const mirror = own.find(({ type }) => type === 'imir')?.data[0];
	const profile = own.find(({ type, data }) => type === 'colr' && /^(prof|rICC)/.test(latin1(data, 0, 4)));
	const coding = own.find(({ type, data }) => type === 'colr' && latin1(data, 0, 4) === 'nclx');
	const mainSize = own.find(isSize);
	const items = boxAt(meta, 'iinf') ?? new Uint8Array();
	const sequences = [...all.flatMap(configuredSequences), ...codedSequences(bytes, meta)];
	return {
		turns: turn & 3,
		mirror: mirror === undefined ? undefined : mirror & 1 ? 'horizontal' : 'vertical',
		colourProfile: profile?.data.subarray(4),
		colourCoding: coding && { matrix: bigEndian(coding.data, 8, 2), isFullRange: (coding.data[10] ?? 0) >= 128 },
		size: mainSize && sizeIn(mainSize),
		codedMatrices: sequences.flatMap(({ matrix }) => matrix ?? []),
		sizes: [...all.filter(isSize).map(sizeIn), ...sequences.map(({ width, height }) => ({ width, height }))],
		frames: framesOf(bytes),
		hadMetadata: /infe[^]{8,12}(Exif|mime)/.test(latin1(items.subarray(0, 65_536), 0, 65_536)),
	};
}

const isSize = ({ type, data }: Box): boolean => type === 'ispe' && data.byteLength >= 12;

function sizeIn({ data }: Box): Size {
	return { width: viewOf(data).getUint32(4), height: viewOf(data).getUint32(8) };
}

/** Returns what an AV1 decoder is told before it gets the data. */
function configuredSequences({ type, data }: Box): readonly Sequence[] {
	return type === 'av1C' ? av1Sequences(data.subarray(4)) : [];
}

/** The most items whose coded size is looked up: a grid has hundreds. */
const mostItems = 4096;

/** The number of bytes in an item's data that contain its header. */
const itemHead = 4096;

/** Returns the headers in the coded data of the AV1 items, which their decoder uses whatever the boxes say. */
function codedSequences(bytes: Uint8Array, meta: Uint8Array): readonly Sequence[] {
	const types = itemTypes(meta);
	const inside = boxAt(meta, 'idat') ?? new Uint8Array();
	const sequences: Sequence[] = [];
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

function bigEndian(bytes: Uint8Array, offset: number, length: number): number {
	return bytes.subarray(offset, offset + length).reduce((sum, byte) => sum * 256 + byte, 0);
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

/** What the header of AV1 data says of all their frames: the largest size, and the matrix if it names one. */
interface Sequence extends Size {
	readonly matrix: number | undefined;
}

/** Returns what AV1 data declare, whatever the file around them says; empty if invalid. */
function av1Sequences(data: Uint8Array): readonly Sequence[] {
	const sequences: Sequence[] = [];
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

/** Reads a sequence header (AV1 specification, 5.5.1) up to its colours; bits beyond the end are zero. */
function readSequence(data: Uint8Array): Sequence {
	const bits = bitReader(data);
	const profile = bits(3);
	bits(1);
	const isReduced = bits(1) === 1;
	if (isReduced) bits(5);
	else readOperatingPoints(bits);
	const widthBits = bits(4) + 1;
	const heightBits = bits(4) + 1;
	const size = { width: bits(widthBits) + 1, height: bits(heightBits) + 1 };
	if (!isReduced && bits(1)) bits(7);
	bits(3);
	if (!isReduced) skipTools(bits);
	bits(3);
	return { ...size, matrix: readMatrix(bits, profile) };
}

/** Skips the tools of films (5.5.1, from `enable_interintra_compound` on). */
function skipTools(bits: ReadBits): void {
	bits(4);
	const hasOrder = bits(1) === 1;
	if (hasOrder) bits(2);
	const isScreenChosen = bits(1) === 1;
	const mayBeScreen = isScreenChosen || bits(1) === 1;
	if (mayBeScreen && bits(1) === 0) bits(1);
	if (hasOrder) bits(3);
}

/** Reads the matrix of a colour configuration (5.5.2); undefined if it names none. */
function readMatrix(bits: ReadBits, profile: number): number | undefined {
	const isDeep = bits(1) === 1;
	if (profile === 2 && isDeep) bits(1);
	if (profile !== 1) bits(1);
	if (bits(1) === 0) return undefined;
	bits(16);
	return bits(8);
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
	/** The number of the matrix. */
	readonly matrix: number;
	/** True if black is 0 and white 255, rather than 16 and 235. */
	readonly isFullRange: boolean;
}
