import { viewOf } from '../image/bytes.ts';

/** A function that reads bytes of a file; fewer at its end. */
export type ReadPart = (offset: number, length: number) => Promise<Uint8Array>;

/** The most top-level boxes examined: a fragmented film has many. */
const mostBoxes = 1000;

/** The most bytes of tables examined; those of a film of many hours are smaller. */
const mostTables = 64 * 1024 * 1024;

/** Boxes that only contain others (ISO/IEC 14496-12). */
const containers = new Set(['moov', 'trak', 'mdia', 'minf', 'stbl', 'edts']);

/**
 * Tells whether an MP4 or QuickTime file claims more entries in its tables than it has bytes for: a reader would count
 * to billions. Examines nothing else, and returns false for any other file.
 */
export async function claimsTooMuch(readPart: ReadPart, byteLength: number): Promise<boolean> {
	let offset = 0;
	for (let count = 0; count < mostBoxes && offset + 8 <= byteLength; count++) {
		const head = await readPart(offset, 16);
		if (head.byteLength < 8) return false;
		const { type, length, headLength } = boxAt(head, 0, byteLength - offset);
		if (length < headLength) return false;
		if (type === 'moov') {
			if (length > mostTables) return true;
			return tablesClaimTooMuch(await readPart(offset, length), byteLength);
		}
		offset += length;
	}
	return false;
}

interface Box {
	readonly type: string;
	/** Bytes, including the header. */
	readonly length: number;
	readonly headLength: number;
}

/** Reads a box header; `rest` is the number of bytes for a box that extends to the end. */
function boxAt(bytes: Uint8Array, offset: number, rest: number): Box {
	const view = viewOf(bytes);
	const short = view.getUint32(offset);
	const type = String.fromCharCode(...bytes.subarray(offset + 4, offset + 8));
	if (short === 1 && offset + 16 <= bytes.byteLength) {
		return { type, length: view.getUint32(offset + 8) * 2 ** 32 + view.getUint32(offset + 12), headLength: 16 };
	}
	return { type, length: short === 0 ? rest : short, headLength: 8 };
}

function tablesClaimTooMuch(bytes: Uint8Array, byteLength: number): boolean {
	// Visits nested boxes in order: containers are entered.
	for (let offset = 0; offset + 8 <= bytes.byteLength;) {
		const { type, length, headLength } = boxAt(bytes, offset, bytes.byteLength - offset);
		if (length < headLength) return false;
		if (containers.has(type)) offset += headLength;
		else {
			const end = Math.min(offset + length, bytes.byteLength);
			if (tableClaimsTooMuch(type, bytes.subarray(offset + headLength, end), byteLength)) return true;
			offset += length;
		}
	}
	return false;
}

/** The bytes per entry in each table; the first four hold the sample count where one comes first. */
const entryLengths: Readonly<Record<string, number>> = {
	stts: 8,
	ctts: 8,
	stsc: 12,
	stco: 4,
	co64: 8,
	stss: 4,
	elst: 12,
};

function tableClaimsTooMuch(type: string, table: Uint8Array, byteLength: number): boolean {
	const view = viewOf(table);
	if (type === 'stsz') {
		if (table.byteLength < 12) return false;
		const [size, count] = [view.getUint32(4), view.getUint32(8)];
		return size === 0 ? 12 + count * 4 > table.byteLength : count * size > byteLength;
	}
	const entryLength = entryLengths[type];
	if (entryLength === undefined || table.byteLength < 8) return false;
	const entries = view.getUint32(4);
	if (8 + entries * entryLength > table.byteLength) return true;
	if (type !== 'stts' && type !== 'ctts' && type !== 'stsc') return false;
	// A sample has at least one byte, so there are no more samples than bytes.
	let samples = 0;
	for (let entry = 8; entry < 8 + entries * entryLength; entry += entryLength) {
		samples += type === 'stsc' ? 0 : view.getUint32(entry);
		if (samples > byteLength || (type === 'stsc' && view.getUint32(entry + 4) > byteLength)) return true;
	}
	return false;
}
