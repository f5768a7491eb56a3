/** Unpacks run lengths (PackBits, TIFF 6.0, section 9) up to so many bytes; ends early if they end. */
export function unpackBits(packed: Uint8Array, length: number): Uint8Array {
	const result = new Uint8Array(length);
	let [from, to] = [0, 0];
	while (from < packed.byteLength && to < length) {
		const head = packed[from] ?? 0;
		if (head < 128) {
			const part = packed.subarray(from + 1, Math.min(from + 2 + head, from + 1 + length - to));
			result.set(part, to);
			to += part.byteLength;
			from += 2 + head;
		} else {
			const end = head === 128 ? to : Math.min(to + 257 - head, length);
			result.fill(packed[from + 1] ?? 0, to, end);
			to = end;
			from += head === 128 ? 1 : 2;
		}
	}
	return result.subarray(0, to);
}

/** Codes of their own: one empties the table, one ends the data. */
const clear = 256;
const end = 257;
const mostCodes = 4096;

/** Unpacks LZW (TIFF 6.0, section 13) up to so many bytes; ends early if they end, or are invalid. */
export function unpackLzw(packed: Uint8Array, length: number): Uint8Array {
	const result = new Uint8Array(length);
	// Each string is a part of the result.
	const starts = new Uint32Array(mostCodes);
	const lengths = new Uint32Array(mostCodes);
	let [next, width, at, to] = [end + 1, 9, 0, 0];
	let last: { readonly start: number; readonly length: number } | undefined;
	while (to < length && at + width <= packed.byteLength * 8) {
		let code = 0;
		for (let bit = 0; bit < width; bit++, at++) code = (code << 1) | (((packed[at >> 3] ?? 0) >> (7 - (at & 7))) & 1);
		if (code === end) break;
		if (code === clear) {
			[next, width, last] = [end + 1, 9, undefined];
			continue;
		}
		const start = to;
		if (code < clear) result[to++] = code;
		else if (code < next) copy(starts[code] ?? 0, lengths[code] ?? 0);
		else if (code === next && last) {
			copy(last.start, last.length);
			if (to < length) result[to++] = result[last.start] ?? 0;
		} else break;
		if (last && next < mostCodes) {
			starts[next] = last.start;
			lengths[next] = last.length + 1;
			next++;
		}
		last = { start, length: to - start };
		// One code earlier than there are so many.
		if (next + 1 >= 2 ** width && width < 12) width++;
	}
	return result.subarray(0, to);

	function copy(from: number, count: number): void {
		for (let index = 0; index < count && to < length; index++) result[to++] = result[from + index] ?? 0;
	}
}
