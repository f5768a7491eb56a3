import assert from 'node:assert/strict';
import { parsePanelMessage } from '../../../src/core/protocol.ts';

describe('parsePanelMessage', () => {
	for (const message of [
		{ type: 'ready' },
		{ type: 'ask', task: 'ask', text: 'Why?' },
		{ type: 'ask', task: 'extractText', text: '' },
		{ type: 'ask', task: 'describe', text: '', withOpen: true },
		{ type: 'unqueue' },
		{ type: 'askQueued' },
		{ type: 'attachOpen' },
		{ type: 'openSource', turnId: 'a', index: 0 },
		{ type: 'attach' },
		{ type: 'attachFiles', files: [{ name: 'a.png', bytes: new Uint8Array(2) }] },
		{ type: 'attachUris', uris: ['file:///a.png'] },
		{ type: 'attachAddresses', addresses: ['https://example.com/a.png'] },
		{ type: 'detach', id: 'a' },
		{ type: 'attachRegion', id: 'a', region: { left: 0, top: 0.25, right: 0.5, bottom: 1 } },
		{ type: 'move', id: 'a', to: 0 },
		{ type: 'getPicture', id: 'p' },
		{ type: 'act', turnId: 'a', action: 'setApiKey' },
		{ type: 'act', turnId: 'a', action: 'useModel' },
		{ type: 'selectModel' },
		{ type: 'start', what: 'explainClipboard' },
	]) {
		it(`takes ${JSON.stringify(message)}`, () => assert.deepEqual(parsePanelMessage(message), message));
	}

	it('takes no model from the page', () => {
		const message = { type: 'act', turnId: 'a', action: 'useModel' };
		assert.deepEqual(parsePanelMessage({ ...message, model: 'another' }), message);
	});

	for (const message of [
		undefined,
		null,
		'ready',
		{},
		{ type: 'run', command: 'workbench.action.terminal.new' },
		{ type: 'attachFiles', files: [{ name: 'a.png', bytes: 'text' }] },
		{ type: 'attachAddresses', addresses: 'https://example.com/a.png' },
		{ type: 'attachAddresses', addresses: Array.from({ length: 101 }, () => 'https://example.com/a.png') },
		{ type: 'attachRegion', id: 'a' },
		{ type: 'attachRegion', id: 'a', region: { left: 0, top: 0, right: 1 } },
		{ type: 'attachRegion', id: 'a', region: { left: 0, top: 0, right: 1.5, bottom: 1 } },
		{ type: 'attachRegion', id: 'a', region: { left: 0.5, top: 0, right: 0.5, bottom: 1 } },
		{ type: 'attachRegion', id: 'a', region: { left: 0, top: 0, right: Number.NaN, bottom: 1 } },
		{ type: 'attachRegion', id: 'a', region: { left: '0', top: 0, right: 1, bottom: 1 } },
		{ type: 'move', id: 'a', to: 'first' },
		{ type: 'ask', task: 'ask', text: 7 },
		{ type: 'ask', task: 'rm', text: 'x' },
		{ type: 'ask', task: 'ask', text: 'x', withOpen: 'file:///etc/passwd' },
		{ type: 'openSource', turnId: 'a', index: -1 },
		{ type: 'openSource', turnId: 'a', index: 0.5 },
		{ type: 'openSource', turnId: 'a', index: 'file:///etc/passwd' },
		{ type: 'act', turnId: 'a', action: 'workbench.action.quit' },
		{ type: 'start', what: 'deleteApiKey' },
	]) {
		it(`refuses ${JSON.stringify(message)}`, () => assert.equal(parsePanelMessage(message), undefined));
	}
});
