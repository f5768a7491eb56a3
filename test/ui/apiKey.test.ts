import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { answerText, describeFromHost, press, turns, waitForTurn } from '../support/panelDriver.ts';
import { sample, useOwnWindow } from '../support/sharedWindows.ts';

/** Every file below a folder, as Latin-1 text, but those that VS Code takes away meanwhile. */
async function filesIn(folder: string): Promise<string> {
	const entries = await readdir(folder, { recursive: true, withFileTypes: true });
	const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
	const texts = files.map(async (file) =>
		readFile(file, 'latin1').catch((error: unknown) => {
			if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
			return '';
		}),
	);
	return (await Promise.all(texts)).join('\n');
}

/** All that the page's origin keeps in the browser. Runs in the page. */
async function browserStorage(): Promise<string> {
	const settled = async <T>(request: IDBRequest<T>): Promise<T> =>
		new Promise((resolve, reject) => {
			request.addEventListener('success', () => resolve(request.result));
			request.addEventListener('error', () => reject(new Error(String(request.error))));
		});
	const contents: string[] = [];
	for (const { name = '' } of await indexedDB.databases()) {
		const database = await settled(indexedDB.open(name));
		for (const store of database.objectStoreNames) {
			contents.push(JSON.stringify(await settled(database.transaction(store).objectStore(store).getAll())));
		}
		database.close();
	}
	return [JSON.stringify(localStorage), JSON.stringify(sessionStorage), document.cookie, ...contents].join('\n');
}

/** Hands every message that a frame gets or sends on to the test. Runs in the page. */
function recordMessages(): void {
	const record = (data: unknown): void => {
		const text = JSON.stringify(data, (_, value: unknown) => (ArrayBuffer.isView(value) ? '' : value));
		(globalThis as unknown as { glimpseTestRecord?: (text: string) => void }).glimpseTestRecord?.(text ?? '');
	};
	addEventListener('message', ({ data }) => record(data));
	// oxlint-disable-next-line typescript/unbound-method -- it is called with the port below
	const { postMessage } = MessagePort.prototype;
	Object.assign(MessagePort.prototype, {
		postMessage(this: MessagePort, ...args: readonly unknown[]): void {
			record(args[0]);
			Reflect.apply(postMessage, this, args);
		},
	});
}

