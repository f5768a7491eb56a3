import { expect } from '@playwright/test';
import { noUsage, type SessionUsage } from '../../src/core/sessionUsage.ts';
import { usePanelPage, type PanelPage } from '../support/pagePanel.ts';
import type { PageLanguage } from '../support/webviewPage.ts';

describe('What the answers of a session took', () => {
	const open = usePanelPage();
	/** In the zone of this machine, which is the browser's. */
	const now = new Date(2026, 10, 28, 9, 30);

	async function openAtNine(language: PageLanguage = 'en'): Promise<PanelPage> {
		return open({ language, beforeLoad: (page) => page.clock.setFixedTime(now) });
	}

	/** What stands in the foot, with plain spaces, and all of it in its tooltip. */
	async function foot(panel: PanelPage, usage: Partial<SessionUsage>): Promise<readonly [foot: string, all: string]> {
		await panel.post({ type: 'usage', usage: { ...noUsage, ...usage } });
		await panel.drawn();
		const used = panel.page.locator('.used');
		const plain = (words: string | null): string => (words ?? '').replaceAll(/\s/g, ' ');
		return [plain(await used.textContent()), plain(await used.getAttribute('title'))];
	}

	it('is nothing before the first, then a sum where each token is billed', async () => {
		const panel = await openAtNine();
		expect(await foot(panel, {})).toEqual(['', '']);
		expect(await foot(panel, { tokens: 1234 })).toEqual([
			'1,234 tokens',
			'This session: 1,234 tokens · free of charge',
		]);
		expect(await foot(panel, { tokens: 1234, costs: { '¥': 0.0123 } })).toEqual([
			'¥0.012',
			'This session: 1,234 tokens · about ¥0.012',
		]);
		expect(await foot(panel, { tokens: 1234, hasUnknownPrice: true })).toEqual([
			'1,234 tokens',
			'This session: 1,234 tokens',
		]);
	});

	const sentences: Readonly<Record<PageLanguage, readonly [today: string, another: string, unknown: string]>> = {
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
			const at = async (resetsAt: number | undefined): Promise<string> => {
				const [short, all] = await foot(panel, { tokens: 1234, costs: { '¥': 5 }, plan: { percent: 42.4, resetsAt } });
				expect(all.endsWith(` · ${short}`)).toBe(true);
				return all;
			};
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
		expect(await foot(panel, { tokens: 1234, plan })).toEqual(['1,234 tokens', 'This session: 1,234 tokens']);
		const used = '42% of the plan used';
		expect(await foot(panel, { plan: { ...plan, resetsAt: undefined } })).toEqual([used, used]);
	});
});
