import * as vscode from 'vscode';
import { givenFiles, pictures } from '../commands/selection.ts';
import { revealPanel } from '../panel/panel.ts';
import { AltTextCache } from './altTextCache.ts';
import type { AltTextParts } from './altTextParts.ts';
import type { AltTextTools } from './altTextTools.ts';
import { codeActions } from './codeActions.ts';
import { AltTextDiagnostics } from './diagnostics.ts';
import { generateAltText, markDecorative, type ReferencePlace } from './generateAltText.ts';
import { generateMissingAltText } from './generateMissingAltText.ts';
import { MarkupDocuments } from './markupDocuments.ts';
import {
	choosePictureEdit,
	pictureEdits,
	type AltTextWish,
	type Insertion,
	type PictureEdit,
} from './pastePictures.ts';
import { preferAltTextPaste } from './preferAltTextPaste.ts';
import { Previews } from './previews.ts';

/** What the registrations lead to, once it is loaded. */
export interface AltTextService extends vscode.Disposable {
	generate(args: readonly unknown[]): Promise<void>;
	generateMissing(args: readonly unknown[]): Promise<void>;
	preferPaste(): Promise<void>;
	markDecorative(args: readonly unknown[]): Promise<void>;
	pictureEdits(
		document: vscode.TextDocument,
		insertion: Insertion,
		token: vscode.CancellationToken,
	): Promise<readonly PictureEdit[]>;
	/** The edit of a paste was chosen. */
	choosePictureEdit(edit: { readonly asks?: AltTextWish | undefined }): void;
	/** One of these may be chosen for what was dropped. */
	offerDrop(edits: readonly PictureEdit[]): void;
	codeActions(
		document: vscode.TextDocument,
		context: { readonly range: vscode.Range; readonly diagnostics: readonly vscode.Diagnostic[] },
		token: vscode.CancellationToken,
	): Promise<vscode.CodeAction[]>;
}

export function createAltTextService(parts: AltTextParts): AltTextService {
	const documents = new MarkupDocuments({
		folder: vscode.Uri.joinPath(parts.extensionUri, 'dist', 'local').fsPath,
		log: parts.log,
	});
	const previews = new Previews();
	let lastDrop: vscode.Disposable | undefined;
	const diagnostics = new AltTextDiagnostics(documents);
	const tools: AltTextTools = { ...parts, documents, cache: new AltTextCache(parts.memory), previews };
	return {
		generate: async ([clicked, selected]) => {
			const place = placeIn(clicked);
			const files = place ? [] : filesIn(clicked, selected);
			if (files.length === 0) return generateAltText(tools, place);
			await revealPanel();
			await tools.conversation.ask({ task: 'altText', text: '', follows: false, sources: files });
		},
		generateMissing: async ([uri]) => generateMissingAltText(tools, uri instanceof vscode.Uri ? uri : undefined),
		preferPaste: preferAltTextPaste,
		markDecorative: async ([place]) => markDecorative(tools, placeIn(place)),
		pictureEdits: (document, insertion, token) => pictureEdits(tools, document, { insertion, token }),
		choosePictureEdit: (edit) => void choosePictureEdit(tools, edit),
		offerDrop: (edits) => {
			// The editor takes the choice away with the next drop, too.
			lastDrop?.dispose();
			lastDrop = vscode.Disposable.from(...edits.map((edit) => choosePictureEdit(tools, edit)));
		},
		codeActions: async (document, context, token) => {
			const markup = await documents.whenStable(document, token);
			return markup ? codeActions(document, markup, context) : [];
		},
		dispose: () => vscode.Disposable.from(documents, diagnostics, previews, ...(lastDrop ? [lastDrop] : [])).dispose(),
	};
}

/** The pictures of a call from the Explorer or a preview; the editor's own menu names its document, which is none. */
function filesIn(clicked: unknown, selected: unknown): readonly vscode.Uri[] {
	const document = vscode.window.activeTextEditor?.document.uri.toString();
	const isOfEditor = !Array.isArray(selected) && clicked instanceof vscode.Uri && clicked.toString() === document;
	return isOfEditor ? [] : givenFiles({ clicked, selected }, pictures());
}

function placeIn(value: unknown): ReferencePlace | undefined {
	if (typeof value !== 'object' || value === null || !('uri' in value) || !('start' in value)) return undefined;
	const { uri, start } = value;
	return typeof uri === 'string' && typeof start === 'number' ? { uri, start } : undefined;
}
