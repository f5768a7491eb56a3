import { expect } from '@playwright/test';
import { answered, asked } from '../support/pageConversation.ts';
import { usePanelPage, type PanelPage } from '../support/pagePanel.ts';

const pictures = ['dialog-light.png', 'settings-light.png'];
const changed = { task: 'compare', pictures, change: { kind: 'changed', versions: ['HEAD', 'Working Tree'] } } as const;

describe('The versions of a picture that changed', () => {
	const open = usePanelPage();

	/** Where the two versions are on the page. */
	const boxes = async ({ page }: PanelPage): Promise<readonly { x: number; y: number; width: number }[]> =>
		page.locator('figure').evaluateAll((figures) =>
			figures.map((figure) => {
				const { x, y, width } = figure.getBoundingClientRect();
				return { x, y, width };
			}),
		);

	it('stand side by side, older first, each with its name and size', async () => {
		const panel = await open({ events: answered('one', '- All is new', changed) });
		await panel.picturesDrawn();
		await expect(panel.page.locator('.card h2')).toHaveText('Describe What Changed');
		await expect(panel.page.locator('figcaption')).toHaveText(['HEAD520×260', 'Working Tree1280×800']);
		const [before, after] = await boxes(panel);
		if (!before || !after) throw new Error('There are not two versions.');
		expect(after.y).toBe(before.y);
		expect(after.x).toBeGreaterThan(before.x + before.width);
		expect(after.width).toBeCloseTo(before.width, 0);
		await panel.screenshot('changed-versions.png');
	});

	it('stand under each other where the panel is narrow', async () => {
		const panel = await open({
			events: answered('one', '- All is new', changed),
			viewport: { width: 200, height: 694 },
		});
		const [before, after] = await boxes(panel);
		if (!before || !after) throw new Error('There are not two versions.');
		expect(after.x).toBe(before.x);
		expect(after.y).toBeGreaterThan(before.y + 100);
		const overflow = await panel.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
		expect(overflow).toBeLessThanOrEqual(0);
	});

	it('are enlarged by keys, and the file on disk is opened', async () => {
		const panel = await open({ events: answered('one', '- All is new', changed) });
		await panel.page.locator('.card button.picture').first().focus();
		await panel.page.keyboard.press('Enter');
		await expect(panel.page.locator('.viewer img')).toBeVisible();
		await panel.page.keyboard.press('Escape');
		await panel.page.locator('.card button.file').click();
		await expect.poll(() => panel.sent).toContainEqual({ type: 'openSource', turnId: 'one', index: 1 });
	});

	for (const [kind, version, words] of [
		['added', 'Staged', 'Added: Staged'],
		['deleted', 'HEAD', 'Deleted: HEAD'],
	] as const) {
		it(`is one alone where it was ${kind}, and says so`, async () => {
			const panel = await open({ events: asked('one', { change: { kind, versions: [version] } }) });
			await expect(panel.page.locator('.card h2')).toHaveText('Describe What Changed');
			await expect(panel.page.locator('figure')).toHaveCount(0);
			await expect(panel.page.locator('.files')).toContainText(words);
		});
	}

	it('are numbered pictures in any other comparison', async () => {
		const panel = await open({ events: asked('one', { task: 'compare', pictures }) });
		await expect(panel.page.locator('figure')).toHaveCount(0);
		await expect(panel.page.locator('.card .number')).toHaveText(['1', '2']);
	});
});
