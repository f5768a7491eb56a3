import * as vscode from 'vscode';
import { seesPictures, type EditorModel } from '../../core/editor/editorModel.ts';
import { isChatOff } from '../editor/chat.ts';

/** A model, and the editor's own object of it. */
type ListedModel = readonly [model: EditorModel, chat: vscode.LanguageModelChat];

/**
 * Returns the editor's models. It has none where a person has switched its AI features off, though other extensions may still
 * have some, or where it can't list them.
 */
export async function listEditorModels(): Promise<readonly ListedModel[]> {
	if (isChatOff()) return [];
	try {
		return (await vscode.lm.selectChatModels()).map((chat) => [readModel(chat), chat]);
	} catch {
		return [];
	}
}

function readModel(chat: vscode.LanguageModelChat): EditorModel {
	const { id, vendor, name, family, maxInputTokens } = chat;
	return {
		id,
		vendor,
		provider: providerName(vendor),
		name: name || id,
		family,
		maxInputTokens: Number.isFinite(maxInputTokens) ? maxInputTokens : 0,
		sees: seesPictures(Reflect.get(chat, 'capabilities')),
	};
}

/** Returns how the extension that provides a vendor's models calls it; the vendor's identifier where none says. */
function providerName(vendor: string): string {
	for (const { packageJSON } of vscode.extensions.all) {
		const providers: unknown = packageJSON?.contributes?.languageModelChatProviders;
		if (!Array.isArray(providers)) continue;
		const found = providers.find((each: { readonly vendor?: unknown } | null) => each?.vendor === vendor);
		if (typeof found?.displayName === 'string' && found.displayName !== '') return found.displayName;
	}
	return vendor;
}
