import assert from 'node:assert/strict';
import {
	answerText,
	ask,
	describeFromHost,
	describeInPanel,
	nextTurn,
	chooseTask,
	press,
	stop,
	taskButton,
	turns,
	waitForTurn,
	whatWasSent,
} from '../support/panelDriver.ts';
import { keptConversation, sample, useSharedWindow } from '../support/sharedWindows.ts';
import { until } from '../support/waiting.ts';

/** The text of a message as it was asked. */
function questionIn(body: unknown, index: number): string {
	const { messages } = body as { messages: { content: string | { type: string; text?: string }[] }[] };
	const content = messages.at(index)?.content ?? '';
	return typeof content === 'string' ? content : (content.find(({ type }) => type === 'text')?.text ?? '');
}

/** The letters of a text, which are the same as Markdown and as it is shown. */
function lettersOf(text: string): string {
	return text.replaceAll(/\P{L}/gu, '');
}

const names = ['settings-light.png', 'photo-landscape.jpg', 'editor-dark.png', 'dialog-light.png', 'chart-sales.png'];

describe('Describe Image', () => {
	const bed = useSharedWindow({ files: Object.fromEntries(names.map((name) => [name, sample(name)])) });

	/** Hides the panel, and shows it again after what is done meanwhile. */
	async function whileHidden(meanwhile?: () => void): Promise<void> {
		const { host, window } = bed;
		await host.call('run', 'workbench.action.closeAuxiliaryBar');
		await window.panel.locator('main').waitFor({ state: 'detached' });
		meanwhile?.();
		await host.call('run', 'workbench.action.toggleAuxiliaryBar');
	}

	it('shows the first words while the last are not yet sent', async () => {
		const { glm, window } = bed;
		const held = glm.script({ kind: 'hold' });
		const turn = await describeInPanel(window, 'settings-light.png', 'streaming');
		await held.held;
		const { word = '?' } = await held.request;
		await turn.locator('.answer').getByText(word).first().waitFor();
		assert.doesNotMatch(await answerText(turn), /ends here/);
		held.release();
		await waitForTurn(window, 'done', turn);
		assert.match(await answerText(turn), new RegExp(`ends here: ${word}`));
	});

	it('shows the picture, who answered, what was sent and what it took', async () => {
		const { glm } = bed;
		const turn = await describeFromHost(bed, ['settings-light.png'], 'done');
		const [image] = glm.requests.at(-1)?.images ?? [];
		assert.ok((await answerText(turn)).includes(image?.pixelHash ?? '?'));
		await turn.locator('.card', { hasText: 'settings-light.png' }).waitFor();
		await turn.locator('.card img').waitFor();
		const width = await turn.locator('.card img').evaluate(async (picture: HTMLImageElement) => {
			await picture.decode();
			return picture.naturalWidth;
		});
		assert.equal(width, 1280);
		assert.match(await turn.locator('.by').innerText(), /^glm-4\.6v-flash · [\d.]+\ss$/);
		const summary = await whatWasSent(turn);
		assert.match(summary, /glm-4\.6v-flash · 127\.0\.0\.1:\d+ · PNG\s1280×800, \d+\sKB · 1,\d+ tokens/);
	});

	it('asks on with the history and its picture', async () => {
		const { glm, window } = bed;
		await describeFromHost(bed, ['settings-light.png'], 'done');
		const next = await nextTurn(window);
		await ask(window, 'Which switch is off?');
		await waitForTurn(window, 'done', next);
		const request = glm.requests.at(-1);
		assert.equal(request?.refusal, undefined);
		assert.equal(request?.images.length, 1);
		const { messages } = (request?.body ?? {}) as { messages?: { role: string }[] };
		assert.deepEqual(
			messages?.map(({ role }) => role),
			['user', 'assistant', 'user'],
		);
		assert.equal(questionIn(request?.body, 1), glm.requests.at(-2)?.answer);
		assert.equal(questionIn(request?.body, 2), 'Which switch is off?');
	});

	it('sends five selected pictures in one request, in the order of the clicks', async () => {
		const { glm, window } = bed;
		await window.selectFiles(names);
		const turn = await describeInPanel(window, 'chart-sales.png', 'done');
		assert.equal(glm.requests.length, 1);
		const alts = await turn.locator('.card img').evaluateAll((all) => all.map((each) => each.getAttribute('alt')));
		assert.deepEqual(alts, names);
		const sizes = glm.requests.at(-1)?.images.map(({ mediaType, width, height }) => `${mediaType} ${width}×${height}`);
		assert.equal(new Set(glm.requests.at(-1)?.images.map(({ pixelHash }) => pixelHash)).size, 5);
		const summary = (await whatWasSent(turn))
			.replaceAll('\u{A0}', ' ')
			.replaceAll('PNG', 'image/png')
			.replaceAll('JPEG', 'image/jpeg');
		assert.deepEqual(summary.match(/image\/\w+ \d+×\d+/g), sizes);
		assert.equal((await turn.locator('.answer li').allInnerTexts()).length, 5);
	});

	it('stops: the connection is closed, and what was written stays until it is asked again', async () => {
		const { glm, window } = bed;
		const held = glm.script({ kind: 'hold' });
		const turn = await describeFromHost(bed, ['dialog-light.png'], 'streaming');
		await held.held;
		await turn.locator('.answer', { hasText: 'pixels' }).waitFor();
		const written = await answerText(turn);
		const pressed = Date.now();
		await stop(window);
		const closed = await (await held.request).closed;
		assert.ok(closed >= pressed);
		await waitForTurn(window, 'stopped', turn);
		held.release();
		// More may have come between the look and the press.
		assert.equal((await answerText(turn)).slice(0, written.length), written);
		await turn.getByText('Stopped.').waitFor();
		await press(turn, 'Ask Again');
		await waitForTurn(window, 'done', turn);
		assert.match(await answerText(turn), /ends here/);
		assert.equal(await turns(window).count(), 1);
	});

	it('takes the open picture with Enter alone, stops with Escape, and opens the file of a question', async () => {
		const { glm, host, window } = bed;
		await host.call('openFile', 'chart-sales.png');
		await window.panel.locator('button.offer', { hasText: 'chart-sales.png' }).waitFor();
		const held = glm.script({ kind: 'hold' });
		await window.panel.locator('#question').press('Enter');
		const turn = await waitForTurn(window, 'streaming');
		assert.deepEqual(
			(await held.request).images.map(({ width }) => width),
			[960],
		);
		// In the panel: the picture's own editor takes the focus once more when it has loaded.
		await window.panel.locator('#question').press('Escape');
		await waitForTurn(window, 'stopped', turn);
		held.release();
		await host.call('run', 'workbench.action.closeAllEditors');
		await turn.locator('button.file', { hasText: 'chart-sales.png' }).click();
		await window.page.locator('.tab.active', { hasText: 'chart-sales.png' }).waitFor();
	});

	it('asks a question that came in the middle of an answer behind it', async () => {
		const { glm, window } = bed;
		const held = glm.script({ kind: 'hold' });
		await describeFromHost(bed, ['dialog-light.png'], 'streaming');
		await held.held;
		const next = await nextTurn(window);
		await ask(window, 'Which button?');
		await window.panel.getByText('Next: Which button?').waitFor();
		assert.equal(glm.requests.length, 1);
		held.release();
		await waitForTurn(window, 'done', next);
		assert.equal(questionIn(glm.requests.at(-1)?.body, 2), 'Which button?');
	});

	it('copies the answer', async () => {
		const { glm, window } = bed;
		await press(await describeFromHost(bed, ['dialog-light.png'], 'done'), 'Copy');
		await window.panel.locator('body').click({ position: { x: 3, y: 3 } });
		await window.page.waitForFunction(
			async (word) => (await navigator.clipboard.readText()).includes(word),
			glm.word ?? '?',
		);
	});

	it('shows the whole answer when the panel was hidden in its middle', async () => {
		const { glm, window } = bed;
		const held = glm.script({ kind: 'hold' });
		const turn = await describeFromHost(bed, ['dialog-light.png'], 'streaming');
		await held.held;
		await whileHidden(() => held.release());
		await waitForTurn(window, 'done', turn);
		const { answer = '?' } = await held.request;
		assert.match(await answerText(turn), new RegExp(`ends here: ${glm.word}`));
		assert.ok(answer.includes(glm.word ?? '?'));
		assert.equal(await turns(window).count(), 1);
	});

	it('keeps a question that is being written when the panel is hidden', async () => {
		const { window } = bed;
		await describeFromHost(bed, ['dialog-light.png'], 'done');
		const question = window.panel.locator('#question');
		await question.fill('What is half ');
		await chooseTask(window, 'Read Chart');
		await whileHidden();
		await until('the question', async () => (await question.inputValue()) === 'What is half ');
		assert.equal(await taskButton(window).innerText(), 'Read Chart');
	});

	it('brings back what had arrived when the window is reloaded, as interrupted', async () => {
		const { glm, window } = bed;
		const held = glm.script({ kind: 'hold' });
		const turn = await describeFromHost(bed, ['editor-dark.png'], 'streaming');
		await held.held;
		await turn.locator('.answer :is(h3, h4)').waitFor();
		const written = lettersOf(await answerText(turn));
		// A window that ends takes with it what arrived in the last tenth of a second.
		const kept = async (): Promise<string> => lettersOf((await keptConversation(bed)).replaceAll(/\\[nrt]/g, ''));
		await until('the answer to be kept', async () => (await kept()).includes(written));
		await bed.reload();
		await (
			await held.request
		).closed;
		await waitForTurn(window, 'interrupted', turn);
		// What was read may be some words behind what had arrived.
		const restored = lettersOf(await answerText(turn));
		assert.equal(restored.slice(0, written.length), written);
		await turn.getByText('Interrupted when the window was reloaded.').waitFor();
		await turn.locator('.card img').waitFor();
		await press(turn, 'Ask Again');
		await waitForTurn(window, 'done', turn);
		assert.equal(glm.requests.at(-1)?.images.length, 1);
		assert.match(await answerText(turn), /ends here/);
	});

	it('forgets the conversation with New Conversation, also after a reload', async () => {
		const { window } = bed;
		await describeFromHost(bed, ['dialog-light.png'], 'done');
		await window.runCommand('Glimpse: New Conversation');
		await turns(window).first().waitFor({ state: 'detached' });
		await window.panel.getByText('What is in the picture?').waitFor();
		await bed.reload();
		await window.panel.getByText('What is in the picture?').waitFor();
		assert.equal(await turns(window).count(), 0);
	});
});
