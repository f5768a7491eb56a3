import { isSimpleBlockNode, isTokenNode, type ComponentValue } from '@csstools/css-parser-algorithms';
import { TokenType } from '@csstools/css-tokenizer';
import { parseCss } from './parseCss.ts';
import type { SvgElement } from './svgDocument.ts';

/** A property and its value. */
export type Declaration = readonly [property: string, value: string];

export interface StyleRule {
	readonly selectors: readonly string[];
	readonly declarations: readonly Declaration[];
}

export interface StyleSheet {
	readonly rules: StyleRule[];
	/** The steps of animations by their names, each with its part of the time, 0 to 1. */
	readonly animations: Map<string, readonly { readonly time: number; readonly declarations: readonly Declaration[] }[]>;
}

/** Conditions under which a picture isn't shown: on dark screens, on paper, for less motion, under the pointer. */
const otherMedia = /print|speech|dark|reduce|forced-colors|hover|max-(?:device-)?width/i;

/** The deepest nesting of rules in conditions. */
const mostDepth = 8;

/** Reads a style sheet as it holds on a light screen, and adds it to another. */
export function readStyleSheet(css: string, sheet: StyleSheet): void {
	readRules(parseCss(css), sheet, 0);
}

function readRules(nodes: readonly ComponentValue[], sheet: StyleSheet, depth: number): void {
	let prelude = '';
	for (const node of nodes) {
		if (isTokenNode(node) && node.value[0] === TokenType.Semicolon) prelude = '';
		else if (isSimpleBlockNode(node) && node.startToken[0] === TokenType.OpenCurly) {
			readRule(prelude.trim(), node.value, { sheet, depth });
			prelude = '';
		} else prelude += withoutComments(node);
	}
}

function readRule(
	prelude: string,
	block: readonly ComponentValue[],
	{ sheet, depth }: { readonly sheet: StyleSheet; readonly depth: number },
): void {
	if (!prelude.startsWith('@')) {
		sheet.rules.push({
			selectors: prelude.split(',').map((selector) => selector.trim()),
			declarations: declarationsIn(block),
		});
		return;
	}
	const [keyword = '', ...words] = prelude.split(/\s+/);
	const name = keyword.toLowerCase().replace(/^@-(?:webkit|moz|o)-/, '@');
	if (name === '@keyframes') {
		const steps: StyleSheet = { rules: [], animations: new Map() };
		readRules(block, steps, mostDepth);
		const inOrder = steps.rules.flatMap(({ selectors, declarations }) =>
			selectors.map((selector) => ({ time: timeOf(selector), declarations })),
		);
		sheet.animations.set(
			words.join(' '),
			inOrder.toSorted((a, b) => a.time - b.time),
		);
	} else if (depth < mostDepth && ['@media', '@supports', '@layer', '@container', '@scope'].includes(name)) {
		if (name !== '@media' || !otherMedia.test(prelude)) readRules(block, sheet, depth + 1);
	}
}

function timeOf(selector: string): number {
	if (selector === 'from') return 0;
	return selector === 'to' ? 1 : Number.parseFloat(selector) / 100 || 0;
}

/** Reads the declarations of a `style` attribute. */
export function readDeclarations(css: string): readonly Declaration[] {
	return declarationsIn(parseCss(css));
}

function declarationsIn(nodes: readonly ComponentValue[]): readonly Declaration[] {
	const texts = [''];
	for (const node of nodes) {
		if (isTokenNode(node) && node.value[0] === TokenType.Semicolon) texts.push('');
		else texts.push((texts.pop() ?? '') + withoutComments(node));
	}
	return texts.flatMap((text): readonly Declaration[] => {
		const colon = text.indexOf(':');
		const property = text.slice(0, Math.max(0, colon)).trim();
		if (property === '' || /[{}]/.test(text)) return [];
		return [[property.startsWith('--') ? property : property.toLowerCase(), text.slice(colon + 1).trim()]];
	});
}

function withoutComments(node: ComponentValue): string {
	return isTokenNode(node) && node.value[0] === TokenType.Comment ? '' : node.toString();
}

export function writeDeclarations(declarations: readonly Declaration[]): string {
	return declarations.map(([property, value]) => `${property}:${value}`).join(';');
}

/** The last part of a selector: what stands before it is taken to hold. */
export interface Compound {
	/** The key by which elements find it: an id, a class, an element, or all. */
	readonly key: string;
	/** All keys that an element must have. */
	readonly keys: readonly string[];
}

/** Returns the last part of a selector; undefined if it is about attributes or states: most of another theme, or under the pointer. */
export function lastCompound(selector: string): Compound | undefined {
	const last = (selector.split(/[\s>+~]+/).at(-1) ?? '').replace(/^:root/, 'svg');
	if (/[:[]/.test(last)) return undefined;
	const keys = last.match(/^[\w-]+|[#.][\w-]+/g) ?? [];
	const key = keys.find((one) => one.startsWith('#')) ?? keys.find((one) => one.startsWith('.')) ?? keys[0] ?? '*';
	return { key, keys };
}

/** The keys of an element's rules, the least specific first. */
export function elementKeys({ kind, attributes }: SvgElement): ReadonlySet<string> {
	const classes = (attributes.get('class') ?? '').split(/\s+/).filter((name) => name !== '');
	const id = attributes.get('id');
	return new Set(['*', kind, ...classes.map((name) => `.${name}`), ...(id === undefined ? [] : [`#${id}`])]);
}
