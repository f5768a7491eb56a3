import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import type { TurnStatus } from '../../src/core/conversation.ts';
import type { GlmServer } from '../support/glmServer.ts';
import { answerText, ask, nextTurn, press, waitForTurn } from '../support/panelDriver.ts';
import { copyInto, useWindow } from '../support/useWindow.ts';
import type { VscodeWindow } from '../support/window.ts';

describe('Describe Video', () => {
	let glm: GlmServer;
	let window: VscodeWindow;

	useWindow(
		(opened) => {
			({ glm, window } = opened);
		},
		{
			settings: { 'glimpse.model': 'glm-4v-plus' },
			command: 'Glimpse: Describe Video',
			fill: (folder) =>
				copyInto(
					folder,
					Object.fromEntries(
						['short.mp4', 'short.webm', 'long.mp4'].map((name) => [name, `test/fixtures/videos/${name}`]),
					),
				),
		},
	);

	/** Gives the turn once it has the status. */
	async function describeVideo(name: string, status: TurnStatus): Promise<Locator> {
		const next = await nextTurn(window);
		await window.chooseFor(name, 'Describe Video');
		return waitForTurn(window, status, next);
	}

	it('stands first in the menu of a video, in place of Describe Image', async () => {
		await window.rightClick('short.mp4');
		const labels = await window.menuLabels();
		assert.ok(labels.includes('Describe Video'));
		assert.ok(!labels.includes('Describe Image'));
		await window.closeMenu();
	});

	it('sends the video and shows it beside the answer', async () => {
		const turn = await describeVideo('short.mp4', 'done');
		assert.ok((await answerText(turn)).includes(glm.word ?? '?'));
		assert.equal(glm.requests.at(-1)?.videos.length, 1);
		await turn.getByText('MP4 160×120, 2 s, 16 KB').waitFor();
		const video = turn.locator('video');
		await video.waitFor();
		const frame = await window.panelFrame();
		await frame.waitForFunction(() => (document.querySelector('video')?.readyState ?? 0) >= 1);
	});

	it('answers a further question about it', async () => {
		await describeVideo('short.mp4', 'done');
		const next = await nextTurn(window);
		await ask(window, 'What moves?');
		await waitForTurn(window, 'done', next);
		assert.equal(glm.requests.at(-1)?.videos.length, 1);
	});

	it('offers the beginning of one that is too long', async () => {
		const sent = glm.requests.length;
		const turn = await describeVideo('long.mp4', 'failed');
		assert.equal(
			await turn.locator('.failure').innerText(),
			'long.mp4 is 45 seconds long, and glm-4v-plus accepts at most 30.',
		);
		assert.equal(glm.requests.length, sent);
		await press(turn, 'Send the First 30 Seconds');
		await waitForTurn(window, 'done', turn);
		assert.equal(glm.requests.at(-1)?.videos.length, 1);
		await turn.getByText('MP4 64×48, 30 s, ').waitFor();
	});

	it('says that no model documents WebM, and sends it when the user wants', async () => {
		const turn = await describeVideo('short.webm', 'failed');
		assert.equal(
			await turn.locator('.failure').innerText(),
			'short.webm is a WebM video, and glm-4v-plus is not documented to accept those. Save it as MP4, or send it anyway.',
		);
		await press(turn, 'Send It Anyway');
		// The stand-in takes what is documented, and so no WebM.
		await turn.getByText('could not use the question as it was sent').waitFor();
	});

	it('has a button above an open video', async () => {
		const next = await nextTurn(window);
		await window.openFile('short.mp4');
		await window.page.locator('.editor-actions').getByRole('button', { name: 'Describe Video' }).click();
		await waitForTurn(window, 'done', next);
	});
});
