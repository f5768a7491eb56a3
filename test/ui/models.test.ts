import assert from 'node:assert/strict';
import type { LocalServer } from '../support/localServer.ts';
import { startLmStudio, startOllama } from '../support/localServers.ts';
import { answerer, answerText, describeFromHost, press, waitForTurn } from '../support/panelDriver.ts';
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
		await answerer(window, `glm-4v-flash · ${host}`).waitFor();
		const turn = await describeFromHost(bed, ['dialog-light.png'], 'failed');
		await press(turn, 'Use glm-4.6v-flash');
		await waitForTurn(window, 'done', turn);
		assert.ok((await answerText(turn)).includes(glm.word ?? '?'));
		await answerer(window, `glm-4.6v-flash · ${host}`).waitFor();
	});
});

describe('A model on this machine', () => {
	const bed = useSharedWindow({
		files: { 'dialog-light.png': sample('dialog-light.png') },
		settings: { 'glimpse.endpoint': null, 'glimpse.model': null },
	});
	let server: LocalServer | undefined;
	afterEach(async () => {
		await server?.stop();
		// What is chosen becomes a setting.
		await bed.set({ 'glimpse.endpoint': null, 'glimpse.model': null });
	});

	it('is offered under the first answer without a key, chosen from the list, and describes the picture', async () => {
		const { window } = bed;
		server = await startOllama({ port: 11434 });
		const turn = await describeFromHost(bed, ['dialog-light.png'], 'done');
		assert.match(await answerText(turn), /^No model looked at this picture\./);
		await turn.getByText('A model on this machine (Ollama, LM Studio, llama.cpp) could see it').waitFor();
		assert.deepEqual(server.requests, []);
		await press(turn, 'Select Model');
		await window.choosePick('qwen3-vl:8b');
		await answerer(window, 'qwen3-vl:8b · 127.0.0.1:11434').waitFor();
		await turn.getByText('It fills the whole picture').waitFor();
		await waitForTurn(window, 'done', turn);
	});

	it('that is not loaded is said in the words of its server, and the button opens the list', async () => {
		const { window } = bed;
		server = await startLmStudio({ port: 1234, models: [] });
		await bed.set({ 'glimpse.endpoint': server.endpoint, 'glimpse.model': 'zai-org/glm-4.6v-flash' });
		const turn = await describeFromHost(bed, ['dialog-light.png'], 'failed');
		await turn.getByText('The service says: No models loaded. Please load a model in the developer page').waitFor();
		await press(turn, 'Select Model');
		await window.inputBox.getByText('This machine only').waitFor();
		await window.page.keyboard.press('Escape');
	});
});
