import assert from 'node:assert/strict';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { GlmServer } from '../support/glmServer.ts';
import { answerText, describeInPanel, press } from '../support/panelDriver.ts';
import { changeSettings, copyInto, useWindow } from '../support/useWindow.ts';
import type { VscodeWindow } from '../support/window.ts';

describe('What can go wrong', () => {
	let glm: GlmServer;
	let workspace: string;
	let window: VscodeWindow;

	useWindow(
		(opened) => {
			({ glm, window, workspace } = opened);
		},
		{
			fill: async (folder) => {
				await writeFile(join(folder, 'shopping.png'), 'eggs, flour, milk');
				await writeFile(join(folder, 'empty.png'), '');
				await writeFile(join(folder, 'gone.png'), '');
				await writeFile(join(folder, 'cut.png'), '\x89PNG\r\n\x1a\n', 'latin1');
				await promisify(execFile)('mkfifo', [join(folder, 'pipe.png')]);
				await mkdir(join(folder, 'album'));
				await copyInto(folder, { 'good.png': 'media/samples/dialog-light.png' });
			},
		},
	);

	describe('with a file', () => {
		const cases: readonly [file: string, sentence: string][] = [
			['shopping.png', 'shopping.png contains no picture that can be opened. Choose another file.'],
			['pipe.png', 'pipe.png could not be read. Check its permissions, then ask again.'],
			['empty.png', 'empty.png is empty. Choose another picture.'],
			['cut.png', 'cut.png is damaged: it could not be decoded. Save it again and choose that.'],
		];
		for (const [file, sentence] of cases) {
			it(`says what is wrong with ${file}`, async () => {
				const turn = await describeInPanel(window, file, 'failed');
				assert.equal(await turn.locator('.failure').innerText(), sentence);
				assert.equal(glm.requests.length, 0);
			});
		}

		it('says that a file is gone', async () => {
			const turn = await describeInPanel(window, 'gone.png', 'failed');
			await rm(join(workspace, 'gone.png'));
			await press(turn, 'Ask Again');
			await turn.getByText('gone.png is no longer there. Choose the picture again.').waitFor();
		});

		it('says that a folder came along', async () => {
			await window.selectFiles(['good.png', 'album']);
			const turn = await describeInPanel(window, 'good.png', 'failed');
			assert.equal(await turn.locator('.failure').innerText(), 'album is a folder. Choose the pictures inside it.');
		});

		it('goes on after all that', async () => {
			await window.selectFiles([]);
			const turn = await describeInPanel(window, 'good.png', 'done');
			assert.ok((await answerText(turn)).includes(glm.word ?? '?'));
		});
	});

	describe('with the settings', () => {
		const nobody = 'http://127.0.0.1:9/v4';

		const change = (settings: Readonly<Record<string, unknown>>, answerer: string): Promise<void> =>
			changeSettings(
				window,
				{ 'glimpse.engine': 'auto', 'glimpse.temperature': null, 'glimpse.maxRetries': 0, ...settings },
				answerer,
			);

		it('says what to do: a value out of range', async () => {
			await change({ 'glimpse.endpoint': nobody, 'glimpse.temperature': 7 }, 'nobody; a setting is wrong');
			const turn = await describeInPanel(window, 'good.png', 'failed');
			assert.equal(await turn.locator('.failure').innerText(), 'The setting glimpse.temperature must be within 0–1.');
			await turn.getByRole('button', { name: 'Open Settings', exact: true }).waitFor();
		});

		const cases: readonly {
			readonly title: string;
			readonly settings: Readonly<Record<string, unknown>>;
			readonly answerer: string;
			readonly sentence: RegExp;
			readonly button: string;
		}[] = [
			{
				title: 'no key',
				settings: { 'glimpse.endpoint': 'https://models.invalid/v4', 'glimpse.engine': 'glm' },
				answerer: 'glm-4.6v-flash · models.invalid',
				sentence: /^There is no API key for models\.invalid yet\. Set one to continue\.$/,
				button: 'Set API Key',
			},
			{
				title: 'nobody listens',
				settings: { 'glimpse.endpoint': nobody },
				answerer: 'glm-4.6v-flash · 127.0.0.1:9',
				sentence:
					/^127\.0\.0\.1:9 could not be reached \(ECONNREFUSED\)\. Check the network and the proxy, then ask again\.$/,
				button: 'Ask Again',
			},
			{
				title: 'an address that is none',
				settings: { 'glimpse.endpoint': 'http://models.invalid/v4', 'glimpse.engine': 'glm' },
				answerer: 'nobody; a setting is wrong',
				sentence: /^The setting glimpse\.endpoint must be an https address/,
				button: 'Open Settings',
			},
		];
		for (const { title, settings, answerer, sentence, button } of cases) {
			it(`says what to do: ${title}`, async () => {
				await change(settings, answerer);
				const turn = await describeInPanel(window, 'good.png', 'failed');
				assert.match(await turn.locator('.failure').innerText(), sentence);
				await turn.getByRole('button', { name: button, exact: true }).waitFor();
			});
		}

		it('says so, too, where the button under an answer can do nothing for it', async () => {
			await change({ 'glimpse.endpoint': 'http://models.invalid/v4', 'glimpse.engine': 'local' }, 'This machine');
			await press(await describeInPanel(window, 'good.png', 'done'), 'Set API Key');
			await window.notice('The setting glimpse.endpoint must be an https address');
		});

		it('a key that cannot be checked is stored, with a warning', async () => {
			await change({ 'glimpse.endpoint': nobody }, 'glm-4.6v-flash · 127.0.0.1:9');
			await window.runCommand('Glimpse: Set API Key');
			await window.typeInInputBox('id.secret');
			await window.notice('The API key was stored, but could not be checked.');
			await window.runCommand('Glimpse: Delete API Key');
			await window.notice('The API key for 127.0.0.1:9 was deleted.');
		});
	});
});
