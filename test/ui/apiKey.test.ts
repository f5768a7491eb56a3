import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { appendFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { GlmServer } from '../support/glmServer.ts';
import { answerText, describeImage, describeInPanel, press, turns, waitForTurn } from '../support/panelDriver.ts';
import { copyInto, useWindow } from '../support/useWindow.ts';
import type { VscodeWindow } from '../support/window.ts';

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
	let glm: GlmServer;
	let workspace: string;
	let window: VscodeWindow;

	useWindow(
		(opened) => {
			({ glm, window, workspace } = opened);
		},
		{
			glm: () => ({ keys: [key] }),
			fill: async (folder) => {
				await copyInto(folder, { 'dialog.png': 'media/samples/dialog-light.png' });
				await mkdir(join(folder, '.vscode'));
				await writeFile(join(folder, '.vscode/settings.json'), '{}');
			},
			options: () => ({
				logLevel: 'trace',
				beforeLoad: async (page) => {
					await page.exposeFunction('glimpseTestRecord', (text: string) => messages.push(text));
					// What the panel sends goes through a port of the frame around it.
					await page.addInitScript(recordMessages);
				},
			}),
		},
	);

	it('is asked for where it is missing, in a box that hides it and names the host', async () => {
		await describeImage(window, 'dialog.png');
		const turn = await waitForTurn(window, 'failed');
		// The panel's document is written anew when it loads, and the listener of an init script is lost.
		await (await window.panelFrame()).evaluate(recordMessages);
		const host = `127.0.0.1:${glm.port}`;
		assert.equal(
			await turn.locator('.failure').innerText(),
			`There is no API key for ${host} yet. Set one to continue.`,
		);
		await press(turn, 'Set API Key');
		await window.inputBox.getByText(`The pictures that you ask about will be sent to ${host}.`).waitFor();
		assert.equal(await window.inputBox.locator('input[type=password]').count(), 1);
	});

	it('is refused when the service says that it is wrong, and not stored', async () => {
		await window.typeInInputBox('id.wrong');
		const refusal = await window.notice('does not accept this API key, so it was not stored.');
		await refusal.getByRole('button', { name: 'Enter It Again' }).click();
		assert.equal(await turns(window).last().getAttribute('data-status'), 'failed');
	});

	it('is checked without a picture, stored without blanks, and the question is repeated', async () => {
		await window.typeInInputBox(`  ${key} `);
		await window.notice(`The API key for 127.0.0.1:${glm.port} was stored.`);
		const turn = await waitForTurn(window, 'done');
		assert.ok((await answerText(turn)).includes(glm.word ?? '?'));
		assert.equal(await turns(window).count(), 1);
		const checks = glm.requests.filter(({ path }) => path.endsWith('/models'));
		assert.deepEqual(
			checks.map(({ text }) => text),
			['', ''],
		);
		assert.equal(glm.requests.at(-1)?.headers.authorization, `Bearer ${key}`);
	});

	/** Where the key could have gone, each place as one text. */
	async function places(): Promise<Readonly<Record<string, string>>> {
		const frame = await window.panelFrame();
		return {
			'settings and state files': await filesIn(window.server.dataDir),
			workspace: await filesIn(workspace),
			'what the server printed': window.server.output(),
			'browser storage': await window.page.evaluate(browserStorage),
			"the page's HTML": await window.page.content(),
			"the panel's HTML": await frame.evaluate(() => document.documentElement.outerHTML),
			messages: messages.join('\n'),
		};
	}

	it('is nowhere else than in the secret storage', async () => {
		await describeInPanel(window, 'dialog.png', 'done');
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
		const frame = await window.panelFrame();
		await appendFile(join(window.server.dataDir, 'data/User/settings.json'), `// ${key}`);
		await writeFile(join(workspace, 'notes.txt'), key);
		await window.page.evaluate((text) => localStorage.setItem('planted', text), key);
		await window.page.evaluate((text) => document.body.append(text), key);
		await frame.evaluate((text) => document.body.append(text), key);
		await frame.evaluate((text) => globalThis.postMessage(text, '*'), key);
		await window.panel.getByText(key).first().waitFor();
		const missed = Object.entries(await places()).filter(([, text]) => !text.includes(key));
		assert.deepEqual(
			missed.map(([place]) => place),
			['what the server printed'],
		);
	});

	it('is forgotten with Delete API Key', async () => {
		await window.runCommand('Glimpse: Delete API Key');
		await window.notice(`The API key for 127.0.0.1:${glm.port} was deleted.`);
		await describeInPanel(window, 'dialog.png', 'failed');
		assert.equal(glm.requests.at(-1)?.headers.authorization, undefined);
	});
});
