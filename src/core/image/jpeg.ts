import { collectRanges, concatBytes, latin1, latin1Bytes, viewOf } from './bytes.ts';
import { cleanProfile } from './iccProfile.ts';
import { exifOrientation, type Orientation } from './exif.ts';
import { countParts } from './partLimit.ts';

/** A whole JPEG file without anything that drawing doesn't need. */
export interface CleanJpeg {
	readonly width: number;
	readonly height: number;
	/** 1 grey, 3 colour, 4 print. */
	readonly channels: number;
	readonly orientation: Orientation;
	/** The kept pieces of the file. */
	readonly parts: readonly Uint8Array[];
	readonly hadMetadata: boolean;
}

const marker = {
	huffman: 0xc4,
	endOfImage: 0xd9,
	startOfScan: 0xda,
	quantisation: 0xdb,
	restartInterval: 0xdd,
	app0: 0xe0,
	app15: 0xef,
	comment: 0xfe,
} as const;

/** The most segments of a file: 200 MB of the largest ones are a third. */
const mostSegments = 10_000;

/**
 * The most scans. Programs write about ten; each costs a decoder as much as a whole picture and needs only 200 bytes.
 */
const mostScans = 100;

/**
 * Reads a JPEG file segment by segment without decoding it; undefined if it isn't whole, or of a kind that few programs
 * read. Data after its end are removed: phones append second pictures and films there.
 * @throws TooManyPartsError
 */
export function cleanJpeg(bytes: Uint8Array): CleanJpeg | undefined {
	const view = viewOf(bytes);
	const kept = collectRanges(bytes);
	kept.keep(0, 2);
	const countSegment = countParts(mostSegments);
	const countScan = countParts(mostScans);
	const tables: JpegTables = { quantisation: new Set(), dc: new Set(), ac: new Set() };
	const profile: Uint8Array[] = [];
	let frame: JpegFrame | undefined;
	let scans = 0;
	let orientation: Orientation = 1;
	let hadMetadata = false;
	let offset = 2;
	for (;;) {
		countSegment();
		if (bytes[offset] !== 0xff) return undefined;
		while (bytes[offset + 1] === 0xff) offset++;
		const code = bytes[offset + 1] ?? 0;
		if (code === marker.endOfImage) break;
		if (offset + 4 > bytes.byteLength || code < 0xc0 || (code >= 0xd0 && code <= 0xd7)) return undefined;
		let end = offset + 2 + view.getUint16(offset + 2);
		if (end < offset + 4 || end > bytes.byteLength) return undefined;
		const data = bytes.subarray(offset + 4, end);
		if (code >= marker.app0 && code <= marker.app15) {
			const keptPart = keptApplicationData(code, data);
			if (isProfile(code, data)) profile.push(data);
			else if (keptPart?.byteLength !== end - offset) hadMetadata = true;
			if (keptPart) kept.insert(keptPart);
			if (code === marker.app0 + 1 && latin1(data, 0, 6) === 'Exif\0\0')
				orientation = exifOrientation(data.subarray(6));
		} else if (code === marker.comment) hadMetadata = true;
		else {
			if (code === marker.startOfScan) {
				if (!frame || !readScan(data, frame, tables)) return undefined;
				if (scans === 0 && profile.length > 0) {
					const clean = profileSegments(profile);
					for (const segment of clean?.segments ?? []) kept.insert(segment);
					hadMetadata ||= clean?.hadMetadata ?? true;
				}
				end = endOfScan(bytes, end);
				countScan();
				scans++;
			} else if (!readTables(code, data, tables)) {
				if (frame) return undefined;
				frame = readFrame(code, data);
				if (!frame) return undefined;
			}
			kept.keep(offset, end);
		}
		offset = end;
	}
	if (!frame || scans === 0) return undefined;
	kept.keep(offset, offset + 2);
	if (offset + 2 < bytes.byteLength) hadMetadata = true;
	const { width, height, components } = frame;
	return { width, height, channels: components.length, orientation, parts: kept.parts(), hadMetadata };
}

