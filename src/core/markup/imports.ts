import type { SyntaxNode, Tree } from '@lezer/common';
import { stringLiteral } from './literal.ts';

/**
 * Returns the names that a script imports for a whole module, with their modules: `import logo from './logo.png'`,
 * `require`.
 */
export function importsOf(tree: Tree, text: string): ReadonlyMap<string, string> {
	const imports = new Map<string, string>();
	for (let node = tree.topNode.firstChild; node; node = node.nextSibling) {
		if (node.name === 'ImportDeclaration') {
			const name = firstName(node);
			const module = node.getChild('String');
			const specifier = module && stringLiteral(text.slice(module.from, module.to))?.text;
			if (name && specifier) imports.set(text.slice(name.from, name.to), specifier);
		}
		const declaration = node.name === 'ExportDeclaration' ? node.getChild('VariableDeclaration') : node;
		if (declaration?.name === 'VariableDeclaration') {
			const found = /^(?:const|let|var)\s+([\w$]+)\s*=\s*require\(\s*(["'`])([^"'`$]+)\2\s*\)/.exec(
				text.slice(declaration.from, declaration.to),
			);
			if (found?.[1] && found[3]) imports.set(found[1], found[3]);
		}
	}
	return imports;
}

/** Returns the default import or the namespace; a name in braces is no picture's address. */
function firstName(node: SyntaxNode): SyntaxNode | null {
	const name = node.getChild('VariableDefinition');
	const group = node.getChild('ImportGroup');
	return name && (!group || name.from < group.from) ? name : null;
}
