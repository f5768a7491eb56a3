/** Bytes of a row; it is filled up to four. */
export function rowLength(width: number, depth: number): number {
	return Math.ceil((width * depth) / 32) * 4;
}

const escape = { endOfLine: 0, endOfBitmap: 1, move: 2 } as const;

/** Unpacks the run lengths of a BMP file into rows of one byte a pixel; what isn't written is colour 0. */
export function unpackRunLengths(
	bytes: Uint8Array,
	{ width, height, bits }: { readonly width: number; readonly height: number; readonly bits: 4 | 8 },
): Uint8Array {
	// Two bytes are 255 pixels at most: a larger picture is a header without its pixels, and would cost its memory.
	if (width * height > 255 * bytes.byteLength) throw new Error('The pixels are cut off.');
	const stride = rowLength(width, 8);
	const rows = new Uint8Array(stride * height);
	let column = 0;
	let row = 0;
	let offset = 0;
	const write = (value: number): void => {
		rows[row * stride + column] = value;
		column++;
	};
	for (;;) {
		const [count, value] = [bytes[offset], bytes[offset + 1]];
		if (count === undefined || value === undefined) throw new Error('The pixels are cut off.');
		offset += 2;
		if (count > 0) {
			// What goes beyond the row is no pixel: a file of nothing else would be written 127 times its length.
			const end = Math.min(count, width - column);
			for (let index = 0; index < end; index++) write(bits === 8 ? value : half(value, index));
		} else if (value === escape.endOfLine) {
			column = 0;
			row++;
		} else if (value === escape.endOfBitmap) return rows;
		else if (value === escape.move) {
			column += bytes[offset] ?? 0;
			row += bytes[offset + 1] ?? 0;
			offset += 2;
		} else {
			const end = Math.min(value, width - column);
			for (let index = 0; index < end; index++) {
				const byte = bytes[offset + (bits === 8 ? index : index >> 1)] ?? 0;
				write(bits === 8 ? byte : half(byte, index));
			}
			offset += Math.ceil((value * bits) / 16) * 2;
		}
		// Some files have no end of the bitmap.
		if (row >= height) return rows;
	}
}

function half(byte: number, index: number): number {
	return index % 2 === 0 ? byte >> 4 : byte & 15;
}
