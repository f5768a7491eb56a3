import { expect } from '@playwright/test';
import type { ConversationEvent } from '../../src/core/conversation.ts';
import { panelStates } from '../support/pageAnswers.ts';
import { answered, asked, ended, thisMachine, written } from '../support/pageConversation.ts';
import { usePanelPage, type PanelPage } from '../support/pagePanel.ts';

const long = Array.from({ length: 60 }, (_, index) => `Paragraph ${index + 1} of the answer.`).join('\n\n');

/** Ten questions, each with its answer in plain words. */
const tenTurns: readonly ConversationEvent[] = Array.from({ length: 10 }, (_, index) =>
	answered(`${index}`, `Answer ${index}.`, index === 0 ? {} : { text: `Question ${index}?` }),
).flat();

describe('A long conversation in the panel', () => {
	const open = usePanelPage();

	const place = async ({ page }: PanelPage): Promise<number> =>
		page
			.locator('main')
			.evaluate(({ scrollHeight, clientHeight, scrollTop }) => scrollHeight - clientHeight - scrollTop);

	async function scrollTo({ page }: PanelPage, top: number): Promise<void> {
		await page.locator('main').evaluate((main, y) => main.scrollTo(0, y), top);
	}

	it('has a button to its end while one reads elsewhere, which has it followed again', async () => {
		const panel = await open({ events: [...asked('1'), written('1', long)] });
		await expect.poll(() => place(panel)).toBe(0);
		await expect(panel.button('To the End')).toBeHidden();
		await scrollTo(panel, 100);
		await expect(panel.button('To the End')).toBeVisible();
		await panel.apply(written('1', '\n\nMore.'));
		await expect(panel.turns.locator('.answer')).toContainText('More.');
		expect(await place(panel)).toBeGreaterThan(100);
		await panel.button('To the End').click();
		await expect.poll(() => place(panel)).toBe(0);
		await expect(panel.button('To the End')).toBeHidden();
		await panel.apply(written('1', `\n\n${long}`));
		await expect.poll(() => place(panel)).toBe(0);
	});

	for (const [how, parts] of [
		['at once', [long]],
		['in parts', ['The text in it:', `\n\n${long}`, `\n\n${long}`]],
	] as const) {
		it(`stays at the question when this machine answers ${how}, until one goes to the end`, async () => {
			const panel = await open({ events: tenTurns });
			await panel.apply(...asked('local', { answerer: thisMachine }));
			for (const part of parts) await panel.apply(written('local', part));
			await panel.apply(...ended('local'));
			await expect(panel.turns.last().getByRole('heading', { name: 'Describe Image' })).toBeInViewport();
			await expect(panel.turns.last().locator('.answer p').first()).toBeInViewport();
			await panel.button('To the End').click();
			await expect.poll(() => place(panel)).toBe(0);
			await panel.apply(...answered('after', long, { text: 'And then?' }));
			await expect.poll(() => place(panel)).toBe(0);
		});
	}

	it('keeps the focus in the text when that button goes', async () => {
		const panel = await open({ events: answered('1', long) });
		await scrollTo(panel, 100);
		await panel.button('To the End').focus();
		await panel.page.keyboard.press('Enter');
		await expect(panel.button('To the End')).toBeHidden();
		await expect(panel.page.locator('main')).toBeFocused();
	});

	it('has the question of the answer that is read at its top, which leads to it', async () => {
		const panel = await open({
			events: [...answered('1', long), ...answered('2', long, { text: 'And which quarter fell?' })],
		});
		await panel.picturesDrawn();
		const sticky = panel.page.locator('.sticky');
		await expect(sticky).toHaveText('And which quarter fell?');
		await expect(sticky.locator('img')).toHaveCount(0);
		await scrollTo(panel, 300);
		await expect(sticky).toHaveText('Describe Image');
		await expect(sticky.locator('img')).toBeVisible();
		await sticky.click();
		await expect(sticky).toBeHidden();
		await expect(sticky.locator('img')).toHaveCount(0);
		await expect(panel.turns.first().getByRole('heading', { name: 'Describe Image' })).toBeInViewport();
		// It repeats what stands there: for keys and screen readers it is none.
		await expect(sticky).toHaveAttribute('aria-hidden', 'true');
	});

	it('has what is scrolled to below that question', async () => {
		const panel = await open({ events: answered('1', `${long}\n\n[link](https://example.com)\n\n${long}`) });
		await expect(panel.page.locator('.sticky')).toBeVisible();
		await panel.page.locator('.answer a').evaluate((link) => link.scrollIntoView());
		const [link, sticky] = await Promise.all([
			panel.page.locator('.answer a').boundingBox(),
			panel.page.locator('.sticky').boundingBox(),
		]);
		expect(link?.y).toBeGreaterThanOrEqual((sticky?.y ?? 0) + (sticky?.height ?? 0));
	});

	it('has a rule where earlier pictures are no longer sent', async () => {
		const panel = await open({
			events: [
				...answered('1', 'One.'),
				...answered('2', 'Two.', { text: 'Why?' }),
				...answered('3', 'Three.', { pictures: ['chart-sales.png'] }),
			],
		});
		const rule = panel.page.getByText('New pictures: those above are no longer sent');
		await expect(rule).toHaveCount(1);
		await expect(panel.turns.nth(2)).toContainText('New pictures');
	});

	it('shows the uses of earlier answers under the pointer and with the focus, and always in high contrast', async () => {
		const panel = await open({ events: tenTurns });
		const row = panel.turns.nth(7).locator('.row');
		const opacity = async (): Promise<string> => row.evaluate((element) => getComputedStyle(element).opacity);
		const heights = async (): Promise<number> =>
			panel.turns.nth(7).evaluate(({ offsetHeight }: HTMLElement) => offsetHeight);
		const height = await heights();
		expect(await opacity()).toBe('0');
		expect(
			await panel.turns
				.last()
				.locator('.row')
				.evaluate((element) => getComputedStyle(element).opacity),
		).toBe('1');
		await panel.turns.nth(7).hover();
		expect(await opacity()).toBe('1');
		expect(await heights()).toBe(height);
		await panel.page.locator('#question').hover();
		expect(await opacity()).toBe('0');
		await panel.turns.nth(7).getByRole('button', { name: 'Copy', exact: true }).focus();
		expect(await opacity()).toBe('1');
		await panel.page.keyboard.press('Enter');
		await expect.poll(() => panel.sent).toEqual([{ type: 'useAnswer', turnId: '7', how: 'copy' }]);
		await panel.page.locator('#question').focus();
		await panel.wear('Dark High Contrast');
		expect(await opacity()).toBe('1');
	});

	it('has at most twenty-five tab stops after ten questions', async () => {
		const panel = await open({ events: tenTurns });
		await panel.page.locator('main').focus();
		const stops = new Set<string>();
		for (let count = 1; count <= 60; count++) {
			await panel.page.keyboard.press('Tab');
			const id = await panel.page.evaluate(
				() => `${[...document.querySelectorAll('*')].indexOf(document.activeElement ?? document.body)}`,
			);
			if (stops.has(id)) break;
			stops.add(id);
		}
		console.log(`      ${stops.size} tab stops after ten questions`);
		expect(stops.size).toBeGreaterThan(10);
		expect(stops.size).toBeLessThanOrEqual(25);
	});
});

