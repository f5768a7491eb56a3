import type { Region, Size } from '../media.ts';
import { shorten } from '../outsideText.ts';
import { visibleLine } from '../visibleText.ts';
import { boxScaleOf, type BoxScale } from './boxScale.ts';
import { findPlaces, type FoundPlace } from './findPlaces.ts';
import { pictureResolver } from './pictureOfPlace.ts';
import type { TextRange } from './structures.ts';

/** A place in a picture that an answer names. Models are often a little off: it says about where, and measures nothing. */
export interface LabelledBox {
	/** What is there, on one line of bounded length; may be empty. Text from outside, not Markdown. */
	readonly label: string;
	/** The part of the picture as it was sent; a point has no width and height. See `originalRegion` for the file's own. */
	readonly place: Region;
	/** The index of the picture among those that were sent. */
	readonly picture: number;
	/** Where the answer names it, so that the page can link these words; undefined for one without a label. */
	readonly labelRange: TextRange | undefined;
	/** Where the answer writes its numbers. */
	readonly range: TextRange;
}

/** The places that an answer names. */
export interface BoxReading {
	/** In the answer's order, at most a hundred. */
	readonly boxes: readonly LabelledBox[];
	/**
	 * What the page can leave out of the text: numbers with their brackets, marks and code fence, also of a list that is
	 * still being written. In order, without overlaps. Labels of a list are within them, and stand nowhere else.
	 */
	readonly raw: readonly TextRange[];
}

/** The most boxes of one answer. */
const mostBoxes = 100;

/** The most characters of a label. */
const mostLabel = 80;

/** The least side of a box in plain brackets: other numbers in brackets are mostly small. */
const leastPlainSide = 0.005;

/** The side of the squares of which a server makes a picture whose places are in pixels, and the most pixels that all leave. */
const patch = 28;
const mostPatches = 1280;

/**
 * Reads the places in an answer of a model, complete or cut at any character. `pictures`: the sizes of all pictures as they
 * were sent, in sending order, undefined where it isn't known; a place in one of several counts only where the answer says in
 * which. Of a turn these are its `pictures`, or of one without any those of the last before it that has some; `model` is that
 * of its `answerer`. A `place` is drawn over the picture as it was sent; `originalRegion(place, turn.pictures[picture])` is
 * where it is in the file.
 *
 * Takes linear time; a page reads a growing answer once a frame at most. Not for answers to `extractText`, `uiToCode` and
 * `altText`: what they transcribe has numbers of its own.
 */
export function readBoxes(
	text: string,
	{ model, pictures }: { readonly model: string; readonly pictures: readonly (Size | undefined)[] },
): BoxReading {
	const scale = boxScaleOf(model);
	if (!scale || pictures.length === 0) return { boxes: [], raw: [] };
	const { places, unfinished } = findPlaces(text, scale);
	const pictureOf = pictureResolver(text, places, pictures.length);
	const groups = Map.groupBy(places, (place) => `${pictureOf(place)} ${place.isKeyed}`);
	const units = new Map(
		Array.from(groups, ([key, group]) => [key, unitOf(group, { scale, size: pictures[pictureOf(group[0]) ?? -1] })]),
	);
	const raw: TextRange[] = [];
	const boxes: LabelledBox[] = [];
	for (const found of places) {
		const picture = pictureOf(found);
		const unit = units.get(`${picture} ${found.isKeyed}`);
		const place = unit && regionOf(found, unit, scale);
		if (picture === undefined || !place || boxes.length === mostBoxes) continue;
		const { range, labelRange } = found;
		boxes.push({ label: labelOf(found, text), place, picture, labelRange, range });
		if (raw.at(-1)?.end !== found.raw.end) raw.push(found.raw);
	}
	return { boxes, raw: unfinished && raw.at(-1)?.end !== unfinished.end ? [...raw, unfinished] : raw };
}

/** Returns what stands for the whole width and height in these places; undefined if they fit no scale. */
function unitOf(
	group: readonly FoundPlace[],
	{ scale, size }: { readonly scale: BoxScale; readonly size: Size | undefined },
): Size | undefined {
	if (scale.full === 'pixels') {
		if (!size) return undefined;
		const [across, down] = [Math.round(size.width / patch), Math.round(size.height / patch)];
		// A larger one is shrunk, by each server in its own way.
		if (across === 0 || down === 0 || across * down > mostPatches) return undefined;
		return { width: across * patch, height: down * patch };
	}
	const square = { width: scale.full, height: scale.full };
	if (scale.full !== 1000 || group.every(({ values }) => values.every((value) => value <= 1000))) return square;
	// The prompt made the model answer in pixels.
	return size && group.every((place) => regionOf(place, size, scale)) ? size : undefined;
}

/** Returns the place in fractions; undefined if it is outside of the picture, or nothing. */
function regionOf(
	{ values, hasNamedSides, isKeyed }: FoundPlace,
	{ width, height }: Size,
	{ order }: BoxScale,
): Region | undefined {
	const isSwapped = order === 'yx' && !hasNamedSides;
	const across = values.filter((_, index) => index % 2 === (isSwapped ? 1 : 0)).map((value) => value / width);
	const down = values.filter((_, index) => index % 2 === (isSwapped ? 0 : 1)).map((value) => value / height);
	if (![...across, ...down].every((fraction) => fraction >= 0 && fraction <= 1)) return undefined;
	const [left, right] = [Math.min(...across), Math.max(...across)];
	const [top, bottom] = [Math.min(...down), Math.max(...down)];
	const side = Math.min(right - left, bottom - top);
	const least = isKeyed ? Number.MIN_VALUE : leastPlainSide;
	return values.length === 2 || side >= least ? { left, top, right, bottom } : undefined;
}

function labelOf({ label, labelRange }: FoundPlace, text: string): string {
	const written = label ?? (labelRange ? text.slice(labelRange.start, labelRange.end).replaceAll(/[*`]/g, '') : '');
	return shorten(visibleLine(written.slice(0, 4 * mostLabel)), mostLabel);
}
