import type { SyntaxNode } from '@lezer/common';
import { stringLiteral } from './literal.ts';
import type { NamedPicture, PictureSource } from './pictureSource.ts';
import { scriptParser } from './scriptParser.ts';

/** The most characters of an expression in which a choice is looked for. */
const longestChoice = 1000;

/** The most pictures among which an expression may choose. */
const mostChoices = 8;

/** Returns the picture that an expression names: an address, an imported module, a choice, or one that is computed. */
export function pictureExpression(expression: string, imports: ReadonlyMap<string, string>): PictureSource | undefined {
	const code = expression.trim();
	if (code === '') return undefined;
	const named = namedPicture(code, imports);
	if (named) return named.kind === 'address' && named.address.trim() === '' ? undefined : named;
	const pictures = code.length <= longestChoice && /[?|&]/.test(code) ? choices(code, imports) : [];
	return pictures.length > 0 ? { kind: 'choice', pictures } : { kind: 'computed' };
}

function namedPicture(code: string, imports: ReadonlyMap<string, string>): NamedPicture | undefined {
	const address = stringLiteral(code)?.text;
	if (address !== undefined) return { kind: 'address', address };
	const name = /^([\w$]+)(?:\.(?:src|default|url))?$/.exec(code)?.[1];
	const specifier =
		name === undefined
			? /^(?:\(?await\s+)?(?:require|import)\(\s*(["'`])([^"'`$]+)\1\s*\)+(?:\.(?:src|default))?$/.exec(code)?.[2]
			: imports.get(name);
	if (specifier !== undefined) return { kind: 'module', specifier };
	const url =
		/^new URL\(\s*(["'`])([^"'`$]+)\1\s*,\s*import\.meta\.url\s*\)(?:\.(?:href|pathname)|\.toString\(\))?$/.exec(code);
	if (url?.[2] !== undefined) return { kind: 'module', specifier: url[2] };
	const inTemplate = templateAddress(code);
	if (inTemplate !== undefined) return { kind: 'address', address: inTemplate };
	// Docusaurus and VitePress: from the root of the site.
	const fromRoot = /^(?:useBaseUrl|withBase)\(\s*(["'`])\/?([^"'`$]+)\1[\s,]*\)$/.exec(code)?.[2];
	return fromRoot === undefined ? undefined : { kind: 'address', address: `/${fromRoot}` };
}

/** Functions of template languages that lead to a file of the site: Django, Laravel, Flask, Twig, Liquid. */
const templateFunctions = [
	/^\{%-?\s*static\s+(["'])([^"'{}]+)\1\s*-?%\}$/,
	/^\{\{-?\s*(?:secure_asset|asset|url|static|mix)\(\s*(["'])([^"'{}]+)\1\s*\)\s*-?\}\}$/,
	/^\{\{-?\s*(["'])([^"'{}]+)\1\s*\|\s*(?:asset_url|relative_url|absolute_url|asset|url)\s*-?\}\}$/,
	/^\{\{-?\s*url_for\(\s*(["'])static\1\s*,\s*filename\s*=\s*["']([^"'{}]+)["']\s*\)\s*-?\}\}$/,
] as const;

function templateAddress(code: string): string | undefined {
	if (!code.startsWith('{')) return undefined;
	for (const search of templateFunctions) {
		const path = search.exec(code)?.[2];
		if (path !== undefined) return `/${path.replace(/^\//, '')}`;
	}
	return undefined;
}

/** Returns the pictures among which `a ? b : c`, `a || b`, `a ?? b` and `a && b` choose, in their order. */
function choices(code: string, imports: ReadonlyMap<string, string>): readonly NamedPicture[] {
	const found: NamedPicture[] = [];
	const pending: (SyntaxNode | null)[] = [scriptParser.parse(`(${code})`).topNode.firstChild];
	while (pending.length > 0 && found.length < mostChoices) {
		const node = pending.pop();
		if (!node) continue;
		if (node.name === 'ExpressionStatement') pending.push(node.firstChild);
		else if (node.name === 'ParenthesizedExpression') pending.push(node.firstChild?.nextSibling ?? null);
		else if (node.name === 'ConditionalExpression') {
			const parts = node.firstChild && partsOf(node);
			if (parts) pending.push(parts[2] ?? null, parts[1] ?? null);
		} else if (node.name === 'BinaryExpression') {
			const parts = partsOf(node);
			const operator = node.getChild('LogicOp') ?? node.getChild('ArithOp');
			const sign = operator ? `(${code})`.slice(operator.from, operator.to) : '';
			if (sign === '&&') pending.push(parts[1] ?? null);
			else if (sign === '||' || sign === '??') pending.push(parts[1] ?? null, parts[0] ?? null);
		} else {
			const picture = namedPicture(`(${code})`.slice(node.from, node.to), imports);
			if (picture && (picture.kind === 'module' || picture.address.trim() !== '')) found.push(picture);
		}
	}
	return found;
}

/** Returns the operands of an operator. */
function partsOf(node: SyntaxNode): readonly SyntaxNode[] {
	const parts: SyntaxNode[] = [];
	for (let child = node.firstChild; child; child = child.nextSibling) {
		if (!/Op$|^[?:]$/.test(child.name)) parts.push(child);
	}
	return parts;
}
