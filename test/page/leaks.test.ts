// What a model writes must not make the panel ask anybody: as it is drawn, and even if it got into the page as HTML.
import { expect } from '@playwright/test';
import { answerCases } from '../support/answerCases.ts';
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

	it('loads nothing in formulas, tables and footnotes, and keeps none of their attributes', async () => {
		const address = addressOf('formula');
		const asking = [
			...['href', 'url', 'includegraphics'].map((command) => `$\\${command}{${address}}{x}$`),
			`$\\html{${address}} \\htmlData{a=${address}}{x} \\style{background:url(${address})}{x} \\class{a}{x}$`,
			`$\\def\\x{\\href{${address}}{y}}\\x$ $\\newcommand{\\x}{${address}}\\x$ $\\color{url(${address})}{x}$`,
			`$\\text{<img src="${address}">}$ $\\mathtip{x}{<img src="${address}">}$`,
			`<table background="${address}"><tr style="background: url(${address})"><td onclick="fetch('${address}')">a</td></tr></table>`,
			`<details ontoggle="fetch('${address}')" open><summary style="background: url(${address})">a</summary></details>`,
			`<b onmouseover="fetch('${address}')">a</b><br style="background: url(${address})"><sub id="a">a</sub>`,
			`a[^1]\n\n[^1]: ![x](${address}) <img src="${address}">`,
		];
		const cases = Object.values(answerCases).flatMap((all) => all.map(([, markdown]) => markdown));
		const panel = await open({ events: answered('1', [...asking, ...cases].join('\n\n')) });
		const answer = panel.turn('done').locator('.answer');
		await expect(answer.locator('math').first()).toBeVisible();
		await expect(
			answer.locator('img, a:not([href="https://a.test/"]), script, style, [style*="url"], [id], [onclick]'),
		).toHaveCount(0);
		const names = await answer.evaluate((element) => [
			...new Set([...element.querySelectorAll('*')].flatMap((each) => each.getAttributeNames())),
		]);
		expect(names.filter((name) => /^on|src|background/.test(name))).toEqual([]);
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
