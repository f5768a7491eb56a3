import assert from 'node:assert/strict';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startGlmServer, type GlmServer } from '../support/glmServer.ts';
import { answerText, press, turns, waitForTurn } from '../support/panelDriver.ts';
import { projectDir } from '../support/places.mjs';
import { openWindow, type VscodeWindow } from '../support/window.ts';

describe('Describe Video', () => {
	let glm: GlmServer;
	let window: VscodeWindow;
	let workspace: string;

	before(async () => {
		glm = await startGlmServer();
		workspace = await mkdtemp(join(tmpdir(), 'glimpse-videos-'));
		for (const name of ['short.mp4', 'short.webm', 'long.mp4']) {
			await copyFile(join(projectDir, 'test/fixtures/videos', name), join(workspace, name));
		}
		window = await openWindow({
			extension: projectDir,
			workspace,
			settings: { 'glimpse.endpoint': glm.endpoint, 'glimpse.model': 'glm-4v-plus' },
		});
		await window.waitForExtension('Glimpse: Describe Video');
	});
	afterEach(async function () {
		await window?.keepEvidence(this.currentTest);
	});
	after(async () => {
		await window?.close();
		await glm?.stop();
		await rm(workspace, { recursive: true, force: true });
	});

	async function describeVideo(name: string): Promise<void> {
		await window.rightClick(name);
		await window.chooseMenuItem('Describe Video');
	}

	it('stands first in the menu of a video, in place of Describe Image', async () => {
		await window.rightClick('short.mp4');
		const labels = await window.menuLabels();
		assert.ok(labels.includes('Describe Video'));
		assert.ok(!labels.includes('Describe Image'));
		await window.closeMenu();
	});

	it('sends the video and shows it beside the answer', async () => {
		await describeVideo('short.mp4');
		const turn = await waitForTurn(window, 'done');
		assert.ok((await answerText(turn)).includes(glm.word ?? '?'));
		assert.equal(glm.requests.at(-1)?.videos.length, 1);
		await turn.getByText('MP4 160×120, 2 s, 16 KB').waitFor();
		const video = turn.locator('video');
		await video.waitFor();
		const frame = await window.panelFrame();
		await frame.waitForFunction(() => (document.querySelector('video')?.readyState ?? 0) >= 1);
	});

	it('answers a further question about it', async () => {
		await window.panel.locator('#question').fill('What moves?');
		await window.panel.locator('#question').press('Enter');
		await waitForTurn(window, 'done', turns(window).nth(1));
		assert.equal(glm.requests.at(-1)?.videos.length, 1);
	});

	it('offers the beginning of one that is too long', async () => {
		const sent = glm.requests.length;
		await describeVideo('long.mp4');
		const turn = await waitForTurn(window, 'failed');
		assert.equal(
			await turn.locator('.failure').innerText(),
			'long.mp4 is 45 seconds long, and glm-4v-plus accepts at most 30.',
		);
		assert.equal(glm.requests.length, sent);
		await press(turn, 'Send the First 30 Seconds');
		await waitForTurn(window, 'done');
		assert.equal(glm.requests.at(-1)?.videos.length, 1);
		await turns(window).last().getByText('MP4 64×48, 30 s, ').waitFor();
	});

	it('says that no model documents WebM, and sends it when the user wants', async () => {
		await describeVideo('short.webm');
		const turn = await waitForTurn(window, 'failed');
		assert.equal(
			await turn.locator('.failure').innerText(),
			'short.webm is a WebM video, and glm-4v-plus is not documented to accept those. Save it as MP4, or send it anyway.',
		);
		await press(turn, 'Send It Anyway');
		// The stand-in takes what is documented, and so no WebM.
		const refused = await waitForTurn(window, 'failed');
		await refused.getByText('could not use the question as it was sent').waitFor();
	});

	it('has a button above an open video', async () => {
		await window.openFile('short.mp4');
		await window.page.locator('.editor-actions').getByRole('button', { name: 'Describe Video' }).click();
		await waitForTurn(window, 'done');
	});
});
