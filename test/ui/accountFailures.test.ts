import assert from 'node:assert/strict';
import type { GlmServer } from '../support/glmServer.ts';
import { describeInPanel, press, waitForTurn } from '../support/panelDriver.ts';
import { selfSigned, startProxy } from '../support/webServer.ts';
import { useWindow } from '../support/useWindow.ts';
import type { VscodeWindow } from '../support/window.ts';

const key = 'key.of-an-account';

describe("What stands under the account's failures", () => {
	let glm: GlmServer;
	let proxy: Awaited<ReturnType<typeof startProxy>>;
	let window: VscodeWindow;

	useWindow(
		(opened) => {
			({ glm, window } = opened);
		},
		{
			glm: async () => ({ keys: [key], tls: await selfSigned() }),
			settings: { 'glimpse.endpoint': 'https://open.bigmodel.cn/api/paas/v4', 'http.proxyStrictSSL': false },
			options: async ({ port }) => {
				// The service's own name, led to the stand-in: only that host has an endpoint for the Coding Plan.
				proxy = await startProxy(port);
				return { env: { HTTPS_PROXY: proxy.address } };
			},
		},
	);
	before(async () => {
		await window.runCommand('Glimpse: Set API Key');
		await window.typeInInputBox(key);
		await window.notice('The API key for open.bigmodel.cn was stored.');
	});
	after(() => proxy?.stop());

	it('a model that is not known: another one is selected, and asked', async () => {
		glm.script({ kind: 'error', error: '1211' });
		const turn = await describeInPanel(window, 'dialog-light.png', 'failed');
		assert.equal(
			await turn.locator('.failure').innerText(),
			'open.bigmodel.cn does not know this model. Select another one.',
		);
		await press(turn, 'Select Model');
		await window.choosePick('glm-4.6v-flashx');
		await waitForTurn(window, 'done', turn);
		assert.equal((glm.requests.at(-1)?.body as { readonly model?: string } | undefined)?.model, 'glm-4.6v-flashx');
	});

	it('a locked account: its page is opened', async () => {
		glm.script({ kind: 'error', error: '1112' });
		const turn = await describeInPanel(window, 'dialog-light.png', 'failed');
		await press(turn, 'Open Billing Page');
		// The editor asks before it leads anywhere.
		await window.dialog().getByText('https://open.bigmodel.cn').waitFor();
		await window.page.keyboard.press('Escape');
	});

	it('no balance at the plain endpoint: the one of the Coding Plan is asked, with the same key', async () => {
		glm.script({ kind: 'error', error: '1113' });
		const turn = await describeInPanel(window, 'dialog-light.png', 'failed');
		assert.equal(
			await turn.locator('.failure').innerText(),
			'There is no balance for this API key at open.bigmodel.cn. Does it belong to the Coding Plan?',
		);
		const before = glm.requests.length;
		await press(turn, 'Use the Coding Plan Endpoint');
		// The stand-in has only the plain one, and says so.
		await turn.getByText('open.bigmodel.cn has nothing at this address.').waitFor();
		assert.equal(glm.requests[before]?.path, '/api/coding/paas/v4/chat/completions');
		assert.equal(glm.requests[before]?.headers.authorization, `Bearer ${key}`);
	});
});