describe('The API key', () => {
	const key = `id.${randomUUID()}`;
	const messages: string[] = [];
	const bed = useOwnWindow(
		{
			logLevel: 'trace',
			beforeLoad: async (page) => {
				await page.exposeFunction('glimpseTestRecord', (text: string) => messages.push(text));
				// What the panel sends goes through a port of the frame around it.
				await page.addInitScript(recordMessages);
			},
		},
		{ files: { 'dialog.png': sample('dialog-light.png'), '.vscode/settings.json': '{}' } },
	);
	const host = (): string => new URL(bed.glm.endpoint).host;

	beforeEach(async () => {
		bed.glm.keys.add(key);
		messages.length = 0;
		// The panel's document is written anew when it loads, and the listener of an init script is lost.
		await (await bed.window.panelFrame()).evaluate(recordMessages);
	});

	/** Asks without a key, and follows the failure to the box for one. */
	async function openBox(): Promise<Locator> {
		const turn = await describeFromHost(bed, ['dialog.png'], 'failed');
		await press(turn, 'Set API Key');
		await bed.window.inputBox.getByText(`The pictures that you ask about will be sent to ${host()}.`).waitFor();
		return turn;
	}

	/** Stores the key as a user does. */
	async function storeKey(): Promise<void> {
		await openBox();
		await bed.window.typeInInputBox(`  ${key} `);
		await waitForTurn(bed.window, 'done');
	}

	it('is asked for where it is missing, in a box that hides it and names the host', async () => {
		const turn = await openBox();
		assert.equal(
			await turn.locator('.failure p').innerText(),
			`There is no API key for ${host()} yet. Set one to continue.`,
		);
		assert.equal(await bed.window.inputBox.locator('input[type=password]').count(), 1);
	});

	it('is refused when the service says that it is wrong, and not stored', async () => {
		const { window } = bed;
		await openBox();
		await window.typeInInputBox('id.wrong');
		const refusal = await window.notice('does not accept this API key, so it was not stored.');
		await refusal.getByRole('button', { name: 'Enter It Again' }).click();
		await window.inputBox.locator('input[type=password]').waitFor();
		assert.equal(await turns(window).last().getAttribute('data-status'), 'failed');
		await window.page.keyboard.press('Escape');
		await describeFromHost(bed, ['dialog.png'], 'failed');
		assert.deepEqual(
			bed.glm.requests.map(({ headers }) => headers.authorization),
			[undefined, 'Bearer id.wrong', undefined],
		);
	});

	it('is checked without a picture, stored without blanks, and the question is repeated', async () => {
		const { glm, window } = bed;
		await storeKey();
		await window.notice(`The API key for ${host()} was stored.`);
		const turn = await waitForTurn(window, 'done');
		assert.ok((await answerText(turn)).includes(glm.word ?? '?'));
		assert.equal(await turns(window).count(), 1);
		const checks = glm.requests.filter(({ path }) => path.endsWith('/models'));
		assert.deepEqual(
			checks.map(({ text }) => text),
			[''],
		);
		assert.equal(glm.requests.at(-1)?.headers.authorization, `Bearer ${key}`);
	});

	/** Where the key could have gone, each place as one text. */
	async function places(): Promise<Readonly<Record<string, string>>> {
		const { window } = bed;
		const frame = await window.panelFrame();
		return {
			'settings and state files': await filesIn(window.server.dataDir),
			workspace: await filesIn(bed.workspace),
			'what the server printed': window.server.output(),
			'browser storage': await window.page.evaluate(browserStorage),
			"the page's HTML": await window.page.content(),
			"the panel's HTML": await frame.evaluate(() => document.documentElement.outerHTML),
			messages: messages.join('\n'),
		};
	}

	it('is nowhere else than in the secret storage', async () => {
		await storeKey();
		await describeFromHost(bed, ['dialog.png'], 'done');
		const found = Object.entries(await places()).filter(
			([, text]) => text.includes(key) || text.includes(key.slice(3)),
		);
		assert.deepEqual(
			found.map(([place]) => place),
			[],
		);
		assert.match((await places())['settings and state files'] ?? '', /describe: 1 picture\(s\)/);
		for (const type of ['act', 'event', 'picture']) {
			assert.ok(
				messages.some((message) => message.includes(`"type":"${type}"`)),
				type,
			);
		}
	});

	it('would be found in each of these places', async () => {
		const { window, workspace } = bed;
		const frame = await window.panelFrame();
		const planted = join(window.server.dataDir, 'data/User/planted.json');
		await writeFile(planted, `// ${key}`);
		await writeFile(join(workspace, 'notes.txt'), key);
		await window.page.evaluate((text) => localStorage.setItem('planted', text), key);
		try {
			await window.page.evaluate((text) => document.body.append(text), key);
			await frame.evaluate((text) => document.body.append(text), key);
			await frame.evaluate((text) => globalThis.postMessage(text, '*'), key);
			await window.panel.getByText(key).first().waitFor();
			const missed = Object.entries(await places()).filter(([, text]) => !text.includes(key));
			assert.deepEqual(
				missed.map(([place]) => place),
				['what the server printed'],
			);
		} finally {
			await rm(planted);
			await window.page.evaluate(() => localStorage.removeItem('planted'));
			await window.reload();
		}
	});

	it('is forgotten with Delete API Key', async () => {
		const { glm, window } = bed;
		await storeKey();
		await window.runCommand('Glimpse: Delete API Key');
		await window.notice(`The API key for ${host()} was deleted.`);
		await describeFromHost(bed, ['dialog.png'], 'failed');
		assert.equal(glm.requests.at(-1)?.headers.authorization, undefined);
	});
});
