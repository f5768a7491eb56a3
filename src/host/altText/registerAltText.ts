import * as vscode from 'vscode';
import type { Services } from '../services.ts';
import type { AltTextService } from './altTextService.ts';
import { markupLanguages } from '../../core/markup/languages.ts';
import { pasteKinds, pasteLanguages, isPreferredByWorkspaceAlone } from './contributions.ts';
import type { PendingAltText } from './pastePictures.ts';

/**
 * Registers everything about alt text in editors. The parsers and the rest of the code load when they are first needed.
 */
export function registerAltText(services: Services): vscode.Disposable {
	let loaded: Promise<AltTextService> | undefined;
	const feature = (): Promise<AltTextService> => (loaded ??= load(services));
	const command = (id: string, run: (service: AltTextService, args: readonly unknown[]) => Promise<void>) =>
		vscode.commands.registerCommand(id, async (...args: readonly unknown[]) => {
			await run(await feature(), args);
		});
	// Diagnostics begin with the first document that may have images.
	const opened = vscode.workspace.onDidOpenTextDocument((document) => {
		if (isMarkup(document)) void feature();
	});
	if (vscode.workspace.textDocuments.some(isMarkup)) void feature();
	return vscode.Disposable.from(
		opened,
		registerPaste(feature),
		command('glimpse.generateAltText', (service, args) => service.generate(args)),
		command('glimpse.generateMissingAltText', (service, args) => service.generateMissing(args)),
		command('glimpse.markDecorative', (service, args) => service.markDecorative(args)),
		command('glimpse.describeOutput', (service, args) => service.describeOutput(args)),
		vscode.languages.registerCodeActionsProvider(
			[...markupLanguages],
			{
				provideCodeActions: async (document, range, context, token) =>
					(await feature()).codeActions(document, { range, diagnostics: context.diagnostics }, token),
			},
			{ providedCodeActionKinds: [vscode.CodeActionKind.QuickFix, vscode.CodeActionKind.RefactorRewrite] },
		),
		{ dispose: () => void loaded?.then((service) => service.dispose()) },
	);
}

async function load(services: Services): Promise<AltTextService> {
	const { createAltTextService } = await import('./altTextService.ts');
	return createAltTextService(services);
}

function isMarkup(document: vscode.TextDocument): boolean {
	return vscode.languages.match([...markupLanguages], document) > 0;
}

/** An edit as the editor gives it back, with the property that it was given. */
interface EditWithAltText {
	readonly asks?: PendingAltText | undefined;
}

/** Offers edits for pasted and dropped pictures. */
function registerPaste(service: () => Promise<AltTextService>): vscode.Disposable {
	const { altText, plain } = pasteKinds();
	const selector = [...pasteLanguages];
	return vscode.Disposable.from(
		vscode.commands.registerCommand('glimpse.preferAltTextPaste', async () => (await service()).preferPaste()),
		vscode.languages.registerDocumentPasteEditProvider(
			selector,
			{
				provideDocumentPasteEdits: async (document, [range], transfer, { only, triggerKind }, token) => {
					if (!range) return undefined;
					const isFromMenu = only !== undefined || triggerKind === vscode.DocumentPasteTriggerKind.PasteAs;
					const insertion = { transfer, position: range.start, how: 'paste', isFromMenu } as const;
					const edits = await (await service()).pictureEdits(document, insertion, token);
					// A plain paste sends nothing, whatever a workspace prefers; from the menu the user chooses.
					const isOffered = ({ kind }: { readonly kind: vscode.DocumentDropOrPasteEditKind }): boolean =>
						only ? only.contains(kind) : kind.value !== altText.value || !isPreferredByWorkspaceAlone(document);
					return edits
						.filter(isOffered)
						.map(({ title, kind, insertText, additionalEdit, yieldTo, asks }) =>
							Object.assign(new vscode.DocumentPasteEdit(insertText, title, kind), { additionalEdit, yieldTo, asks }),
						);
				},
				resolveDocumentPasteEdit: async (edit: vscode.DocumentPasteEdit & EditWithAltText) => {
					(await service()).choosePictureEdit(edit);
					return edit;
				},
			},
			{ providedPasteEditKinds: [altText, plain], pasteMimeTypes: ['image/*', 'files'] },
		),
		vscode.languages.registerDocumentDropEditProvider(
			selector,
			{
				provideDocumentDropEdits: async (document, position, transfer, token) => {
					const insertion = { transfer, position, how: 'drop', isFromMenu: false } as const;
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
