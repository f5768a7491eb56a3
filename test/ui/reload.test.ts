import assert from 'node:assert/strict';
import { glob, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { GlmServer } from '../support/glmServer.ts';
import { ask, describeImage, describeInPanel, reloadWithPanel, turns, waitForTurn } from '../support/panelDriver.ts';
import { useWindow } from '../support/useWindow.ts';
import { until } from '../support/waiting.ts';
import type { VscodeWindow } from '../support/window.ts';

describe('The panel after a reload of the window', () => {
	let glm: GlmServer;
	let window: VscodeWindow;

	useWindow(
		(opened) => {
			({ glm, window } = opened);
		},
		{ settings: { 'files.simpleDialog.enable': true } },
	);

	/** All that a reader finds in the panel: its words, the pictures that can be seen, what waits. */
	async function content(): Promise<string> {
		const frame = await window.panelFrame();
		return frame.evaluate(() => {
			const images = [...document.querySelectorAll('img')].map((image) => `${image.alt} ${image.naturalWidth}`);
			const turnsOf = [...document.querySelectorAll<HTMLElement>('article.turn')].map((turn) => turn.dataset['status']);
			const waiting = document.querySelector('.attachments')?.textContent;
			return [document.querySelector('main')?.innerText, ...images, ...turnsOf, waiting].join('\n');
		});
	}

	/** Reloads, and waits until the panel shows this. */
	async function reloadTo(expected: string): Promise<void> {
		await reloadWithPanel(window);
		let seen = '';
		await until('the panel as before', async () => {
			await window.panel.locator('main').waitFor();
			seen = await content();
			return seen === expected;
		}).catch(() => assert.equal(seen, expected));
	}

	/** The process of the window's extension host: it holds a lock on the editor's storage for the workspace. */
	async function hostProcess(): Promise<number> {
		const storages = join(window.server.dataDir, 'data/User/workspaceStorage');
		const paths = await Array.fromAsync(glob('*/vscode.lock', { cwd: storages }));
		const locks = await Promise.all(
			paths.map(async (path) => {
				const lock = join(storages, path);
				const { pid } = JSON.parse(await readFile(lock, 'utf8')) as { readonly pid: number };
				return { pid, birth: (await stat(lock)).birthtimeMs };
			}),
		);
		// A host of before may hold one still.
		const newest = locks.toSorted((a, b) => b.birth - a.birth)[0];
		assert.ok(newest);
		return newest.pid;
	}

	it('is empty as before', async () => {
		await window.runCommand('Glimpse: Focus on Glimpse View');
		await window.panel.locator('.empty').waitFor();
		await reloadTo(await content());
	});

	it('shows a failure as before', async () => {
		glm.script({ kind: 'error', error: '1113' });
		await describeImage(window, 'dialog-light.png');
		await waitForTurn(window, 'failed');
		await reloadTo(await content());
	});

	it('shows it also while the host of before takes its time to end', async () => {
		const slow = await hostProcess();
		process.kill(slow, 'SIGSTOP');
		try {
			await reloadTo(await content());
		} finally {
			process.kill(slow, 'SIGCONT');
		}
	});

	it('shows a long conversation, and what waits, as before', async () => {
		await describeInPanel(window, 'chart-sales.png', 'done');
		for (let index = 2; index < 6; index++) {
			await ask(window, `Question ${index}`);
			await waitForTurn(window, 'done', turns(window).nth(index));
		}
		await window.panel.getByRole('button', { name: 'Attach…' }).click();
		await window.choosePick('editor-dark.png');
		await window.panel.locator('.attachments li').waitFor();
		await until('its pictures', async () => !(await content()).includes(' 0\n'));
		await reloadTo(await content());
	});

	it('shows a streaming answer as interrupted', async () => {
		const held = glm.script({ kind: 'hold' });
		await describeImage(window, 'settings-light.png');
		await held.held;
		const turn = await waitForTurn(window, 'streaming', turns(window).nth(6));
		const written = await turn.locator('.answer').innerText();
		await reloadWithPanel(window);
		const after = await waitForTurn(window, 'interrupted', turns(window).nth(6));
		// What was read may be some words behind what had arrived.
		assert.ok((await after.locator('.answer').innerText()).startsWith(written.trimEnd()));
		await after.getByText('Interrupted when the window was reloaded.').waitFor();
		held.release();
	});
});
