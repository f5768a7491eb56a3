import * as vscode from 'vscode';
import type { LocalEngine } from '../../engines/localEngine.ts';

/** Loads the engine of this machine at its first use, and ends its process with the window. */
export class LocalEngineLoader implements vscode.Disposable {
	readonly #folder: string;
	#engine: Promise<LocalEngine> | undefined;

	constructor(extensionUri: vscode.Uri) {
		this.#folder = vscode.Uri.joinPath(extensionUri, 'dist', 'local').fsPath;
	}

	load(): Promise<LocalEngine> {
		return (this.#engine ??= this.#create());
	}

	async #create(): Promise<LocalEngine> {
		const { createLocalEngine } = await import('../../engines/localEngine.ts');
		const { localWords } = await import('./localWords.ts');
		return createLocalEngine({ words: localWords(), folder: this.#folder, languages: [vscode.env.language] });
	}

	dispose(): void {
		void this.#engine?.then((engine) => engine.dispose());
	}
}
