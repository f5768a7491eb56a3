import { viewOf } from '../../core/image/bytes.ts';
import { UnreadKindError } from './unreadKind.ts';
import type { RgbaImage } from './pixels.ts';

/** How colours are kept: the modes whose composite is read (Adobe Photoshop File Formats Specification). */
const modes = { grey: 1, indexed: 2, rgb: 3, cmyk: 4 } as const;

const channelsOf: Readonly<Record<number, number>> = { 1: 1, 2: 1, 3: 3, 4: 4 };

/**
 * Decodes the composite of a Photoshop file: all layers as its program showed them. Throws if it is broken.
 * @throws UnreadKindError
 */
export function decodePsd(bytes: Uint8Array): RgbaImage {
	const view = viewOf(bytes);
	const isLarge = view.getUint16(4) === 2;
	const [channels, height, width] = [view.getUint16(12), view.getUint32(14), view.getUint32(18)];
	const [depth, mode] = [view.getUint16(22), view.getUint16(24)];
	const colours = channelsOf[mode];
	if (colours === undefined || (depth !== 8 && depth !== 16) || channels < colours) throw new UnreadKindError('PSD');
	// Behind the header: the palette, what programs keep, the layers.
	const palette = 30;
	let offset = palette + view.getUint32(26);
	offset += 4 + view.getUint32(offset);
	offset += isLarge ? 8 + Number(view.getBigUint64(offset)) : 4 + view.getUint32(offset);
	const compression = view.getUint16(offset);
	const length = width * (depth / 8);
	const planes =
		compression === 0
			? bytes.subarray(offset + 2)
			: compression === 1
				? unpackedRows(bytes, { start: offset + 2, rows: channels * height, wanted: colours * height, length, isLarge })
				: undefined;
	if (!planes) throw new UnreadKindError('PSD');
	if (planes.byteLength < colours * height * length) throw new Error('The pixels are incomplete.');
	const size = width * height;
	const step = depth / 8;
	const sample = (channel: number, index: number): number => planes[(channel * size + index) * step] ?? 0;
	const pixels = new Uint8Array(size * 4);
	for (let index = 0; index < size; index++) {
		const first = sample(0, index);
		const colour =
			mode === modes.grey
				? [first, first, first]
				: mode === modes.indexed
					? [bytes[palette + first] ?? 0, bytes[palette + 256 + first] ?? 0, bytes[palette + 512 + first] ?? 0]
					: [first, sample(1, index), sample(2, index)];
		// Inks are kept as what they leave of the white.
		const left = mode === modes.cmyk ? sample(3, index) / 255 : 1;
		for (let channel = 0; channel < 3; channel++)
			pixels[index * 4 + channel] = Math.round((colour[channel] ?? 0) * left);
		pixels[index * 4 + 3] = 255;
	}
	return { width, height, pixels };
}

/** Unpacks rows of run lengths (PackBits), whose lengths stand before all of them. */
function unpackedRows(
	bytes: Uint8Array,
	how: {
		readonly start: number;
		readonly rows: number;
		readonly wanted: number;
		readonly length: number;
		readonly isLarge: boolean;
	},
): Uint8Array {
	const { start, rows, wanted, length, isLarge } = how;
	const view = viewOf(bytes);
	const field = isLarge ? 4 : 2;
	let from = start + rows * field;
	// Two bytes stand for 128 at most.
	if (wanted * length > 64 * bytes.byteLength) throw new Error('The pixels are incomplete.');
	const result = new Uint8Array(wanted * length);
	for (let row = 0; row < wanted; row++) {
		const place = start + row * field;
		const end = from + (isLarge ? view.getUint32(place) : view.getUint16(place));
		if (end > bytes.byteLength) throw new Error('The pixels are incomplete.');
		let to = row * length;
		const rowEnd = to + length;
		while (from < end && to < rowEnd) {
			const head = view.getInt8(from);
			if (head >= 0) {
				const part = bytes.subarray(from + 1, Math.min(from + 2 + head, from + 1 + rowEnd - to));
				result.set(part, to);
				to += part.byteLength;
				from += 2 + head;
			} else {
				const next = head === -128 ? to : Math.min(to + 1 - head, rowEnd);
				result.fill(bytes[from + 1] ?? 0, to, next);
				to = next;
				from += head === -128 ? 1 : 2;
			}
		}
		from = end;
	}
	return result;
}
