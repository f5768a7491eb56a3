// What other parsers find in a document: the measure of Glimpse's own readers.
import { parse as parseAstro } from '@astrojs/compiler/sync';
import { parse as parseScript } from '@babel/parser';
import { createProcessor } from '@mdx-js/mdx';
import { parse as parseVue } from '@vue/compiler-sfc';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';
import { parse as parseHtml, parseFragment } from 'parse5';
import { parse as parseSvelte } from 'svelte/compiler';
import { parseAngular } from './angularParser.ts';
import { parseAsciidoc } from './asciidocParser.ts';
import { parseOrg } from './orgParser.ts';
import { computed, type FoundImage, type IndependentParser } from './foundImage.ts';
import { nodesIn, type Node } from './nodesIn.ts';
import { parseLatex } from './latexParser.ts';
import { parseRestructuredText } from './restructuredTextParser.ts';
import { parseTypst } from './typstParser.ts';

export const independentParsers: Readonly<Record<string, IndependentParser>> = {
	markdown: (text) => inMarkdown(fromMarkdown(text, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] })),
	mdx: (text) => inMarkdown(mdx.parse(text)),
	html: (text) => inHtml(parseHtml(text, { scriptingEnabled: false })),
	javascript: (text) => inScript(parseScript(text, { sourceType: 'unambiguous', plugins: ['jsx', 'flow'] })),
	javascriptreact: (text) => inScript(parseScript(text, { sourceType: 'unambiguous', plugins: ['jsx', 'flow'] })),
	typescriptreact: (text) => inScript(parseScript(text, { sourceType: 'module', plugins: ['jsx', 'typescript'] })),
	vue: (text) => {
		const { descriptor, errors } = parseVue(text);
		if (errors[0]) throw errors[0];
		return descriptor.template?.lang && descriptor.template.lang !== 'html' ? [] : inVue(descriptor.template?.ast);
	},
	svelte: (text) => inSvelte(parseSvelte(text, { modern: true })),
	astro: (text) => inAstro(parseAstro(text, {}).ast),
	angular: parseAngular,
	asciidoc: parseAsciidoc,
	org: parseOrg,
	restructuredtext: parseRestructuredText,
	typst: parseTypst,
	latex: parseLatex,
};

const mdx = createProcessor({
	remarkPlugins: [
		function withGithubFlavor(this: { data(): object }): void {
			const data = this.data();
			const { micromarkExtensions = [], fromMarkdownExtensions = [] } = data as Readonly<
				Record<string, readonly unknown[]>
			>;
			Object.assign(data, {
				micromarkExtensions: [...micromarkExtensions, gfm()],
				fromMarkdownExtensions: [...fromMarkdownExtensions, gfmFromMarkdown()],
			});
		},
	],
});

function list(value: unknown): readonly Node[] {
	return Array.isArray(value) ? (value as readonly Node[]) : [];
}

function image(address: unknown, alt: FoundImage['alt']): readonly FoundImage[] {
	return typeof address === 'string' && address.trim() !== '' ? [{ address, alt }] : [];
}

function inMarkdown(tree: unknown): readonly FoundImage[] {
	const nodes = nodesIn(tree);
	const definitions = new Map<unknown, unknown>();
	const ordered = nodes.filter(({ type }) => type === 'definition').toSorted((a, b) => startOf(a) - startOf(b));
	for (const { identifier, url } of ordered) if (!definitions.has(identifier)) definitions.set(identifier, url);
	return nodes.flatMap((node) => {
		const { type, alt } = node;
		if (type === 'image' || type === 'imageReference') {
			const address = type === 'image' ? node['url'] : definitions.get(node['identifier']);
			return image(address, typeof alt === 'string' && alt.trim() !== '' ? alt : undefined);
		}
		if (type === 'html') return inHtml(parseFragment(String(node['value']), { scriptingEnabled: false }));
		if (type === 'JSXOpeningElement') return inJsx(node);
		if ((type === 'mdxJsxFlowElement' || type === 'mdxJsxTextElement') && node['name'] === 'img') {
			const attribute = (name: string): unknown => {
				const found = list(node['attributes']).find((each) => each['name'] === name);
				if (!found) return undefined;
				const { value } = found;
				return typeof value === 'object' && value !== null ? literalOf((value as Node)['value']) : (value ?? '');
			};
			return image(
				attribute('src'),
				altOf(
					attribute('alt'),
					list(node['attributes']).some((each) => each['type'] === 'mdxJsxExpressionAttribute'),
				),
			);
		}
		return [];
	});
}

function startOf(node: Node): number {
	const { position } = node as { readonly position?: { readonly start?: { readonly offset?: number } } };
	return position?.start?.offset ?? 0;
}

