import assert from 'node:assert/strict';
import type { GlmServer } from '../support/glmServer.ts';
import { describeInPanel, nextTurn, press, waitForTurn } from '../support/panelDriver.ts';
import { useWindow } from '../support/useWindow.ts';
import type { VscodeWindow } from '../support/window.ts';

describe('An answer that was cut', () => {
	let glm: GlmServer;
	let window: VscodeWindow;

	useWindow((opened) => {
		({ glm, window } = opened);
	});

	it('is sent again with Continue, for its rest', async () => {
		glm.script({ kind: 'text', text: 'Half a sentence that', finishReason: 'length' });
		const turn = await describeInPanel(window, 'dialog-light.png', 'done');
		const next = await nextTurn(window);
		await press(turn, 'Continue');
		await waitForTurn(window, 'done', next);
		const { messages } = (glm.requests.at(-1)?.body ?? {}) as { messages?: { role: string; content: unknown }[] };
		assert.deepEqual(
			messages?.map(({ role }) => role),
			['user', 'assistant', 'user'],
		);
		assert.equal(messages?.[1]?.content, 'Half a sentence that');
	});
});
