// HTML, and the templates that are HTML except for their expressions: Vue, Svelte, Astro.
import type { Tree } from '@lezer/common';
import { attributeOf, plainAttribute } from './element.ts';
import { elementOutline, silentInVue } from './elementOutline.ts';
import { elementReferences } from './elementReference.ts';
import { frontMatterOf } from './frontMatter.ts';
import { htmlTree, type HtmlTree } from './htmlTree.ts';
import { decodeEntities } from './entities.ts';
import type { ImageReference, MarkupContext } from './imageReference.ts';
import { importsOf } from './imports.ts';
import { jsxTree } from './jsxTree.ts';
import { emptyDocument, lazy, parse, type MarkupDocument, type Parsed, type Steps } from './markupDocument.ts';
import { blank, maskedExpressions, maskExpressions, type MaskOptions } from './maskExpressions.ts';
import { maskTemplates, type TemplateSigns } from './maskTemplates.ts';
import { maskInterpolations } from './maskInterpolations.ts';
import { webAddress } from './picturePath.ts';
import { withAddresses } from './pictureSource.ts';
import { passOverComments } from './passOver.ts';
import { scriptParser } from './scriptParser.ts';

const nothing: ReadonlyMap<string, string> = new Map();
const alone = (): MarkupContext => 'markup';
const masks = {
	svelte: { nestedMarkup: false, inQuotes: true, opaque: passOverComments },
	astro: { nestedMarkup: true, inQuotes: false, opaque: passOverComments },
} satisfies Readonly<Record<string, MaskOptions>>;

/** Returns the reader of HTML with the signs of a template language in it. */
export function htmlReader(signs: TemplateSigns): (text: string) => Steps<MarkupDocument> {
	return function* readHtml(text) {
		const masked = maskTemplates(text, signs);
		const tree = htmlTree(masked, { text, rules: 'html' });
		yield;
		const references = elementReferences(tree, {
			text,
			imports: nothing,
			bracesInQuotes: 'template',
			bracesInText: 'template',
			verbatimComponents: false,
			bindings: 'angular',
			around: alone,
		});
		const baseElement = tree.elements.find((each) => /^base$/i.test(each.name) && attributeOf(each, 'href'));
		const base = baseElement && plainAttribute(baseElement, 'href');
		return {
			references: base === undefined ? references : references.map((each) => relativeTo(base, each)),
			outline: lazy(() => elementOutline(tree, text)),
			canInsertAt: (offset) =>
				tree.canInsertAt(offset) && masked.slice(offset - 1, offset + 1) === text.slice(offset - 1, offset + 1),
			parsed: [],
			isWhole: true,
		};
	};
}

/** Returns an image with the address to which HTML resolves it by its `<base href>`. */
function relativeTo(base: string, reference: ImageReference): ImageReference {
	const href = decodeEntities(base.trim());
	const folder = href.slice(0, href.lastIndexOf('/') + 1);
	const source = withAddresses(reference.source, (address) => {
		if (/^(?:[a-z][a-z\d+.-]*:|\/\/)/i.test(address)) return address;
		return webAddress(folder)
			? (URL.parse(address, folder)?.href ?? address)
			: address.startsWith('/')
				? address
				: folder + address;
	});
	return { ...reference, source };
}

export function* readVue(text: string): Steps<MarkupDocument> {
	const tree = htmlTree(maskInterpolations(text), { text, rules: 'template' });
	yield;
	// Other blocks aren't displayed, and a template in another language, such as Pug, isn't read.
	const templates = tree.elements.filter(
		({ name, attributes, parent }) =>
			!parent && name === 'template' && !attributes.some((each) => each.name === 'lang' && each.value?.text !== 'html'),
	);
	const isDisplayed = (offset: number): boolean =>
		templates.some(({ tagEnd, contentEnd }) => tagEnd <= offset && offset <= contentEnd);
	const references = elementReferences(tree, {
		text,
		imports: scriptImports(tree, text),
		bracesInQuotes: 'text',
		bracesInText: 'expression',
		verbatimComponents: false,
		bindings: 'vue',
		around: alone,
	});
	return {
		references: references.filter(({ start }) => isDisplayed(start)),
		outline: lazy(() => elementOutline(tree, text, { silent: silentInVue })),
		canInsertAt: (offset) => tree.canInsertAt(offset) && isDisplayed(offset),
		parsed: [],
		isWhole: true,
	};
}

