// Images of Typst as Typst's own parser finds them, which codemirror-lang-typst has as WebAssembly.
import type { SyntaxNode } from '@lezer/common';
import { typst, type TypstParser } from 'codemirror-lang-typst';
import { computed, type FoundImage } from './foundImage.ts';

const parser = typst().language.parser as TypstParser;

export function parseTypst(text: string): readonly FoundImage[] {
	// It keeps the last document otherwise.
	parser.clearParser();
	const images: FoundImage[] = [];
	parser.parse(text).iterate({
		enter({ name, node }) {
			if (name === 'Error') throw new SyntaxError(`at ${node.from}`);
			if (name !== 'FuncCall') return;
			const [callee, args] = childrenOf(node);
			const called = callee && text.slice(callee.from, callee.to);
			const isCode = callee?.name === 'Ident' || callee?.name === 'FieldAccess';
			if (isCode && (called === 'image' || called === 'std.image') && args?.name === 'Args')
				images.push(...imageOf(args, text));
		},
	});
	return images;
}

function imageOf(args: SyntaxNode, text: string): readonly FoundImage[] {
	const list = childrenOf(args).filter(({ name }) => !/Paren|Comma|Space|Comment/.test(name));
	const positional = list.filter(({ name }) => name !== 'Named' && name !== 'Spread');
	const [path] = positional;
	if (path?.name !== 'Str' || positional.length > 1) return [];
	const address = stringIn(path, text);
	if (address === '') return [];
	const alts = list
		.filter(({ name }) => name === 'Named')
		.map((each) => childrenOf(each).filter(({ name }) => !/Space|Comment|Colon/.test(name)))
		.flatMap(([name, value]) => (name && value && text.slice(name.from, name.to) === 'alt' ? [value] : []));
	const [alt] = alts;
	if (!alt) return [{ address, alt: list.some(({ name }) => name === 'Spread') ? computed : undefined }];
	return [{ address, alt: alt.name === 'Str' ? stringIn(alt, text) : alt.name === 'None' ? undefined : computed }];
}

function childrenOf(node: SyntaxNode): readonly SyntaxNode[] {
	const children: SyntaxNode[] = [];
	for (let child = node.firstChild; child; child = child.nextSibling) children.push(child);
	return children;
}

/** Returns what a string means; an escape that Typst doesn't know stays as it is. https://typst.app/docs/reference/foundations/str/ */
function stringIn({ from, to }: SyntaxNode, text: string): string {
	return text
		.slice(from + 1, to - 1)
		.replaceAll(
			/\\(?:u\{([\da-fA-F]+)\}|([\\"nrt]))/g,
			(written, code: string | undefined, sign: string | undefined) =>
				code === undefined
					? ({ n: '\n', r: '\r', t: '\t' }[sign ?? ''] ?? sign ?? '')
					: Number.parseInt(code, 16) <= 0x10_ffff
						? String.fromCodePoint(Number.parseInt(code, 16))
						: written,
		);
}
