import type { Box } from '../../core/media.ts';
import type { RgbaImage } from '../formats/pixels.ts';
import type { Animation, AnimationFrame } from './animation.ts';

/** What a frame costs beside its pixels, in pixels: its decoder starts for each. */
const startCost = 50_000;

/** Draws the frames of an animation as a viewer shows them: each onto what those before it have left. */
export class FrameComposer {
	readonly #animation: Animation;
	readonly #decode: (frame: AnimationFrame) => RgbaImage;
	readonly #pixels: Uint8Array;
	/** The frame that is drawn; -1 before the first. */
	#drawn = -1;
	/** What was in the place of the drawn frame, where it is to be put back. */
	#before: Uint8Array | undefined;

	constructor(animation: Animation, decode: (frame: AnimationFrame) => RgbaImage) {
		this.#animation = animation;
		this.#decode = decode;
		this.#pixels = new Uint8Array(animation.width * animation.height * 4);
	}

	/** Returns the costs of drawing these frames in turn, in pixels that are decoded. */
	cost(numbers: readonly number[]): number {
		let sum = 0;
		let drawn = this.#drawn;
		for (const number of numbers) {
			for (const index of this.#steps(number, drawn)) sum += costOf(this.#animation.frames[index]);
			drawn = number;
		}
		return sum;
	}

	/**
	 * Returns the picture at a frame; its pixels are valid until the next call. Decodes no frame that can't be seen in it.
	 * @throws what the decoder throws; the frames before can still be drawn
	 */
	compose(number: number): RgbaImage {
		for (const index of this.#steps(number, this.#drawn)) this.#draw(index);
		const { width, height } = this.#animation;
		return { width, height, pixels: this.#pixels };
	}

	/** Returns the frames to draw, ascending: those since the last that hides all before it, or since what is drawn. */
	#steps(number: number, drawn: number): readonly number[] {
		if (number === drawn) return [];
		let first = number;
		while (first > 0 && first !== drawn + 1 && !this.#hidesAll(first)) first--;
		return Array.from({ length: number - first + 1 }, (_, index) => first + index);
	}

	/** Tells whether nothing of the frames before this one can be seen. */
	#hidesAll(number: number): boolean {
		const { frames } = this.#animation;
		const [frame, before] = [frames[number], frames[number - 1]];
		if (!frame || !before) return true;
		if (before.after === 'cleared' && this.#isWhole(before.box)) return true;
		return this.#isWhole(frame.box) && !frame.isBlended && frame.after !== 'restored';
	}

	#isWhole({ left, top, right, bottom }: Box): boolean {
		const { width, height } = this.#animation;
		return left === 0 && top === 0 && right >= width && bottom >= height;
	}

	#draw(number: number): void {
		const frame = this.#animation.frames[number];
		if (!frame) throw new Error('There is no such frame.');
		// It may be broken, and what is drawn must stay as it is then.
		const image = this.#decode(frame);
		const { box } = frame;
		if (image.width !== box.right - box.left || image.height !== box.bottom - box.top) {
			throw new Error('A frame has another size than its place.');
		}
		const last = this.#drawn === number - 1 ? this.#animation.frames[this.#drawn] : undefined;
		if (!last) this.#pixels.fill(0);
		else if (last.after === 'cleared') this.#fill(last.box, undefined);
		else if (last.after === 'restored') this.#fill(last.box, this.#before);
		this.#before = frame.after === 'restored' ? this.#copy(box) : undefined;
		this.#paint(image, frame);
		this.#drawn = number;
	}

	#paint({ width, pixels: source }: RgbaImage, { box, isBlended }: AnimationFrame): void {
		const { from, rows, length } = this.#clip(box);
		for (let row = 0; row < rows; row++) {
			const start = row * width * 4;
			const line = source.subarray(start, start + length);
			const target = from + row * this.#animation.width * 4;
			if (isBlended) blend(this.#pixels, target, line);
			else this.#pixels.set(line, target);
		}
	}

	/** Puts rows that `#copy` returned into a place; clears it without any. */
	#fill(box: Box, rowsBefore: Uint8Array | undefined): void {
		const { from, rows, length } = this.#clip(box);
		for (let row = 0; row < rows; row++) {
			const target = from + row * this.#animation.width * 4;
			if (rowsBefore) this.#pixels.set(rowsBefore.subarray(row * length, (row + 1) * length), target);
			else this.#pixels.fill(0, target, target + length);
		}
	}

	#copy(box: Box): Uint8Array {
		const { from, rows, length } = this.#clip(box);
		const copy = new Uint8Array(rows * length);
		for (let row = 0; row < rows; row++) {
			const start = from + row * this.#animation.width * 4;
			copy.set(this.#pixels.subarray(start, start + length), row * length);
		}
		return copy;
	}

	/** Returns the bytes of a place inside the picture: its first, the bytes of a row, and the number of rows. */
	#clip({ left, top, right, bottom }: Box): { readonly from: number; readonly rows: number; readonly length: number } {
		const { width, height } = this.#animation;
		const length = Math.max(0, Math.min(right, width) - left) * 4;
		const rows = length === 0 ? 0 : Math.max(0, Math.min(bottom, height) - top);
		return { from: (top * width + left) * 4, rows, length };
	}
}

function costOf(frame: AnimationFrame | undefined): number {
	if (!frame) return 0;
	const { left, top, right, bottom } = frame.box;
	return startCost + (right - left) * (bottom - top);
}

/** Draws a row over what is there. Colours are not premultiplied. */
function blend(target: Uint8Array, start: number, source: Uint8Array): void {
	for (let from = 0, to = start; from < source.byteLength; from += 4, to += 4) {
		const opacity = source[from + 3] ?? 0;
		if (opacity === 0) continue;
		const below = target[to + 3] ?? 0;
		if (opacity === 255 || below === 0) {
			target[to] = source[from] ?? 0;
			target[to + 1] = source[from + 1] ?? 0;
			target[to + 2] = source[from + 2] ?? 0;
			target[to + 3] = opacity;
			continue;
		}
		const rest = below * (255 - opacity);
		const sum = opacity * 255 + rest;
		for (let channel = 0; channel < 3; channel++) {
			const mixed = (source[from + channel] ?? 0) * opacity * 255 + (target[to + channel] ?? 0) * rest;
			target[to + channel] = Math.round(mixed / sum);
		}
		target[to + 3] = Math.round(sum / 255);
	}
}
