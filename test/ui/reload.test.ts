import assert from 'node:assert/strict';
import { ask, describeFromHost, turns, waitForTurn } from '../support/panelDriver.ts';
import { keptConversation, sample, useSharedWindow } from '../support/sharedWindows.ts';
import { until } from '../support/waiting.ts';

describe('The panel after a reload of the window', () => {
	const names = ['chart-sales.png', 'dialog-light.png', 'editor-dark.png'];
	const bed = useSharedWindow({ files: Object.fromEntries(names.map((name) => [name, sample(name)])) });

	/** All that a reader finds in the panel of the conversation: whether there is one, its words, the pictures that can be seen, what waits. */
	async function content(): Promise<string> {
		const frame = await bed.window.panelFrame();
		return frame.evaluate(() => {
			const images = [...document.querySelectorAll('img')].map((image) => `${image.alt} ${image.naturalWidth}`);
			const turnsOf = [...document.querySelectorAll<HTMLElement>('article.turn')].map((turn) => turn.dataset['status']);
			const waiting = document.querySelector('.attachments')?.textContent;
			const isEmpty = document.querySelector('.empty')?.checkVisibility();
			return [isEmpty, document.querySelector<HTMLElement>('.turns')?.innerText, ...images, ...turnsOf, waiting].join(
				'\n',
			);
		});
	}

	/** The same once all pictures can be seen: their bytes come after the words. */
	async function contentWithPictures(): Promise<string> {
		let seen = '';
		await until('its pictures', async () => {
			seen = await content();
			return !/ 0$/m.test(seen);
		});
		return seen;
	}

	/** Reloads, and waits until the panel shows this. */
	async function reloadTo(expected: string): Promise<void> {
		await bed.reload();
		let seen = '';
		await until('the panel as before', async () => {
			await bed.window.panel.locator('main').waitFor();
			seen = await content();
			return seen === expected;
		}).catch(() => assert.equal(seen, expected));
	}

	it('is empty as before', async () => {
		await reloadTo(await contentWithPictures());
	});

	it('shows a failure as before', async () => {
		bed.glm.script({ kind: 'error', error: '1113' });
		await describeFromHost(bed, ['dialog-light.png'], 'failed');
		await reloadTo(await contentWithPictures());
	});

	it('shows it also while the host of before takes its time to end', async () => {
		bed.glm.script({ kind: 'error', error: '1113' });
		await describeFromHost(bed, ['dialog-light.png'], 'failed');
		const expected = await contentWithPictures();
		// A process that stands still writes nothing more.
		await until('the failure to be kept', async () => (await keptConversation(bed)).includes('"failed"'));
		const slow = await bed.host.call('processId');
		process.kill(slow, 'SIGSTOP');
		try {
			await reloadTo(expected);
		} finally {
			process.kill(slow, 'SIGCONT');
		}
	});

	it('shows a long conversation, and what waits, as before', async () => {
		const { window } = bed;
		await describeFromHost(bed, ['chart-sales.png'], 'done');
		for (let index = 1; index < 5; index++) {
			await ask(window, `Question ${index}`);
			await waitForTurn(window, 'done', turns(window).nth(index));
		}
		await window.panel.getByRole('button', { name: 'Attach…' }).click();
		await window.choosePick('editor-dark.png');
		await window.panel.locator('.attachments li').waitFor();
		await reloadTo(await contentWithPictures());
	});
});