/** Returns the text of an expression that is a string and nothing else. */
function literalOf(expression: unknown): unknown {
	if (typeof expression !== 'string') return computed;
	try {
		const { program } = parseScript(`(${expression})`, { plugins: ['jsx', 'typescript'] });
		const [statement] = program.body;
		return statement?.type === 'ExpressionStatement' ? plainString(statement.expression) : computed;
	} catch {
		return computed;
	}
}

function plainString(node: unknown): unknown {
	const { type, value, quasis, expressions } = (node ?? {}) as Node;
	if ((type === 'StringLiteral' || type === 'Literal') && typeof value === 'string') return value;
	if (type === 'TemplateLiteral' && list(expressions).length === 0) {
		return (list(quasis)[0]?.['value'] as Node | undefined)?.['cooked'];
	}
	return computed;
}

function altOf(alt: unknown, hasSpread: boolean): FoundImage['alt'] {
	if (typeof alt === 'string') return alt;
	return alt === undefined && !hasSpread ? undefined : computed;
}

function inHtml(tree: unknown): readonly FoundImage[] {
	return nodesIn(tree).flatMap((node) => {
		if (node['tagName'] !== 'img') return [];
		const attribute = (name: string): unknown => list(node['attrs']).find((each) => each['name'] === name)?.['value'];
		return image(attribute('src'), altOf(attribute('alt'), false));
	});
}

function inScript(tree: unknown): readonly FoundImage[] {
	return nodesIn(tree).flatMap((node) => (node['type'] === 'JSXOpeningElement' ? inJsx(node) : []));
}

function inJsx(node: Node): readonly FoundImage[] {
	if ((node['name'] as Node)['name'] !== 'img') return [];
	const attributes = list(node['attributes']);
	const attribute = (name: string): unknown => {
		const found = attributes.find((each) => (each['name'] as Node | undefined)?.['name'] === name);
		if (!found) return undefined;
		const value = found['value'] as Node | null;
		if (value === null) return '';
		return plainString(value['type'] === 'JSXExpressionContainer' ? value['expression'] : value);
	};
	return image(
		attribute('src'),
		altOf(
			attribute('alt'),
			attributes.some(({ type }) => type === 'JSXSpreadAttribute'),
		),
	);
}

function inVue(tree: unknown): readonly FoundImage[] {
	return nodesIn(tree).flatMap((node) => {
		if (node['tag'] !== 'img') return [];
		const attributes = list(node['props']);
		const plain = (name: string): unknown => {
			const found = attributes.find((each) => each['type'] === 6 && each['name'] === name);
			return found && ((found['value'] as Node | undefined)?.['content'] ?? '');
		};
		const bound = (name: string): boolean =>
			attributes.some(
				(each) =>
					each['type'] === 7 &&
					each['name'] === 'bind' &&
					((each['arg'] as Node | undefined)?.['content'] ?? name) === name,
			);
		return bound('src') ? [] : image(plain('src'), bound('alt') ? computed : altOf(plain('alt'), false));
	});
}

function inSvelte(tree: unknown): readonly FoundImage[] {
	return nodesIn(tree).flatMap((node) => {
		if (node['type'] !== 'RegularElement' || node['name'] !== 'img') return [];
		const attributes = list(node['attributes']);
		const attribute = (name: string): unknown => {
			const found = attributes.find((each) => each['type'] === 'Attribute' && each['name'] === name);
			if (!found) return undefined;
			const { value } = found;
			if (value === true) return '';
			const parts = Array.isArray(value) ? list(value) : [value as Node];
			const [first] = parts;
			if (parts.length !== 1 || !first) return parts.length === 0 ? '' : computed;
			return first['type'] === 'Text' ? first['data'] : plainString(first['expression']);
		};
		return image(
			attribute('src'),
			altOf(
				attribute('alt'),
				attributes.some(({ type }) => type === 'SpreadAttribute'),
			),
		);
	});
}

function inAstro(tree: unknown): readonly FoundImage[] {
	return nodesIn(tree).flatMap((node) => {
		if (node['type'] !== 'element' || node['name'] !== 'img') return [];
		const attributes = list(node['attributes']);
		const attribute = (name: string): unknown => {
			const found = attributes.find((each) => each['name'] === name);
			if (!found) return undefined;
			const { kind, value } = found;
			if (kind === 'empty') return '';
			if (kind === 'quoted') return value;
			if (kind === 'template-literal') return literalOf(`\`${String(value)}\``);
			return kind === 'expression' ? literalOf(value) : computed;
		};
		return image(
			attribute('src'),
			altOf(
				attribute('alt'),
				attributes.some(({ kind }) => kind === 'spread'),
			),
		);
	});
}
