import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startGlmServer, type GlmServer } from '../support/glmServer.ts';
import { describeImage, press, turns, waitForTurn } from '../support/panelDriver.ts';
import { projectDir } from '../support/places.mjs';
import { startProxy } from '../support/webServer.ts';
import { openWindow, type VscodeWindow } from '../support/window.ts';

const key = 'key.of-an-account';

describe("What stands under the account's failures", () => {
	let glm: GlmServer;
	let proxy: Awaited<ReturnType<typeof startProxy>>;
	let window: VscodeWindow;

	before(async () => {
		const certificate = (name: string): Promise<string> =>
			readFile(join(projectDir, 'test/fixtures/tls', name), 'utf8');
		const tls = { key: await certificate('self-signed.key'), cert: await certificate('self-signed.crt') };
		glm = await startGlmServer({ keys: [key], tls });
		// The service's own name, led to the stand-in: only that host has an endpoint for the Coding Plan.
		proxy = await startProxy(glm.port);
		window = await openWindow({
			extension: projectDir,
			workspace: join(projectDir, 'media/samples'),
			settings: { 'glimpse.endpoint': 'https://open.bigmodel.cn/api/paas/v4', 'http.proxyStrictSSL': false },
			env: { HTTPS_PROXY: proxy.address },
		});
		await window.waitForExtension();
		await window.runCommand('Glimpse: Set API Key');
		await window.typeInInputBox(key);
		await (await window.notifications()).getByText('The API key for open.bigmodel.cn was stored.').waitFor();
	});
	afterEach(async function () {
		await window?.keepEvidence(this.currentTest);
	});
	after(async () => {
		await window?.close();
		await proxy?.stop();
		await glm?.stop();
	});

	it('a model that is not known: another one is selected, and asked', async () => {
		glm.script({ kind: 'error', error: '1211' });
		await describeImage(window, 'dialog-light.png');
		const turn = await waitForTurn(window, 'failed');
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
		await describeImage(window, 'dialog-light.png');
		const turn = await waitForTurn(window, 'failed', turns(window).nth(1));
		await press(turn, 'Open Billing Page');
		// The editor asks before it leads anywhere.
		await window.dialog().getByText('https://open.bigmodel.cn').waitFor();
		await window.page.keyboard.press('Escape');
	});

	it('no balance at the plain endpoint: the one of the Coding Plan is asked, with the same key', async () => {
		glm.script({ kind: 'error', error: '1113' });
		await describeImage(window, 'dialog-light.png');
		const turn = await waitForTurn(window, 'failed', turns(window).nth(2));
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
