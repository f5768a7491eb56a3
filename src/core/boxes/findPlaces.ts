import type { BoxScale } from './boxScale.ts';
import { readStructures, type Structure, type TextRange } from './structures.ts';
import { writtenLabel } from './writtenLabel.ts';
import { looksLikePlaces, writtenPlaces, type WrittenPlace } from './writtenPlaces.ts';

/** A place with what the text around it says. */
export interface FoundPlace extends Omit<WrittenPlace, 'label'> {
	/** The name in its object; one outside of an object is at `labelRange` alone. */
	readonly label: string | undefined;
	readonly labelRange: TextRange | undefined;
	/** What stands in the text for machines alone. */
	readonly raw: TextRange;
}

/** The most places that are looked at. */
const mostPlaces = 500;

/** Marks of the models' own formats around a place. */
const markBefore = /(?:<\|(?:begin_of_box|box_start|point_start|quad_start)\|>|<(?:box|point|quad)>)\s?$/;
const pointMarkBefore = /(?:<\|(?:begin_of_box|point_start)\|>|<point>)\s?$/;
const markAfter = /^\s?(?:<\|(?:end_of_box|box_end|point_end|quad_end)\|>|<\/(?:box|point|quad)>)/;
const markedName = /(?:<\|object_ref_start\|>|<ref>)([^<\n]{1,200})(?:<\|object_ref_end\|>|<\/ref>)\s?$/;
const longestMark = 24;

/** Words before a list of points that make it an outline, and before a pair of points that make them corners. */
const outlineBefore = /(?:polygon|outline|contour|多边形|轮廓)\W{0,4}$/i;
const boxBefore = /(?:box|bbox(?:_2d)?|框)\W{0,4}$/i;

/** Finds the places that an answer writes, and the list of places that it hasn't finished. */
export function findPlaces(
	text: string,
	scale: BoxScale,
): { readonly places: readonly FoundPlace[]; readonly unfinished: TextRange | undefined } {
	const places: FoundPlace[] = [];
	const fences = codeFences(text);
	const structures = joinCorners(text, readStructures(text), scale);
	let end = 0;
	let unfinished: TextRange | undefined;
	for (const structure of structures) {
		if (places.length >= mostPlaces) break;
		while (fences[0] && fences[0].end <= structure.start) fences.shift();
		const fence = fences[0] && fences[0].start <= structure.start ? fences[0] : undefined;
		const written = placesIn(text, structure, { scale, fence });
		const extent = extentOf(text, structure, fence);
		if (!structure.isWhole && structure.end === text.length && looksLikePlaces(structure)) {
			unfinished = { start: extent.start, end: text.length };
		}
		if (written.length === 0) continue;
		const isNamed =
			written.some(({ isKeyed }) => isKeyed) || (scale.pointsOnly && text.charAt(extent.start - 1) === '=');
		const around = isNamed ? { raw: extent, label: undefined } : withLabel(text, extent, end);
		for (const { label, ...place } of written) {
			const { start, end: labelEnd } = label ?? around.label ?? { start: 0, end: 0 };
			const labelRange = labelEnd > start ? { start, end: labelEnd } : undefined;
			places.push({ ...place, label: label?.text, labelRange, raw: unfinished ?? around.raw });
		}
		end = around.raw.end;
	}
	return { places, unfinished };
}

/** Returns the places of a list or object that aren't something else. */
function placesIn(
	text: string,
	structure: Structure,
	{ scale, fence }: { readonly scale: BoxScale; readonly fence: CodeFence | undefined },
): readonly WrittenPlace[] {
	const { start, end } = structure;
	const before = text.slice(Math.max(0, start - longestMark), start);
	const written = writtenPlaces(structure, outlineBefore.test(before) ? 'polygon' : 'any');
	const isMarked = pointMarkBefore.test(before);
	const isNested = structure.kind === 'list' && structure.items.some(({ kind }) => kind !== 'number');
	// Arguments of a function, an index, the address of a link, its words.
	const isCode =
		(/\w$/.test(before) && !boxBefore.test(before)) ||
		(before.endsWith(']') && !boxBefore.test(before)) ||
		(text.charAt(end) === '(' && text.charAt(start) === '[') ||
		(fence !== undefined && !(fence.isData && isAlone(text, structure)));
	return written.filter(({ isKeyed, values }) => {
		if (scale.pointsOnly && values.length > 2) return false;
		// A pair of numbers in a sentence is mostly something else.
		return isKeyed || (!isCode && (values.length === 4 || scale.pointsOnly || isMarked || isNested));
	});
}

