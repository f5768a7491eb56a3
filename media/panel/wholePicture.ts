import type { Picture } from '../../src/core/conversation.ts';
import type { Box } from '../../src/core/media.ts';
import { element } from './element.ts';

/** The pieces of a cut picture put together again. */
interface WholePicture {
	/** As wide as it is told to be, in the proportions of the original. */
	readonly element: HTMLElement;
	/** Draws all of it, in the pixels of the pieces. */
	readonly draw: () => HTMLCanvasElement;
}

/**
 * Puts pieces where they were in their picture, a line at each cut. `images` are theirs. Undefined where the place of one isn't
 * known; see `Tile.part`.
 */
export function wholePicture(
	pieces: readonly Picture[],
	images: readonly HTMLImageElement[],
): WholePicture | undefined {
	const parts = pieces.flatMap(({ origin }) => origin?.tile?.part ?? []);
	const [first] = parts;
	const [piece] = pieces;
	if (!first || !piece || parts.length !== pieces.length) return undefined;
	const all: Box = {
		left: Math.min(...parts.map(({ left }) => left)),
		top: Math.min(...parts.map(({ top }) => top)),
		right: Math.max(...parts.map(({ right }) => right)),
		bottom: Math.max(...parts.map(({ bottom }) => bottom)),
	};
	const [width, height] = [all.right - all.left, all.bottom - all.top];
	const whole = element('div', { className: 'whole' });
	whole.style.aspectRatio = `${width} / ${height}`;
	for (const [index, part] of parts.entries()) {
		const image = images[index];
		if (!image) continue;
		place(image, part);
		whole.append(image);
		const before = parts[index - 1];
		if (before) whole.append(cutBetween(before, part));
	}
	return {
		element: whole,
		draw() {
			const scale = piece.width / (first.right - first.left);
			const canvas = element('canvas', { width: Math.round(width * scale), height: Math.round(height * scale) });
			const context = canvas.getContext('2d');
			for (const [index, { left, top, right, bottom }] of parts.entries()) {
				const image = images[index];
				const at = [(left - all.left) * scale, (top - all.top) * scale] as const;
				if (image) context?.drawImage(image, ...at, (right - left) * scale, (bottom - top) * scale);
			}
			return canvas;
		},
	};

	function place(each: HTMLElement, { left, top, right, bottom }: Box): void {
		Object.assign(each.style, {
			left: percent((left - all.left) / width),
			top: percent((top - all.top) / height),
			width: percent((right - left) / width),
			height: percent((bottom - top) / height),
		});
	}

	/** Returns the line in the middle of what two neighbours share. */
	function cutBetween(before: Box, after: Box): HTMLElement {
		const isBelow = after.top > before.top;
		const line = element('div', { className: isBelow ? 'cut-line down' : 'cut-line right', ariaHidden: 'true' });
		const across = (after.left + before.right) / 2;
		const down = (after.top + before.bottom) / 2;
		place(
			line,
			isBelow
				? { left: after.left, right: after.right, top: down, bottom: down }
				: { left: across, right: across, top: after.top, bottom: after.bottom },
		);
		return line;
	}
}

function percent(fraction: number): string {
	return `${fraction * 100}%`;
}
