/** One value a pixel, 0 (black) to 255 (white), row by row. */
export interface GreyImage {
	readonly width: number;
	readonly height: number;
	readonly pixels: Uint8Array;
}

/** In pixels of the picture; `right` and `bottom` are the first column and row outside. */
export interface Box {
	readonly left: number;
	readonly top: number;
	readonly right: number;
	readonly bottom: number;
}

export const heightOf = (box: Box): number => box.bottom - box.top;
export const widthOf = (box: Box): number => box.right - box.left;

/** The smallest box around all boxes; there must be one at least. */
export function boxAround(boxes: readonly Box[]): Box {
	return {
		left: Math.min(...boxes.map((box) => box.left)),
		top: Math.min(...boxes.map((box) => box.top)),
		right: Math.max(...boxes.map((box) => box.right)),
		bottom: Math.max(...boxes.map((box) => box.bottom)),
	};
}

/** Pixels that hang together because an edge runs through them: a letter, a word, a frame. */
interface Component extends Box {
	/** How many of its pixels are edges. */
	readonly area: number;
	/** How many of its edges are between left and right; letters have many, bars and rules have none. */
	readonly strokes: number;
}

/** A difference in grey between neighbours that counts as an edge: above the noise of JPEG, below pale grey text on white. */
const edgeThreshold = 26;
/** A word of 10-pixel type without ascenders is 6 pixels high. */
const smallestLetter = 6;
/** Pictures with more components are texture; the largest ones still get a chance. */
const mostComponents = 20_000;

/** 0: no edge, 1: edge between rows, 2: edge between columns. */
function edges({ width, height, pixels }: GreyImage): Uint8Array {
	const map = new Uint8Array(width * height);
	for (let y = 0; y < height - 1; y++) {
		for (let x = 0, at = y * width; x < width - 1; x++, at++) {
			const here = pixels[at] ?? 0;
			const right = pixels[at + 1] ?? 0;
			const below = pixels[at + width] ?? 0;
			const diagonal = pixels[at + width + 1] ?? 0;
			if (Math.abs(here - right) > edgeThreshold || Math.abs(below - diagonal) > edgeThreshold) map[at] = 2;
			else if (Math.abs(here - below) > edgeThreshold || Math.abs(right - diagonal) > edgeThreshold) map[at] = 1;
		}
	}
	return map;
}

function componentsOf(image: GreyImage): Component[] {
	const { width, height } = image;
	const map = edges(image);
	const found: Component[] = [];
	const stack: number[] = [];
	for (let start = 0; start < map.length; start++) {
		if (!map[start]) continue;
		let [left, right, top, bottom, area, strokes] = [width, 0, height, 0, 0, 0];
		const visit = (at: number): void => {
			area++;
			if (map[at] === 2) strokes++;
			map[at] = 0;
			stack.push(at);
		};
		visit(start);
		for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
			const x = at % width;
			const y = (at - x) / width;
			left = Math.min(left, x);
			right = Math.max(right, x + 1);
			top = Math.min(top, y);
			bottom = Math.max(bottom, y + 1);
			for (let row = Math.max(0, y - 1); row <= Math.min(height - 1, y + 1); row++)
				for (let column = Math.max(0, x - 1); column <= Math.min(width - 1, x + 1); column++)
					if (map[row * width + column]) visit(row * width + column);
		}
		found.push({ left, right: right + 1, top, bottom: bottom + 1, area, strokes });
	}
	return found;
}

/** Rules, bars, frames and pictures are left out; letters, words and punctuation stay. */
function looksLikeLetters(component: Component, image: GreyImage): boolean {
	const width = widthOf(component);
	const height = heightOf(component);
	if (height > Math.max(60, image.height * 0.3) || area(component) < 6) return false;
	if (height < smallestLetter) return width <= 40;
	if (width > 3 * height && component.strokes < width * 0.5) return false;
	if (component.area / area(component) < 0.3 && height > 18 && width > 1.6 * height)
		return component.strokes > 6 * height;
	return width < 40 * height && height < 12 * width;
}

const area = (box: Box): number => widthOf(box) * heightOf(box);

const verticalOverlap = (a: Box, b: Box): number => Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);

/** Whether two components stand side by side in one line of text. */
function areNeighbours(a: Component, b: Component): boolean {
	const low = Math.min(heightOf(a), heightOf(b));
	const high = Math.max(heightOf(a), heightOf(b));
	const gap = Math.max(a.left, b.left) - Math.min(a.right, b.right);
	if (high < smallestLetter) return gap <= 4 && verticalOverlap(a, b) > 0;
	// Dots and dashes hang on letters only.
	if (low < smallestLetter) return gap <= 1.15 * high && verticalOverlap(a, b) > -2;
	return gap <= 1.15 * Math.min(high, 2 * low) && high <= 2.6 * low && verticalOverlap(a, b) >= 0.5 * low;
}

