import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { altAnswer } from '../support/altTextRequests.ts';
import { openActionMenu, waitForHints } from '../support/altTextDriver.ts';
import { reader, seer, usualWords } from '../support/chatWords.ts';
import {
	answerer,
	answerText,
	ask,
	describeFromHost,
	nextTurn,
	press,
	stop,
	waitForTurn,
} from '../support/panelDriver.ts';
import { sample, useSharedWindow } from '../support/sharedWindows.ts';
import { outputDir } from '../support/window.ts';

describe("A model of the editor's own", () => {
	const bed = useSharedWindow({
		files: { 'dialog-light.png': sample('dialog-light.png'), 'page.md': '# Backup\n\n![](dialog-light.png)\n' },
		settings: { 'chat.disableAIFeatures': false },
	});
	const name = 'Seer · Model Makers';

	beforeEach(() => bed.host.call('offerModels'));
	const choose = async (id: string): Promise<void> =>
		bed.set({ 'glimpse.engine': 'editor', 'glimpse.editorModel': id });
	/** What the editor asks before it lets an extension use a model. */
	const consent = (): Locator => bed.window.dialog().filter({ hasText: 'Model Makers' });

	it('is chosen from the list, asked once the person agrees, and answers further questions', async () => {
		const { host, window } = bed;
		await host.call('offerModels', [reader, { ...seer, asksFirst: true }]);
		// What is chosen becomes a setting, and is put back behind the test.
		await bed.set({ 'glimpse.engine': null, 'glimpse.editorModel': null });
		await window.runCommand('Glimpse: Select Model');
		await window.inputBox.locator('input[type=text]').first().fill('Model Makers');
		await window.inputBox.getByText("can't see pictures").waitFor();
		await window.screenshot(join(outputDir, 'editor-models-picker.png'));
		await window.choosePick('Seer');
		await answerer(window, name).waitFor();

		const turn = await nextTurn(window);
		await host.call('describe', 'dialog-light.png');
		await consent().getByText('The picture that you ask about is sent to this model').waitFor();
		await window.screenshot(join(outputDir, 'editor-models-consent.png'));
		await consent().getByRole('button', { name: 'Cancel' }).click();
		await waitForTurn(window, 'failed', turn);
		await turn.getByText("Glimpse isn't allowed to use Seer from Model Makers.").waitFor();
		assert.deepEqual(await host.call('modelRequests'), []);

		await press(turn, 'Ask Again');
		await consent().getByRole('button', { name: 'Allow' }).click();
		await waitForTurn(window, 'done', turn);
		assert.equal(await answerText(turn), usualWords);
		await turn.getByText(name).first().waitFor();
		await window.screenshot(join(outputDir, 'editor-models-answer.png'));

		await host.call('scriptModel', { parts: ['Two ', 'buttons.'] });
		const next = await nextTurn(window);
		await ask(window, 'How many buttons?');
		await waitForTurn(window, 'done', next);
		assert.equal(await answerText(next), 'Two buttons.');
		const requests = await host.call('modelRequests');
		assert.deepEqual(
			requests.at(-1)?.messages.map(({ role, pictures }) => [role, pictures.length]),
			[
				['user', 1],
				['assistant', 0],
				['user', 0],
			],
		);
		// The list asks the endpoint, on this machine here, for its models.
		assert.ok(bed.glm.requests.every(({ images }) => images.length === 0));
	});

	it('stops with the button', async () => {
		const { host, window } = bed;
		await choose('seer-1');
		await host.call('scriptModel', { parts: ['A dialog'], goesOn: 'deaf' });
		const turn = await describeFromHost(bed, ['dialog-light.png'], 'streaming');
		await turn.getByText('A dialog').waitFor();
		await stop(window);
		await waitForTurn(window, 'stopped', turn);
		assert.equal(await answerText(turn), 'A dialog');
	});

	it('that cannot see is refused, and another one is a click away', async () => {
		const { host, window } = bed;
		await choose('reader-1');
		const turn = await describeFromHost(bed, ['dialog-light.png'], 'failed');
		await turn.getByText("Reader can't see pictures. Select a model that can.").waitFor();
		assert.deepEqual(await host.call('modelRequests'), []);
		await press(turn, 'Select Model');
		await window.choosePick('Seer');
		await waitForTurn(window, 'done', turn);
		assert.equal(await answerText(turn), usualWords);
	});

	it('writes alt text by Ctrl+.', async () => {
		const { host, window } = bed;
		await choose('seer-1');
		await host.call('scriptModel', { parts: [altAnswer('Dialog with the message that the backup failed.')] });
		await host.call('openText', 'page.md', '![](d');
		await waitForHints(window);
		await openActionMenu(window);
		await window.page.keyboard.press('Enter');
		await window.line('![Dialog with the message').waitFor();
		const [request] = await host.call('modelRequests');
		assert.deepEqual([request?.model, request?.messages[0]?.pictures.length], ['seer-1', 1]);
	});

	it('is named where there is no key, and only where one may see', async () => {
		const { host, window } = bed;
		await bed.set({ 'glimpse.engine': null, 'glimpse.endpoint': null });
		const line = window.panel
			.locator('.empty')
			.getByText('The editor itself has models, such as Seer from Model Makers.');
		await line.waitFor();
		await window.screenshot(join(outputDir, 'editor-models-empty.png'));
		await host.call('offerModels', [reader]);
		await line.waitFor({ state: 'hidden' });
	});
});
