import * as vscode from 'vscode';
import type { AltTextService } from './altTextService.ts';
import type { AltTextWish } from './pastePictures.ts';
import { isPreferredByWorkspaceAlone } from './preferAltTextPaste.ts';
import { pasteKinds, pasteLanguages } from './pasteKinds.ts';

/** The editor gives back the edit that it was given. */
interface Asking {
	readonly asks?: AltTextWish | undefined;
}

/** Offers to insert pictures that are pasted or dropped. */
export function registerPaste(service: () => Promise<AltTextService>): vscode.Disposable {
	const { altText, plain } = pasteKinds();
	const selector = [...pasteLanguages];
	return vscode.Disposable.from(
		vscode.commands.registerCommand('glimpse.preferAltTextPaste', async () => (await service()).preferPaste()),
		vscode.languages.registerDocumentPasteEditProvider(
			selector,
			{
				provideDocumentPasteEdits: async (document, [range], transfer, { only }, token) => {
					if (!range) return undefined;
					const insertion = { transfer, position: range.start, how: 'paste' } as const;
					const edits = await (await service()).pictureEdits(document, insertion, token);
					// A plain paste sends nothing, whatever a workspace prefers; from the menu it is the user who chooses.
					const isOffered = ({ kind }: { readonly kind: vscode.DocumentDropOrPasteEditKind }): boolean =>
						only ? only.contains(kind) : kind.value !== altText.value || !isPreferredByWorkspaceAlone(document);
					return edits
						.filter(isOffered)
						.map(({ title, kind, insertText, additionalEdit, yieldTo, asks }) =>
							Object.assign(new vscode.DocumentPasteEdit(insertText, title, kind), { additionalEdit, yieldTo, asks }),
						);
				},
				resolveDocumentPasteEdit: async (edit: vscode.DocumentPasteEdit & Asking) => {
					(await service()).choosePictureEdit(edit);
					return edit;
				},
			},
			{ providedPasteEditKinds: [altText, plain], pasteMimeTypes: ['image/*'] },
		),
		vscode.languages.registerDocumentDropEditProvider(
			selector,
			{
				provideDocumentDropEdits: async (document, position, transfer, token) => {
					const insertion = { transfer, position, how: 'drop' } as const;
					const loaded = await service();
					const edits = await loaded.pictureEdits(document, insertion, token);
					// VS Code up to 1.139 at least resolves no edit of a drop.
					loaded.offerDrop(edits);
					return edits.map(({ title, kind, insertText, additionalEdit, yieldTo }) =>
						Object.assign(new vscode.DocumentDropEdit(insertText, title, kind), { additionalEdit, yieldTo }),
					);
				},
			},
			{ providedDropEditKinds: [altText, plain], dropMimeTypes: ['image/*', 'files', 'text/uri-list'] },
		),
	);
}
