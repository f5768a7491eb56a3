import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { ApiKeys } from '../../src/host/editor/apiKeys.ts';

/** Keeps secrets in memory; fails as a system without a keyring does when it is `broken`. */
class Secrets implements vscode.SecretStorage {
	readonly stored = new Map<string, string>();
	readonly #changed = new vscode.EventEmitter<vscode.SecretStorageChangeEvent>();
	readonly onDidChange = this.#changed.event;
	broken = false;

	async get(key: string): Promise<string | undefined> {
		if (this.broken) throw new Error('No keyring.');
		return this.stored.get(key);
	}

	async store(key: string, value: string): Promise<void> {
		if (this.broken) throw new Error('No keyring.');
		this.stored.set(key, value);
		this.#changed.fire({ key });
	}

	async delete(key: string): Promise<void> {
		this.stored.delete(key);
	}

	async keys(): Promise<string[]> {
		return [...this.stored.keys()];
	}
}

describe('ApiKeys', () => {
	let secrets: Secrets;
	let keys: ApiKeys;

	beforeEach(() => {
		secrets = new Secrets();
		keys = new ApiKeys(secrets, { warn: () => undefined });
	});
	afterEach(() => keys.dispose());

	it('keeps one key for each host', async () => {
		assert.equal(await keys.set('a.example', 'key-a'), 'stored');
		assert.equal(await keys.set('b.example:8443', 'key-b'), 'stored');
		assert.deepEqual(
			[await keys.get('a.example'), await keys.get('b.example:8443'), await keys.get('b.example')],
			['key-a', 'key-b', undefined],
		);
		await keys.delete('a.example');
		assert.deepEqual([await keys.get('a.example'), secrets.stored.size], [undefined, 1]);
	});

	it('keeps a key for this session where the system cannot store it', async () => {
		let changes = 0;
		keys.onDidChange(() => changes++);
		secrets.broken = true;
		assert.equal(await keys.set('a.example', 'key-a'), 'session');
		assert.deepEqual([await keys.get('a.example'), changes, secrets.stored.size], ['key-a', 1, 0]);
		secrets.broken = false;
		assert.equal(await keys.set('a.example', 'key-c'), 'stored');
		assert.equal(await keys.get('a.example'), 'key-c');
	});

	it('takes a storage that cannot be read for an empty one', async () => {
		secrets.broken = true;
		assert.equal(await keys.get('a.example'), undefined);
	});
});
