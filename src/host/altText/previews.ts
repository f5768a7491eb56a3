import * as vscode from 'vscode';

const scheme = 'glimpse-preview';

/** Provides documents as they would become, for the right side of a comparison. */
export class Previews implements vscode.Disposable {
	readonly #texts = new Map<string, string>();
	readonly #changed = new vscode.EventEmitter<vscode.Uri>();
	readonly #subscriptions: vscode.Disposable;

	constructor() {
		this.#subscriptions = vscode.Disposable.from(
			this.#changed,
			vscode.workspace.registerTextDocumentContentProvider(scheme, {
				onDidChange: this.#changed.event,
				provideTextDocumentContent: (uri) => this.#texts.get(uri.toString()) ?? '',
			}),
			vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#texts.delete(uri.toString())),
		);
	}

	/** Returns the address of a document with this text. */
	show({ uri }: vscode.TextDocument, text: string): vscode.Uri {
		const preview = vscode.Uri.from({ scheme, path: uri.path, query: uri.toString() });
		this.#texts.set(preview.toString(), text);
		this.#changed.fire(preview);
		return preview;
	}

	dispose(): void {
		this.#subscriptions.dispose();
	}
}
