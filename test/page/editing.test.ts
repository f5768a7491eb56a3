import { expect } from '@playwright/test';
import { answered, asked, attached, written } from '../support/pageConversation.ts';
import { usePanelPage, type PanelPage } from '../support/pagePanel.ts';
import { axeViolations, overflowing } from '../support/panelChecks.ts';
import { themes } from '../support/themes.ts';

const twice = [
	...answered('1', 'A chart.', { pictures: ['chart-sales.png'] }),
	...answered('2', 'The last one.', { text: 'Which quarter fell?' }),
];

describe('A question in other words', () => {
	const open = usePanelPage();
	const field = (panel: PanelPage) => panel.page.getByRole('textbox', { name: 'Edit Question' });
	const pencil = (panel: PanelPage) => panel.turns.last().getByRole('button', { name: 'Edit Question' });

	it('is written in the place of its own, and sent with Enter', async () => {
		const panel = await open({ events: twice });
		await pencil(panel).click();
		await expect(field(panel)).toBeFocused();
		await expect(field(panel)).toHaveValue('Which quarter fell?');
		await field(panel).fill('Which quarter');
		await field(panel).press('Shift+Enter');
		await field(panel).pressSequentially('grew?');
		await field(panel).press('Enter');
		await expect.poll(() => panel.sent).toEqual([{ type: 'editQuestion', turnId: '2', text: 'Which quarter\ngrew?' }]);
		await expect(field(panel)).toHaveValue('Which quarter\ngrew?');
		const question = { id: '3', task: 'ask', text: 'Which quarter\ngrew?', follows: true, sources: [] } as const;
		await panel.apply({ kind: 'edited', turnId: '2', question });
		await expect(panel.page.locator('#question')).toBeFocused();
	});

	it('is given up with Escape, which stops nothing, and with its button', async () => {
		const panel = await open({ events: [...twice, ...asked('3', { text: 'And why?' }), written('3', 'It')] });
		for (const giveUp of [
			async () => field(panel).press('Escape'),
			async () => panel.page.getByRole('button', { name: 'Cancel' }).click(),
		]) {
			await pencil(panel).click();
			await field(panel).fill('x');
			await giveUp();
			await expect(field(panel)).toHaveCount(0);
			await expect(pencil(panel)).toBeFocused();
			await expect(panel.turns.last().getByRole('heading')).toHaveText('And why?');
		}
		expect(panel.sent).toEqual([]);
	});

	it('is not sent where it is the same, or has no words', async () => {
		const panel = await open({ events: twice });
		await pencil(panel).click();
		await field(panel).fill('  ');
		await field(panel).press('Enter');
		await expect(field(panel)).toBeFocused();
		await field(panel).fill('Which quarter fell?');
		await field(panel).press('Enter');
		await expect(field(panel)).toHaveCount(0);
		expect(panel.sent).toEqual([]);
	});

	it('gives words to a task that had none', async () => {
		const panel = await open({ events: twice });
		await panel.turns.first().getByRole('button', { name: 'Edit Question' }).click();
		await expect(field(panel)).toHaveAttribute('placeholder', 'Describe Image');
		await field(panel).fill('In one line.');
		await panel.turns.first().getByRole('button', { name: 'Ask', exact: true }).click();
		await expect.poll(() => panel.sent).toEqual([{ type: 'editQuestion', turnId: '1', text: 'In one line.' }]);
	});

	it('takes the place of its own, and of all that followed', async () => {
		const panel = await open({ events: [...twice, attached('settings-light.png')] });
		const question = { id: '3', task: 'ask', text: 'In one line?', follows: false, sources: [] } as const;
		await panel.apply({ kind: 'edited', turnId: '1', question });
		await expect(panel.turns).toHaveCount(1);
		await expect(panel.turns.getByRole('heading')).toHaveText('In one line?');
		await expect(panel.turns.locator('.picture')).toHaveCount(1);
		await expect(panel.page.locator('.attachments li')).toHaveCount(1);
	});

	it('is reached from the bar above a long answer too', async () => {
		const long = Array.from({ length: 80 }, (_, line) => `Line ${line}.`).join('\n\n');
		const panel = await open({ events: answered('1', long, { text: 'What is it?' }) });
		await panel.page.locator('.sticky button[title="Edit Question"]').click();
		await expect(field(panel)).toBeFocused();
		await expect(field(panel)).toBeInViewport();
	});

	it('is copied', async () => {
		const panel = await open({ events: twice });
		await panel.turns.last().getByRole('button', { name: 'Copy Question' }).click();
		await expect.poll(() => panel.sent).toEqual([{ type: 'copyText', text: 'Which quarter fell?' }]);
	});

	it('is not offered for alt text, which has no words', async () => {
		const panel = await open({ events: answered('1', 'A chart.', { task: 'altText' }) });
		await expect(panel.page.getByRole('button', { name: 'Edit Question' })).toHaveCount(0);
	});

	it('has no violations in any theme, and nothing sticks out, also at 400 %', async () => {
		const panel = await open({ events: twice });
		for (const theme of themes) {
			await panel.wear(theme);
			await pencil(panel).click();
			await panel.screenshot(`panel-en-${theme.replaceAll(' ', '-')}-editing.png`);
			expect(await axeViolations(panel.page), theme).toEqual([]);
			await field(panel).press('Escape');
			await panel.screenshot(`panel-en-${theme.replaceAll(' ', '-')}-question-tools.png`);
			expect(await axeViolations(panel.page), theme).toEqual([]);
		}
		await pencil(panel).click();
		await panel.page.setViewportSize({ width: 320, height: 256 });
		expect(await overflowing(panel.page)).toEqual([]);
	});
});
