import { expect } from '@playwright/test';
import { isDeepStrictEqual } from 'node:util';
import type { Locator } from 'playwright-core';
import { answered, attached, sampleBytes } from '../support/pageConversation.ts';
import { usePanelPage, type PanelPage } from '../support/pagePanel.ts';

describe('What is attached to a question', () => {
	const open = usePanelPage();

	const items = (panel: PanelPage): Locator => panel.page.locator('.attachments li');
	/** The names of what is attached, in its order. */
	const names = (panel: PanelPage): Locator => items(panel).locator('.name');
	const numbers = (panel: PanelPage): Locator => items(panel).locator('.number');
	const remove = (panel: PanelPage, name: string): Locator => panel.button(`Remove ${name}`);

	/** What happens in a drag, and what it carries: files by their names and bytes, or texts by their types. */
	interface Drag {
		readonly events: readonly string[];
		readonly files?: readonly (readonly [name: string, bytes: Uint8Array<ArrayBuffer>])[];
		readonly texts?: Readonly<Record<string, string>>;
	}

	/** Drags something from outside over the page, and drops it there. */
	async function drag({ page }: PanelPage, given: Drag): Promise<void> {
		await page.evaluate(({ files = [], texts = {}, events }) => {
			const data = new DataTransfer();
			for (const [name, bytes] of files) data.items.add(new File([bytes], name));
			for (const [type, text] of Object.entries(texts)) data.setData(type, text);
			for (const type of events) {
				document.body.dispatchEvent(new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true }));
			}
		}, given);
	}

	async function paste({ page }: PanelPage): Promise<void> {
		await page.locator('#question').click();
		await page.keyboard.press('ControlOrMeta+V');
	}

	it('is chosen in a dialog of the editor', async () => {
		const panel = await open();
		await panel.button('Attach…').click();
		await expect.poll(() => panel.sent).toEqual([{ type: 'attach' }]);
	});

	it('is dropped: its names and bytes go to the host, and a hint tells how', async () => {
		const panel = await open();
		const dropped = ['chart-sales.png', 'photo-landscape.jpg'];
		const files = dropped.map((name) => [name, sampleBytes(name)] as const);
		const hint = panel.page.locator('.drop-hint');
		await expect(hint).toBeHidden();
		await drag(panel, { files, events: ['dragover'] });
		await expect(hint).toHaveText('Hold Shift and drop pictures or a video here.');
		await expect(hint).toBeVisible();
		await drag(panel, { files, events: ['drop'] });
		await expect(hint).toBeHidden();
		await expect.poll(() => panel.sent.length).toBe(1);
		const [message] = panel.sent;
		if (message?.type !== 'attachFiles') throw new Error(message?.type);
		expect(message.files.map(({ name }) => name)).toEqual(dropped);
		expect(message.files.every(({ bytes }, index) => isDeepStrictEqual(bytes, files[index]?.[1]))).toBe(true);
	});

	it("is dropped from the editor's own lists by its address", async () => {
		const panel = await open();
		const texts = { 'application/vnd.code.uri-list': 'file:///a/one.png\r\nfile:///a/two.png' };
		await drag(panel, { texts, events: ['dragover', 'drop'] });
		await expect
			.poll(() => panel.sent)
			.toEqual([{ type: 'attachUris', uris: ['file:///a/one.png', 'file:///a/two.png'] }]);
	});

	it('is no text that somebody drops', async () => {
		const panel = await open();
		await drag(panel, { texts: { 'text/plain': 'words' }, events: ['dragover', 'drop'] });
		await expect(panel.page.locator('.drop-hint')).toBeHidden();
		await panel.button('Attach…').click();
		await expect.poll(() => panel.sent).toEqual([{ type: 'attach' }]);
	});

	it('is shown in its order, each small, with the number that a question may use', async () => {
		const attachedNames = ['settings-light.png', 'photo-landscape.jpg', 'short.mp4'];
		const panel = await open({ events: [attached(...attachedNames)] });
		await panel.picturesDrawn();
		await expect(names(panel)).toHaveText(attachedNames);
		await expect(numbers(panel)).toHaveText(['1', '2', '3']);
		for (const number of await numbers(panel).all()) await expect(number).toBeVisible();
		await expect(items(panel).locator('img')).toHaveCount(2);
		await expect(items(panel).nth(2).locator('svg').first()).toBeVisible();
		for (const name of attachedNames) await expect(remove(panel, name)).toBeVisible();
	});

	it('that is one alone is shown by its name', async () => {
		const panel = await open({ events: [attached('settings-light.png')] });
		await expect(names(panel)).toHaveText(['settings-light.png']);
		expect((await names(panel).boundingBox())?.width).toBeGreaterThan(50);
		await expect(numbers(panel)).toBeHidden();
	});

	it('is put in order by keyboard, and the focus stays on it', async () => {
		const panel = await open({ events: [attached('settings-light.png', 'photo-landscape.jpg', 'chart-sales.png')] });
		const chart = remove(panel, 'chart-sales.png');
		await chart.focus();
		await panel.page.keyboard.press('Alt+ArrowRight');
		for (const to of [1, 0]) {
			await panel.page.keyboard.press('Alt+ArrowLeft');
			await expect.poll(() => panel.sent.at(-1)).toEqual({ type: 'move', id: 'waiting-chart-sales.png', to });
			await panel.apply({ kind: 'moved', id: 'waiting-chart-sales.png', to });
			await expect(items(panel).nth(to)).toContainText('chart-sales.png');
			await expect(chart).toBeFocused();
		}
		await panel.page.keyboard.press('Alt+ArrowLeft');
		expect(panel.sent).toHaveLength(2);
		await expect(names(panel)).toHaveText(['chart-sales.png', 'settings-light.png', 'photo-landscape.jpg']);
		await expect(numbers(panel)).toHaveText(['1', '2', '3']);
	});

	it('is put in order by the mouse', async () => {
		const panel = await open({ events: [attached('settings-light.png', 'photo-landscape.jpg', 'chart-sales.png')] });
		await items(panel).nth(2).locator('img').dragTo(items(panel).nth(0));
		await expect.poll(() => panel.sent).toEqual([{ type: 'move', id: 'waiting-chart-sales.png', to: 0 }]);
	});

	it('is taken away by keyboard, and the focus goes to the next, at last to the question', async () => {
		const panel = await open({
			events: [...answered('1', 'A chart.'), attached('settings-light.png', 'chart-sales.png')],
		});
		await remove(panel, 'settings-light.png').focus();
		await panel.page.keyboard.press('Delete');
		await expect(remove(panel, 'chart-sales.png')).toBeFocused();
		await panel.apply({ kind: 'detached', id: 'waiting-settings-light.png' });
		await expect(names(panel)).toHaveText(['chart-sales.png']);
		await expect(remove(panel, 'chart-sales.png')).toBeFocused();
		await panel.page.keyboard.press('Backspace');
		await expect(panel.page.locator('#question')).toBeFocused();
		await panel.apply({ kind: 'detached', id: 'waiting-chart-sales.png' });
		await expect(panel.page.locator('.attachments')).toBeHidden();
		await expect
			.poll(() => panel.sent)
			.toEqual([
				{ type: 'detach', id: 'waiting-settings-light.png' },
				{ type: 'detach', id: 'waiting-chart-sales.png' },
			]);
	});

	it('is described without a word, and asked about with one', async () => {
		const panel = await open({ events: [attached('settings-light.png')] });
		const question = panel.page.locator('#question');
		await expect(question).toHaveAttribute('placeholder', 'Ask about the attachments…');
		await panel.button('Describe').click();
		await expect.poll(() => panel.sent).toEqual([{ type: 'ask', task: 'describe', text: '' }]);
		await question.fill('Which is newer?');
		await expect(panel.button('Describe')).toHaveCount(0);
		await panel.button('Ask').click();
		await expect.poll(() => panel.sent.at(-1)).toEqual({ type: 'ask', task: 'ask', text: 'Which is newer?' });
		await expect(question).toHaveValue('');
	});

	it('is pasted', async () => {
		const panel = await open({ events: answered('1', 'x') });
		const png = sampleBytes('dialog-chinese.png');
		await panel.page.evaluate(async (bytes) => {
			const blob = new Blob([bytes], { type: 'image/png' });
			await navigator.clipboard.write([new ClipboardItem({ 'image/png': blob })]);
		}, png);
		await paste(panel);
		await expect.poll(() => panel.sent.length).toBe(1);
		const [message] = panel.sent;
		if (message?.type !== 'attachFiles') throw new Error(message?.type);
		expect(message.files.map(({ name }) => name)).toEqual(['image.png']);
		// The browser writes the picture anew.
		expect(Buffer.from(message.files[0]?.bytes ?? []).toString('latin1', 1, 4)).toBe('PNG');
	});

	it('is no text that somebody pastes, even beside its picture', async () => {
		const panel = await open({ events: answered('1', 'x') });
		const png = sampleBytes('dialog-chinese.png');
		await panel.page.evaluate(async (bytes) => {
			const picture = new Blob([bytes], { type: 'image/png' });
			const text = new Blob(['only words'], { type: 'text/plain' });
			await navigator.clipboard.write([new ClipboardItem({ 'image/png': picture, 'text/plain': text })]);
		}, png);
		await paste(panel);
		await expect(panel.page.locator('#question')).toHaveValue('only words');
		expect(panel.sent).toEqual([]);
	});
});
