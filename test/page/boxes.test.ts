import { expect } from '@playwright/test';
import { answered, asked, ended, written } from '../support/pageConversation.ts';
import { usePanelPage } from '../support/pagePanel.ts';
import { axeViolations, overflowing } from '../support/panelChecks.ts';
import { themes } from '../support/themes.ts';

const places =
	"[{'label': 'Save button', 'bbox_2d': [500, 250, 750, 500]}, {'label': '<b>Title</b>', 'bbox_2d': [0, 0, 1000, 100]}]";
const question = { task: 'explainScreenshot' } as const;

describe('An answer that says where things are', () => {
	const open = usePanelPage();

	it('shows them as numbered boxes over the picture, with their names, and not as numbers', async () => {
		const panel = await open({ events: answered('1', `A window.\n\n${places}`, question) });
		await panel.picturesDrawn();
		const turn = panel.turn('done');
		await expect(turn.locator('.answer')).toHaveText('A window.');
		await expect(turn.locator('.boxes img')).toHaveAttribute(
			'alt',
			'settings-light.png: 1 Save button, 2 <b>Title</b>',
		);
		await expect(turn.locator('.boxes ol')).toHaveText('Save button<b>Title</b>');
		const [picture, mark] = await Promise.all([
			turn.locator('.boxes img').boundingBox(),
			turn.locator('.mark').first().boundingBox(),
		]);
		if (!picture || !mark) throw new Error('Nothing is drawn.');
		expect(Math.round((100 * (mark.x - picture.x)) / picture.width)).toBe(50);
		expect(Math.round((100 * (mark.y - picture.y)) / picture.height)).toBe(25);
		expect(Math.round((100 * mark.width) / picture.width)).toBe(25);
		expect(Math.round((100 * mark.height) / picture.height)).toBe(25);
	});

	it('lights a box with its name, and the name with its box', async () => {
		const panel = await open({ events: answered('1', places, question) });
		const turn = panel.turn('done');
		await turn.getByRole('button', { name: 'Save button', exact: true }).hover();
		await expect(turn.locator('.mark.lit .number')).toHaveText('1');
		await turn.locator('.mark').nth(1).hover();
		await expect(turn.locator('button.lit')).toHaveText('<b>Title</b>');
		await turn.getByRole('button', { name: 'Save button', exact: true }).focus();
		await expect(turn.locator('.mark').first()).toHaveClass(/lit/);
	});

	it('shows those of a question in words over the picture that it is about', async () => {
		const panel = await open({
			events: [...answered('1', 'A window.'), ...answered('2', places, { text: 'Where is Save?' })],
		});
		await panel.picturesDrawn();
		await expect(panel.turns.first().locator('.boxes')).toBeHidden();
		await expect(panel.turns.last().locator('.mark')).toHaveCount(2);
		await expect(panel.turns.last().locator('.boxes img')).toHaveAttribute(
			'alt',
			/^settings-light\.png: 1 Save button/,
		);
	});

	it('are asked for by Show Where, where the model can say it and has not', async () => {
		const panel = await open({ events: answered('1', 'A window with a button.') });
		const button = panel.button('Show Where');
		await button.click();
		await expect.poll(() => panel.sent).toEqual([{ type: 'ask', task: 'ask', text: 'Show where these things are.' }]);
		await panel.apply(...answered('2', 'Nothing is there.', { text: 'Show where these things are.' }));
		await expect(button).toHaveCount(0);
		await panel.apply(...answered('3', places, { text: 'Where is Save?' }));
		await expect(button).toHaveCount(0);
		await panel.apply(...answered('4', 'A window.', { task: 'extractText' }));
		await expect(button).toHaveCount(0);
		await panel.apply(...answered('5', 'A window.', { task: 'describe' }));
		await expect(button).toBeVisible();
		const other = { engine: 'glm', model: 'glm-4v-plus', host: '127.0.0.1' } as const;
		await panel.post({ type: 'nextAnswerer', nextAnswerer: { answerer: other, setting: 'auto' } });
		await expect(button).toHaveCount(0);
	});

	it('hides a list that is still being written, and draws it at the end', async () => {
		const panel = await open({ events: asked('1', question) });
		await panel.apply(written('1', `A window.\n\n${places.slice(0, 40)}`));
		await expect(panel.turns.locator('.answer')).toHaveText('A window.');
		await expect(panel.turns.locator('.boxes')).toBeHidden();
		await panel.apply(written('1', places.slice(40)), ...ended('1'));
		await expect(panel.turns.locator('.mark')).toHaveCount(2);
	});

	it('changes nothing where there are none, and nothing of what is outside or broken', async () => {
		const text = 'See [1, 2] and [100, 200, 99999, 5].';
		const panel = await open({ events: answered('1', text, question) });
		await expect(panel.turns.locator('.answer')).toHaveText(text);
		await expect(panel.turns.locator('.boxes')).toBeHidden();
	});

	it('has no violations in any theme, and nothing sticks out', async () => {
		const panel = await open({ events: answered('1', `A window.\n\n${places}`, question) });
		await panel.picturesDrawn();
		for (const theme of themes) {
			await panel.wear(theme);
			await panel.screenshot(`panel-en-${theme.replaceAll(' ', '-')}-boxes.png`);
			expect(await axeViolations(panel.page), theme).toEqual([]);
			expect(await overflowing(panel.page), theme).toEqual([]);
		}
	});
});

