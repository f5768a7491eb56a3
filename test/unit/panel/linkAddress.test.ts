import assert from 'node:assert/strict';
import fc from 'fast-check';
import { linkAddress } from '../../../media/panel/linkAddress.ts';

describe('The address of a link in an answer', () => {
	for (const [written, address] of [
		['https://example.com/a?b#c', 'https://example.com/a?b#c'],
		['http://example.com', 'http://example.com/'],
		['HTTPS://Example.com', 'https://example.com/'],
		['mailto:a@example.com', 'mailto:a@example.com'],
	] as const) {
		it(`is ${address} for ${written}`, () => assert.equal(linkAddress(written), address));
	}

	for (const written of [
		'command:workbench.action.quit',
		'vscode://publisher.extension/x',
		'vscode-insiders://publisher.extension/x',
		'vscode-webview-resource://x/y',
		'javascript:alert(1)',
		'JavaScript:alert(1)',
		' javascript:alert(1)',
		'java\nscript:alert(1)',
		'\u0001javascript:alert(1)',
		'file:///etc/passwd',
		'data:text/html,x',
		'blob:https://example.com/x',
		'view-source:https://example.com',
		'//example.com/x',
		'/etc/passwd',
		'readme.md',
		'#top',
		'',
	]) {
		it(`is none for ${JSON.stringify(written)}`, () => assert.equal(linkAddress(written), undefined));
	}

	it('begins with one of the three protocols, whatever a model writes', () => {
		const scheme = fc.constantFrom(
			'http:',
			'https:',
			'mailto:',
			'command:',
			'vscode:',
			'javascript:',
			'file:',
			'data:',
			'',
		);
		const written = fc.tuple(fc.string({ maxLength: 3 }), scheme, fc.webPath(), fc.string());
		fc.assert(
			fc.property(written, (parts) => assert.match(linkAddress(parts.join('')) ?? 'mailto:', /^(https?|mailto):/)),
		);
	});
});
