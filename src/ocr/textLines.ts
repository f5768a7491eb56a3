import type { Box } from '../core/media.ts';
import { cutsBetweenRows } from './edges.ts';
import { boxAround, type GreyImage, heightOf, widthOf } from './greyImage.ts';
import { type Component, findTextComponents, isTooShortToPart, smallestLetter } from './textComponents.ts';

/** The most pieces of lines in a picture: a full-page capture of 24 megapixels full of small type has a third. */
const mostPieces = 6000;

const verticalOverlap = (a: Pick<Box, 'top' | 'bottom'>, b: Pick<Box, 'top' | 'bottom'>): number =>
	Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);

/** Tells whether two components are side by side in one line of text. */
function areNeighbours(a: Component, b: Component): boolean {
	const low = Math.min(heightOf(a), heightOf(b));
	const high = Math.max(heightOf(a), heightOf(b));
	const gap = Math.max(a.left, b.left) - Math.min(a.right, b.right);
	if (high < smallestLetter) return gap <= 4 && verticalOverlap(a, b) > 0;
	// Dots and dashes join only the letters beside them: those above or below may be another line's.
	const [small, letter] = heightOf(a) < heightOf(b) ? [a, b] : [b, a];
	const middle = (small.top + small.bottom) / 2;
	if (low < smallestLetter) return gap <= 1.15 * high && middle > letter.top && middle < letter.bottom + 2;
	// In large type they are as high as small letters, but nearer.
	if (low <= 0.4 * high && widthOf(small) <= 0.5 * high)
		return gap <= 0.6 * high && middle > letter.top && middle < letter.bottom + 2;
	return gap <= 1.15 * Math.min(high, 2 * low) && high <= 2.6 * low && verticalOverlap(a, b) >= 0.5 * low;
}

/** Groups components connected as neighbours. */
function group(components: readonly Component[]): Component[][] {
	const parents = components.map((_, index) => index);
	const rootOf = (index: number): number => {
		let root = index;
		while (parents[root] !== root) root = parents[root] ?? root;
		parents[index] = root;
		return root;
	};
	// Components are sorted into rows of the picture, so that only nearby ones are compared.
	const rowHeight = 32;
	const rows = new Map<number, number[]>();
	components.forEach((component, index) => {
		const [first, last] = [Math.floor(component.top / rowHeight), Math.floor(component.bottom / rowHeight)];
		for (let row = first; row <= last; row++) {
			const members = rows.get(row);
			if (members) members.push(index);
			else rows.set(row, [index]);
		}
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

/** Tells whether the end of a line is an icon or a box to tick: about square, higher than the letters and apart. */
function isIcon(end: Box, line: Box): boolean {
	const gap = Math.max(line.left - end.right, end.left - line.right);
	const ratio = widthOf(end) / heightOf(end);
	const rise = Math.max(2, 0.05 * heightOf(line));
	return gap > 0.35 * heightOf(line) && heightOf(end) >= heightOf(line) + rise && ratio > 0.7 && ratio < 1.5;
}

/** Returns the components of a group without the icons at its ends. */
function leaveOutIcons(members: readonly Component[]): readonly Component[] {
	const glyphs: Component[][] = [];
	let right = -Infinity;
	for (const member of members.toSorted((a, b) => a.left - b.left)) {
		// An icon's parts lie within or above each other.
		if (member.left < right) glyphs.at(-1)?.push(member);
		else glyphs.push([member]);
		right = Math.max(right, member.right);
	}
	while (glyphs.length > 1 && isIcon(boxAround(glyphs[0] ?? []), boxAround(glyphs.slice(1).flat()))) glyphs.shift();
	while (glyphs.length > 1 && isIcon(boxAround(glyphs.at(-1) ?? []), boxAround(glyphs.slice(0, -1).flat())))
		glyphs.pop();
	return glyphs.flat();
}

/**
 * Tells whether two pieces belong to one line: a wide space (after a colon, say) is between them, or one lies within
 * the other.
 */
function isSameLine(a: Box, b: Box): boolean {
	const low = Math.min(heightOf(a), heightOf(b));
	const high = Math.max(heightOf(a), heightOf(b));
	const gap = Math.max(a.left, b.left) - Math.min(a.right, b.right);
	const overlap = verticalOverlap(a, b);
	if (gap < 0 && overlap >= 0.8 * low) return true;
	if (isIcon(a, b) || isIcon(b, a)) return false;
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

/** Adds the nearest dots, accents and quotes to lines. */
function withDots(lines: readonly Box[], dots: readonly Box[]): Box[] {
	const grown = [...lines];
	for (const dot of dots) {
		let nearest: { readonly index: number; readonly distance: number } | undefined;
		lines.forEach((line, index) => {
			const height = heightOf(line);
			if (dot.left < line.left - 0.9 * height || dot.right > line.right + 0.9 * height) return;
			const distance = Math.max(0, -verticalOverlap(line, dot));
			if (distance <= 0.35 * height && (!nearest || distance < nearest.distance)) nearest = { index, distance };
		});
		const line = nearest && grown[nearest.index];
		if (nearest && line) grown[nearest.index] = boxAround([line, dot]);
	}
	return grown;
}

/** Separates lines connected by a few touching letters: there is a gap where rows have hardly any strokes. */
function partRows(members: readonly Component[]): (readonly Component[])[] {
	const box = boxAround(members);
	if (isTooShortToPart(box)) return [members];
	const { top, bottom } = box;
	const strokes = new Float64Array(bottom - top);
	for (const member of members)
		member.rowStrokes.forEach((count, row) => {
			strokes[member.top - top + row] = (strokes[member.top - top + row] ?? 0) + count;
		});
	const cuts = cutsBetweenRows(strokes).map((row) => row + top);
	const parts = [...cuts, bottom].map((end, index) => ({
		top: cuts[index - 1] ?? top,
		bottom: end,
		members: [] as Component[],
	}));
	for (const member of members) {
		// One that reaches well into two rows is touching letters: each row gets its piece.
		const reached = parts.filter((part) => verticalOverlap(part, member) >= smallestLetter - 1);
		const middle = (member.top + member.bottom) / 2;
		if (reached.length < 2) parts.find((part) => middle < part.bottom)?.members.push(member);
		else for (const part of reached) part.members.push(clip(member, part));
	}
	return parts.map((part) => part.members).filter((part) => part.length > 0);
}

function clip(member: Component, { top, bottom }: Pick<Box, 'top' | 'bottom'>): Component {
	return { ...member, top: Math.max(member.top, top), bottom: Math.min(member.bottom, bottom) };
}

const isLine = (members: readonly Component[]): boolean => members.some((member) => heightOf(member) >= smallestLetter);

/**
 * Returns where lines of text seem to be, in no particular order. Searches for edges as small and as close together as
 * letters, so rules, frames and flat areas don't disturb; what a texture leaves can only be told apart by reading it.
 */
export function findTextLines(image: GreyImage): Box[] {
	const groups = group(findTextComponents(image)).flatMap(partRows);
	const pieces = groups.filter(isLine);
	// Of texture only the most likely lines get a chance: joining compares each with each.
	if (pieces.length > mostPieces) pieces.sort((a, b) => b.length - a.length).splice(mostPieces);
	const lines = join(pieces.map((members) => boxAround(leaveOutIcons(members))));
	return withDots(
		lines,
		groups.filter((members) => !isLine(members)).map((members) => boxAround(members)),
	);
}
