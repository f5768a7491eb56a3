import assert from 'node:assert/strict';
import { limitMemory } from '../../../src/workers/unpack.ts';

/** A program that has nothing but a memory, which it exports as `m`. */
function program(limits: readonly number[]): Uint8Array<ArrayBuffer> {
	const memory = [5, limits.length + 1, 1, ...limits];
	return Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, ...memory, 7, 5, 1, 1, 0x6d, 2, 0);
}

async function pagesOf(bytes: Uint8Array): Promise<number> {
	const { m } = new WebAssembly.Instance(await WebAssembly.compile(Buffer.from(bytes)), {}).exports;
	assert.ok(m instanceof WebAssembly.Memory);
	let pages = m.grow(0);
	try {
		while (pages < 400) {
			m.grow(1);
			pages++;
		}
	} catch {
		// It has all that it gets.
	}
	return pages;
}

describe('limitMemory', () => {
	for (const [what, limits, most, pages] of [
		['no limit', [0, 1], 3, 3],
		['no limit, to a number of two bytes', [0, 1], 300, 300],
		['a higher limit', [1, 1, 100], 3, 3],
		['a lower limit', [1, 1, 2], 3, 2],
	] as const) {
		it(`lets a program with ${what} have ${pages} pages`, async () => {
			assert.equal(await pagesOf(limitMemory(program(limits), most * 65_536)), pages);
		});
	}

	it('refuses what has no memory, or is cut off', () => {
		const whole = program([1, 1, 100]);
		for (let length = 0; length < 12; length++)
			assert.throws(() => limitMemory(whole.subarray(0, length), 65_536), `${length}`);
	});
});
