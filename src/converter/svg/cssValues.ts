import { calc } from '@csstools/css-calc';
import { color, serializeRGB } from '@csstools/css-color-parser';
import {
	type ComponentValue,
	isFunctionNode,
	isTokenNode,
	isWhitespaceNode,
	parseComponentValue,
	type FunctionNode,
} from '@csstools/css-parser-algorithms';
import { tokenize, TokenType } from '@csstools/css-tokenizer';
import { parseCss } from './parseCss.ts';

/** Returns the value of a custom property where it is asked for; undefined if it has none. */
export type LookUp = (name: string) => string | undefined;

const colourFunctions = new Set([
	'rgb',
	'rgba',
	'hsl',
	'hsla',
	'hwb',
	'lab',
	'lch',
	'oklab',
	'oklch',
	'color',
	'color-mix',
]);
const mathFunctions = new Set(['calc', 'min', 'max', 'clamp']);

/** The deepest nesting of custom properties. */
const mostDepth = 16;

/** The longest value with its custom properties put in. */
const mostCharacters = 100_000;

const wanted = /\b(?:var|light-dark|rgba?|hsla?|hwb|(?:ok)?l(?:ab|ch)|color|color-mix|calc|min|max|clamp)\(/i;

/**
 * Returns a value of a CSS property as SVG 1.1 knows it: custom properties put in, the colour for light screens, colours as red,
 * green and blue, sums done. Undefined if that isn't possible: the declaration is invalid then.
 */
export function plainValue(value: string, lookUp: LookUp): string | undefined {
	if (!wanted.test(value)) return value;
	let left = mostCharacters;
	try {
		return written(parseCss(value), 0).trim() || undefined;
	} catch (error) {
		if (error instanceof InvalidValueError) return undefined;
		throw error;
	}

	function written(nodes: readonly ComponentValue[], depth: number): string {
		if (depth > mostDepth) throw new InvalidValueError();
		return nodes
			.map((node) => {
				const text = isFunctionNode(node) ? writtenFunction(node, depth) : node.toString();
				left -= text.length;
				if (left < 0) throw new InvalidValueError();
				return text;
			})
			.join('');
	}

	function writtenFunction(node: FunctionNode, depth: number): string {
		const name = node.getName().toLowerCase();
		if (name === 'var') return variable(node, depth);
		if (name === 'light-dark') return written(argumentsOf(node)[0] ?? [], depth + 1);
		const text = `${name}(${written(node.value, depth + 1)})`;
		if (mathFunctions.has(name)) return calc(text);
		return colourFunctions.has(name) ? plainColour(text) : text;
	}

	function variable(node: FunctionNode, depth: number): string {
		const [name, ...fallback] = argumentsOf(node);
		const found = lookUp((name ?? []).join('').trim());
		if (found !== undefined) return written(parseCss(found), depth + 1);
		if (fallback.length === 0) throw new InvalidValueError();
		return fallback.map((nodes) => written(nodes, depth + 1)).join(',');
	}
}

/** An error for a value that makes its declaration invalid. */
class InvalidValueError extends Error {}

/** Returns what stands between the commas of a function. */
function argumentsOf({ value }: FunctionNode): readonly (readonly ComponentValue[])[] {
	const parts: ComponentValue[][] = [[]];
	for (const node of value) {
		if (isTokenNode(node) && node.value[0] === TokenType.Comma) parts.push([]);
		else if (!isWhitespaceNode(node) || (parts.at(-1) ?? []).length > 0) parts.at(-1)?.push(node);
	}
	return parts;
}

/** Returns a colour of any notation as `rgb()` or `rgba()` with commas. */
function plainColour(text: string): string {
	const node = parseComponentValue(tokenize({ css: text }));
	const found = node && color(node);
	if (!found) throw new InvalidValueError();
	return serializeRGB(found).toString();
}
