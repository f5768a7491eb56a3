import type { Box } from '../core/media.ts';
import { cutsBetweenRows, findEdges, strokeEdge } from './edges.ts';
import { type GreyImage, heightOf, widthOf } from './greyImage.ts';

/** Pixels connected by an edge: a letter, a word, a frame. */
export interface Component extends Box {
	/** The number of its edge pixels. */
	readonly area: number;
	/** The number of its edges between left and right; letters have many, bars and rules have none. */
	readonly strokes: number;
	/** The same, row by row. */
	readonly rowStrokes: Float64Array;
}

/** The least height of a word in pixels: 10-pixel type without ascenders. */
export const smallestLetter = 6;

/** The most components of a picture: with more it is texture, of which the largest ones still get a chance. */
const mostComponents = 20_000;

/** The most per million pixels, if that is more: a full-page capture may be full of small type. */
const densestComponents = 2500;

/** Edges as positions in the picture's pixels: row times width plus column. */
interface Edges {
	readonly map: Uint8Array;
	readonly width: number;
}

/** Returns all edges connected to `start`, through those for which `take` is true once. */
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

function componentsOf(image: GreyImage, most: number): Component[] {
	const edges = { map: findEdges(image), width: image.width };
	const labels = new Uint16Array(edges.map.length);
	const seen = new Uint8Array(edges.map.length);
	const take = (at: number): boolean => {
		if (!edges.map[at] || seen[at]) return false;
		seen[at] = 1;
		return true;
	};
	let found: Component[] = [];
	for (let start = 0; start < edges.map.length; start++) {
		if (!take(start)) continue;
		const pixels = connected(start, edges.width, take);
		const component = componentOf(pixels, edges);
		const pieces = splitIntoRows(component, pixels, { width: image.width, labels });
		const components = pieces.length > 1 ? pieces.map((piece) => componentOf(piece, edges)) : [component];
		for (const one of components) if (looksLikeLetters(one, image)) found.push(one);
		// Noise has millions, which are not all kept until the end.
		if (found.length > 2 * most) found = largest(found, most);
	}
	return found.length > most ? largest(found, most) : found;
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

/** Tells whether a box is a few letters at most, whose hollows are no gaps between lines: two characters such as 语言. */
export function isTooShortToPart(box: Box): boolean {
	return widthOf(box) < 2.5 * heightOf(box);
}

/** Cuts a component where lines of text touch; usually there is one piece. */
function splitIntoRows(
	component: Component,
	pixels: readonly number[],
	{ width, labels }: { readonly width: number; readonly labels: Uint16Array },
): (readonly number[])[] {
	if (isTooShortToPart(component)) return [pixels];
	const cuts = cutsBetweenRows(component.rowStrokes).map((row) => row + component.top);
	if (cuts.length === 0) return [pixels];
	// The piece of each row, counted from 1; a pixel has that label until it is taken.
	const pieceOf = new Int32Array(heightOf(component));
	cuts.forEach((cut, index) => pieceOf.fill(index + 2, cut - component.top));
	pieceOf.fill(1, 0, (cuts[0] ?? component.bottom) - component.top);
	for (const at of pixels) labels[at] = pieceOf[Math.floor(at / width) - component.top] ?? 1;
	const split: number[][][] = [...cuts, component.bottom].map(() => []);
	for (const start of pixels) {
		const piece = labels[start] ?? 0;
		if (piece === 0) continue;
		const take = (at: number): boolean => {
			if (labels[at] !== piece) return false;
			labels[at] = 0;
			return true;
		};
		take(start);
		split[piece - 1]?.push(connected(start, width, take));
	}
	return split.flat();
}

const area = (box: Box): number => widthOf(box) * heightOf(box);

function largest(components: readonly Component[], most: number): Component[] {
	return components.toSorted((a, b) => area(b) - area(a)).slice(0, most);
}

/** Tells letters, words and punctuation from rules, bars, frames and pictures. */
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

/**
 * Leaves out frames and pieces of them. A frame is hollow, far larger than the letters of the picture, and contains some
 * of them; the side of a pale one is a bar far taller than the letters, and stands apart.
 */
function withoutFrames(components: readonly Component[]): Component[] {
	const letters = components.filter((component) => heightOf(component) >= smallestLetter);
	const typical = letters.map(heightOf).sort((a, b) => a - b)[Math.floor(letters.length / 2)] ?? 0;
	return components.filter((component) => {
		if (heightOf(component) > 1.5 * typical && widthOf(component) < 0.25 * heightOf(component))
			return letters.some((letter) => letter !== component && isBeside(letter, component));
		if (heightOf(component) < 2.5 * typical || component.area / area(component) > 0.3) return true;
		return !letters.some((letter) => isWithin(letter, component));
	});
}

/** Tells whether a letter is as near a bar and as high as in a word with an l or a bracket. */
function isBeside(letter: Component, bar: Component): boolean {
	const gap = Math.max(letter.left, bar.left) - Math.min(letter.right, bar.right);
	const overlap = Math.min(letter.bottom, bar.bottom) - Math.max(letter.top, bar.top);
	return gap <= 0.35 * heightOf(bar) && overlap >= 0.65 * heightOf(bar) && widthOf(letter) > 0.25 * heightOf(letter);
}

function isWithin(letter: Component, frame: Component): boolean {
	return (
		heightOf(letter) < 0.45 * heightOf(frame) &&
		letter.left > frame.left &&
		letter.right < frame.right &&
		letter.top > frame.top &&
		letter.bottom < frame.bottom
	);
}

/** Returns the possible letters, words and punctuation in a picture. */
export function findTextComponents(image: GreyImage): Component[] {
	const most = Math.max(mostComponents, (densestComponents * image.width * image.height) / 1e6);
	return withoutFrames(componentsOf(image, Math.floor(most)));
}
