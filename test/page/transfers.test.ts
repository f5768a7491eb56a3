import { expect } from '@playwright/test';
import type { Locator } from 'playwright-core';
import { attached, sampleBytes } from '../support/pageConversation.ts';
import { usePanelPage, type PanelPage } from '../support/pagePanel.ts';
import { transferTable, type TransferRow } from '../support/transferTable.ts';

type Carried = Pick<TransferRow, 'how' | 'texts' | 'files'>;

describe('What is pasted or dropped in the panel', () => {
	const open = usePanelPage();
	const bytes = sampleBytes('dialog-light.png');
	const told = (panel: PanelPage): Locator => panel.page.locator('.told');

	/** Pastes into the question or drops on the page; returns whether the page took it. */
	async function bring({ page }: PanelPage, { how, texts, files = [] }: Carried): Promise<boolean> {
		return page.evaluate(
			({ event, types, carried, png }) => {
				const data = new DataTransfer();
				for (const [type, text] of Object.entries(types)) data.setData(type, text);
				for (const { name, type, holds } of carried) {
					const content = holds === 'words' ? ['words'] : holds === 'nothing' ? [] : [new Uint8Array(png)];
					data.items.add(new File(content, name, { type }));
				}
				const options = { bubbles: true, cancelable: true };
				if (event === 'drop') {
					return !document.body.dispatchEvent(new DragEvent('drop', { ...options, dataTransfer: data }));
				}
				const question = document.querySelector('#question');
				return !question?.dispatchEvent(new ClipboardEvent('paste', { ...options, clipboardData: data }));
			},
			{ event: how, types: texts, carried: files, png: [...bytes] },
		);
	}

	/** What the host was told, with files by their names. */
	function sentBy(panel: PanelPage): readonly unknown[] {
		return panel.sent.map((message) =>
			message.type === 'attachFiles' ? { files: message.files.map(({ name }) => name) } : message,
		);
	}

	for (const row of transferTable) {
		it(row.title, async () => {
			const panel = await open();
			const isTaken = await bring(panel, row);
			const { panel: expected } = row;
			if (expected === 'words') {
				// What is dropped beside the question leads nowhere.
				expect(isTaken).toBe(row.how === 'drop');
				await panel.button('Attach…').click();
				await expect.poll(() => panel.sent).toEqual([{ type: 'attach' }]);
				return;
			}
			expect(isTaken).toBe(true);
			await expect(told(panel)).toHaveText('told' in expected ? (expected.told ?? '') : '');
			const messages =
				'files' in expected
					? [{ files: expected.files }]
					: 'uris' in expected
						? [{ type: 'attachUris', uris: expected.uris }]
						: 'addresses' in expected
							? [{ type: 'attachAddresses', addresses: expected.addresses }]
							: [];
			await expect.poll(() => sentBy(panel)).toEqual(messages);
		});
	}

	it('goes with its bytes', async () => {
		const panel = await open();
		await bring(panel, { how: 'paste', texts: { 'text/plain': 'a.png' }, files: [{ name: 'a.png', type: '' }] });
		await expect.poll(() => panel.sent).toEqual([{ type: 'attachFiles', files: [{ name: 'a.png', bytes }] }]);
	});

	it('is as many as the model takes beside what is attached, and the others are counted', async () => {
		const nextAnswerer = {
			answerer: { engine: 'glm', model: 'glm-4v', host: 'example.com' },
			setting: 'auto',
		} as const;
		const panel = await open({ nextAnswerer, events: [attached('settings-light.png', 'chart-sales.png')] });
		const files = Array.from({ length: 1000 }, (_, number) => ({
			name: `${number}.png`,
			type: 'image/png',
			holds: 'words' as const,
		}));
		await bring(panel, { how: 'drop', texts: {}, files });
		await expect(told(panel)).toHaveText('glm-4v accepts at most 5 in one question: 997 left out.');
		await expect.poll(() => sentBy(panel)).toEqual([{ files: ['0.png', '1.png', '2.png'] }]);
		const uris = Array.from({ length: 5 }, (_, number) => `file:///a/${number}.png`);
		await bring(panel, { how: 'drop', texts: { 'text/uri-list': uris.join('\r\n') } });
		await expect(told(panel)).toHaveText('glm-4v accepts at most 5 in one question: 2 left out.');
		await expect.poll(() => panel.sent.at(-1)).toEqual({ type: 'attachUris', uris: uris.slice(0, 3) });
	});

	it('is explained at once beside as much as can be attached', async () => {
		const nextAnswerer = {
			answerer: { engine: 'glm', model: 'glm-4v', host: 'example.com' },
			setting: 'auto',
		} as const;
		const all = ['settings-light.png', 'chart-sales.png', 'dialog-light.png', 'short.mp4', 'photo-landscape.jpg'];
		const panel = await open({ nextAnswerer, events: [attached(...all)] });
		await panel.page.locator('#question').click();
		await panel.page.evaluate(
			async (png) => {
				const blob = new Blob([new Uint8Array(png)], { type: 'image/png' });
				await navigator.clipboard.write([new ClipboardItem({ 'image/png': blob })]);
			},
			[...bytes],
		);
		await panel.page.keyboard.press('Control+Alt+Shift+KeyV');
		await expect
			.poll(() => panel.sent.flatMap((message) => (message.type === 'explainPictures' ? message.files.length : [])))
			.toEqual([1]);
		await expect(told(panel)).toHaveText('');
		await bring(panel, { how: 'paste', texts: {}, files: [{ name: 'a.png', type: 'image/png' }] });
		await expect(told(panel)).toHaveText('glm-4v accepts at most 5 in one question: 1 left out.');
	});

	it('has a harmless name', async () => {
		const panel = await open();
		const names = ['../../a\u202Egnp.png', `${'n'.repeat(2000)}.png`, 'a"b\u0000.png'];
		await bring(panel, { how: 'paste', texts: {}, files: names.map((name) => ({ name, type: 'image/png' })) });
		await expect.poll(() => sentBy(panel)).toEqual([{ files: ['agnp.png', `${'n'.repeat(96)}.png`, 'a_b.png'] }]);
		await bring(panel, { how: 'drop', texts: {}, files: [{ name: `\u202E${'x'.repeat(60)}.zip`, type: '' }] });
		await expect(told(panel)).toHaveText(`Not attached: ${'x'.repeat(39)}… (neither picture nor video).`);
	});

	it('is named as far as there is room for names', async () => {
		const panel = await open();
		const files = ['a.txt', 'b.txt', 'c.txt', 'd.txt', 'e.txt'].map((name) => ({ name, type: 'text/plain' }));
		await bring(panel, { how: 'drop', texts: {}, files });
		const three = ['a', 'b', 'c'].map((name) => `${name}.txt (neither picture nor video)`).join(', ');
		await expect(told(panel)).toHaveText(`Not attached: ${three} and 2 more.`);
	});

	it('is hinted at from the first moment, with Shift or without', async () => {
		const panel = await open({ beforeLoad: (page) => page.clock.install() });
		await panel.page.clock.pauseAt('2100-01-01');
		for (const shiftKey of [false, true]) {
			const isAccepted = await panel.page.evaluate((shift) => {
				const dataTransfer = new DataTransfer();
				dataTransfer.items.add(new File(['a'], 'a.png'));
				const options = { dataTransfer, shiftKey: shift, bubbles: true, cancelable: true };
				return !document.body.dispatchEvent(new DragEvent('dragenter', options));
			}, shiftKey);
			expect(isAccepted).toBe(true);
			await expect(panel.page.locator('.drop-hint')).toHaveText('Hold Shift and drop pictures or a video here.');
			await expect(panel.page.locator('.drop-hint')).toBeVisible();
			// The editor may have taken the pointer: nothing comes any more.
			await panel.page.clock.runFor(3900);
			await expect(panel.page.locator('.drop-hint')).toBeVisible();
			await panel.page.clock.runFor(200);
			await expect(panel.page.locator('.drop-hint')).toBeHidden();
		}
		await expect(panel.button('Attach…')).toHaveAttribute(
			'title',
			'Attach… (or paste pictures, or drop them while holding Shift)',
		);
	});
});
