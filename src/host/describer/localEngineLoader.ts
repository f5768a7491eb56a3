import * as vscode from 'vscode';
import type { LocalEngine } from '../../engines/localEngine.ts';
import { localWords } from './localWords.ts';

/** Loads the engine of this machine at its first use, and ends its process with the window. */
export class LocalEngineLoader implements vscode.Disposable {
	readonly #folder: string;
	#engine: Promise<LocalEngine> | undefined;

	constructor(extensionUri: vscode.Uri) {
		this.#folder = vscode.Uri.joinPath(extensionUri, 'dist', 'local').fsPath;
	}

	load(): Promise<LocalEngine> {
		this.#engine ??= import('../../engines/localEngine.ts').then(({ createLocalEngine }) =>
			createLocalEngine({ words: localWords(), folder: this.#folder, languages: [vscode.env.language] }),
		);
		return this.#engine;
	}

	dispose(): void {
		void this.#engine?.then((engine) => engine.dispose());
	}
}