/**
 * Returns the part of an application's segment that affects the picture's look: density without the thumbnail, colour transform.
 * The colour profile is put together from several.
 */
function keptApplicationData(code: number, data: Uint8Array): Uint8Array | undefined {
	const name = latin1(data, 0, 12);
	if (code === marker.app0 && name.startsWith('JFIF\0') && data.byteLength >= 14) {
		return Uint8Array.of(0xff, marker.app0, 0, 16, ...data.subarray(0, 12), 0, 0);
	}
	if (code === marker.app0 + 14 && name.startsWith('Adobe') && data.byteLength >= 12) {
		return Uint8Array.of(0xff, code, 0, 14, ...data.subarray(0, 12));
	}
	return undefined;
}

/** The beginning of a colour profile's segments; its number from 1 and the count follow. */
const profileMark = 'ICC_PROFILE\0';

/** The most bytes of a profile in one segment. */
const longestPiece = 65_519;

function isProfile(code: number, data: Uint8Array): boolean {
	return code === marker.app0 + 2 && latin1(data, 0, profileMark.length) === profileMark;
}

/** Returns the segments of a colour profile without what tells of a device; undefined if it isn't whole, or can't be read. */
function profileSegments(
	pieces: readonly Uint8Array[],
): { readonly segments: readonly Uint8Array[]; readonly hadMetadata: boolean } | undefined {
	const from = profileMark.length;
	const inOrder = pieces.toSorted((a, b) => (a[from] ?? 0) - (b[from] ?? 0));
	const isWhole = inOrder.every((piece, index) => piece[from] === index + 1 && piece[from + 1] === pieces.length);
	const clean = isWhole ? cleanProfile(concatBytes(inOrder.map((piece) => piece.subarray(from + 2)))) : undefined;
	if (!clean) return undefined;
	const { bytes, hadMetadata } = clean;
	const count = Math.ceil(bytes.byteLength / longestPiece);
	const segments = Array.from({ length: count }, (_, index) => {
		const piece = bytes.subarray(index * longestPiece, (index + 1) * longestPiece);
		const length = 2 + from + 2 + piece.byteLength;
		const head = Uint8Array.of(0xff, marker.app0 + 2, length >> 8, length & 0xff);
		return concatBytes([head, latin1Bytes(profileMark), Uint8Array.of(index + 1, count), piece]);
	});
	return { segments, hadMetadata };
}

/**
 * The number of bytes examined one by one after each 0xff: where these are close together, a search costs more than it
 * finds.
 */
const nearby = 8;

/** Returns the offset of the next marker after a scan's data; restart markers belong to the data. */
function endOfScan(bytes: Uint8Array, start: number): number {
	let offset = start;
	while (offset < bytes.byteLength) {
		const near = Math.min(offset + nearby, bytes.byteLength);
		while (offset < near && bytes[offset] !== 0xff) offset++;
		if (offset === near) offset = bytes.indexOf(0xff, offset);
		const next = bytes[offset + 1];
		if (offset < 0 || next === undefined) return bytes.byteLength;
		if (next !== 0 && next !== 0xff && !(next >= 0xd0 && next <= 0xd7)) return offset;
		offset += next === 0xff ? 1 : 2;
	}
	return bytes.byteLength;
}

/** Tells whether a marker begins a frame header: all from 0xc0 on except those for tables and extensions. */
const isFrameMarker = (code: number): boolean =>
	code >= 0xc0 && code <= 0xcf && code !== 0xc4 && code !== 0xc8 && code !== 0xcc;

interface JpegSegment {
	readonly code: number;
	readonly data: Uint8Array;
}

/**
 * Yields all segments of a JPEG file of any kind, whole or not, as tolerantly as decoders read them: files that would take one
 * of them too long are refused here.
 * @throws TooManyPartsError
 */
