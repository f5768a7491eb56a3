import type { Size } from '../media.ts';
import { boxAt } from './isoBoxes.ts';

/** The lengths of a side's number in bits (ISO/IEC 18181-1, 9.2). */
const sideBits = [9, 13, 18, 30] as const;

/** Width to height, by number; 0 says that the width stands for itself. */
const ratios = [0, 1, 12 / 10, 4 / 3, 3 / 2, 16 / 9, 5 / 4, 2] as const;

/** Returns the size of a JPEG XL file, bare or in boxes, as it is stored; undefined if there is none. */
export function jxlSize(bytes: Uint8Array): Size | undefined {
	const stream = codestream(bytes);
	if (!stream) return undefined;
	// Bits come from the least significant on, behind two bytes.
	let at = 16;
	const bits = (count: number): number => {
		let value = 0;
		for (let index = 0; index < count; index++, at++) value += (((stream[at >> 3] ?? 0) >> (at & 7)) & 1) * 2 ** index;
		return value;
	};
	const isSmall = bits(1) === 1;
	const side = (): number => (isSmall ? 8 * (bits(5) + 1) : bits(sideBits[bits(2)] ?? 9) + 1);
	const height = side();
	const ratio = ratios[bits(3)] ?? 0;
	return { width: ratio === 0 ? side() : Math.floor(height * ratio), height };
}

function codestream(bytes: Uint8Array): Uint8Array | undefined {
	if (bytes[0] === 0xff) return bytes;
	// Parts of it begin with their number.
	return boxAt(bytes, 'jxlc') ?? boxAt(bytes, 'jxlp')?.subarray(4);
}
