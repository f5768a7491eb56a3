import { expect } from '@playwright/test';
import { noUsage, type SessionUsage } from '../../src/core/sessionUsage.ts';
import { usePanelPage, type PanelLanguage, type PanelPage } from '../support/pagePanel.ts';

describe('What the answers of a session took', () => {
	const open = usePanelPage();
	/** In the zone of this machine, which is the browser's. */
	const now = new Date(2026, 10, 28, 9, 30);

	async function openAtNine(language: PanelLanguage = 'en'): Promise<PanelPage> {
		return open({ language, beforeLoad: (page) => page.clock.setFixedTime(now) });
	}

	/** What stands in the foot, with plain spaces. */
	async function foot(panel: PanelPage, usage: Partial<SessionUsage>): Promise<string> {
		await panel.post({ type: 'usage', usage: { ...noUsage, ...usage } });
		await panel.drawn();
		return (await panel.page.locator('.used').innerText()).replaceAll(/\s/g, ' ');
	}

	it('is nothing before the first, then a sum where each token is billed', async () => {
		const panel = await openAtNine();
		expect(await foot(panel, {})).toBe('');
		expect(await foot(panel, { tokens: 1234 })).toBe('This session: 1,234 tokens · free of charge');
		expect(await foot(panel, { tokens: 1234, costs: { '¥': 0.0123 } })).toBe(
			'This session: 1,234 tokens · about ¥0.012',
		);
		expect(await foot(panel, { tokens: 1234, hasUnknownPrice: true })).toBe('This session: 1,234 tokens');
	});

	const sentences: Readonly<Record<PanelLanguage, readonly [today: string, another: string, unknown: string]>> = {
		en: [
			'This session: 1,234 tokens · 42% of the plan used, resets 2:10 PM',
			'This session: 1,234 tokens · 42% of the plan used, resets Dec 1, 2026, 2:10 PM',
			'This session: 1,234 tokens · 42% of the plan used',
		],
		'zh-cn': [
			'本次会话：1,234 token · 套餐已使用 42%，14:10 重置',
			'本次会话：1,234 token · 套餐已使用 42%，2026年12月1日 14:10 重置',
			'本次会话：1,234 token · 套餐已使用 42%',
		],
		ja: [
			'このセッション: 1,234 トークン · プランの 42% を使用済み、14:10 にリセット',
			'このセッション: 1,234 トークン · プランの 42% を使用済み、2026/12/01 14:10 にリセット',
			'このセッション: 1,234 トークン · プランの 42% を使用済み',
		],
	};
	for (const language of ['en', 'zh-cn', 'ja'] as const) {
		it(`is a part of the plan that pays, and no sum, in the language ${language}`, async () => {
			const panel = await openAtNine(language);
			const at = (resetsAt: number | undefined): Promise<string> =>
				foot(panel, { tokens: 1234, costs: { '¥': 5 }, plan: { percent: 42.4, resetsAt } });
			expect([
				await at(new Date(2026, 10, 28, 14, 10).getTime()),
				await at(new Date(2026, 11, 1, 14, 10).getTime()),
				await at(undefined),
			]).toEqual(sentences[language]);
		});
	}

	it('says nothing of a plan that was reset since, and something of one whose service counts no tokens', async () => {
		const panel = await openAtNine();
		const plan = { percent: 42, resetsAt: now.getTime() };
		expect(await foot(panel, { tokens: 1234, plan })).toBe('This session: 1,234 tokens');
		expect(await foot(panel, { plan: { ...plan, resetsAt: undefined } })).toBe('42% of the plan used');
	});
});
