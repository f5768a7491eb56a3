// HTML, and the templates that are HTML except for their expressions: Vue, Svelte, Astro.
import type { Tree } from '@lezer/common';
import { parser as htmlParser } from '@lezer/html';
import { parser as scriptParser } from '@lezer/javascript';
import { neutralizeTags } from './calmTags.ts';
import { elementOutline, silentInVue } from './elementOutline.ts';
import { elementReferences } from './elementReference.ts';
import { frontMatterOf } from './frontMatter.ts';
import { htmlTree } from './htmlTree.ts';
import type { Around } from './imageReference.ts';
import { importsOf } from './imports.ts';
import { jsxTree } from './jsxTree.ts';
import { lazy, parse, type MarkupDocument, type Parsed, type Steps } from './markupDocument.ts';
import { blank, maskedExpressions, maskExpressions, type MaskOptions } from './maskExpressions.ts';
import { maskInterpolations } from './maskInterpolations.ts';
import { passOverComments } from './passOver.ts';

/** The parser for scripts, with JSX and types. */
export const typescript = scriptParser.configure({ dialect: 'jsx ts' });

/** HTML in which any element may close itself. */
export const templateHtml = htmlParser.configure({ dialect: 'selfClosing' });

/** The distance from an ASCII letter to the same letter in full width. */
const wide = 0xfe_e0;
const nothing: ReadonlyMap<string, string> = new Map();
const alone = (): Around => 'markup';
const masks = {
	svelte: { nestedMarkup: false, inQuotes: true, opaque: passOverComments },
	astro: { nestedMarkup: true, inQuotes: false, opaque: passOverComments },
} satisfies Readonly<Record<string, MaskOptions>>;

export function* readHtml(text: string, before: Parsed | undefined): Steps<MarkupDocument> {
	const parsed = yield* parse(htmlParser, neutralizeTags(text), { before });
	const tree = htmlTree(parsed.tree, text);
	const references = elementReferences(tree, {
		text,
		imports: nothing,
		bracesInQuotes: false,
		bracesInText: false,
		verbatimComponents: false,
		bindings: false,
		around: alone,
	});
	return {
		references,
		outline: lazy(() => elementOutline(tree, text)),
		canInsertAt: (offset) => canHoldElement(parsed.tree, offset),
		parsed: [parsed],
		isWhole: parsed.isWhole,
	};
}

export function* readVue(text: string, before: Parsed | undefined): Steps<MarkupDocument> {
	const parsed = yield* parse(templateHtml, separateComponents(neutralizeTags(maskInterpolations(text))), { before });
	const tree = htmlTree(parsed.tree, text);
	// A template in another language, such as Pug, isn't read.
	const foreign = tree.elements.filter(
		({ name, attributes }) =>
			name === 'template' && attributes.some((each) => each.name === 'lang' && each.value?.text !== 'html'),
	);
	const isForeign = (start: number): boolean => foreign.some((each) => start > each.start && start < each.end);
	const references = elementReferences(tree, {
		text,
		imports: scriptImports(parsed.tree, text),
		bracesInQuotes: false,
		bracesInText: true,
		verbatimComponents: false,
		bindings: true,
		around: alone,
	});
	return {
		references: references.filter(({ start }) => !isForeign(start)),
		outline: lazy(() => elementOutline(tree, text, { silent: silentInVue })),
		canInsertAt: (offset) => canHoldElement(parsed.tree, offset) && !isForeign(offset),
		parsed: [parsed],
		isWhole: parsed.isWhole,
	};
}

export function* readSvelte(text: string, before: Parsed | undefined): Steps<MarkupDocument> {
	const { text: masked, isWhole } = maskedExpressions(text, masks.svelte);
	const parsed = yield* parse(templateHtml, separateComponents(neutralizeTags(masked)), { before });
	const tree = htmlTree(parsed.tree, text);
	return {
		references: elementReferences(tree, {
			text,
			imports: scriptImports(parsed.tree, text),
			bracesInQuotes: true,
			bracesInText: true,
			verbatimComponents: false,
			bindings: false,
			around: alone,
		}),
		outline: lazy(() => elementOutline(tree, maskExpressions(text, { ...masks.svelte, fill: ' ' }))),
		canInsertAt: (offset) => canHoldElement(parsed.tree, offset),
		parsed: [parsed],
		isWhole: isWhole && parsed.isWhole,
	};
}

