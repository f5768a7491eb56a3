import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { GlimpseApi } from '../../src/api.ts';
import { startGlmServer, type GlmServer } from '../support/glmServer.ts';

/** What the tests of one `describe` work with; there from its first `before` on. */
export interface ExtensionBed {
	readonly glm: GlmServer;
	readonly api: GlimpseApi;
	/** Changes a setting of Glimpse until the end of the test. */
	readonly set: (name: string, value: unknown) => Promise<void>;
}

/** For a `describe`: the extension asks a stand-in for the service, and each test finds the settings as they are by themselves. */
export function useExtension(): ExtensionBed {
	let glm: GlmServer;
	let api: GlimpseApi;
	const changed = new Set<string>();

	async function set(name: string, value: unknown): Promise<void> {
		changed.add(name);
		await vscode.workspace.getConfiguration('glimpse').update(name, value, vscode.ConfigurationTarget.Global);
	}

	before(async () => {
		glm = await startGlmServer();
		const extension = vscode.extensions.getExtension<GlimpseApi>('glimpse-vision.glimpse');
		assert.ok(extension);
		api = await extension.activate();
	});
	// A change of a setting takes VS Code a tenth of a second: the endpoint stays from test to test.
	before(() => set('endpoint', glm.endpoint));
	beforeEach(() => changed.clear());
	afterEach(async () => {
		for (const name of changed) await set(name, name === 'endpoint' ? glm.endpoint : undefined);
	});
	after(async () => {
		await set('endpoint', undefined);
		await glm.stop();
	});

	return {
		get glm() {
			return glm;
		},
		get api() {
			return api;
		},
		set,
	};
}
