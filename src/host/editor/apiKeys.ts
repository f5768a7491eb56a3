import * as vscode from 'vscode';
import { needsNoKey } from '../../core/endpoint.ts';

/** Keeps the API keys, one for each endpoint host, in SecretStorage and nowhere else. */
export class ApiKeys implements vscode.Disposable {
	readonly #secrets: vscode.SecretStorage;
	readonly #log: Pick<vscode.LogOutputChannel, 'warn'>;
	/** Keys that could not be stored (no keyring): they serve until the window closes. */
	readonly #forThisSession = new Map<string, string>();
	readonly #changed = new vscode.EventEmitter<void>();
	readonly #subscription: vscode.Disposable;
	readonly onDidChange = this.#changed.event;

	constructor(secrets: vscode.SecretStorage, log: Pick<vscode.LogOutputChannel, 'warn'>) {
		this.#secrets = secrets;
		this.#log = log;
		this.#subscription = secrets.onDidChange(() => this.#changed.fire());
	}

	/** Returns the key for a host (`URL.host`); undefined when there is none, or SecretStorage can't be read. */
	async get(host: string): Promise<string | undefined> {
		const forThisSession = this.#forThisSession.get(host);
		if (forThisSession !== undefined) return forThisSession;
		try {
			return await this.#secrets.get(secretName(host));
		} catch (error) {
			this.#log.warn(`Could not read the secret storage: ${String(error)}`);
			return undefined;
		}
	}

	/** Stores a key; `session` means that SecretStorage could not save it, and it is kept until the window closes. */
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

/** Tells whether a service may be asked: it needs no key, or one is stored. */
export async function mayAsk(endpoint: URL, keys: Pick<ApiKeys, 'get'>): Promise<boolean> {
	return needsNoKey(endpoint) || (await keys.get(endpoint.host)) !== undefined;
}
