// Images of LaTeX as unified-latex finds them.
import { parse } from '@unified-latex/unified-latex-util-parse';
import { hasPictureName } from '../../src/core/fileNames.ts';
import type { FoundImage } from './foundImage.ts';
import { nodesIn } from './nodesIn.ts';

type Parsed = ReturnType<typeof parse>['content'][number];
type Argument = NonNullable<Extract<Parsed, { type: 'macro' }>['args']>[number];

/** The extension that TeX tries first, of those that are pictures. */
const firstExtension = '.png';

export function parseLatex(text: string): readonly FoundImage[] {
	return nodesIn(parse(text)).flatMap(({ type, content, args }) =>
		type === 'macro' && content === 'includegraphics' && Array.isArray(args)
			? imageOf(args as readonly Argument[])
			: [],
	);
}

function imageOf(args: readonly Argument[]): readonly FoundImage[] {
	const name = args.find(({ openMark }) => openMark === '{');
	if (!name || name.content.some(({ type }) => type === 'macro')) return [];
	const address = textOf(name.content).replaceAll('"', '');
	if (address === '' || address.includes('#')) return [];
	const hasExtension = /\.[a-z]{2,5}$/i.test(address);
	// PDF and what TeX itself draws.
	if (hasExtension && !hasPictureName(address)) return [];
	const options = args.filter(({ openMark }) => openMark === '[').flatMap(({ content }) => split(content));
	const values = options.flatMap((option) => {
		const equals = option.findIndex((each) => isSign(each, '='));
		return equals >= 0 && textOf(option.slice(0, equals)) === 'alt' ? [option.slice(equals + 1)] : [];
	});
	const [alt] = values;
	const isArtifact = options.some((option) => textOf(option) === 'artifact');
	return [
		{ address: hasExtension ? address : address + firstExtension, alt: isArtifact ? '' : alt && textOf(alt, typeset) },
	];
}

/** Returns the options between commas. */
function split(content: readonly Parsed[]): readonly (readonly Parsed[])[] {
	const options: Parsed[][] = [[]];
	for (const each of content) {
		if (isSign(each, ',')) options.push([]);
		else options.at(-1)?.push(each);
	}
	return options;
}

function isSign(node: Parsed, sign: string): boolean {
	return node.type === 'string' && node.content === sign;
}

const signs: Readonly<Record<string, string>> = { textbackslash: '\\', textasciicircum: '^', textasciitilde: '~' };

/** Returns the text that is typeset; a macro that isn't for a sign stays as it is. */
function textOf(nodes: readonly Parsed[], stringOf = (written: string): string => written): string {
	return nodes
		.map((node, index) => {
			const before = nodes[index - 1];
			// The blanks behind a word with a backslash end it.
			const endsWord = before?.type === 'macro' && /^[a-zA-Z]/.test(before.content);
			if (node.type === 'string') return stringOf(node.content);
			if (node.type === 'whitespace') return endsWord ? '' : ' ';
			if (node.type === 'parbreak') return ' ';
			if (node.type === 'group') return textOf(node.content, stringOf);
			if (node.type === 'comment') return '';
			if (node.type !== 'macro') return `<${node.type}>`;
			return signs[node.content] ?? (/^[{}%#$&_ ]$/.test(node.content) ? node.content : `\\${node.content}`);
		})
		.join('')
		.trim();
}

/** Returns what becomes of signs in a text: a tilde is a blank, and others are errors. */
function typeset(written: string): string {
	return written.replaceAll('~', ' ').replaceAll(/[_^&#]/g, '<$&>');
}
