import { latin1, viewOf } from './byteParts.ts';
import { exifOrientation, type Orientation } from './exif.ts';
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

/**
 * Reads a JPEG file segment by segment without decoding it; undefined when it isn't whole, or of a kind that few programs
 * read. What comes after its end goes: phones append second pictures and films there.
 */
export function cleanJpeg(bytes: Uint8Array): CleanJpeg | undefined {
	const view = viewOf(bytes);
	const parts: Uint8Array[] = [bytes.subarray(0, 2)];
	const tables: JpegTables = { quantisation: new Set(), dc: new Set(), ac: new Set() };
	let frame: JpegFrame | undefined;
	let scans = 0;
	let orientation: Orientation = 1;
	let hadMetadata = false;
	let offset = 2;
	for (;;) {
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
			if (keptPart) parts.push(keptPart);
			if (keptPart?.byteLength !== end - offset) hadMetadata = true;
			if (code === marker.app0 + 1 && latin1(data, 0, 6) === 'Exif\0\0')
				orientation = exifOrientation(data.subarray(6));
		} else if (code === marker.comment) hadMetadata = true;
		else {
			if (code === marker.startOfScan) {
				if (!frame || !readScan(data, frame, tables)) return undefined;
				end = endOfScan(bytes, end);
				scans++;
			} else if (!readTables(code, data, tables)) {
				if (frame) return undefined;
				frame = readFrame(code, data, tables);
				if (!frame) return undefined;
			}
			parts.push(bytes.subarray(offset, end));
		}
		offset = end;
	}
	if (!frame || scans === 0) return undefined;
	parts.push(bytes.subarray(offset, offset + 2));
	if (offset + 2 < bytes.byteLength) hadMetadata = true;
	const { width, height, components } = frame;
	return { width, height, channels: components.length, orientation, parts, hadMetadata };
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

/** Where the next marker after a scan's data begins; restart markers belong to the data. */
function endOfScan(bytes: Uint8Array, start: number): number {
	let offset = start;
	for (;;) {
		offset = bytes.indexOf(0xff, offset);
		if (offset < 0) return bytes.byteLength;
		const next = bytes[offset + 1];
		if (next === undefined) return bytes.byteLength;
		if (next !== 0 && next !== 0xff && !(next >= 0xd0 && next <= 0xd7)) return offset;
		offset += next === 0xff ? 1 : 2;
	}
}
