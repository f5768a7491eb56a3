import assert from 'node:assert/strict';
import type { GlmServer } from '../support/glmServer.ts';
import { answerText, describeInPanel, press, waitForTurn } from '../support/panelDriver.ts';
import { useWindow } from '../support/useWindow.ts';
import type { VscodeWindow } from '../support/window.ts';

describe('The model that answers', () => {
	let glm: GlmServer;
	let window: VscodeWindow;

	useWindow(
		(opened) => {
			({ glm, window } = opened);
		},
		{ command: 'Glimpse: Select Model' },
	);

	it('is the one that is chosen from the list, then the one that the button under its refusal names', async () => {
		const host = `127.0.0.1:${glm.port}`;
		await window.runCommand('Glimpse: Focus on Glimpse View');
		await window.runCommand('Glimpse: Select Model');
		await window.inputBox.locator('input[type=text]').first().fill('glm-4v-flash');
		await window.choosePick('glm-4v-flash');
		await window.panel.getByText(`Answered by: glm-4v-flash · ${host}`, { exact: true }).waitFor();
		const turn = await describeInPanel(window, 'dialog-light.png', 'failed');
		await press(turn, 'Use glm-4.6v-flash');
		await waitForTurn(window, 'done', turn);
		assert.ok((await answerText(turn)).includes(glm.word ?? '?'));
		await window.panel.getByText(`Answered by: glm-4.6v-flash · ${host}`, { exact: true }).waitFor();
	});
});
