// What a model writes must not make the panel ask anybody: as it is drawn, and even if it got into the page as HTML.
import { expect } from '@playwright/test';
import { answered } from '../support/pageConversation.ts';
import { usePanelPage } from '../support/pagePanel.ts';
import { waysToLoad } from '../support/pageWaysToLoad.ts';

const addressOf = (way: string): string => `https://elsewhere.test/${encodeURIComponent(way)}`;
const ways = Object.entries(waysToLoad).map(([way, write]) => ({ way, html: write(addressOf(way)) }));

describe('An answer that wants to load something', () => {
	const open = usePanelPage();

	it('loads nothing, whichever of twenty-one ways it takes', async () => {
		const panel = await open({ events: answered('1', ways.map(({ html }) => html).join('\n\n')) });
		const answer = panel.turn('done').locator('.answer');
		await expect(answer).toContainText('<iframe src=');
		await expect(answer.locator('img, video, audio, iframe, object, embed, link, style, svg, [style]')).toHaveCount(0);
		await panel.requestsSeen();
		expect(panel.requested).toEqual([]);
	});

	it('links nowhere but to https, http and mailto', async () => {
		const allowed = ['https://example.com/', 'http://example.com/', 'mailto:a@example.com'];
		const others = [
			'command:workbench.action.quit',
			'vscode://glimpse/x',
			'javascript:alert(1)',
			'file:///etc/passwd',
			'data:text/html,x',
		];
		const panel = await open({
			events: answered('1', [...others, ...allowed].map((address) => `[link](${address})`).join(' ')),
		});
		const links = panel.turn('done').locator('.answer a');
		expect(await links.evaluateAll((all) => all.map((link) => link.getAttribute('href')))).toEqual(allowed);
	});

	it('would load nothing even if it stood in the page as HTML', async () => {
		const panel = await open();
		// Its policy lets the page be led elsewhere: that the editor's own forbids.
		const html = ways.map((each) => (each.way === 'meta refresh' ? '' : each.html)).join('');
		const refused = await panel.page.evaluate(async (written) => {
			const violations: string[] = [];
			document.addEventListener('securitypolicyviolation', (event) => violations.push(event.effectiveDirective));
			const container = document.createElement('div');
			document.body.append(container);
			container.innerHTML = written;
			await new Promise((resolve) => requestIdleCallback(resolve));
			return violations;
		}, html);
		// The policy was asked at all.
		for (const directive of ['img-src', 'media-src', 'style-src-elem', 'frame-src', 'object-src', 'script-src-attr']) {
			expect(refused).toContain(directive);
		}
		await panel.requestsSeen();
		expect(panel.requested).toEqual([]);
	});

	it('would load it in a page without a policy', async () => {
		const panel = await open();
		for (const { way, html } of ways) {
			// The browser draws no foreign part of an SVG file; the other is no HTML.
			if (way === 'SVG use' || way === 'Markdown') continue;
			await panel.page.route('https://webview.test/without-policy', (route) =>
				route.fulfill({ contentType: 'text/html', body: html }),
			);
			const asked = panel.page.waitForRequest(addressOf(way));
			await panel.page.goto('https://webview.test/without-policy', { waitUntil: 'commit' });
			await asked;
		}
	});
});
