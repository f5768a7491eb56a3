import { keptParts, latin1, viewOf } from './byteParts.ts';
import { exifOrientation, type Orientation } from './exif.ts';
import { countParts } from './partLimit.ts';
import { readScan, readFrame, readTables, type JpegFrame, type JpegTables } from './jpegTables.ts';

/** A whole JPEG file without all that isn't needed to draw it. */
export interface CleanJpeg {
	readonly width: number;
	readonly height: number;
	/** 1 grey, 3 colour, 4 for print. */
	readonly channels: number;
	readonly orientation: Orientation;
	/** Pieces of the file that are kept. */
	readonly parts: readonly Uint8Array[];
	readonly hadMetadata: boolean;
}

const marker = { startOfScan: 0xda, endOfImage: 0xd9, comment: 0xfe, app0: 0xe0, app15: 0xef } as const;

/** Segments of a file: 200 MB of the largest ones are a third. */
const mostSegments = 10_000;

/** Programs write about ten. Each costs a decoder as much as a whole picture, and 200 bytes are enough for it. */
const mostScans = 100;

/**
 * Reads a JPEG file segment by segment without decoding it; undefined when it isn't whole, or of a kind that few programs
 * read. What comes after its end goes: phones append second pictures and films there.
 * @throws TooManyPartsError
 */
export function cleanJpeg(bytes: Uint8Array): CleanJpeg | undefined {
	const view = viewOf(bytes);
	const kept = keptParts(bytes);
	kept.keep(0, 2);
	const countSegment = countParts(mostSegments);
	const countScan = countParts(mostScans);
	const tables: JpegTables = { quantisation: new Set(), dc: new Set(), ac: new Set() };
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
			const keptPart = keptApplicationData(code, data, bytes.subarray(offset, end));
			if (keptPart) kept.insert(keptPart);
			if (keptPart?.byteLength !== end - offset) hadMetadata = true;
			if (code === marker.app0 + 1 && latin1(data, 0, 6) === 'Exif\0\0')
				orientation = exifOrientation(data.subarray(6));
		} else if (code === marker.comment) hadMetadata = true;
		else {
			if (code === marker.startOfScan) {
				if (!frame || !readScan(data, frame, tables)) return undefined;
				end = endOfScan(bytes, end);
				countScan();
				scans++;
			} else if (!readTables(code, data, tables)) {
				if (frame) return undefined;
				frame = readFrame(code, data, tables);
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

/** What of an application's segment decides how the picture looks: density without the thumbnail, profile, colour transform. */
function keptApplicationData(code: number, data: Uint8Array, segment: Uint8Array): Uint8Array | undefined {
	const name = latin1(data, 0, 12);
	if (code === marker.app0 && name.startsWith('JFIF\0') && data.byteLength >= 14) {
		return Uint8Array.of(0xff, marker.app0, 0, 16, ...data.subarray(0, 12), 0, 0);
	}
	if (code === marker.app0 + 2 && name === 'ICC_PROFILE\0') return segment;
	if (code === marker.app0 + 14 && name.startsWith('Adobe') && data.byteLength >= 12) {
		return Uint8Array.of(0xff, code, 0, 14, ...data.subarray(0, 12));
	}
	return undefined;
}

/** Bytes that are looked at one by one behind each 0xff: where these stand close together a search costs more than it finds. */
const nearby = 8;

/** Where the next marker after a scan's data begins; restart markers belong to the data. */
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

/** A frame header's markers: all from 0xc0 on but those for tables and for extensions. */
const isFrameMarker = (code: number): boolean =>
	code >= 0xc0 && code <= 0xcf && code !== 0xc4 && code !== 0xc8 && code !== 0xcc;

/**
 * The size of a JPEG file of any kind, whole or not. Looks at all markers, as forgiving as decoders are: what one of them would
 * take too long for is refused here.
 * @throws TooManyPartsError
 */
export function jpegSize(bytes: Uint8Array): { readonly width: number; readonly height: number } | undefined {
	const view = viewOf(bytes);
	const countSegment = countParts(mostSegments);
	const countScan = countParts(mostScans);
	let size: { readonly width: number; readonly height: number } | undefined;
	let offset = 2;
	for (;;) {
		while (offset < bytes.byteLength && (bytes[offset] !== 0xff || bytes[offset + 1] === 0xff)) offset++;
		const code = bytes[offset + 1] ?? marker.endOfImage;
		if (code === marker.endOfImage) return size;
		const standsAlone = code <= 1 || (code >= 0xd0 && code <= 0xd8);
		const end = offset + 2 + (standsAlone || offset + 4 > bytes.byteLength ? 0 : view.getUint16(offset + 2));
		if (!standsAlone) countSegment();
		if (isFrameMarker(code) && !size && offset + 9 <= bytes.byteLength) {
			size = { width: view.getUint16(offset + 7), height: view.getUint16(offset + 5) };
		}
		if (code === marker.startOfScan) countScan();
		offset = code === marker.startOfScan ? endOfScan(bytes, end) : Math.max(end, offset + 2);
	}
}
