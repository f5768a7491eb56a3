import * as vscode from 'vscode';

/** The API keys, one for each host of an endpoint: in SecretStorage, and nowhere else. */
export class ApiKeys implements vscode.Disposable {
	readonly #secrets: vscode.SecretStorage;
	/** Keys that could not be stored (no keyring): they serve until the window closes. */
	readonly #forThisSession = new Map<string, string>();
	readonly #changed = new vscode.EventEmitter<void>();
	readonly #subscription: vscode.Disposable;
	readonly onDidChange = this.#changed.event;

	constructor(secrets: vscode.SecretStorage) {
		this.#secrets = secrets;
		this.#subscription = secrets.onDidChange(() => this.#changed.fire());
	}

	/** The key for a host (`URL.host`); undefined when there is none. */
	async get(host: string): Promise<string | undefined> {
		return this.#forThisSession.get(host) ?? (await this.#secrets.get(secretName(host)));
	}

	/** Keeps a key: `stored`, or only `session` when SecretStorage can't save it. */
	async set(host: string, key: string): Promise<'stored' | 'session'> {
		try {
			await this.#secrets.store(secretName(host), key);
			this.#forThisSession.delete(host);
			return 'stored';
		} catch {
			// The reason may hold the key; it is not passed on.
			this.#forThisSession.set(host, key);
			this.#changed.fire();
			return 'session';
		}
	}

	async delete(host: string): Promise<void> {
		this.#forThisSession.delete(host);
		await this.#secrets.delete(secretName(host));
		this.#changed.fire();
	}

	dispose(): void {
		this.#subscription.dispose();
		this.#changed.dispose();
	}
}

function secretName(host: string): string {
	return `glimpse.apiKey:${host}`;
}
