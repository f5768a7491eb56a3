import * as vscode from 'vscode';
import type { EditorAnswerer } from '../../core/conversation.ts';
import { seesPictures, wholeId, type EditorModel } from '../../core/editor/editorModel.ts';

/**
 * The models that the editor offers: asked for at their first use, since that wakes the extensions that provide them, and again
 * when the editor says that others are there.
 */
export class EditorModels implements vscode.Disposable {
	readonly #changed = new vscode.EventEmitter<void>();
	readonly #subscription: vscode.Disposable;
	readonly onDidChange = this.#changed.event;
	#listing: Promise<readonly EditorModel[]> | undefined;
	/** The editor's own objects, by the models that were read of them. */
	#chats: ReadonlyMap<EditorModel, vscode.LanguageModelChat> = new Map();
	#known: readonly EditorModel[] | undefined;
	#isStale = false;

	constructor() {
		const askAgain = (): void => {
			this.#isStale = true;
			if (this.#known && !this.#listing) void this.list();
		};
		this.#subscription = vscode.Disposable.from(
			vscode.lm.onDidChangeChatModels(askAgain),
			vscode.workspace.onDidChangeConfiguration((change) => {
				if (change.affectsConfiguration('chat.disableAIFeatures')) askAgain();
			}),
		);
	}

	/** What was found last; undefined before anything was asked for. */
	get known(): readonly EditorModel[] | undefined {
		return this.#known;
	}

	/** Returns the models, asked for unless they are known. */
	list(): Promise<readonly EditorModel[]> {
		if (this.#known && !this.#isStale) return Promise.resolve(this.#known);
		this.#listing ??= this.#list().finally(() => {
			this.#listing = undefined;
		});
		return this.#listing;
	}

	/** Returns the model that an answerer names, if it is still there. */
	find({ id }: EditorAnswerer): EditorModel | undefined {
		return this.#known?.find((model) => wholeId(model) === id);
	}

	/** Returns the editor's own object of a model that is known. */
	chat(model: EditorModel): vscode.LanguageModelChat | undefined {
		return this.#chats.get(model);
	}

	async #list(): Promise<readonly EditorModel[]> {
		for (;;) {
			this.#isStale = false;
			const before = JSON.stringify(this.#known ?? []);
			const chats = await selectAll();
			this.#chats = new Map(chats.map((chat) => [readModel(chat), chat]));
			const models = [...this.#chats.keys()];
			const isChanged = this.#known === undefined || JSON.stringify(models) !== before;
			this.#known = models;
			if (isChanged) this.#changed.fire();
			// Asking may itself be what others come of, which the editor says meanwhile; the same ones again are the end of it.
			if (!this.#isStale || !isChanged) break;
		}
		this.#isStale = false;
		return this.#known;
	}

	dispose(): void {
		this.#subscription.dispose();
		this.#changed.dispose();
	}
}

/**
 * Returns the editor's models. It has none where a person has switched its AI features off, though other extensions may still
 * have some, or where it can't list them.
 */
async function selectAll(): Promise<readonly vscode.LanguageModelChat[]> {
	if (vscode.workspace.getConfiguration('chat').get('disableAIFeatures') === true) return [];
	try {
		return await vscode.lm.selectChatModels();
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
