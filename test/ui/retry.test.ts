import assert from 'node:assert/strict';
import type { GlmServer } from '../support/glmServer.ts';
import {
	answerText,
	ask,
	describeImage,
	describeInPanel,
	nextTurn,
	press,
	waitForTurn,
} from '../support/panelDriver.ts';
import { useWindow } from '../support/useWindow.ts';
import type { VscodeWindow } from '../support/window.ts';

describe('A service that says no', () => {
	let glm: GlmServer;
	let window: VscodeWindow;

	useWindow(
		(opened) => {
			({ glm, window } = opened);
		},
		{ settings: { 'glimpse.maxRetries': 1 } },
	);

	/** Writes down, in the page, each note that stands there from now on: a window at work may be asked too late for one second. */
	async function recordNotes(): Promise<() => Promise<readonly string[]>> {
		const frame = await window.panelFrame();
		const notes = await frame.evaluateHandle(() => {
			const seen: string[] = [];
			new MutationObserver(() => {
				const note = document.querySelector<HTMLElement>('article.turn .note')?.innerText;
				if (note && note !== seen.at(-1)) seen.push(note);
			}).observe(document.body, { childList: true, characterData: true, subtree: true });
			return seen;
		});
		return async () => notes.jsonValue();
	}

	it('is asked again while the seconds are counted down', async () => {
		const before = glm.requests.length;
		await window.runCommand('Glimpse: Focus on Glimpse View');
		const notes = await recordNotes();
		glm.script({ kind: 'error', error: '1305', headers: { 'Retry-After': '4' } });
		await describeImage(window, 'dialog-light.png');
		await window.panel.getByRole('status').getByText('The service is busy. Next try in').waitFor();
		const turn = await waitForTurn(window, 'done');
		assert.ok((await answerText(turn)).includes(glm.word ?? '?'));
		assert.equal(await turn.locator('.note').innerText(), '');
		assert.equal(glm.requests.length, before + 2);
		const seconds = (await notes()).flatMap(
			(note) => /^The service is busy\. Next try in (\d) s\.$/.exec(note)?.[1] ?? [],
		);
		// A busy window may skip one.
		assert.ok(seconds.length > 1, seconds.join());
		assert.deepEqual(
			seconds,
			['4', '3', '2', '1'].filter((second) => seconds.includes(second)),
		);
	});

	it('is not asked again after Stop', async () => {
		const before = glm.requests.length;
		glm.script({ kind: 'error', error: '1305', headers: { 'Retry-After': '60' } });
		const turn = await nextTurn(window);
		await describeImage(window, 'dialog-light.png');
		await turn.getByText('Next try in').waitFor();
		await press(turn, 'Stop');
		await waitForTurn(window, 'stopped', turn);
		assert.equal(await turn.locator('.note').innerText(), 'Stopped.');
		assert.equal(glm.requests.length, before + 1);
	});

	it('is given up in the end, with a sentence and a button that asks again', async () => {
		for (let count = 0; count < 2; count++) glm.script({ kind: 'error', error: '1305' });
		const turn = await describeInPanel(window, 'dialog-light.png', 'failed');
		assert.match(await turn.locator('.failure').innerText(), /is busy\. Ask again in a moment\.$/);
		await press(turn, 'Ask Again');
		await waitForTurn(window, 'done', turn);
	});

	it('takes back what it blocks in the middle of the answer', async () => {
		glm.script({ kind: 'errorInStream', error: '1301' });
		const turn = await describeInPanel(window, 'dialog-light.png', 'failed');
		assert.match(
			await turn.locator('.failure').innerText(),
			/blocked the question because of the content of your question/,
		);
		assert.equal(await answerText(turn), '');
		assert.equal(await turn.locator('.reasoning').isVisible(), false);
	});

	it('says at once what waiting does not mend', async () => {
		const before = glm.requests.length;
		glm.script({ kind: 'error', error: '1113' });
		const turn = await describeInPanel(window, 'dialog-light.png', 'failed');
		assert.match(await turn.locator('.failure').innerText(), /^There is no balance for this API key at /);
		await turn.getByRole('button', { name: 'Open Billing Page', exact: true }).waitFor();
		assert.equal(glm.requests.length, before + 1);
	});

	it('is asked about the picture that it has not answered about, with the next question', async () => {
		glm.script({ kind: 'error', error: '1113' });
		await describeInPanel(window, 'dialog-light.png', 'failed');
		const turn = await nextTurn(window);
		await ask(window, 'What went wrong?');
		await waitForTurn(window, 'done', turn);
		assert.equal(glm.requests.at(-1)?.images.length, 1);
		await turn.locator('figcaption', { hasText: 'dialog-light.png' }).waitFor();
		await press(turn, 'Ask Again');
		await waitForTurn(window, 'done', turn);
		assert.equal(glm.requests.at(-1)?.images.length, 1);
	});
});
