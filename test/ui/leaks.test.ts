// What a model writes must not make the panel ask anybody: as it is drawn, and even if it got into the page as HTML.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { GlmServer } from '../support/glmServer.ts';
import { describeImage, turns, waitForTurn } from '../support/panelDriver.ts';
import { useWindow } from '../support/useWindow.ts';
import type { VscodeWindow } from '../support/window.ts';

/** Ways to have a page load something, by the address that is asked. */
const ways: Readonly<Record<string, (address: string) => string>> = {
	'img src': (a) => `<img src="${a}">`,
	srcset: (a) => `<img srcset="${a} 2x">`,
	picture: (a) => `<picture><source srcset="${a}"><img></picture>`,
	'video poster': (a) => `<video poster="${a}"></video>`,
	'video src': (a) => `<video src="${a}" autoplay></video>`,
	audio: (a) => `<audio src="${a}" autoplay></audio>`,
	'input type=image': (a) => `<input type="image" src="${a}">`,
	'style attribute': (a) => `<p style="background: url(${a})">x</p>`,
	'style element': (a) => `<style>p { background: url(${a}) }</style><p>x</p>`,
	'@import': (a) => `<style>@import url(${a});</style>`,
	'background attribute': (a) => `<table background="${a}"><tr><td>x</td></tr></table>`,
	'SVG image': (a) => `<svg><image href="${a}" width="9" height="9"></image></svg>`,
	'SVG use': (a) => `<svg><use href="${a}#x"></use></svg>`,
	iframe: (a) => `<iframe src="${a}"></iframe>`,
	object: (a) => `<object data="${a}"></object>`,
	embed: (a) => `<embed src="${a}">`,
	'link rel=stylesheet': (a) => `<link rel="stylesheet" href="${a}">`,
	'link rel=preload': (a) => `<link rel="preload" as="image" href="${a}">`,
	'img onerror': (a) => `<img src="x:" onerror="fetch('${a}')">`,
	'meta refresh': (a) => `<meta http-equiv="refresh" content="0; url=${a}">`,
	Markdown: (a) => `![x](${a})`,
};

const schemes = ['command:workbench.action.quit', 'vscode://glimpse/x', 'javascript:alert(1)', 'file:///etc/passwd'];

describe('An answer that wants to load something', () => {
	const asked: string[] = [];
	let elsewhere: Server;
	let glm: GlmServer;
	let window: VscodeWindow;

	before(async () => {
		elsewhere = createServer((request, response) => {
			asked.push(request.url ?? '');
			response.end();
		}).listen(0, '127.0.0.1');
		await once(elsewhere, 'listening');
	});
	after(() => {
		elsewhere?.close();
	});
	useWindow((opened) => {
		({ glm, window } = opened);
	});

	const addressOf = (way: string): string =>
		`http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/${encodeURIComponent(way)}`;
	const parts = (): string[] => Object.entries(ways).map(([way, write]) => write(addressOf(way)));

	it('loads nothing, whichever of twenty-one ways it takes, and links nowhere but to https, http and mailto', async () => {
		const links = [...schemes, 'data:text/html,x', 'https://example.com/', 'mailto:a@example.com'].map(
			(url) => `[link](${url})`,
		);
		glm.script({ kind: 'text', text: [...parts(), links.join(' ')].join('\n\n') });
		await describeImage(window, 'dialog-light.png');
		const turn = await waitForTurn(window, 'done');
		const hrefs = await turn.locator('.answer a').evaluateAll((all) => all.map((link) => link.getAttribute('href')));
		assert.deepEqual(hrefs, ['https://example.com/', 'mailto:a@example.com']);
		assert.match(await turn.locator('.answer').innerText(), /<iframe src=/);
		assert.deepEqual(asked, []);
	});

	it('would load nothing even if it stood in the page as HTML', async () => {
		const frame = await window.panelFrame();
		const { 'meta refresh': _, ...others } = ways;
		const html = Object.entries(others)
			.map(([way, write]) => write(addressOf(way)))
			.join('');
		const refused = await frame.evaluate(async (written) => {
			const violations: string[] = [];
			document.addEventListener('securitypolicyviolation', (event) => violations.push(event.effectiveDirective));
			const container = document.createElement('div');
			document.body.append(container);
			container.innerHTML = written;
			await new Promise((resolve) => requestIdleCallback(resolve));
			await fetch(location.href).catch(() => undefined);
			container.remove();
			return violations;
		}, html);
		// The policy was asked at all.
		for (const directive of ['img-src', 'media-src', 'style-src-elem', 'frame-src', 'object-src', 'script-src-attr']) {
			assert.ok(refused.includes(directive), `${directive} of ${refused.join(', ')}`);
		}
		assert.deepEqual(asked, []);
		assert.ok((await turns(window).count()) > 0);
	});

	it('would not lead the page elsewhere', async () => {
		const frame = await window.panelFrame();
		const left = window.page.waitForEvent('framenavigated');
		await frame.evaluate(
			(written) => {
				document.body.insertAdjacentHTML('beforeend', written);
			},
			ways['meta refresh']?.(addressOf('meta refresh')) ?? '',
		);
		// The frame may be lost; the address is not asked, since the editor's own policy allows its pages only.
		await left;
		assert.deepEqual(asked, []);
	});
});
