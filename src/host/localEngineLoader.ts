import type * as vscode from 'vscode';
import type { Engine } from '../engines/engine.ts';

export class LocalEngineLoader implements vscode.Disposable {
	constructor(extensionUri: vscode.Uri) {
		void extensionUri;
	}
	async load(): Promise<Engine> {
		throw new Error('not yet');
	}
	dispose(): void {}
}