export function* readAstro(text: string, before: Parsed | undefined): Steps<MarkupDocument> {
	const script = frontMatterOf(text);
	const template = script ? blank(text, script) : text;
	const { text: masked, isWhole } = maskedExpressions(template, masks.astro);
	const parsed = yield* parse(templateHtml, separateComponents(neutralizeTags(masked)), { before });
	const tree = htmlTree(parsed.tree, text);
	return {
		references: elementReferences(tree, {
			text,
			imports: script ? importsOf(typescript.parse(script.text), script.text) : nothing,
			bracesInQuotes: false,
			bracesInText: true,
			verbatimComponents: true,
			bindings: false,
			around: alone,
		}),
		outline: lazy(() => elementOutline(tree, maskExpressions(template, { ...masks.astro, fill: ' ' }))),
		canInsertAt: (offset) => canHoldElement(parsed.tree, offset) && offset >= (script?.end ?? 0),
		parsed: [parsed],
		isWhole: isWhole && parsed.isWhole,
	};
}

export function* readJsx(text: string, before: Parsed | undefined): Steps<MarkupDocument> {
	// The parser doesn't recognize either, and recovers from each.
	const code = text.replaceAll(/[\u{2028}\u{2029}]|\p{Cs}/gu, ' ');
	const parsed = yield* parse(typescript, code, { before });
	const tree = jsxTree(parsed.tree, text);
	return {
		references: elementReferences(tree, {
			text,
			imports: importsOf(parsed.tree, text),
			bracesInQuotes: false,
			bracesInText: true,
			verbatimComponents: false,
			bindings: false,
			around: alone,
		}),
		outline: lazy(() => elementOutline(tree, text)),
		canInsertAt: (offset) => canHoldJsx(parsed.tree, text, offset),
		parsed: [parsed],
		isWhole: parsed.isWhole,
	};
}

/**
 * Returns the text with components told apart from elements, offset for offset: the HTML parser ignores case, and would
 * end a `<Link>` at once, as a `<link>`. It accepts a full-width letter as a name's first one. The content of scripts
 * and styles is never markup.
 */
export function separateComponents(text: string): string {
	return text.replaceAll(/(?<=<\/?)[A-Z]\w*/g, (name) =>
		/^(?:script|style)$/i.test(name) ? name : String.fromCharCode(name.charCodeAt(0) + wide) + name.slice(1),
	);
}

/** Returns the imports of a component's scripts. */
function scriptImports(tree: Tree, text: string): ReadonlyMap<string, string> {
	const imports = new Map<string, string>();
	tree.iterate({
		enter: ({ name, from, to }) => {
			if (name !== 'ScriptText') return;
			const code = text.slice(from, to);
			for (const [local, specifier] of importsOf(typescript.parse(code), code)) imports.set(local, specifier);
		},
	});
	return imports;
}

/** Tells whether an offset is between tags, or in text. */
function canHoldElement(tree: Tree, offset: number): boolean {
	for (let node = tree.resolveInner(offset, -1), inner = true; ; inner = false) {
		const { name, from, to } = node;
		const isWithin = from < offset && offset < to;
		if (isWithin && /Tag$|^Comment$|Attribute|^(?:Script|Style|Textarea)Text$|^DoctypeDecl$/.test(name)) return false;
		// At the end of something that isn't closed yet.
		if (inner && from < offset && offset === to && /^(?:Script|Style|Textarea)Text$|Attribute/.test(name)) return false;
		if (!node.parent) return true;
		node = node.parent;
	}
}

/** Tells whether an offset is among the children of an element, or where an expression is expected. */
function canHoldJsx(tree: Tree, text: string, offset: number): boolean {
	const { name, from, to } = tree.resolveInner(offset, -1);
	const isLiteral = /^(?:String|TemplateString|LineComment|BlockComment|JSXAttributeValue|RegExp)$/.test(name);
	if (isLiteral && from < offset && (offset < to || name === 'LineComment')) return false;
	if (name === 'JSXText' || tree.resolveInner(offset).name === 'JSXElement') return true;
	return (
		/(?:\breturn|=>|[(?:]|&&|\|\|)\s*$/.test(text.slice(Math.max(0, offset - 100), offset)) &&
		/^\s*(?:[);:,}]|$)/.test(text.slice(offset, offset + 100))
	);
}
