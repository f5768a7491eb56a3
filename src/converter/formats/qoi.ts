import { viewOf } from '../../core/image/bytes.ts';
import type { RgbaImage } from './pixels.ts';

/** The first bits of a chunk that isn't a whole colour (QOI specification 1.0). */
const chunks = { index: 0, difference: 1, brightness: 2, run: 3 } as const;

const rgb = 0xfe;
const rgba = 0xff;

/** Decodes a QOI file. Throws if it is broken. */
export function decodeQoi(bytes: Uint8Array): RgbaImage {
	const view = viewOf(bytes);
	const [width, height] = [view.getUint32(4), view.getUint32(8)];
	// A byte stands for 62 pixels at most.
	if (width * height > 62 * bytes.byteLength) throw new Error('The pixels are incomplete.');
	const pixels = new Uint8Array(width * height * 4);
	const seen = new Uint8Array(64 * 4);
	let [red, green, blue, opacity] = [0, 0, 0, 255];
	let offset = 14;
	let run = 0;
	for (let to = 0; to < pixels.length; to += 4) {
		if (run > 0) run--;
		else readChunk();
		pixels[to] = red;
		pixels[to + 1] = green;
		pixels[to + 2] = blue;
		pixels[to + 3] = opacity;
	}
	return { width, height, pixels };

	function readChunk(): void {
		const head = next();
		const low = head & 63;
		if (head === rgb || head === rgba) {
			[red, green, blue] = [next(), next(), next()];
			if (head === rgba) opacity = next();
		} else if (head >> 6 === chunks.index) {
			[red = 0, green = 0, blue = 0, opacity = 0] = seen.subarray(low * 4, low * 4 + 4);
		} else if (head >> 6 === chunks.difference) {
			add((low >> 4) - 2, ((low >> 2) & 3) - 2, (low & 3) - 2);
		} else if (head >> 6 === chunks.brightness) {
			const second = next();
			const change = low - 32;
			add(change - 8 + (second >> 4), change, change - 8 + (second & 15));
		} else run = low;
		seen.set([red, green, blue, opacity], ((red * 3 + green * 5 + blue * 7 + opacity * 11) % 64) * 4);
	}

	function next(): number {
		const byte = bytes[offset];
		if (byte === undefined) throw new Error('The pixels are incomplete.');
		offset++;
		return byte;
	}

	function add(toRed: number, toGreen: number, toBlue: number): void {
		[red, green, blue] = [(red + toRed) & 255, (green + toGreen) & 255, (blue + toBlue) & 255];
	}
}
