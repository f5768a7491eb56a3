import assert from 'node:assert/strict';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { Turn } from '../../src/core/conversation.ts';
import { projectDir } from '../support/places.mjs';
import { selfSigned, startProxy } from '../support/webServer.ts';
import { useConversation } from './useConversation.ts';
import { usePerson } from './usePerson.ts';
import { useProxy } from './useProxy.ts';

const key = 'key.of-an-account';
const picture = vscode.Uri.file(join(projectDir, 'media/samples/dialog-light.png'));

describe("What the buttons under the account's failures do", () => {
	const bed = useConversation({
		glm: async () => ({ keys: [key], tls: await selfSigned() }),
		// Only that host has an endpoint for the Coding Plan.
		settings: { endpoint: 'https://open.bigmodel.cn/api/paas/v4' },
	});
	const person = usePerson();
	let proxy: Awaited<ReturnType<typeof startProxy>>;
	before(async () => {
		// The service's own name, led to the stand-in.
		proxy = await startProxy(bed.glm.port);
	});
	useProxy(() => proxy.address);
	before(() => bed.keys.set('open.bigmodel.cn', key));
	after(() => proxy.stop());

	it('a model that is not known: another one is selected, and asked', async () => {
		bed.glm.script({ kind: 'error', error: '1211' });
		const { failure } = await bed.ask('describe', picture);
		assert.equal(
			failure?.message,
			'open.bigmodel.cn does not have this model. Select another one. The service says: 模型不存在，请检查模型代码。',
		);
		assert.equal(failure.action?.label, 'Select Model');
		person.choose('glm-4.6v-flashx');
		bed.putBack('model');
		const { status, answerer } = await bed.press('selectModel');
		assert.deepEqual(
			[status, answerer],
			['done', { engine: 'glm', model: 'glm-4.6v-flashx', host: 'open.bigmodel.cn' }],
		);
	});

	it('a model that is not known: nothing is asked where none is selected', async () => {
		bed.glm.script({ kind: 'error', error: '1211' });
		await bed.ask('describe', picture);
		const before = bed.glm.requests.length;
		assert.equal((await bed.press('selectModel')).status, 'failed');
		assert.equal(bed.glm.requests.length, before);
	});

	it('a locked account: its page is opened', async () => {
		bed.glm.script({ kind: 'error', error: '1112' });
		const { failure } = await bed.ask('describe', picture);
		assert.equal(failure?.action?.label, 'Open Billing Page');
		await bed.press('openBilling');
		assert.deepEqual(
			person.opened.map((address) => address.replace(/\/$/, '')),
			['https://open.bigmodel.cn'],
		);
	});

	it('no balance at the plain endpoint: the one of the Coding Plan is asked, with the same key', async () => {
		bed.glm.script({ kind: 'error', error: '1113' });
		const { failure } = await bed.ask('describe', picture);
		assert.equal(
			failure?.message,
			'There is no balance for this API key at open.bigmodel.cn. Does it belong to the Coding Plan?',
		);
		assert.equal(failure.action?.label, 'Use the Coding Plan Endpoint');
		const before = bed.glm.requests.length;
		const { status, answerer } = await useCodingEndpoint();
		assert.equal(bed.glm.requests[before]?.path, '/api/coding/paas/v4/chat/completions');
		assert.equal(bed.glm.requests[before]?.headers.authorization, `Bearer ${key}`);
		// Another than the one of the setting, which may not be served there.
		assert.deepEqual([status, answerer], ['done', { engine: 'glm', model: 'glm-5.3-flash', host: 'open.bigmodel.cn' }]);
		assert.equal(model()?.globalValue, 'glm-5.3-flash');
	});

	it('the Coding Plan: a model of the workspace that is served there stays, and the own one as well', async () => {
		const configuration = vscode.workspace.getConfiguration('glimpse');
		await configuration.update('model', 'glm-5.3-flash', vscode.ConfigurationTarget.Workspace);
		try {
			bed.glm.script({ kind: 'error', error: '1113' });
			await bed.ask('describe', picture);
			assert.equal((await useCodingEndpoint()).status, 'done');
			assert.deepEqual([model()?.workspaceValue, model()?.globalValue], ['glm-5.3-flash', undefined]);
		} finally {
			await configuration.update('model', undefined, vscode.ConfigurationTarget.Workspace);
		}
	});

	it('the Coding Plan: the model takes the place of the one that the workspace names', async () => {
		const configuration = vscode.workspace.getConfiguration('glimpse');
		await configuration.update('model', 'glm-4.6v', vscode.ConfigurationTarget.Workspace);
		try {
			bed.glm.script({ kind: 'error', error: '1113' });
			await bed.ask('describe', picture);
			assert.equal((await useCodingEndpoint()).status, 'done');
			assert.equal(model()?.workspaceValue, 'glm-5.3-flash');
		} finally {
			await configuration.update('model', undefined, vscode.ConfigurationTarget.Workspace);
		}
	});

	/** Presses the button under the last turn, and gives that turn when the answer has ended. */
	async function useCodingEndpoint(): Promise<Turn> {
		bed.putBack('endpoint');
		bed.putBack('model');
		return bed.press('useCodingEndpoint');
	}
	const model = () => vscode.workspace.getConfiguration('glimpse').inspect<string>('model');
});
