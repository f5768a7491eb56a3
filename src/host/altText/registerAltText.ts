import * as vscode from 'vscode';
import type { AltTextParts } from './altTextParts.ts';
import type { AltTextService } from './altTextService.ts';
import { markupLanguages } from './markupLanguages.ts';
import { registerPaste } from './registerPaste.ts';

/**
 * Registers all that concerns alt text in editors. The parsers and the rest of the code load when they are first needed.
 */
export function registerAltText(parts: AltTextParts): vscode.Disposable {
	let loaded: Promise<AltTextService> | undefined;
	const feature = (): Promise<AltTextService> => (loaded ??= load(parts));
	const command = (id: string, run: (service: AltTextService, args: readonly unknown[]) => Promise<void>) =>
		vscode.commands.registerCommand(id, async (...args: readonly unknown[]) => {
			await run(await feature(), args);
		});
	// Diagnostics begin with the first document that may have some.
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

async function load(parts: AltTextParts): Promise<AltTextService> {
	const { createAltTextService } = await import('./altTextService.ts');
	return createAltTextService(parts);
}

function isMarkup(document: vscode.TextDocument): boolean {
	return vscode.languages.match([...markupLanguages], document) > 0;
}