describe('A part of a picture', () => {
	const open = usePanelPage();

	it('is marked by dragging and attached, as the part of the picture that is shown', async () => {
		const panel = await open({ events: answered('1', 'A window.') });
		await panel.picturesDrawn();
		await panel.page.locator('button.picture').click();
		await panel.button('Ask About a Part').click();
		const picture = await panel.page.locator('.viewer img').boundingBox();
		if (!picture) throw new Error('No picture is open.');
		const at = (x: number, y: number): [number, number] => [
			picture.x + x * picture.width,
			picture.y + y * picture.height,
		];
		const { mouse } = panel.page;
		await mouse.move(...at(0.6, 0.8));
		await mouse.down();
		await mouse.move(...at(0.2, 0.4), { steps: 4 });
		await mouse.up();
		await panel.screenshot('panel-region.png');
		expect(await axeViolations(panel.page)).toEqual([]);
		await panel.button('Attach It').click();
		await expect.poll(() => panel.sent.length).toBe(1);
		const [message] = panel.sent;
		if (message?.type !== 'attachRegion') throw new Error(`${message?.type} was sent.`);
		const { left, top, right, bottom } = message.region;
		for (const [is, should] of [
			[left, 0.2],
			[top, 0.4],
			[right, 0.6],
			[bottom, 0.8],
		] as const) {
			expect(Math.abs(is - should)).toBeLessThan(0.02);
		}
		await expect(panel.page.locator('#question')).toBeFocused();
	});

	it('is moved and sized by keys, and taken with Enter', async () => {
		const panel = await open({ events: answered('1', 'A window.') });
		await panel.page.locator('button.picture').click();
		await panel.button('Ask About a Part').click();
		await expect(panel.page.locator('.region')).toBeFocused();
		for (const key of ['ArrowLeft', 'ArrowUp', 'ArrowUp', 'Shift+ArrowRight', 'Shift+ArrowUp', 'Enter']) {
			await panel.page.keyboard.press(key);
		}
		await expect
			.poll(() => panel.sent)
			.toEqual([
				{
					type: 'attachRegion',
					id: '1-0',
					region: {
						left: expect.closeTo(0.23, 5) as unknown as number,
						top: expect.closeTo(0.21, 5) as unknown as number,
						right: expect.closeTo(0.75, 5) as unknown as number,
						bottom: expect.closeTo(0.69, 5) as unknown as number,
					},
				},
			]);
		await expect(panel.page.locator('#question')).toBeFocused();
		await expect(panel.page.locator('dialog')).toHaveCount(0);
	});

	it('stays where it is in the picture when the panel gets another width', async () => {
		const panel = await open({ events: answered('1', 'A window.') });
		await panel.picturesDrawn();
		await panel.page.locator('button.picture').click();
		await panel.button('Ask About a Part').click();
		const share = async (): Promise<number> => {
			const [frame, picture] = await Promise.all(
				['.region', '.viewer img'].map(async (part) => panel.page.locator(part).boundingBox()),
			);
			return (frame?.width ?? 0) / (picture?.width ?? 1);
		};
		await expect.poll(share).toBeCloseTo(0.5, 1);
		await panel.page.setViewportSize({ width: 420, height: 694 });
		await expect.poll(share).toBeCloseTo(0.5, 1);
	});

	it('is never more than the picture', async () => {
		const panel = await open({ events: answered('1', 'A window.') });
		await panel.page.locator('button.picture').click();
		await panel.button('Ask About a Part').click();
		for (let count = 0; count < 30; count++) await panel.page.keyboard.press('ArrowLeft');
		for (let count = 0; count < 60; count++) await panel.page.keyboard.press('Shift+ArrowRight');
		await panel.page.keyboard.press('Enter');
		await expect
			.poll(() => panel.sent)
			.toEqual([
				{ type: 'attachRegion', id: '1-0', region: expect.objectContaining({ left: 0, right: 1 }) as unknown },
			]);
	});
});