/** Tells whether nothing else stands on the lines of a structure. */
function isAlone(text: string, { start, end }: TextRange): boolean {
	const from = Math.max(0, start - longestMark);
	const before = from === 0 ? `\n${text.slice(0, start)}` : text.slice(from, start);
	return /\n[ \t]*$/.test(before) && /^,?[ \t]{0,8}(?:\n|$)/.test(text.slice(end, end + 10));
}

/** Joins two corners in brackets of their own, one behind the other, to one list. */
function joinCorners(text: string, structures: readonly Structure[], { pointsOnly }: BoxScale): readonly Structure[] {
	if (pointsOnly) return structures;
	const joined: Structure[] = [];
	for (const structure of structures) {
		const last = joined.at(-1);
		if (last && isPair(last) && isPair(structure) && isCorner(last, structure)) {
			const items = [...last.items, ...structure.items];
			joined[joined.length - 1] = { ...structure, start: last.start, items };
		} else joined.push(structure);
	}
	return joined;

	function isCorner(first: Structure, second: Structure): boolean {
		const between = second.start - first.end <= 4 ? text.slice(first.end, second.start) : '-';
		const before = text.slice(Math.max(0, first.start - longestMark), first.start);
		return /^\s?,?\s?$/.test(between) && (markBefore.test(before) || boxBefore.test(before));
	}
}

function isPair(structure: Structure): structure is Extract<Structure, { readonly kind: 'list' }> {
	return (
		structure.kind === 'list' && structure.items.length === 2 && structure.items.every(({ kind }) => kind === 'number')
	);
}

/** Returns a structure with the marks, backticks or code fence around it. */
function extentOf(text: string, structure: TextRange, fence: CodeFence | undefined): TextRange {
	let { start, end } = structure;
	if (fence) {
		const isAll = isBlank(text, fence.content.start, start) && isBlank(text, end, fence.content.end);
		return isAll ? { start: fence.start, end: fence.end } : { start, end };
	}
	start -= markBefore.exec(text.slice(Math.max(0, start - longestMark), start))?.[0].length ?? 0;
	end += markAfter.exec(text.slice(end, end + longestMark))?.[0].length ?? 0;
	const isQuoted = text.charAt(start - 1) === '`' && text.charAt(end) === '`';
	return isQuoted ? { start: start - 1, end: end + 1 } : { start, end };
}

function isBlank(text: string, start: number, end: number): boolean {
	return end - start <= longestMark && text.slice(start, end).trim() === '';
}

/** Returns the label before a place, and the place with the words that only lead to it. */
function withLabel(
	text: string,
	extent: TextRange,
	from: number,
): { readonly raw: TextRange; readonly label: TextRange | undefined } {
	const start = Math.max(from, extent.start - 300);
	const marked = markedName.exec(text.slice(start, extent.start));
	if (marked) {
		const name = extent.start - marked[0].length + marked[0].indexOf('>') + 1;
		return { raw: extent, label: { start: name, end: name + (marked[1] ?? '').length } };
	}
	const { label, end } = writtenLabel(text, extent.start, from);
	const leading = text.slice(end, extent.start);
	if (!/[(（]/.test(leading)) return { raw: { start: end, end: extent.end }, label };
	const isClosed = /^[)）]/.test(text.slice(extent.end, extent.end + 1));
	return { raw: isClosed ? { start: end, end: extent.end + 1 } : extent, label };
}

interface CodeFence extends TextRange {
	readonly content: TextRange;
	/** False for a block of a programming language. */
	readonly isData: boolean;
}

/** Returns the fenced code blocks of an answer; one that isn't closed goes to its end. */
function codeFences(text: string): CodeFence[] {
	const fences: CodeFence[] = [];
	let open:
		{ readonly start: number; readonly content: number; readonly mark: string; readonly language: string } | undefined;
	for (const { index, 0: line, 1: mark = '', 2: language = '' } of text.matchAll(
		/^[ \t]{0,12}(`{3,}|~{3,})([^\n]*)/gm,
	)) {
		if (!open) open = { start: index, content: index + line.length, mark, language: language.trim().toLowerCase() };
		else if (mark.startsWith(open.mark) && language.trim() === '') {
			fences.push(fenceOf(open, { start: index, end: index + line.length }));
			open = undefined;
		}
	}
	if (open) fences.push(fenceOf(open, { start: text.length, end: text.length }));
	return fences;
}

function fenceOf(
	open: { readonly start: number; readonly content: number; readonly language: string },
	close: TextRange,
): CodeFence {
	const isData = ['', 'json', 'json5', 'python', 'text', 'txt', 'plaintext'].includes(open.language);
	return { start: open.start, end: close.end, content: { start: open.content, end: close.start }, isData };
}