export function* readSvelte(text: string): Steps<MarkupDocument> {
	const { text: masked, isWhole } = maskedExpressions(text, masks.svelte);
	yield;
	const tree = htmlTree(masked, { text, rules: 'template' });
	return {
		references: elementReferences(tree, {
			text,
			imports: scriptImports(tree, text),
			bracesInQuotes: 'expression',
			bracesInText: 'expression',
			verbatimComponents: false,
			bindings: 'none',
			around: alone,
		}),
		outline: lazy(() => elementOutline(tree, maskExpressions(text, { ...masks.svelte, fill: ' ' }), { written: text })),
		canInsertAt: (offset) => tree.canInsertAt(offset),
		parsed: [],
		isWhole,
	};
}

export function* readAstro(text: string): Steps<MarkupDocument> {
	const script = frontMatterOf(text);
	const template = script ? blank(text, script) : text;
	const { text: masked, isWhole } = maskedExpressions(template, masks.astro);
	yield;
	const tree = htmlTree(masked, { text, rules: 'template' });
	return {
		references: elementReferences(tree, {
			text,
			imports: script ? importsOf(scriptParser.parse(script.text), script.text) : nothing,
			bracesInQuotes: 'text',
			bracesInText: 'expression',
			verbatimComponents: true,
			bindings: 'none',
			around: alone,
		}),
		outline: lazy(() =>
			elementOutline(tree, maskExpressions(template, { ...masks.astro, fill: ' ' }), { written: template }),
		),
		canInsertAt: (offset) => tree.canInsertAt(offset) && offset >= (script?.end ?? 0),
		parsed: [],
		isWhole,
	};
}

/** JSX in plain scripts, which are parsed only where they may have some. */
export function* readJavaScript(text: string, before: Parsed | undefined): Steps<MarkupDocument> {
	if (mayHaveImages(text)) return yield* readJsx(text, before);
	return emptyDocument;
}

/** Tells whether a script may have JSX with an image: a tag for one, and the end of some tag. */
function mayHaveImages(text: string): boolean {
	return /<(?:img|svg|input|area|[A-Z][\w.]*)[\s/>]/.test(text) && /\/>|<\//.test(text);
}

export function* readJsx(text: string, before: Parsed | undefined): Steps<MarkupDocument> {
	// The parser doesn't recognize either, and recovers from each.
	const code = text.replaceAll(/[\u{2028}\u{2029}]|\p{Cs}/gu, ' ');
	const parsed = yield* parse(scriptParser, code, { before });
	const tree = jsxTree(parsed.tree, text);
	return {
		references: elementReferences(tree, {
			text,
			imports: importsOf(parsed.tree, text),
			bracesInQuotes: 'text',
			bracesInText: 'expression',
			verbatimComponents: false,
			bindings: 'none',
			around: alone,
		}),
		outline: lazy(() => elementOutline(tree, text)),
		canInsertAt: (offset) => canHoldJsx(parsed.tree, text, offset),
		parsed: [parsed],
		isWhole: parsed.isWhole,
	};
}

/** Returns the imports of a component's scripts. */
function scriptImports({ scripts }: HtmlTree, text: string): ReadonlyMap<string, string> {
	const imports = new Map<string, string>();
	for (const { start, end } of scripts) {
		const code = text.slice(start, end);
		for (const [local, specifier] of importsOf(scriptParser.parse(code), code)) imports.set(local, specifier);
	}
	return imports;
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
