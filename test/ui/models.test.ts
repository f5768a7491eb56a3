import assert from 'node:assert/strict';
import { answerText, describeFromHost, press, waitForTurn } from '../support/panelDriver.ts';
import { sample, useSharedWindow } from '../support/sharedWindows.ts';

describe('The model that answers', () => {
	const bed = useSharedWindow({ files: { 'dialog-light.png': sample('dialog-light.png') } });

	it('is the one that is chosen from the list, then the one that the button under its refusal names', async () => {
		const { glm, window } = bed;
		const host = `127.0.0.1:${glm.port}`;
		// What is chosen becomes a setting, and is put back behind the test.
		await bed.set({ 'glimpse.model': null });
		await window.runCommand('Glimpse: Select Model');
		await window.inputBox.locator('input[type=text]').first().fill('glm-4v-flash');
		await window.choosePick('glm-4v-flash');
		await window.panel.getByText(`Answered by: glm-4v-flash · ${host}`, { exact: true }).waitFor();
		const turn = await describeFromHost(bed, ['dialog-light.png'], 'failed');
		await press(turn, 'Use glm-4.6v-flash');
		await waitForTurn(window, 'done', turn);
		assert.ok((await answerText(turn)).includes(glm.word ?? '?'));
		await window.panel.getByText(`Answered by: glm-4.6v-flash · ${host}`, { exact: true }).waitFor();
	});
});