function* segmentsOf(bytes: Uint8Array): Generator<JpegSegment, void, undefined> {
	const view = viewOf(bytes);
	const countSegment = countParts(mostSegments);
	const countScan = countParts(mostScans);
	let offset = 2;
	for (;;) {
		while (offset < bytes.byteLength && (bytes[offset] !== 0xff || bytes[offset + 1] === 0xff)) offset++;
		const code = bytes[offset + 1] ?? marker.endOfImage;
		if (code === marker.endOfImage) return;
		const standsAlone = code <= 1 || (code >= 0xd0 && code <= 0xd8);
		const end = offset + 2 + (standsAlone || offset + 4 > bytes.byteLength ? 0 : view.getUint16(offset + 2));
		if (!standsAlone) {
			countSegment();
			yield { code, data: bytes.subarray(offset + 4, end) };
		}
		if (code === marker.startOfScan) countScan();
		offset = code === marker.startOfScan ? endOfScan(bytes, end) : Math.max(end, offset + 2);
	}
}

/**
 * Returns the size of a JPEG file of any kind, whole or not; undefined if it has none. Examines all segments.
 * @throws TooManyPartsError
 */
export function jpegSize(bytes: Uint8Array): { readonly width: number; readonly height: number } | undefined {
	let size: { readonly width: number; readonly height: number } | undefined;
	for (const { code, data } of segmentsOf(bytes)) {
		if (!isFrameMarker(code) || size || data.byteLength < 5) continue;
		const view = viewOf(data);
		size = { width: view.getUint16(3), height: view.getUint16(1) };
	}
	return size;
}

/** Tells whether a JPEG file of any kind holds what drawing doesn't need. */
export function jpegMetadata(bytes: Uint8Array): boolean {
	for (const { code, data } of segmentsOf(bytes)) {
		if (code === marker.comment) return true;
		if (code < marker.app0 || code > marker.app15 || isProfile(code, data)) continue;
		if (keptApplicationData(code, data)?.byteLength !== data.byteLength + 4) return true;
	}
	return false;
}

/** The tables that a JPEG file has defined so far, by number. */
interface JpegTables {
	readonly quantisation: Set<number>;
	readonly dc: Set<number>;
	readonly ac: Set<number>;
}

/** A channel: its id, and its number of blocks, across and down, in a unit of an interleaved scan. */
interface JpegComponent {
	readonly id: number;
	readonly across: number;
	readonly down: number;
	/** The number of its quantisation table, which may come as late as its first scan. */
	readonly table: number;
	/** In a progressive file, the lowest bit sent so far of each of the 64 coefficients; -1 before its first scan. */
	readonly sent: Int8Array;
}

interface JpegFrame {
	readonly width: number;
	readonly height: number;
	readonly isProgressive: boolean;
	readonly components: readonly JpegComponent[];
}

/** Baseline, extended and progressive, each with Huffman coding; few programs read the other kinds. */
const frameMarkers = { baseline: 0xc0, extended: 0xc1, progressive: 0xc2 } as const;

/** Reads a segment that defines tables; returns false if it doesn't, or is invalid. */
function readTables(code: number, data: Uint8Array, tables: JpegTables): boolean {
	if (code === marker.restartInterval) return data.byteLength === 2;
	if (code === marker.quantisation) return readQuantisation(data, tables);
	return code === marker.huffman && readHuffman(data, tables);
}

function readQuantisation(data: Uint8Array, { quantisation }: JpegTables): boolean {
	let offset = 0;
	while (offset < data.byteLength) {
		const head = data[offset] ?? 0;
		const isWide = head >> 4 === 1;
		if (head >> 4 > 1 || (head & 15) > 3) return false;
		quantisation.add(head & 15);
		offset += 1 + (isWide ? 128 : 64);
	}
	return offset === data.byteLength && offset > 0;
}

function readHuffman(data: Uint8Array, { dc, ac }: JpegTables): boolean {
	let offset = 0;
	while (offset < data.byteLength) {
		const head = data[offset] ?? 0;
		if (head >> 4 > 1 || (head & 15) > 3 || offset + 17 > data.byteLength) return false;
		const counts = data.subarray(offset + 1, offset + 17);
		let free = 1;
		let values = 0;
		for (const count of counts) {
			// With one more bit, twice as many codes are free, minus those in use. The code of all ones always stays
			// free.
			free = free * 2 - count;
			values += count;
			if (free < 1) return false;
		}
		const isAc = head >> 4 === 1;
		const symbols = data.subarray(offset + 17, offset + 17 + values);
		if (values > 256 || (!isAc && symbols.some((symbol) => symbol > 15))) return false;
		(isAc ? ac : dc).add(head & 15);
		offset += 17 + values;
	}
	return offset === data.byteLength && offset > 0;
}

