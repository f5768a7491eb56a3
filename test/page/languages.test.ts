import { expect } from '@playwright/test';
import { panelStates } from '../support/pageAnswers.ts';
import { usePanelPage } from '../support/pagePanel.ts';
import { wordsOf, type PageLanguage } from '../support/webviewPage.ts';
import { overflowing } from '../support/panelChecks.ts';
import { themes } from '../support/themes.ts';

const languages: readonly PageLanguage[] = ['zh-cn', 'ja'];

const inItsScript = /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}/u;

/** The name of the extension, of files, keys and models, what the user has asked, and what was sent. */
const asGiven =
	/^(?:Glimpse|[\w-]+\.(?:png|jpg)|Question \d+: .*|Ctrl\+[\w+.]+|127\.0\.0\.1|(?:glm-4\.6v-flash)?(?: · 127\.0\.0\.1 · )?(?:(?:PNG|JPEG) [\d×]+, \d+ KB\s*)*)$/;

for (const language of languages) {
	describe(`The panel in the language ${language}`, () => {
		const open = usePanelPage();
		const words = wordsOf(language);
		/** A sentence of the host, filled in. */
		const say = (english: string, ...values: readonly string[]): string =>
			(words[english] ?? '').replaceAll(/\{(\d)\}/g, (_, index: string) => values[Number(index)] ?? '');
		const states = panelStates({
			message: say('There is no balance for this API key at {0}. Top it up, then ask again.', 'open.bigmodel.cn'),
			action: { id: 'openBilling', label: say('Open Billing Page') },
		});

		for (const [state, events] of Object.entries(states)) {
			it(`has no English words, and nothing sticks out or is cut off in any theme: ${state}`, async () => {
				const panel = await open({ language, events });
				await expect(panel.page.locator('html')).toHaveAttribute('lang', language);
				for (const theme of themes) {
					await panel.wear(theme);
					expect(await overflowing(panel.page), theme).toEqual([]);
				}
				await panel.screenshot(`panel-${language}-${state}.png`);
				const read = await panel.page.evaluate(() => {
					const texts: string[] = [];
					for (const each of document.querySelectorAll<HTMLElement>('body :not(script, svg, svg *)')) {
						if (each.closest('.answer, .reasoning, .plain-text')) continue;
						texts.push(each.ariaLabel ?? '', each.title, each.getAttribute('placeholder') ?? '');
						for (const node of each.childNodes) if (node instanceof Text) texts.push(node.data);
					}
					return texts;
				});
				expect(read.filter((text) => inItsScript.test(text)).length).toBeGreaterThan(20);
				const others = read.filter((text) => /\p{L}/u.test(text) && !inItsScript.test(text));
				expect(others.filter((text) => !asGiven.test(text))).toEqual([]);
			});
		}
	});
}
