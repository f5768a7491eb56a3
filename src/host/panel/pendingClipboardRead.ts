import * as vscode from 'vscode';

/** A pending clipboard read, kept until a ready page consumes it. */
export class PendingClipboardRead implements vscode.Disposable {
	readonly #requested = new vscode.EventEmitter<void>();
	#isPending = false;
	readonly onRequest = this.#requested.event;

	request(): void {
		this.#isPending = true;
		this.#requested.fire();
	}

	/** Returns whether a read was pending; from now on none is. */
	consume(): boolean {
		const isPending = this.#isPending;
		this.#isPending = false;
		return isPending;
	}

	dispose(): void {
		this.#requested.dispose();
	}
}
