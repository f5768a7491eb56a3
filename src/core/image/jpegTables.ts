import { viewOf } from './byteParts.ts';

/** The tables that a JPEG file has defined so far, by their numbers. */
export interface JpegTables {
	readonly quantisation: Set<number>;
	readonly dc: Set<number>;
	readonly ac: Set<number>;
}

/** A channel: its id, and how many blocks of it stand beside and above each other in a unit of an interleaved scan. */
interface JpegComponent {
	readonly id: number;
	readonly across: number;
	readonly down: number;
	/** In a progressive file, to which bit each of the 64 coefficients was sent so far; -1 before the first scan of it. */
	readonly sent: Int8Array;
}

export interface JpegFrame {
	readonly width: number;
	readonly height: number;
	readonly isProgressive: boolean;
	readonly components: readonly JpegComponent[];
}

const marker = { huffman: 0xc4, quantisation: 0xdb, restartInterval: 0xdd } as const;
/** Baseline, extended and progressive, each with Huffman coding; the other kinds are hardly read anywhere. */
const frameMarkers = { baseline: 0xc0, extended: 0xc1, progressive: 0xc2 } as const;

/** Takes in a segment that defines tables; false when it is none, or defines nothing that makes sense. */
export function readTables(code: number, data: Uint8Array, tables: JpegTables): boolean {
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
			// Codes of one more bit: twice as many are free, less those that are taken. The one of ones alone never is.
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

/** The frame's header; undefined when it is of another kind, or makes no sense. */
export function readFrame(code: number, data: Uint8Array, { quantisation }: JpegTables): JpegFrame | undefined {
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
		if (across < 1 || across > 4 || down < 1 || down > 4 || !quantisation.has(table)) return undefined;
		components.push({ id, across, down, sent: new Int8Array(64).fill(-1) });
	}
	const mostAcross = Math.max(...components.map(({ across }) => across));
	const mostDown = Math.max(...components.map(({ down }) => down));
	const isEven = components.every(({ across, down }) => mostAcross % across === 0 && mostDown % down === 0);
	const isUnique = new Set(components.map(({ id }) => id)).size === count;
	if (width === 0 || height === 0 || !isEven || !isUnique) return undefined;
	return { width, height, isProgressive: code === frameMarkers.progressive, components };
}

/** Takes in a scan's header; false unless it names channels of the frame, tables that are there, and what is to be sent next. */
export function readScan(data: Uint8Array, frame: JpegFrame, tables: JpegTables): boolean {
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
		if (!component || scanned.includes(component)) return false;
		scanned.push(component);
		if (frame.isProgressive && !continues(component, { first, last, high: bits >> 4, low: bits & 15 })) return false;
		const needsDc = frame.isProgressive ? first === 0 && !refines : true;
		const needsAc = frame.isProgressive ? first > 0 : true;
		if (needsDc && !tables.dc.has(numbers >> 4)) return false;
		if (needsAc && !tables.ac.has(numbers & 15)) return false;
	}
	// A unit of several channels has ten blocks at most.
	return count === 1 || scanned.reduce((sum, { across, down }) => sum + across * down, 0) <= 10;
}

/** Whether a progressive scan goes on where the ones before it ended: each refines by one bit what was sent before. */
function continues(
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
