import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliDecompress } from 'node:zlib';

/** Reads a program or data that the build has packed: the package would be a quarter larger otherwise. */
export async function unpack(folder: string, name: string): Promise<Buffer> {
	return promisify(brotliDecompress)(await readFile(join(folder, `${name}.br`)));
}

/** Does the same, with a limit for the program's memory in bytes. */
export async function unpackLimited(
	folder: string,
	{ name, mostBytes }: { readonly name: string; readonly mostBytes: number },
): Promise<Uint8Array> {
	return limitMemory(await unpack(folder, name), mostBytes);
}

/** The section of a WebAssembly program that defines its memory (WebAssembly specification, 5.5.8). */
const memorySection = 5;

/** Bytes of a memory page. */
const pageLength = 65_536;

/** The flag of limits with a maximum. */
const withMaximum = 1;

/**
 * Returns a WebAssembly program limited to so many bytes of memory: larger allocations fail inside it, and the process
 * survives. Throws if the program doesn't define a memory of its own.
 */
export function limitMemory(program: Uint8Array, mostBytes: number): Uint8Array {
	const most = Math.floor(mostBytes / pageLength);
	let offset = 8;
	while (offset < program.byteLength) {
		const length = readNumber(program, offset + 1);
		const end = length.end + length.value;
		if (program[offset] === memorySection) {
			const count = readNumber(program, length.end);
			const flags = program[count.end] ?? 0;
			const least = readNumber(program, count.end + 1);
			const maximum = flags & withMaximum ? readNumber(program, least.end) : { value: Infinity, end: least.end };
			if (count.value !== 1 || maximum.end !== end) break;
			if (maximum.value <= most) return program;
			const body = [1, flags | withMaximum, ...writeNumber(least.value), ...writeNumber(most)];
			const section = Uint8Array.of(memorySection, ...writeNumber(body.length), ...body);
			return Buffer.concat([program.subarray(0, offset), section, program.subarray(end)]);
		}
		offset = end;
	}
	throw new Error('The program defines no memory that could be limited.');
}

/** Reads a number in LEB128. */
function readNumber(bytes: Uint8Array, start: number): { readonly value: number; readonly end: number } {
	let value = 0;
	for (let index = 0; ; index++) {
		const byte = bytes[start + index];
		if (byte === undefined || index > 4) throw new Error('The program is incomplete.');
		value += (byte & 127) * 2 ** (7 * index);
		if (byte < 128) return { value, end: start + index + 1 };
	}
}

function writeNumber(value: number): number[] {
	return value < 128 ? [value] : [(value & 127) | 128, ...writeNumber(value >>> 7)];
}
