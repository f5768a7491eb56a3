import type { ImageReference, TextEdit } from '../markup/imageReference.ts';
import { isAltTextRule, type AltTextRuleId } from './altTextRules.ts';

/** Tells whether a comment in the document has a rule pass over an image that begins at an offset. */
export type IgnoreSearch = (offset: number, rule: AltTextRuleId) => boolean;

/** The rule of markdownlint that is about missing alt text, by its names. */
const markdownlintNames = /^(?:md045|no-alt-text)$/i;

/**
 * A comment that switches rules off or on: `glimpse-disable`, `-disable-line`, `-disable-next-line`, `-enable` and the same of
 * markdownlint, which has `-disable-file` too. The names of rules follow; without any, all are meant.
 */
const directive =
	/(?:<!--|\/\*|\/\/|\{#|\{\{!?--|@\*|<%#|^[ \t]*(?:%|#|\.\.))[ \t]*(glimpse|markdownlint)-(disable-next-line|disable-line|disable-file|disable|enable)(?=[\s*#%@-])([^\n\r]{0,500})/gm;

type Rules = ReadonlySet<AltTextRuleId> | 'all';

interface Directive {
	readonly line: number;
	readonly verb: string;
	readonly rules: Rules;
}

/** Reads the comments of a document that switch rules off. */
export function ignoreSearch(text: string): IgnoreSearch {
	if (!/(?:glimpse|markdownlint)-disable/.test(text)) return () => false;
	const lineAt = lineSearch(text);
	const found = Array.from(text.matchAll(directive), (match): Directive | undefined => {
		const [, tool = '', verb = '', rest = ''] = match;
		const rules = tool === 'glimpse' ? ownRules(rest) : lintRules(rest);
		return rules && { line: lineAt(match.index), verb, rules };
	}).filter((each) => each !== undefined);
	const ofLine = Map.groupBy(
		found.filter(({ verb }) => verb.endsWith('-line')),
		({ line, verb }) => (verb === 'disable-line' ? line : line + 1),
	);
	const others = found.filter(({ verb }) => !verb.endsWith('-line'));
	return (offset, rule) => {
		const line = lineAt(offset);
		if (ofLine.get(line)?.some(({ rules }) => includes(rules, rule))) return true;
		let isOff = others.some(({ verb, rules }) => verb === 'disable-file' && includes(rules, rule));
		for (const each of others) {
			if (each.line > line) break;
			if (each.verb !== 'disable-file' && includes(each.rules, rule)) isOff = each.verb === 'disable';
		}
		return isOff;
	};
}

function includes(rules: Rules, rule: AltTextRuleId): boolean {
	return rules === 'all' || rules.has(rule);
}

/** Returns the words of a comment up to its end. */
function namesIn(rest: string): readonly string[] {
	const [words = ''] = rest.split(/-->|\*\/|#\}|--\}\}|\*@|%>|--/, 1);
	return words.split(/[\s,]+/).filter(Boolean);
}

function ownRules(rest: string): Rules | undefined {
	const names = namesIn(rest);
	if (names.length === 0) return 'all';
	const known = names.filter(isAltTextRule);
	return known.length > 0 ? new Set(known) : undefined;
}

function lintRules(rest: string): Rules | undefined {
	const names = namesIn(rest);
	const isMeant = names.length === 0 || names.some((name) => markdownlintNames.test(name));
	return isMeant ? new Set(['missing']) : undefined;
}

/** Returns a search for the number of the line, from 0, that an offset is in. */
function lineSearch(text: string): (offset: number) => number {
	const starts = [0, ...Array.from(text.matchAll(/\r\n|[\n\r]/g), ({ index, 0: { length } }) => index + length)];
	return (offset) => {
		let [low, high] = [0, starts.length - 1];
		while (low < high) {
			const middle = (low + high + 1) >> 1;
			if ((starts[middle] ?? 0) <= offset) low = middle;
			else high = middle - 1;
		}
		return low;
	};
}

/** The comments of the languages in which an empty alt text is a missing one. */
const comments: Readonly<Record<string, readonly [start: string, end: string]>> = {
	markdown: ['<!--', '-->'],
	quarto: ['<!--', '-->'],
	rmd: ['<!--', '-->'],
	mdx: ['{/*', '*/}'],
};

/**
 * Returns the edit that has a rule pass over an image: a comment right behind it, which breaks no table, list or link. Undefined
 * where the image can be marked as decorative, or the language has no such comment.
 */
export function ignoreEdit(
	{ element, end }: Pick<ImageReference, 'element' | 'end'>,
	rule: AltTextRuleId,
	language: string,
): TextEdit | undefined {
	const [before, after] = comments[language] ?? [];
	if (before === undefined || element !== 'markdown') return undefined;
	return { start: end, end, newText: `${before} glimpse-disable-line ${rule} ${after}` };
}
