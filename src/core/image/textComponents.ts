import { cutsBetweenRows, findEdges, strokeEdge } from './edges.ts';
import { type Box, type GreyImage, heightOf, widthOf } from './greyImage.ts';

/** Pixels that hang together because an edge runs through them: a letter, a word, a frame. */
export interface Component extends Box {
	/** How many of its pixels are edges. */
	readonly area: number;
	/** How many of its edges are between left and right; letters have many, bars and rules have none. */
	readonly strokes: number;
	/** The same, row by row. */
	readonly rowStrokes: Float64Array;
}

/** A word of 10-pixel type without ascenders is 6 pixels high. */
export const smallestLetter = 6;
/** Pictures with more components are texture; the largest ones still get a chance. */
const mostComponents = 20_000;
/** In a million pixels, where that is more: a full-page capture may be full of small type. */
const densestComponents = 2500;

/** Edges as positions in the picture's pixels: row times width plus column. */
interface Edges {
	readonly map: Uint8Array;
	readonly width: number;
}

/** All edges that touch `start` and each other, by way of those for which `take` is true once. */
function connected(start: number, width: number, take: (at: number) => boolean): number[] {
	const found = [start];
	for (let next = 0; next < found.length; next++) {
		const middle = found[next] ?? 0;
		// The last column has no edges, so a step over the end of a row finds nothing.
		for (const row of [middle - width, middle, middle + width])
			for (let at = row - 1; at <= row + 1; at++) if (take(at)) found.push(at);
	}
	return found;
}

function componentsOf(image: GreyImage): Component[] {
	const edges = { map: findEdges(image), width: image.width };
	const seen = new Uint8Array(edges.map.length);
	const take = (at: number): boolean => {
		if (!edges.map[at] || seen[at]) return false;
		seen[at] = 1;
		return true;
	};
	const found: Component[] = [];
	for (let start = 0; start < edges.map.length; start++) {
		if (!take(start)) continue;
		const pixels = connected(start, edges.width, take);
		const component = componentOf(pixels, edges);
		const pieces = splitIntoRows(component, pixels, edges);
		found.push(...(pieces.length > 1 ? pieces.map((piece) => componentOf(piece, edges)) : [component]));
	}
	return found;
}

function componentOf(pixels: readonly number[], { map, width }: Edges): Component {
	let [left, right, top, bottom, strokes] = [Infinity, 0, Infinity, 0, 0];
	for (const at of pixels) {
		const x = at % width;
		const y = (at - x) / width;
		left = Math.min(left, x);
		right = Math.max(right, x + 2);
		top = Math.min(top, y);
		bottom = Math.max(bottom, y + 2);
		if (map[at] === strokeEdge) strokes++;
	}
	const rowStrokes = new Float64Array(bottom - top);
	for (const at of pixels) {
		const row = Math.floor(at / width) - top;
		if (map[at] === strokeEdge) rowStrokes[row] = (rowStrokes[row] ?? 0) + 1;
	}
	return { left, right, top, bottom, area: pixels.length, strokes, rowStrokes };
}

/** Cuts what hangs together where lines of text touch; most often there is one piece. */
function splitIntoRows(component: Component, pixels: readonly number[], { width }: Edges): (readonly number[])[] {
	// A single letter is hardly wider than high, and its hollows are no gaps.
	if (widthOf(component) < 1.2 * heightOf(component)) return [pixels];
	const cuts = cutsBetweenRows(component.rowStrokes).map((row) => row + component.top);
	if (cuts.length === 0) return [pixels];
	const pieces = [...cuts, component.bottom].map(() => new Set<number>());
	for (const at of pixels) pieces[cuts.filter((row) => row * width <= at).length]?.add(at);
	const split: (readonly number[])[] = [];
	for (const piece of pieces)
		for (const start of piece) if (piece.delete(start)) split.push(connected(start, width, (at) => piece.delete(at)));
	return split;
}

const area = (box: Box): number => widthOf(box) * heightOf(box);

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

/** A frame is hollow, far larger than the letters of the picture, and holds some of them. */
function withoutFrames(components: readonly Component[]): Component[] {
	const letters = components.filter((component) => heightOf(component) >= smallestLetter);
	const typical = letters.map(heightOf).sort((a, b) => a - b)[Math.floor(letters.length / 2)] ?? 0;
	return components.filter((frame) => {
		if (heightOf(frame) < 3 * typical || frame.area / area(frame) > 0.3) return true;
		const held = letters.filter(
			(inner) =>
				heightOf(inner) < 0.3 * heightOf(frame) &&
				inner.left > frame.left &&
				inner.right < frame.right &&
				inner.top > frame.top &&
				inner.bottom < frame.bottom,
		);
		return held.length < 3;
	});
}

/** What could be letters, words and punctuation in a picture. */
export function findTextComponents(image: GreyImage): Component[] {
	let components = componentsOf(image).filter((component) => looksLikeLetters(component, image));
	const most = Math.max(mostComponents, (densestComponents * image.width * image.height) / 1e6);
	if (components.length > most) components = components.sort((a, b) => area(b) - area(a)).slice(0, most);
	return withoutFrames(components);
}