/** Components that hang together as neighbours, in groups. */
function group(components: readonly Component[]): Component[][] {
	const parents = components.map((_, index) => index);
	const rootOf = (index: number): number => {
		let root = index;
		while (parents[root] !== root) root = parents[root] ?? root;
		parents[index] = root;
		return root;
	};
	// Components sorted into rows of the picture, so that only those nearby are compared.
	const rowHeight = 32;
	const rows = new Map<number, number[]>();
	components.forEach((component, index) => {
		const [first, last] = [Math.floor(component.top / rowHeight), Math.floor(component.bottom / rowHeight)];
		for (let row = first; row <= last; row++) rows.set(row, [...(rows.get(row) ?? []), index]);
	});
	for (const row of rows.values()) {
		const sorted = row
			.map((index) => ({ index, component: components[index] }))
			.flatMap(({ index, component }) => (component ? [{ index, component }] : []));
		sorted.sort((a, b) => a.component.left - b.component.left);
		const tallest = Math.max(...sorted.map(({ component }) => heightOf(component)));
		sorted.forEach((a, position) => {
			for (let next = position + 1; next < sorted.length; next++) {
				const b = sorted[next];
				if (!b || b.component.left - a.component.right > 1.15 * tallest) break;
				if (areNeighbours(a.component, b.component)) parents[rootOf(b.index)] = rootOf(a.index);
			}
		});
	}
	const groups = new Map<number, Component[]>();
	components.forEach((component, index) => {
		const root = rootOf(index);
		const members = groups.get(root);
		if (members) members.push(component);
		else groups.set(root, [component]);
	});
	return [...groups.values()];
}

/** An icon in front of or behind a text is about square, rises above its letters and stands a little apart: it goes. */
function withoutIcons(members: readonly Component[]): readonly Component[] {
	const sorted = [...members].sort((a, b) => a.left - b.left);
	const isIcon = (end: Component | undefined, rest: readonly Component[]): boolean => {
		if (!end || rest.length === 0) return false;
		const line = boxAround(rest);
		const gap = Math.max(line.left - end.right, end.left - line.right);
		const ratio = widthOf(end) / heightOf(end);
		const rises = end.top < line.top && heightOf(end) > 0.9 * heightOf(line);
		return rises && gap > 0.5 * heightOf(line) && ratio > 0.7 && ratio < 1.5;
	};
	if (isIcon(sorted[0], sorted.slice(1))) sorted.shift();
	if (isIcon(sorted.at(-1), sorted.slice(0, -1))) sorted.pop();
	return sorted;
}

/** Whether two pieces belong to one line: a wide space (after a colon, say) is between them, or one lies within the other. */
function isSameLine(a: Box, b: Box): boolean {
	const low = Math.min(heightOf(a), heightOf(b));
	const high = Math.max(heightOf(a), heightOf(b));
	const gap = Math.max(a.left, b.left) - Math.min(a.right, b.right);
	const overlap = verticalOverlap(a, b);
	if (gap < 0 && overlap >= 0.8 * low) return true;
	return gap <= high && high <= 1.9 * low && overlap >= 0.7 * low;
}

/** Joins pieces of lines until no two belong together. */
function join(pieces: readonly Box[]): Box[] {
	const lines: Box[] = [];
	for (let piece of [...pieces].sort((a, b) => a.left - b.left)) {
		for (let index = lines.length - 1; index >= 0; index--) {
			const line = lines[index];
			if (!line || !isSameLine(line, piece)) continue;
			piece = boxAround([line, piece]);
			lines.splice(index, 1);
			index = lines.length;
		}
		lines.push(piece);
	}
	return lines;
}

/** A frame is hollow, and what it holds is a good deal smaller than itself. */
function withoutFrames(components: readonly Component[]): Component[] {
	const frames = components.filter((component) => heightOf(component) > 18 && component.area / area(component) < 0.3);
	const filled = new Set(
		frames.filter((frame) =>
			components.some(
				(inner) =>
					heightOf(inner) >= smallestLetter &&
					heightOf(inner) < 0.3 * heightOf(frame) &&
					inner.left > frame.left &&
					inner.right < frame.right &&
					inner.top > frame.top &&
					inner.bottom < frame.bottom,
			),
		),
	);
	return components.filter((component) => !filled.has(component));
}

/**
 * Where lines of text seem to stand, in no particular order. It looks for edges that are as small and as close together
 * as letters, so rules, frames and flat areas do not disturb; what a texture leaves has to be told apart by reading it.
 */
export function findTextLines(image: GreyImage): Box[] {
	let components = componentsOf(image).filter((component) => looksLikeLetters(component, image));
	if (components.length > mostComponents)
		components = components.sort((a, b) => area(b) - area(a)).slice(0, mostComponents);
	const pieces = group(withoutFrames(components))
		.filter((members) => members.some((member) => heightOf(member) >= smallestLetter))
		.map((members) => boxAround(withoutIcons(members)));
	return join(pieces);
}
