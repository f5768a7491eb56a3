import { expect } from '@playwright/test';
import type { Conversation, ConversationEvent } from '../../src/core/conversation.ts';
import { answered, asked, attached, ended, thisMachine, written } from '../support/pageConversation.ts';
import { usePanelPage } from '../support/pagePanel.ts';

const start = Date.UTC(2026, 0, 1);

const queued = (question: Conversation['queued']): ConversationEvent => ({ kind: 'queued', queued: question });

describe('The box for the question', () => {
	const open = usePanelPage();

	it('has Stop in the place of Ask while an answer is written', async () => {
		const panel = await open({ events: answered('1', 'x') });
		const place = await panel.button('Ask').boundingBox();
		await panel.button('Ask').focus();
		await panel.apply(...asked('2', { text: 'And why?' }));
		await expect(panel.button('Ask')).toBeHidden();
		await expect(panel.button('Stop')).toBeFocused();
		expect(await panel.button('Stop').boundingBox()).toEqual(place);
		await panel.button('Stop').click();
		await expect.poll(() => panel.sent).toEqual([{ type: 'stop' }]);
		await panel.apply({ kind: 'ended', turnId: '2', status: 'stopped' });
		await expect(panel.button('Stop')).toBeHidden();
		await expect(panel.button('Ask')).toBeVisible();
	});

	it('stops an answer with Escape, wherever the focus is, and only one that is written', async () => {
		const panel = await open({ events: [...asked('1'), written('1', 'It')] });
		await panel.page.keyboard.press('Escape');
		await panel.page.locator('#question').focus();
		await panel.page.keyboard.press('Escape');
		await panel.page.locator('main').focus();
		await panel.page.keyboard.press('Escape');
		await expect.poll(() => panel.sent).toEqual([{ type: 'stop' }, { type: 'stop' }, { type: 'stop' }]);
		await panel.apply(...ended('1'));
		await expect(panel.button('Ask')).toBeVisible();
		await panel.page.keyboard.press('Escape');
		await panel.button('Attach…').click();
		await expect.poll(() => panel.sent.slice(3)).toEqual([{ type: 'attach' }]);
	});

	it('counts the seconds of an answer, and says how it stops', async () => {
		const panel = await open({ beforeLoad: async ({ clock }) => clock.install({ time: start }) });
		await panel.page.clock.pauseAt(start + 60_000);
		const where = panel.page.locator('.foot .where');
		const [question, ...others] = asked('1');
		if (question?.kind !== 'asked') throw new Error(question?.kind);
		await panel.apply({ ...question, at: start + 60_000 });
		await panel.page.clock.runFor(20);
		await expect(where).toHaveText('Preparing · 0 s');
		await panel.apply(...others);
		await panel.page.clock.runFor(1040);
		await expect(where).toHaveText('Waiting · 1 s');
		await panel.apply(written('1', 'It'));
		await panel.page.clock.runFor(1040);
		await expect(where).toHaveText('Writing · 2 s');
		await expect(panel.page.locator('.foot .used')).toHaveText('Esc stops · Enter asks next');
		await expect(panel.page.locator('.bar')).toBeVisible();
		await panel.apply({ kind: 'ended', turnId: '1', status: 'done', at: start + 64_200 });
		await panel.page.clock.runFor(20);
		await expect(panel.page.locator('.bar')).toBeHidden();
		await expect(where).toHaveText('127.0.0.1');
		await expect(panel.turns.locator('.by')).toHaveText('glm-4.6v-flash · 4.2 s');
	});

	it('takes the next question while an answer is written, and shows it', async () => {
		const panel = await open({ events: [...asked('1'), written('1', 'It')] });
		const waiting = panel.page.locator('.queued');
		await expect(waiting).toBeHidden();
		await panel.page.locator('#question').fill('And which quarter fell?');
		await panel.page.locator('#question').press('Enter');
		await expect.poll(() => panel.sent).toEqual([{ type: 'ask', task: 'ask', text: 'And which quarter fell?' }]);
		await expect(panel.page.locator('#question')).toHaveValue('');
		await panel.apply(queued({ task: 'ask', text: 'And which quarter fell?', behind: '1' }));
		await expect(waiting).toBeVisible();
		await expect(waiting.getByRole('status')).toHaveText('Next: And which quarter fell?');
		await panel.button('Ask Now').click();
		await panel.button('Drop This Question').click();
		await expect.poll(() => panel.sent.slice(1)).toEqual([{ type: 'askQueued' }, { type: 'unqueue' }]);
		await panel.apply(queued({ task: 'readChart', text: '', behind: '1' }));
		await expect(waiting).toContainText('Next: Read Chart');
		await panel.apply(queued(undefined));
		await expect(waiting).toBeHidden();
	});

	it('offers the picture that is open in the editor', async () => {
		const panel = await open({ openPicture: 'chart-sales.png' });
		const question = panel.page.locator('#question');
		const chip = panel.page.locator('button.offer');
		await expect(chip).toHaveText('chart-sales.png');
		await expect(panel.button('Attach chart-sales.png, which is open in the editor')).toBeVisible();
		await expect(question).toHaveAttribute('placeholder', 'Ask about chart-sales.png…');
		await chip.click();
		await expect.poll(() => panel.sent).toEqual([{ type: 'attachOpen' }]);
		await panel.post({ type: 'openPicture', name: 'photo-landscape.jpg' });
		await expect(chip).toHaveText('photo-landscape.jpg');
		await panel.apply(attached('settings-light.png'));
		await expect(chip).toBeHidden();
		await panel.apply({ kind: 'detached', id: 'waiting-settings-light.png' });
		await expect(chip).toBeVisible();
		await panel.post({ type: 'openPicture', name: undefined });
		await expect(chip).toBeHidden();
		await expect(question).toHaveAttribute('placeholder', 'Attach a picture to ask about it');
	});

	it('describes the open picture with Enter alone, and asks about it with words', async () => {
		const panel = await open({ openPicture: 'chart-sales.png' });
		const question = panel.page.locator('#question');
		await expect(panel.button('Describe')).toBeVisible();
		await question.press('Enter');
		await expect.poll(() => panel.sent).toEqual([{ type: 'ask', task: 'describe', text: '', withOpen: true }]);
		await question.fill('Which quarter fell?');
		await panel.button('Ask').click();
		await expect
			.poll(() => panel.sent.at(-1))
			.toEqual({ type: 'ask', task: 'ask', text: 'Which quarter fell?', withOpen: true });
	});

	it('asks about the conversation where there is one, and offers another picture, but not one that it is about', async () => {
		const panel = await open({ events: answered('1', 'x'), openPicture: 'chart-sales.png' });
		const chip = panel.page.locator('button.offer');
		await expect(chip).toBeVisible();
		await panel.page.locator('#question').fill('And why?');
		await panel.page.locator('#question').press('Enter');
		await expect.poll(() => panel.sent).toEqual([{ type: 'ask', task: 'ask', text: 'And why?' }]);
		await panel.post({ type: 'openPicture', name: 'settings-light.png' });
		await expect(chip).toBeHidden();
	});

	it('is never disabled, and says what is missing', async () => {
		const panel = await open();
		await panel.page.locator('#question').fill('What is it?');
		await panel.page.locator('#question').press('Enter');
		await expect(panel.page.getByRole('alert')).toHaveText('There is no picture yet. Attach, paste or drop one first.');
		await expect(panel.page.locator('#question')).toHaveValue('What is it?');
		expect(panel.sent).toEqual([]);
		await panel.apply(attached('settings-light.png'));
		await expect(panel.page.getByRole('alert')).toBeHidden();
	});

	it('says where the pictures go, and what the answers have cost', async () => {
		const panel = await open();
		const where = panel.page.locator('.foot .where');
		const used = panel.page.locator('.foot .used');
		await expect(where).toHaveText('127.0.0.1');
		await expect(used).toBeHidden();
		await panel.apply(attached('settings-light.png'));
		await expect(where).toHaveText('1 picture goes to 127.0.0.1');
		await panel.apply(attached('chart-sales.png'));
		await expect(where).toHaveText('2 pictures go to 127.0.0.1');
		await panel.post({ type: 'nextAnswerer', nextAnswerer: { answerer: thisMachine, setting: 'local' } });
		await expect(where).toHaveText('Nothing leaves this machine');
		await panel.post({ type: 'usage', usage: { tokens: 1449, costs: { '¥': 0.00234 }, hasUnknownPrice: false } });
		await expect(used).toHaveText('¥0.0023');
		await expect(used).toHaveAttribute('title', 'This session: 1,449 tokens · about ¥0.0023');
		await panel.post({ type: 'usage', usage: { tokens: 1449, costs: {}, hasUnknownPrice: true } });
		await expect(used).toHaveText('1,449 tokens');
	});

	it('grows with what is written, up to eight lines', async () => {
		const panel = await open({ events: answered('1', 'x') });
		const question = panel.page.locator('#question');
		const height = async (): Promise<number> => question.evaluate(({ offsetHeight }: HTMLElement) => offsetHeight);
		const one = await height();
		await question.fill('1\n2\n3');
		expect(await height()).toBeGreaterThan(2 * one - 12);
		const many = Array.from({ length: 8 }, (_, index) => index).join('\n');
		await question.fill(many);
		const eight = await height();
		await question.fill(`${many}\nfurther\nlines`);
		expect(await height()).toBe(eight);
	});

	it('has the focus when the page as a whole gets it', async () => {
		const panel = await open();
		// It had it before its script was there.
		await expect(panel.page.locator('#question')).toBeFocused();
		await panel.page.evaluate(() => {
			(document.activeElement as HTMLElement | null)?.blur();
			window.dispatchEvent(new Event('focus'));
		});
		await expect(panel.page.locator('#question')).toBeFocused();
		await panel.button('Attach…').focus();
		await panel.page.evaluate(() => window.dispatchEvent(new Event('focus')));
		await expect(panel.button('Attach…')).toBeFocused();
	});
});

