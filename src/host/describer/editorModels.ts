import * as vscode from 'vscode';
import type { EditorAnswerer } from '../../core/conversation.ts';
import { wholeId, type EditorModel } from '../../core/editor/editorModel.ts';
import { chatSetting } from '../editor/chat.ts';

/** The number of times that models are asked for in a row: a provider may say each time that it has others. */
const mostRounds = 5;

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
				if (change.affectsConfiguration(chatSetting)) askAgain();
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

	/** Returns the models once there are others, and at the latest after some milliseconds. */
	async listOnceChanged(milliseconds: number): Promise<readonly EditorModel[]> {
		const changed = Promise.withResolvers<void>();
		const timer = setTimeout(changed.resolve, milliseconds);
		const subscription = this.onDidChange(() => changed.resolve());
		await changed.promise;
		clearTimeout(timer);
		subscription.dispose();
		return this.list();
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
		let unchanged = 0;
		for (let round = 1; ; round++) {
			this.#isStale = false;
			const before = JSON.stringify(this.#known ?? []);
			const { listEditorModels } = await import('./listEditorModels.ts');
			this.#chats = new Map(await listEditorModels());
			const models = [...this.#chats.keys()];
			const isChanged = this.#known === undefined || JSON.stringify(models) !== before;
			this.#known = models;
			if (isChanged) this.#changed.fire();
			unchanged = isChanged ? 0 : unchanged + 1;
			// Asking may itself be what others come of, which the editor says meanwhile; the same ones again twice are the end of it.
			if (!this.#isStale || unchanged > 1 || round >= mostRounds) break;
		}
		this.#isStale = false;
		return this.#known;
	}

	dispose(): void {
		this.#subscription.dispose();
		this.#changed.dispose();
	}
}
