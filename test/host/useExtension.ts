import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { GlimpseApi } from '../../src/api.ts';
import { startGlmServer, type GlmServer, type GlmServerOptions } from '../support/glmServer.ts';

/** What the tests of one `describe` work with; there from its first `before` on. */
export interface ExtensionBed {
	readonly glm: GlmServer;
	readonly api: GlimpseApi;
	/** Changes a setting of Glimpse until the end of the test. */
	readonly set: (name: string, value: unknown) => Promise<void>;
	/** Has a setting that the extension itself is to change as it was at the end of the test. */
	readonly putBack: (name: string) => void;
}

/** How the tests of one `describe` differ from others. */
export interface ExtensionSetUp {
	/** Of the stand-in. */
	readonly glm?: () => Promise<GlmServerOptions>;
	/** Settings of Glimpse that each test begins with. */
	readonly settings?: Readonly<Record<string, unknown>>;
}

/**
 * For a `describe`: the extension asks a stand-in for the service, and each test finds the settings as they are by themselves, or
 * as the set-up says.
 */
export function useExtension(setUp: ExtensionSetUp = {}): ExtensionBed {
	let glm: GlmServer;
	let api: GlimpseApi;
	const changed = new Set<string>();

	async function set(name: string, value: unknown): Promise<void> {
		changed.add(name);
		await vscode.workspace.getConfiguration('glimpse').update(name, value, vscode.ConfigurationTarget.Global);
	}

	before(async () => {
		glm = await startGlmServer(await setUp.glm?.());
		const extension = vscode.extensions.getExtension<GlimpseApi>('glimpse-vision.glimpse');
		assert.ok(extension);
		api = await extension.activate();
	});
	// A change of a setting takes VS Code a tenth of a second: what all tests begin with stays from test to test.
	const first = (): Readonly<Record<string, unknown>> => ({ endpoint: glm.endpoint, ...setUp.settings });
	before(async () => {
		for (const [name, value] of Object.entries(first())) await set(name, value);
	});
	beforeEach(() => changed.clear());
	afterEach(async () => {
		for (const name of changed) await set(name, first()[name]);
	});
	after(async () => {
		for (const name of Object.keys(first())) await set(name, undefined);
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
		putBack: (name) => void changed.add(name),
	};
}
