import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { ask, describeFromHost, dropSamples, nextTurn, waitForTurn } from '../support/panelDriver.ts';
import { projectDir } from '../support/places.mjs';
import { sample, useSharedWindow } from '../support/sharedWindows.ts';
import { until } from '../support/waiting.ts';

type DragStep = 'dragEnter' | 'dragOver' | 'drop';

describe('What is attached to a question', () => {
	const bed = useSharedWindow({
		files: { 'chart-sales.png': sample('chart-sales.png'), 'dialog-light.png': sample('dialog-light.png') },
	});

	const attached = (): Locator => bed.window.panel.locator('.attachments li');
	const widths = (): (number | undefined)[] => bed.glm.requests.at(-1)?.images.map(({ width }) => width) ?? [];

	/** Waits until these are attached, in this order. */
	async function waitForAttached(...names: readonly string[]): Promise<void> {
		await until(`attached: ${names.join(', ')}`, async () => {
			const texts = await attached().locator('.name').allInnerTexts();
			return texts.join() === names.join();
		});
	}

	it('comes from a dialog and by a drop, and is described without a word, in the order that it was put in', async () => {
		const { window } = bed;
		await describeFromHost(bed, ['dialog-light.png'], 'done');
		const next = await nextTurn(window);
		await window.panel.getByRole('button', { name: 'Attach…' }).click();
		await window.choosePick('chart-sales.png');
		await waitForAttached('chart-sales.png');
		await dropSamples(window, 'settings-light.png', 'photo-landscape.jpg');
		await waitForAttached('chart-sales.png', 'settings-light.png', 'photo-landscape.jpg');
		await attached().nth(1).getByRole('button').focus();
		await window.page.keyboard.press('Alt+ArrowLeft');
		await waitForAttached('settings-light.png', 'chart-sales.png', 'photo-landscape.jpg');
		await attached().nth(2).getByRole('button').focus();
		await window.page.keyboard.press('Delete');
		await waitForAttached('settings-light.png', 'chart-sales.png');
		await window.panel.getByRole('button', { name: 'Describe', exact: true }).click();
		await waitForTurn(window, 'done', next);
		await waitForAttached();
		assert.deepEqual(widths(), [520, 1280, 960]);
	});

	it('is pasted, and stays when the window is reloaded', async () => {
		const { glm, window } = bed;
		await describeFromHost(bed, ['dialog-light.png'], 'done');
		const next = await nextTurn(window);
		await window.copyImage(sample('dialog-chinese.png'));
		await window.panel.locator('#question').click();
		await window.page.keyboard.press('ControlOrMeta+V');
		await waitForAttached('image.png');
		await bed.reload();
		await waitForAttached('image.png');
		await ask(window, 'What does it say?');
		await waitForTurn(window, 'done', next);
		assert.equal(glm.requests.at(-1)?.images.length, 2);
	});

	it('is a picture file that was copied in a file manager, and a picture of a web page by its address', async () => {
		const { glm, window } = bed;
		await describeFromHost(bed, ['dialog-light.png'], 'done');
		const next = await nextTurn(window);
		const frame = await window.panelFrame();
		await frame.evaluate(
			(base64) => {
				const options = { bubbles: true, cancelable: true };
				const copied = new DataTransfer();
				copied.setData('text/plain', '/home/me/Pictures/sales 2026.png');
				const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
				copied.items.add(new File([bytes], 'sales 2026.png', { type: 'image/png' }));
				const question = document.querySelector('#question');
				question?.dispatchEvent(new ClipboardEvent('paste', { ...options, clipboardData: copied }));
				const dragged = new DataTransfer();
				dragged.setData('text/uri-list', 'https://pictures.example.com/article');
				dragged.setData(
					'text/html',
					'<a href="article"><img src="https://pictures.example.com/rise.jpg?w=8&amp;h=6"></a>',
				);
				document.body.dispatchEvent(new DragEvent('drop', { ...options, dataTransfer: dragged, shiftKey: true }));
			},
			Buffer.from(sample('chart-sales.png')).toString('base64'),
		);
		await until('both', async () => (await attached().count()) === 2);
		assert.deepEqual((await attached().locator('.name').allInnerTexts()).toSorted(), ['rise.jpg', 'sales 2026.png']);
		await ask(window, 'What rises?');
		await waitForTurn(window, 'done', next);
		assert.equal(glm.requests.at(-1)?.images.at(-1)?.width, 960);
		assert.deepEqual(glm.requests.at(-1)?.imageUrls, ['https://pictures.example.com/rise.jpg?w=8&h=6']);
	});

	it('is dragged in by a mouse: straight, and over the editor with Shift', async () => {
		const { window } = bed;
		await describeFromHost(bed, ['dialog-light.png'], 'done');
		const session = await window.page.context().newCDPSession(window.page);
		const data = { items: [], files: [join(projectDir, 'media/samples/chart-sales.png')], dragOperationsMask: 1 };
		const drag = async (type: DragStep, [x, y]: readonly [x: number, y: number], modifiers = 0): Promise<void> => {
			await session.send('Input.dispatchDragEvent', { type, x, y, data, modifiers });
		};
		const box = await window.page.locator('.part.auxiliarybar').boundingBox();
		assert.ok(box);
		const inPanel = [box.x + box.width / 2, box.y + box.height / 2] as const;
		const nearby = [inPanel[0], inPanel[1] + 5] as const;
		const inEditor = [box.x - 100, inPanel[1]] as const;
		const hint = window.panel.getByText('Hold Shift and drop pictures or a video here.');
		await drag('dragEnter', inPanel);
		for (const place of [nearby, inPanel, nearby]) await drag('dragOver', place);
		await hint.waitFor();
		await drag('drop', nearby);
		await waitForAttached('chart-sales.png');
		await hint.waitFor({ state: 'hidden' });

		await drag('dragEnter', inEditor);
		await drag('dragOver', [inEditor[0] + 5, inEditor[1]]);
		await drag('dragOver', inPanel);
		const shift = 8;
		// A mouse that is held says so again and again.
		await until('the hint', async () => {
			for (const place of [inPanel, nearby]) await drag('dragOver', place, shift);
			return hint.isVisible();
		});
		await drag('drop', nearby, shift);
		await waitForAttached('chart-sales.png', 'chart-sales.png');
	});
});