/** Reads the frame header; undefined if it is of another kind, or invalid. */
function readFrame(code: number, data: Uint8Array): JpegFrame | undefined {
	if (!Object.values(frameMarkers).some((known) => known === code) || data.byteLength < 6) return undefined;
	const view = viewOf(data);
	const [precision, count = 0] = [data[0], data[5]];
	const height = view.getUint16(1);
	const width = view.getUint16(3);
	if (precision !== 8 || ![1, 3, 4].includes(count) || data.byteLength !== 6 + 3 * count) return undefined;
	const components: JpegComponent[] = [];
	for (let index = 0; index < count; index++) {
		const [id = 0, sampling = 0, table = 0] = data.subarray(6 + index * 3, 9 + index * 3);
		const [across, down] = [sampling >> 4, sampling & 15];
		if (across < 1 || across > 4 || down < 1 || down > 4) return undefined;
		components.push({ id, across, down, table, sent: new Int8Array(64).fill(-1) });
	}
	const mostAcross = Math.max(...components.map(({ across }) => across));
	const mostDown = Math.max(...components.map(({ down }) => down));
	const isEven = components.every(({ across, down }) => mostAcross % across === 0 && mostDown % down === 0);
	const isUnique = new Set(components.map(({ id }) => id)).size === count;
	if (width === 0 || height === 0 || !isEven || !isUnique) return undefined;
	return { width, height, isProgressive: code === frameMarkers.progressive, components };
}

/**
 * Reads a scan header; false unless it names channels of the frame, existing tables, and the coefficients that are due
 * next.
 */
function readScan(data: Uint8Array, frame: JpegFrame, tables: JpegTables): boolean {
	const count = data[0] ?? 0;
	if (count < 1 || count > frame.components.length || data.byteLength !== 4 + 2 * count) return false;
	const [first = 0, last = 0, bits = 0] = data.subarray(1 + 2 * count);
	const refines = frame.isProgressive && bits >> 4 > 0;
	if (refines && (bits & 15) !== (bits >> 4) - 1) return false;
	const isSoundSpectrum = frame.isProgressive
		? last <= 63 && first <= last && (first > 0 ? count === 1 : last === 0) && (bits & 15) <= 13
		: first === 0 && last === 63 && bits === 0;
	if (!isSoundSpectrum) return false;
	const scanned: JpegComponent[] = [];
	for (let index = 0; index < count; index++) {
		const [id = 0, numbers = 0] = data.subarray(1 + index * 2, 3 + index * 2);
		const component = frame.components.find((one) => one.id === id);
		if (!component || scanned.includes(component) || !tables.quantisation.has(component.table)) return false;
		scanned.push(component);
		if (frame.isProgressive && !continuesScan(component, { first, last, high: bits >> 4, low: bits & 15 }))
			return false;
		const needsDc = frame.isProgressive ? first === 0 && !refines : true;
		const needsAc = frame.isProgressive ? first > 0 : true;
		if (needsDc && !tables.dc.has(numbers >> 4)) return false;
		if (needsAc && !tables.ac.has(numbers & 15)) return false;
	}
	// A unit of several channels has ten blocks at most.
	return count === 1 || scanned.reduce((sum, { across, down }) => sum + across * down, 0) <= 10;
}

/** Tells whether a progressive scan continues from the previous ones: each refines earlier data by one bit. */
function continuesScan(
	{ sent }: JpegComponent,
	{
		first,
		last,
		high,
		low,
	}: { readonly first: number; readonly last: number; readonly high: number; readonly low: number },
): boolean {
	if (first > 0 && (sent[0] ?? -1) < 0) return false;
	for (let index = first; index <= last; index++) {
		if (high !== Math.max(0, sent[index] ?? -1)) return false;
		sent[index] = low;
	}
	return true;
}
