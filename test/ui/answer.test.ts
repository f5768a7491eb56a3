import assert from 'node:assert/strict';
import { describeFromHost, nextTurn, press, waitForTurn } from '../support/panelDriver.ts';
import { sample, useSharedWindow } from '../support/sharedWindows.ts';

describe('An answer that was cut', () => {
	const bed = useSharedWindow({ files: { 'dialog-light.png': sample('dialog-light.png') } });

	it('is sent again with Continue, for its rest', async () => {
		const { glm, window } = bed;
		glm.script({ kind: 'text', text: 'Half a sentence that', finishReason: 'length' });
		const turn = await describeFromHost(bed, ['dialog-light.png'], 'done');
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

describe('An answer with a formula and code', () => {
	const bed = useSharedWindow({ files: { 'dialog-light.png': sample('dialog-light.png') } });

	it('is drawn by scripts that the editor hands the page later', async () => {
		bed.glm.script({ kind: 'text', text: 'It is $x^2$.\n\n```ts\nconst a = 1;\n```' });
		const turn = await describeFromHost(bed, ['dialog-light.png'], 'done');
		await turn.locator('math').waitFor();
		assert.equal(await turn.locator('math').textContent(), 'x2');
		await turn.locator('.code-keyword').waitFor();
	});
});
