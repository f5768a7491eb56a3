import type * as vscode from 'vscode';
import { AltTextCache } from './altTextCache.ts';
import type { AltTextParts } from './altTextParts.ts';
import type { AltTextTools } from './altTextTools.ts';
import { codeActions } from './codeActions.ts';
import { generateAltText, markDecorative, type ReferencePlace } from './generateAltText.ts';
import { MarkupDocuments } from './markupDocuments.ts';

/** What the registrations lead to, once it is loaded. */
export interface AltTextService extends vscode.Disposable {
	generate(args: readonly unknown[]): Promise<void>;
	markDecorative(args: readonly unknown[]): Promise<void>;
	codeActions(
		document: vscode.TextDocument,
		context: { readonly range: vscode.Range; readonly diagnostics: readonly vscode.Diagnostic[] },
		token: vscode.CancellationToken,
	): Promise<vscode.CodeAction[]>;
}

export function createAltTextService(parts: AltTextParts): AltTextService {
	const documents = new MarkupDocuments();
	const tools: AltTextTools = { ...parts, documents, cache: new AltTextCache(parts.memory) };
	return {
		generate: async ([place]) => generateAltText(tools, placeIn(place)),
		markDecorative: async ([place]) => markDecorative(tools, placeIn(place)),
		codeActions: async (document, context, token) => {
			const markup = await documents.soon(document, token);
			return markup ? codeActions(document, markup, context) : [];
		},
		dispose: () => {},
	};
}

function placeIn(value: unknown): ReferencePlace | undefined {
	if (typeof value !== 'object' || value === null || !('uri' in value) || !('start' in value)) return undefined;
	const { uri, start } = value;
	return typeof uri === 'string' && typeof start === 'number' ? { uri, start } : undefined;
}
