import { expect } from '@playwright/test';
import { richAnswer } from '../support/pageAnswers.ts';
import { answered, asked, attached, thought, written } from '../support/pageConversation.ts';
import { usePanelPage, type PanelPage, type PanelPageOptions } from '../support/pagePanel.ts';

/** Longer than the panel is high. */
const longAnswer = Array.from({ length: 40 }, (_, index) => `Paragraph ${index + 1} of the **answer**.`).join('\n\n');

describe('The panel by keyboard alone', () => {
	const openFocused = usePanelPage();

	/** Opens the page while the editor has the focus: the first key begins at its top. */
	async function open(options: PanelPageOptions): Promise<PanelPage> {
		return openFocused({
			...options,
			beforeLoad: async (page) => {
				await page.addInitScript(() => {
					document.hasFocus = () => false;
				});
			},
		});
	}

	/** Presses a key as often as there are things to reach, each of which must show the focus. @returns their names */
	async function tabThrough(panel: PanelPage, key: 'Tab' | 'Shift+Tab'): Promise<readonly string[]> {
		const names: string[] = [];
		for (const _ of order) {
			await panel.page.keyboard.press(key);
			const { name, isVisible } = await panel.focused();
			expect(isVisible, `the focus on "${name}" can be seen`).toBe(true);
			names.push(name);
		}
		return names;
	}

	/** Presses Tab until this has the focus. */
	async function tabTo(panel: PanelPage, name: string): Promise<void> {
		for (let count = 0; count < 40; count++) {
			await panel.page.keyboard.press('Tab');
			if ((await panel.focused()).name === name) return;
		}
		throw new Error(`Tab never reached "${name}"`);
	}

	/** Moves through the controls of the turn whose tab stop has the focus, until this has it. */
	async function moveTo(panel: PanelPage, name: string): Promise<void> {
		await panel.page.keyboard.press('Home');
		for (let count = 0; count < 20; count++) {
			if ((await panel.focused()).name === name) return;
			await panel.page.keyboard.press('ArrowRight');
		}
		throw new Error(`The arrow keys never reached "${name}"`);
	}

	/** The controls of the only turn behind one tab stop are its picture, the name of its file, and what can be done with it. */
	const order: readonly unknown[] = [
		'Conversation',
		expect.stringMatching(/^settings-light\.png: A bar chart/),
		'Thinking',
		'the source',
		'Quarter20242025Q11215',
		expect.stringMatching(/^const sales/),
		'Remove settings-light.png',
		'Remove chart-sales.png',
		'Your question',
		'Attach…',
		'What to do: Describe',
		'Answered by: glm-4.6v-flash · 127.0.0.1',
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

	it('moves with the arrow keys, Home and End through what a turn offers, and stays there for Tab', async () => {
		const panel = await open({ events: answered('1', 'A settings window.') });
		await tabTo(panel, 'settings-light.png: A settings window.');
		const names: string[] = [];
		for (const _ of Array.from({ length: 9 })) {
			await panel.page.keyboard.press('ArrowRight');
			const { name, isVisible } = await panel.focused();
			expect(isVisible, name).toBe(true);
			names.push(name);
		}
		expect(names).toEqual([
			'settings-light.png',
			'Edit Question',
			'Copy',
			'Insert at Cursor',
			'Ask Again',
			'More',
			'Show Where',
			'Extract Text',
			'Explain Screenshot',
		]);
		await panel.page.keyboard.press('Home');
		expect((await panel.focused()).name).toBe('settings-light.png: A settings window.');
		await panel.page.keyboard.press('End');
		expect((await panel.focused()).name).toBe('Explain Screenshot');
		await panel.page.keyboard.press('ArrowLeft');
		await panel.page.keyboard.press('Tab');
		expect((await panel.focused()).name).toBe('Your question');
		await panel.page.keyboard.press('Shift+Tab');
		expect((await panel.focused()).name).toBe('Extract Text');
	});

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
		await tabTo(panel, 'What to do: Question');
		await panel.page.keyboard.press('Enter');
		await panel.page.keyboard.press('End');
		await panel.page.keyboard.press('Enter');
		await expect(panel.button('What to do: Describe Video')).toBeVisible();
		expect((await panel.focused()).name).toBe('Your question');
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
		await tabTo(panel, 'settings-light.png: Paragraph 1 of the answer.');
		await moveTo(panel, 'More');
		await panel.page.keyboard.press('Enter');
		await panel.page.keyboard.press('p');
		await panel.page.keyboard.press('Enter');
		expect(await panel.focused()).toEqual({ name: 'Answer as plain text', isVisible: true });
		await panel.page.keyboard.press('ControlOrMeta+A');
		const field = panel.page.locator('textarea.plain-text');
		const selected = await field.evaluate(({ value, selectionStart, selectionEnd }: HTMLTextAreaElement) =>
			value.slice(selectionStart, selectionEnd),
		);
		expect(selected).toBe(longAnswer.replaceAll('**', ''));
	});

	it('does with an answer what the buttons say', async () => {
		const panel = await open({ events: answered('1', 'An answer.') });
		await tabTo(panel, 'settings-light.png: An answer.');
		for (const label of ['Copy', 'Insert at Cursor', 'Ask Again']) {
			await moveTo(panel, label);
			await panel.page.keyboard.press('Enter');
		}
		for (const label of ['Open in Editor', 'Save…']) {
			await moveTo(panel, 'More');
			await panel.page.keyboard.press('Enter');
			await panel.page.keyboard.press(label.slice(0, 1));
			expect((await panel.focused()).name).toBe(label);
			await panel.page.keyboard.press('Enter');
			await expect(panel.button('More')).toBeFocused();
		}
		await expect
			.poll(() => panel.sent)
			.toEqual([
				{ type: 'useAnswer', turnId: '1', how: 'copy' },
				{ type: 'useAnswer', turnId: '1', how: 'insert' },
				{ type: 'act', turnId: '1', action: 'askAgain' },
				{ type: 'useAnswer', turnId: '1', how: 'open' },
				{ type: 'useAnswer', turnId: '1', how: 'save' },
			]);
	});

	it('goes on in the editor’s chat, where there is one', async () => {
		for (const hasChat of [true, false]) {
			const panel = await open({ events: answered('1', 'An answer.'), hasChat });
			await tabTo(panel, 'settings-light.png: An answer.');
			await moveTo(panel, 'More');
			await panel.page.keyboard.press('Enter');
			const entry = panel.page.getByRole('menuitem', { name: 'Continue in Chat' });
			await expect(entry).toHaveCount(hasChat ? 1 : 0);
			if (!hasChat) continue;
			await entry.focus();
			await panel.page.keyboard.press('Enter');
			await expect.poll(() => panel.sent).toEqual([{ type: 'continueInChat', turnId: '1' }]);
		}
	});

	it('stays at the question while its buttons come and go', async () => {
		const panel = await open({ events: answered('1', 'An answer.', { text: 'What is it?' }) });
		const turn = panel.turns.first();
		await tabTo(panel, 'Edit Question');
		await moveTo(panel, 'Ask Again');
		await panel.apply({ kind: 'askedAgain', turnId: '1' }, ...asked('1').slice(1), written('1', 'An'));
		await expect(panel.button('Stop')).toBeVisible();
		await expect(turn).toBeFocused();
		await tabTo(panel, 'Stop');
		await panel.page.keyboard.press('Enter');
		await expect.poll(() => panel.sent).toEqual([{ type: 'stop' }]);
		await panel.apply({ kind: 'ended', turnId: '1', status: 'stopped' });
		await expect(panel.turn('stopped').locator('.note')).toHaveText('Stopped.');
		await expect(panel.button('Ask')).toBeFocused();
	});
});
