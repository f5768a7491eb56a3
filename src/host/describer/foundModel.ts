import * as vscode from 'vscode';

/** The model on this machine that sees pictures and that the picker found last, for as long as the window is open. */
export class FoundModel implements vscode.Disposable {
	readonly #changed = new vscode.EventEmitter<void>();
	#id: string | undefined;
	readonly onDidChange = this.#changed.event;

	/** Its id; undefined before the picker was opened, and where it found none. */
	get id(): string | undefined {
		return this.#id;
	}

	found(id: string | undefined): void {
		if (id === this.#id) return;
		this.#id = id;
		this.#changed.fire();
	}

	dispose(): void {
		this.#changed.dispose();
	}
}
