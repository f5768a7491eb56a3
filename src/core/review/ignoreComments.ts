import { decorativeEdit } from '../markup/altEdit.ts';
import type { ImageReference, TextEdit } from '../markup/imageReference.ts';
import { lineSearch } from '../markup/lineSearch.ts';
import { countWhile } from '../markup/ordered.ts';
import { altTextRuleIds, isAltTextRule, type AltTextRuleId } from './altTextRules.ts';

/** Tells whether a comment in the document has a rule pass over an image. */
export type IgnoreSearch = (image: Pick<ImageReference, 'start' | 'end'>, rule: AltTextRuleId) => boolean;

/** The rule of markdownlint that is about missing alt text, by its names. */
const markdownlintNames = /^(?:md045|no-alt-text)$/i;

/**
 * A comment that switches rules off or on: `glimpse-disable`, `-disable-image` right behind an image, `-disable-line`, `-disable-next-line`, `-enable` and the same of
 * markdownlint, which has `-disable-file` too. The names of rules follow; without any, all are meant. What follows is only looked
 * at: a line may have several.
 */
const directive =
	/(?:<!--|\{?\/\*|\/\/|\{#|\{\{!?--|@\*|<%#|^[ \t]*(?:%|#|\.\.))[ \t]*(glimpse|markdownlint)-(disable-next-line|disable-line|disable-image|disable-file|disable|enable)(?=[\s*#%@-])(?=([^\n\r]{0,500}))/gm;

interface Directive {
	/** Where its comment begins. */
	readonly offset: number;
	readonly line: number;
	readonly verb: string;
	readonly rules: readonly AltTextRuleId[];
}

/** Reads the comments of a document that switch rules off. */
export function ignoreSearch(text: string): IgnoreSearch {
	if (!text.includes('glimpse-disable') && !text.includes('markdownlint-disable')) return () => false;
	const lineAt = lineSearch(text);
	/** Rules that are off in single lines, for images that end at an offset, and in the whole file. */
	const inLine = new Set<string>();
	const forImage = new Set<string>();
	const inFile = new Set<AltTextRuleId>();
	/** The lines from which on a rule is off or on, in their order. */
	const changes = new Map<AltTextRuleId, { readonly line: number; readonly isOff: boolean }[]>();
	for (const { offset, line, verb, rules } of directivesIn(text, lineAt)) {
		for (const rule of rules) {
			if (verb === 'disable-image') forImage.add(`${offset} ${rule}`);
			else if (verb === 'disable-line') inLine.add(`${line} ${rule}`);
			else if (verb === 'disable-next-line') inLine.add(`${line + 1} ${rule}`);
			else if (verb === 'disable-file') inFile.add(rule);
			else {
				const ofRule = changes.get(rule) ?? [];
				ofRule.push({ line, isOff: verb === 'disable' });
				changes.set(rule, ofRule);
			}
		}
	}
	return ({ start, end }, rule) => {
		if (forImage.has(`${end} ${rule}`)) return true;
		const line = lineAt(start);
		if (inLine.has(`${line} ${rule}`)) return true;
		const ofRule = changes.get(rule) ?? [];
		const last = ofRule[countWhile(ofRule.length, (index) => (ofRule[index]?.line ?? 0) <= line) - 1];
		return last?.isOff ?? inFile.has(rule);
	};
}

function directivesIn(text: string, lineAt: (offset: number) => number): readonly Directive[] {
	return Array.from(text.matchAll(directive), ({ index, 1: tool, 2: verb = '', 3: rest = '' }): Directive => {
		const names = namesIn(rest);
		return { offset: index, line: lineAt(index), verb, rules: tool === 'glimpse' ? ownRules(names) : lintRules(names) };
	});
}

/** Returns the words of a comment up to its end. */
function namesIn(rest: string): readonly string[] {
	const [words = ''] = rest.split(/-->|\*\/|#\}|--\}\}|\*@|%>|--/, 1);
	return words.split(/[\s,]+/).filter(Boolean);
}

function ownRules(names: readonly string[]): readonly AltTextRuleId[] {
	return names.length === 0 ? altTextRuleIds : names.filter(isAltTextRule);
}

function lintRules(names: readonly string[]): readonly AltTextRuleId[] {
	return names.length === 0 || names.some((name) => markdownlintNames.test(name)) ? ['missing'] : [];
}

/** The comments of the languages in which an empty alt text is a missing one. */
const comments: Readonly<Record<string, readonly [start: string, end: string]>> = {
	markdown: ['<!--', '-->'],
	quarto: ['<!--', '-->'],
	rmd: ['<!--', '-->'],
	mdx: ['{/*', '*/}'],
};

/** The document that a comment is for. */
export interface CommentedDocument {
	/** The editor's id. */
	readonly language: string;
	readonly text: string;
}

/**
 * Returns the edit that has a rule pass over an image: a comment right behind it, which breaks no table, list or link. Undefined
 * where the image can be marked as decorative, where the language has no such comment, and where its end would end another one.
 */
export function ignoreEdit(
	{ element, end }: Pick<ImageReference, 'element' | 'end'>,
	rule: AltTextRuleId,
	{ language, text }: CommentedDocument,
): TextEdit | undefined {
	const [before, after] = comments[language] ?? [];
	if (before === undefined || after === undefined || element !== 'markdown') return undefined;
	const paragraph = text.slice(Math.max(0, end - longestParagraph), end);
	if (paragraph.lastIndexOf(before) > paragraph.lastIndexOf(after)) return undefined;
	return { start: end, end, newText: `${before} glimpse-disable-image ${rule} ${after}` };
}

/** The number of characters before an image in which a comment may have been left open: outside a paragraph it has no images in it. */
const longestParagraph = 10_000;

/**
 * Returns the edits that mark an image as decorative, with a comment where Markdown has no other way to say it; undefined where
 * that can't be said, or is said already.
 */
export function decorativeEdits(
	reference: ImageReference,
	document: CommentedDocument,
): readonly TextEdit[] | undefined {
	const edit = decorativeEdit(reference);
	const needsComment = reference.element === 'markdown' && reference.slot?.writing.kind === 'markdown';
	const comment = needsComment ? ignoreEdit(reference, 'missing', document) : undefined;
	if (needsComment && !comment) return undefined;
	const edits = [edit, comment].filter((each) => each !== undefined);
	return edits.length > 0 ? edits : undefined;
}
