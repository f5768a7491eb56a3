import { expect } from '@playwright/test';
import { richAnswer } from '../support/pageAnswers.ts';
import { answered, asked, attached, thought, written } from '../support/pageConversation.ts';
import { usePanelPage, type PanelPage } from '../support/pagePanel.ts';

/** Longer than the panel is high. */
const longAnswer = Array.from({ length: 40 }, (_, index) => `Paragraph ${index + 1} of the **answer**.`).join('\n\n');

describe('The panel by keyboard alone', () => {
	const open = usePanelPage();

	/** What has the focus: by its label or words; and whether that can be seen. */
	async function focused({ page }: PanelPage): Promise<{ readonly name: string; readonly isVisible: boolean }> {
		return page.evaluate(() => {
			const element = document.activeElement ?? document.body;
			const { outlineStyle, outlineWidth } = getComputedStyle(element);
			const name = element.ariaLabel ?? (element === document.body ? 'body' : (element.textContent ?? ''));
			return { name: name.trim(), isVisible: outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 1 };
		});
	}

	/** Presses a key as often as there are things to reach, each of which must show the focus. @returns their names */
	async function tabThrough(panel: PanelPage, key: 'Tab' | 'Shift+Tab'): Promise<readonly string[]> {
		const names: string[] = [];
		for (const _ of order) {
			await panel.page.keyboard.press(key);
			const { name, isVisible } = await focused(panel);
			expect(isVisible, `the focus on "${name}" can be seen`).toBe(true);
			names.push(name);
		}
		return names;
	}

	/** Presses Tab until this has the focus. */
	async function tabTo(panel: PanelPage, name: string): Promise<void> {
		for (let count = 0; count < 40; count++) {
			await panel.page.keyboard.press('Tab');
			if ((await focused(panel)).name === name) return;
		}
		throw new Error(`Tab never reached "${name}"`);
	}

	const order: readonly unknown[] = [
		'Conversation',
		'Thinking',
		'the source',
		'Quarter20242025Q11215',
		expect.stringMatching(/^const sales/),
		'Copy Code',
		'Open in Editor',
		'Copy',
		'Insert at Cursor',
		'Open in Editor',
		'Save…',
		'Ask Again',
		'Plain Text',
		'Remove settings-light.png',
		'Remove chart-sales.png',
		'Your question',
		'Select Model',
		'Use This Machine Only',
		'Attach…',
		'What to do',
		'Describe',
	];

	for (const theme of ['Dark Modern', 'Light High Contrast'] as const) {
		it(`reaches everything in the order in which it is read, and back, and shows where: ${theme}`, async () => {
			const panel = await open({
				theme,
				events: [
					...asked('1'),
					thought('1', 'Let me see.'),
					...answered('1', richAnswer).slice(asked('1').length),
					attached('settings-light.png', 'chart-sales.png'),
				],
			});
			expect(await tabThrough(panel, 'Tab')).toEqual(order);
			// Out of the page, and in again from its end.
			await panel.page.keyboard.press('Tab');
			expect(await tabThrough(panel, 'Shift+Tab')).toEqual(order.toReversed());
		});
	}

	it('asks with Enter, and breaks the line with Shift', async () => {
		const panel = await open({ events: answered('1', 'x') });
		await tabTo(panel, 'Your question');
		await panel.page.keyboard.type('What is it?');
		await panel.page.keyboard.press('Shift+Enter');
		await panel.page.keyboard.type('And why?');
		expect(panel.sent).toEqual([]);
		await panel.page.keyboard.press('Enter');
		await expect.poll(() => panel.sent).toEqual([{ type: 'ask', task: 'ask', text: 'What is it?\nAnd why?' }]);
	});

	it('chooses what to do', async () => {
		const panel = await open({ events: answered('1', 'x') });
		await tabTo(panel, 'What to do');
		await panel.page.keyboard.press('End');
		await tabTo(panel, 'Ask');
		await panel.page.keyboard.press('Enter');
		await expect.poll(() => panel.sent).toEqual([{ type: 'ask', task: 'describeVideo', text: '' }]);
	});

	it('reads the answer', async () => {
		const panel = await open({ events: answered('1', longAnswer) });
		const scrollTop = async (): Promise<number> => panel.page.locator('main').evaluate((main) => main.scrollTop);
		await expect.poll(scrollTop).toBeGreaterThan(0);
		await tabTo(panel, 'Conversation');
		await panel.page.keyboard.press('Home');
		await expect.poll(scrollTop).toBe(0);
		await panel.page.keyboard.press('PageDown');
		await expect.poll(scrollTop).toBeGreaterThan(0);
	});

	it('reads it as plain text, all of which can be selected', async () => {
		const panel = await open({ events: answered('1', longAnswer) });
		await tabTo(panel, 'Plain Text');
		await panel.page.keyboard.press('Enter');
		expect(await focused(panel)).toEqual({ name: 'Answer as plain text', isVisible: true });
		await panel.page.keyboard.press('ControlOrMeta+A');
		const field = panel.page.locator('textarea.plain-text');
		const selected = await field.evaluate(({ value, selectionStart, selectionEnd }: HTMLTextAreaElement) =>
			value.slice(selectionStart, selectionEnd),
		);
		expect(selected).toBe(longAnswer.replaceAll('**', ''));
	});

	it('does with an answer what the buttons say', async () => {
		const panel = await open({ events: answered('1', 'An answer.') });
		for (const label of ['Copy', 'Insert at Cursor', 'Open in Editor', 'Save…', 'Ask Again']) {
			await tabTo(panel, label);
			await panel.page.keyboard.press('Enter');
		}
		await expect
			.poll(() => panel.sent)
			.toEqual([
				{ type: 'useAnswer', turnId: '1', how: 'copy' },
				{ type: 'useAnswer', turnId: '1', how: 'insert' },
				{ type: 'useAnswer', turnId: '1', how: 'open' },
				{ type: 'useAnswer', turnId: '1', how: 'save' },
				{ type: 'act', turnId: '1', action: 'askAgain' },
			]);
	});

	it('stays at the question while its buttons come and go', async () => {
		const panel = await open({ events: answered('1', 'An answer.', { text: 'What is it?' }) });
		const turn = panel.turns.first();
		await tabTo(panel, 'Ask Again');
		await panel.apply({ kind: 'askedAgain', turnId: '1' }, ...asked('1').slice(1), written('1', 'An'));
		await expect(panel.button('Stop')).toBeVisible();
		await expect(turn).toBeFocused();
		await tabTo(panel, 'Stop');
		await panel.page.keyboard.press('Enter');
		await expect.poll(() => panel.sent).toEqual([{ type: 'stop' }]);
		await panel.apply({ kind: 'ended', turnId: '1', status: 'stopped' });
		await expect(panel.turn('stopped').locator('.note')).toHaveText('Stopped.');
		await expect(turn).toBeFocused();
	});
});
