import { expect } from '@playwright/test';
import { answered, asked, attached, thisMachine, written } from '../support/pageConversation.ts';
import { usePanelPage, type PanelPage } from '../support/pagePanel.ts';
import { axeViolations, overflowing } from '../support/panelChecks.ts';
import { themes } from '../support/themes.ts';

describe('The menus of the panel', () => {
	const open = usePanelPage();

	const menu = (panel: PanelPage) => panel.page.getByRole('menu');
	const focusedName = async (panel: PanelPage): Promise<string> => (await panel.focused()).name;

	/** Opens the menu under an answer by its button. */
	async function openMore(key: string): Promise<PanelPage> {
		const panel = await open({ events: answered('1', 'An answer.') });
		await panel.button('More').focus();
		await panel.page.keyboard.press(key);
		await expect(menu(panel)).toBeVisible();
		await expect(panel.button('More')).toHaveAttribute('aria-expanded', 'true');
		return panel;
	}

	for (const [key, first] of [
		['Enter', 'Copy as Plain Text'],
		['Space', 'Copy as Plain Text'],
		['ArrowDown', 'Copy as Plain Text'],
		['ArrowUp', 'What Was Sent'],
	] as const) {
		it(`open with ${key}`, async () => {
			expect(await focusedName(await openMore(key))).toBe(first);
		});
	}

	it('move with the arrow keys, Home, End and letters, round their ends', async () => {
		const panel = await openMore('Enter');
		for (const [key, name] of [
			['ArrowDown', 'Copy as HTML'],
			['ArrowDown', 'Open in Editor'],
			['ArrowUp', 'Copy as HTML'],
			['End', 'What Was Sent'],
			['ArrowDown', 'Copy as Plain Text'],
			['ArrowUp', 'What Was Sent'],
			['Home', 'Copy as Plain Text'],
			['c', 'Copy as HTML'],
			['c', 'Copy as Plain Text'],
			['S', 'Save…'],
			['x', 'Save…'],
		] as const) {
			await panel.page.keyboard.press(key);
			expect(await focusedName(panel), key).toBe(name);
		}
		expect(panel.sent).toEqual([]);
	});

	it('close with Escape, which does nothing else, and give the focus back', async () => {
		const panel = await open({ events: [...answered('0', 'An answer.'), ...asked('1'), written('1', 'It')] });
		for (const button of [
			panel.turns.first().getByRole('button', { name: 'More' }),
			panel.button('What to do: Question'),
		]) {
			await button.focus();
			await panel.page.keyboard.press('Enter');
			await expect(menu(panel)).toBeVisible();
			await panel.page.keyboard.press('Escape');
			await expect(menu(panel)).toHaveCount(0);
			await expect(button).toBeFocused();
			await expect(button).toHaveAttribute('aria-expanded', 'false');
		}
		expect(panel.sent).toEqual([]);
	});

	it('close with Tab, which goes on from their button', async () => {
		const panel = await openMore('Enter');
		await panel.page.keyboard.press('Tab');
		await expect(menu(panel)).toHaveCount(0);
		await expect(panel.page.locator('#question')).toBeFocused();
	});

	it('close with a click elsewhere, and on their button', async () => {
		const panel = await openMore('Enter');
		await panel.page.locator('.answer').click();
		await expect(menu(panel)).toHaveCount(0);
		await panel.button('More').click();
		await expect(menu(panel)).toBeVisible();
		await panel.button('More').click();
		await expect(menu(panel)).toHaveCount(0);
	});

	it('refuse what is not possible, and say why', async () => {
		const panel = await open({
			events: [attached('settings-light.png')],
			nextAnswerer: { answerer: thisMachine, setting: 'local' },
		});
		await panel.button('What to do: Describe').click();
		const entries = panel.page.locator('.menu [role^="menuitem"]');
		const disabled = panel.page.locator('.menu [aria-disabled="true"]');
		await expect(disabled).toHaveCount((await entries.count()) - 2);
		await expect(panel.entry('Read Chart')).toContainText('needs a model');
		await expect(panel.entry('Describe Image')).toHaveAttribute('aria-checked', 'true');
		await panel.entry('Read Chart').click({ force: true });
		await panel.page.keyboard.press('Enter');
		await expect(menu(panel)).toBeVisible();
		await panel.entry('Extract Text').click();
		await expect(panel.button('What to do: Extract Text')).toBeVisible();
		await expect(panel.page.locator('#question')).toBeFocused();
	});

	it('offer a comparison for two pictures or more', async () => {
		const panel = await open({ events: [attached('settings-light.png')] });
		await panel.button('What to do: Describe').click();
		await expect(panel.entry('Compare Images')).toHaveAttribute('aria-disabled', 'true');
		await expect(panel.entry('Compare Images')).toContainText('2 pictures or more');
		await panel.page.keyboard.press('Escape');
		await panel.apply(attached('chart-sales.png'));
		await panel.button('What to do: Describe').click();
		await panel.entry('Compare Images').click();
		await panel.button('Ask').click();
		await expect.poll(() => panel.sent).toEqual([{ type: 'ask', task: 'compare', text: '' }]);
	});

	it('have no violations, and nothing sticks out, also at 400 %', async () => {
		const panel = await openMore('Enter');
		for (const theme of themes) {
			await panel.wear(theme);
			expect(await axeViolations(panel.page), theme).toEqual([]);
		}
		await panel.page.keyboard.press('Escape');
		await panel.page.setViewportSize({ width: 320, height: 256 });
		for (const button of [panel.button('More'), panel.button('What to do: Question')]) {
			await button.click();
			expect(await overflowing(panel.page)).toEqual([]);
			const box = await menu(panel).boundingBox();
			expect(box?.y).toBeGreaterThanOrEqual(0);
			expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(256);
			await panel.page.keyboard.press('End');
			await expect(panel.page.locator('.menu [role^="menuitem"]').last()).toBeInViewport();
			await panel.page.keyboard.press('Escape');
		}
	});
});
