import type { Size } from '../media.ts';

/** Types of the units of which AV1 data consist (AV1 specification, 6.2.2). */
const sequenceHeader = 1;

/** Units that are looked at: the header stands at the beginning. */
const mostUnits = 64;

/** The largest sizes that AV1 data say their frames have, whatever the file around them says; empty where they make no sense. */
export function av1Sizes(data: Uint8Array): readonly Size[] {
	const sizes: Size[] = [];
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
		if (((head >> 3) & 15) === sequenceHeader) sizes.push(sequenceSize(data.subarray(offset, offset + length)));
		offset += length;
	}
	return sizes;
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

/** Reads a sequence header (AV1 specification, 5.5.1) up to its size; what lies beyond the end reads as zero. */
function sequenceSize(data: Uint8Array): Size {
	const bits = bitReader(data);
	bits(4);
	if (bits(1)) bits(5);
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
