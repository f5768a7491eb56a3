import { expect } from '@playwright/test';
import { answered, asked, failed } from '../support/pageConversation.ts';
import { usePanelPage } from '../support/pagePanel.ts';
import { axeViolations, overflowing } from '../support/panelChecks.ts';
import { themes } from '../support/themes.ts';

const notice = { message: 'scan-2026.png is empty. Choose another picture.', about: 'picture' } as const;
const refused = [...asked('2', { pictures: ['chart-sales.png'] }).slice(0, 1), failed('2', notice)];

describe('A picture that can’t be used in the panel', () => {
	const open = usePanelPage();

	it('is one card that says why, and leads to another', async () => {
		const panel = await open({ events: refused });
		const turn = panel.turn('failed');
		await expect(turn.locator('.card')).toBeHidden();
		await expect(turn.locator('.failure')).toHaveText(`${notice.message}Choose Another…Ask Again`);
		await turn.getByRole('button', { name: 'Choose Another…' }).click();
		await expect.poll(() => panel.sent).toEqual([{ type: 'attach' }]);
	});

	it('keeps the words of a question', async () => {
		const [question, ...others] = asked('2', { text: 'Which quarter fell?', pictures: ['chart-sales.png'] });
		if (!question || others.length === 0) throw new Error('Nothing was asked.');
		const panel = await open({ events: [question, failed('2', notice)] });
		await expect(panel.turns.getByRole('heading')).toHaveText('Which quarter fell?');
	});

	it('is no picture to ask about, and none begins anew with it', async () => {
		const panel = await open({ events: refused });
		await expect(panel.page.locator('#question')).toHaveAttribute('placeholder', 'Attach a picture to ask about it');
		await panel.page.locator('#question').fill('Why?');
		await panel.page.locator('#question').press('Enter');
		await expect(panel.page.getByRole('alert')).toBeVisible();
		expect(panel.sent).toEqual([]);
	});

	it('stands between other questions, which go on', async () => {
		const panel = await open({
			events: [...answered('1', 'A window.'), ...refused, ...answered('3', 'A button.', { text: 'Which one?' })],
		});
		await expect(panel.page.locator('.cut')).toBeHidden();
		await expect(panel.page.locator('.sticky')).toBeHidden();
		await expect(panel.page.locator('#question')).toHaveAttribute('placeholder', 'Ask about the picture above…');
		for (const theme of themes) {
			await panel.wear(theme);
			await panel.screenshot(`panel-en-${theme.replaceAll(' ', '-')}-refused.png`);
			expect(await axeViolations(panel.page), theme).toEqual([]);
		}
		await panel.page.setViewportSize({ width: 320, height: 256 });
		expect(await overflowing(panel.page)).toEqual([]);
	});
});
