import assert from 'node:assert/strict';
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Locator } from 'playwright-core';
import { startGlmServer, type GlmServer } from '../support/glmServer.ts';
import { projectDir } from '../support/places.mjs';
import { answerText, ask, describeImage, press, turns, waitForTurn } from '../support/panelDriver.ts';
import { openWindow, type VscodeWindow } from '../support/window.ts';

/** Waits for a failed turn, and checks that it shows one sentence and at most one button that is its own. */
async function sentenceOf(window: VscodeWindow, turn: Locator): Promise<string> {
	await waitForTurn(window, 'failed', turn);
	return turn.locator('.failure').innerText();
}

describe('What can go wrong with a file', () => {
	let glm: GlmServer;
	let workspace: string;
	let window: VscodeWindow;

	before(async () => {
		glm = await startGlmServer();
		workspace = await mkdtemp(join(tmpdir(), 'glimpse-workspace-'));
		await writeFile(join(workspace, 'shopping.png'), 'eggs, flour, milk');
		await writeFile(join(workspace, 'empty.png'), '');
		await writeFile(join(workspace, 'cut.png'), '\x89PNG\r\n\x1a\n', 'latin1');
		await promisify(execFile)('mkfifo', [join(workspace, 'pipe.png')]);
		await mkdir(join(workspace, 'album'));
		await copyFile(join(projectDir, 'media/samples/dialog-light.png'), join(workspace, 'good.png'));
		window = await openWindow({ extension: projectDir, workspace, settings: { 'glimpse.endpoint': glm.endpoint } });
		await window.waitForExtension();
	});

	afterEach(async function () {
		await window.keepEvidence(this.currentTest);
	});

	after(async () => {
		await window?.close();
		await glm?.stop();
		await rm(workspace, { recursive: true, force: true });
	});

	const cases: readonly [file: string, sentence: string][] = [
		['shopping.png', 'shopping.png contains no picture that can be opened. Choose another file.'],
		['pipe.png', 'pipe.png could not be read. Check its permissions, then ask again.'],
		['empty.png', 'empty.png is empty. Choose another picture.'],
		['cut.png', 'cut.png is damaged: it could not be decoded. Save it again and choose that.'],
	];
	for (const [index, [file, sentence]] of cases.entries()) {
		it(`says what is wrong with ${file}`, async () => {
			await describeImage(window, file);
			assert.equal(await sentenceOf(window, turns(window).nth(index)), sentence);
			assert.equal(glm.requests.length, 0);
		});
	}

	it('says that a file is gone', async () => {
		await rm(join(workspace, 'cut.png'));
		await press(turns(window).last(), 'Ask Again');
		await turns(window).last().getByText('cut.png is no longer there. Choose the picture again.').waitFor();
	});

	it('says that a folder came along', async () => {
		await window.selectFiles(['good.png', 'album']);
		await describeImage(window, 'good.png');
		assert.equal(
			await sentenceOf(window, turns(window).nth(cases.length)),
			'album is a folder. Choose the pictures inside it.',
		);
	});

	it('goes on after all that', async () => {
		await window.selectFiles([]);
		await describeImage(window, 'good.png');
		const turn = await waitForTurn(window, 'done', turns(window).nth(cases.length + 1));
		assert.ok((await answerText(turn)).includes(glm.word ?? '?'));
	});
});

describe('What can go wrong with the service', () => {
	const cases: readonly [title: string, settings: Record<string, unknown>, sentence: RegExp, button: string][] = [
		[
			'no key',
			{ 'glimpse.endpoint': 'https://models.invalid/v4', 'glimpse.engine': 'glm' },
			/^There is no API key for models\.invalid yet\. Set one to continue\.$/,
			'Set API Key',
		],
		[
			'nobody listens',
			{ 'glimpse.endpoint': 'http://127.0.0.1:9/v4' },
			/^127\.0\.0\.1:9 could not be reached \(ECONNREFUSED\)\. Check the network and the proxy, then ask again\.$/,
			'Ask Again',
		],
		[
			'an address that is none',
			{ 'glimpse.endpoint': 'http://models.invalid/v4', 'glimpse.engine': 'glm' },
			/^The setting glimpse\.endpoint must be an https address/,
			'Open Settings',
		],
		[
			'a value out of range',
			{ 'glimpse.temperature': 7 },
			/^The setting glimpse\.temperature must be within 0–1\.$/,
			'Open Settings',
		],
	];
	for (const [title, settings, sentence, button] of cases) {
		it(`says what to do: ${title}`, async () => {
			const window = await openWindow({
				extension: projectDir,
				workspace: join(projectDir, 'media/samples'),
				settings,
			});
			try {
				await window.waitForExtension();
				await describeImage(window, 'dialog-light.png');
				const turn = turns(window).last();
				assert.match(await sentenceOf(window, turn), sentence);
				await turn.getByRole('button', { name: button, exact: true }).waitFor();
			} finally {
				await window.close();
			}
		});
	}
});

describe('A question after one that got no answer', () => {
	it('takes over the picture that was not seen yet', async () => {
		const glm = await startGlmServer();
		const window = await openWindow({
			extension: projectDir,
			workspace: join(projectDir, 'media/samples'),
			settings: { 'glimpse.endpoint': glm.endpoint },
		});
		try {
			await window.waitForExtension();
			glm.script({ kind: 'error', error: '1113' });
			await describeImage(window, 'dialog-light.png');
			await waitForTurn(window, 'failed', turns(window).nth(0));
			await ask(window, 'What went wrong?');
			const turn = await waitForTurn(window, 'done', turns(window).nth(1));
			assert.equal(glm.requests.at(-1)?.images.length, 1);
			await turn.locator('figcaption', { hasText: 'dialog-light.png' }).waitFor();
			await press(turn, 'Ask Again');
			await waitForTurn(window, 'done', turn);
			assert.equal(glm.requests.at(-1)?.images.length, 1);
		} finally {
			await window.close();
			await glm.stop();
		}
	});
});