describe('The room in the panel', () => {
	const open = usePanelPage();

	it('is for answers: one line takes 80 pixels at most, the box 96', async () => {
		const panel = await open({
			events: [...answered('1', 'A settings window.'), ...answered('2', 'x', { text: 'y' })],
		});
		const { answer, box } = await panel.page.evaluate(() => {
			const bottomOf = (selector: string): number =>
				document.querySelector(selector)?.getBoundingClientRect().bottom ?? Number.NaN;
			return {
				answer: bottomOf('.turn') - bottomOf('.turn .card'),
				box: document.querySelector('form')?.offsetHeight ?? Number.NaN,
			};
		});
		console.log(`      an answer of one line: ${answer} px; the box: ${box} px`);
		expect(answer).toBeLessThanOrEqual(80);
		expect(box).toBeLessThanOrEqual(96);
	});

	it('is for the conversation also at 200 %: sixty per cent of the height', async () => {
		const panel = await open({
			events: panelStates({ message: 'x' })['long'] ?? [],
			viewport: { width: 160, height: 347 },
		});
		const share = await panel.page.evaluate(
			() => (document.querySelector('main')?.clientHeight ?? 0) / window.innerHeight,
		);
		console.log(`      at 200 % the conversation has ${Math.round(share * 100)} % of the height`);
		expect(share).toBeGreaterThanOrEqual(0.6);
	});
});

describe('The uses of an answer in the panel', () => {
	const open = usePanelPage();

	it('copy it as plain text', async () => {
		const panel = await open({ events: answered('1', 'A **bold** word.\n\n| a | b |\n| - | - |\n| 1 | 2 |') });
		await panel.chooseMore('Copy as Plain Text');
		await expect.poll(() => panel.sent).toEqual([{ type: 'copyText', text: 'A bold word.\n\na: 1; b: 2' }]);
	});

	it('copy it as HTML, with its text beside, and without the controls of the page', async () => {
		const panel = await open({ events: answered('1', 'A **bold** word, a.ts:1.\n\n```ts\nconst a = 1;\n```') });
		await panel.apply({ kind: 'linked', turnId: '1', places: ['a.ts:1'] });
		await expect(panel.button('a.ts:1')).toBeVisible();
		await panel.chooseMore('Copy as HTML');
		const read = async (type: string): Promise<string> =>
			panel.page.evaluate(async (wanted) => {
				const [item] = await navigator.clipboard.read();
				return item?.types.includes(wanted) ? (await item.getType(wanted)).text() : '';
			}, type);
		await expect.poll(() => read('text/html')).toContain('<p dir="auto">A <strong>bold</strong> word, a.ts:1.</p>');
		const html = await read('text/html');
		expect(html).toContain('<pre><code>const a = 1;</code></pre>');
		expect(html).not.toMatch(/<button|class=|data-|tabindex|Copy Code|Open in Editor/);
		expect(await read('text/plain')).toBe('A bold word, a.ts:1.\n\nconst a = 1;');
		expect(panel.sent).toEqual([]);
	});

	it('say on wish what was sent, and for whom', async () => {
		const panel = await open({ events: answered('1', 'An answer.') });
		const summary = panel.turns.locator('.summary');
		await expect(summary).toBeHidden();
		await expect(panel.turns.locator('.by')).toHaveText('glm-4.6v-flash');
		await panel.chooseMore('What Was Sent');
		await expect(summary).toHaveText(
			'glm-4.6v-flash · 127.0.0.1 · PNG 1280×800, 87 KB · 1,801 tokens (1,234 in, 567 out)',
		);
		await expect(panel.button('More')).toBeFocused();
		await panel.chooseMore('What Was Sent');
		await expect(summary).toBeHidden();
	});

	it('lead to more about the same picture', async () => {
		const panel = await open({ events: answered('1', 'An answer.') });
		await panel.button('Extract Text').click();
		await expect.poll(() => panel.sent).toEqual([{ type: 'ask', task: 'extractText', text: '' }]);
	});
});