describe('The panel before the first question', () => {
	const open = usePanelPage();

	it('offers what one can do', async () => {
		const panel = await open();
		for (const [name, message] of [
			['Describe Image', { type: 'start', what: 'describe' }],
			['Explain Screenshot from Clipboard', { type: 'start', what: 'explainClipboard' }],
			['or paste pictures', { type: 'attach' }],
			['Show How to Write Alt Text', { type: 'start', what: 'altText' }],
		] as const) {
			await panel.page.locator('.empty button', { hasText: name }).click();
			await expect.poll(() => panel.sent.at(-1)).toEqual(message);
		}
		await expect(panel.page.locator('.key')).toBeHidden();
		await panel.post({ type: 'openPicture', name: 'chart-sales.png' });
		await expect(panel.page.locator('.empty button').first()).toHaveText('Describe Imagechart-sales.png');
		await panel.apply(...asked('1'));
		await expect(panel.page.locator('.empty')).toBeHidden();
	});

	it('offers a key and a model to who has none, unless this machine was chosen', async () => {
		const panel = await open({ nextAnswerer: { answerer: thisMachine, setting: 'auto' } });
		for (const name of ['Set API Key', 'Get an API Key', 'Select Model']) await panel.button(name).click();
		await expect
			.poll(() => panel.sent)
			.toEqual([{ type: 'setApiKey' }, { type: 'getApiKey' }, { type: 'selectModel' }]);
		await expect(panel.button('What to do: Describe')).toBeVisible();
		await panel.screenshot('panel-no-key.png');
		await panel.post({ type: 'nextAnswerer', nextAnswerer: { answerer: thisMachine, setting: 'local' } });
		await expect(panel.page.locator('.key')).toBeHidden();
	});
});
