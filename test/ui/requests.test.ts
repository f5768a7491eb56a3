// The requests that the service's page shows as samples, each made by what a user does, compared as whole bodies.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promptFor } from '../../src/core/prompts.ts';
import type { GlmServer } from '../support/glmServer.ts';
import { ask, describeImage, waitForTurn, turns } from '../support/panelDriver.ts';
import { copyInto, copySamples, useWindow } from '../support/useWindow.ts';
import { until } from '../support/waiting.ts';
import type { VscodeWindow } from '../support/window.ts';

const describePicture = promptFor({ task: 'describe', text: '', imageCount: 1, language: 'English' });
const describeVideo = promptFor({ task: 'describeVideo', text: '', imageCount: 1, language: 'English' });
const text = (words: string) => ({ type: 'text', text: words });
const image = (url: string) => ({ type: 'image_url', image_url: { url } });
const video = (url: string) => ({ type: 'video_url', video_url: { url } });

for (const stream of [false, true]) {
	describe(`The page's samples, ${stream ? 'streamed' : 'in one answer'}`, () => {
		let glm: GlmServer;
		let window: VscodeWindow;
		let workspace: string;

		useWindow(
			(opened) => {
				({ glm, window, workspace } = opened);
			},
			{
				settings: { 'glimpse.model': 'glm-4v-plus', 'glimpse.stream': stream, 'files.simpleDialog.enable': true },
				fill: async (folder) => {
					await copySamples(folder, 'dialog-light.png', 'chart-sales.png', 'photo-landscape.jpg');
					await copyInto(folder, { 'short.mp4': 'test/fixtures/videos/short.mp4' });
				},
			},
		);

		const base64 = async (name: string): Promise<string> => readFile(join(workspace, name), 'base64');
		let count = 0;

		/** Waits for the next answer, and gives the whole body that was asked with, its unique id apart. */
		async function nextBody(): Promise<unknown> {
			await waitForTurn(window, 'done', turns(window).nth(count++));
			const { request_id: requestId, ...body } = (glm.requests.at(-1)?.body ?? {}) as Record<string, unknown>;
			assert.match(String(requestId), /^[\da-f-]{36}$/);
			return body;
		}
		const expected = (...messages: readonly object[]): object => ({ model: 'glm-4v-plus', messages, stream });
		const user = (...content: readonly object[]): object => ({ role: 'user', content });

		async function describeUrl(url: string): Promise<void> {
			await window.runCommand('Glimpse: Describe Image or Video from URL…');
			await window.typeInInputBox(url);
		}

		it('a picture by its URL', async () => {
			await describeUrl('https://pictures.example/testpath/xxxx.jpg');
			assert.deepEqual(
				await nextBody(),
				expected(user(image('https://pictures.example/testpath/xxxx.jpg'), text(describePicture))),
			);
		});

		it('a video by its URL', async () => {
			await describeUrl('https://videos.example/testpath/xxxx.mp4');
			assert.deepEqual(
				await nextBody(),
				expected(user(video('https://videos.example/testpath/xxxx.mp4'), text(describeVideo))),
			);
		});

		it('a video as base64', async () => {
			await window.chooseFor('short.mp4', 'Describe Video');
			assert.deepEqual(await nextBody(), expected(user(video(await base64('short.mp4')), text(describeVideo))));
		});

		it('a picture as base64', async () => {
			await describeImage(window, 'dialog-light.png');
			assert.deepEqual(
				await nextBody(),
				expected(user(image(await base64('dialog-light.png')), text(describePicture))),
			);
		});

		it('three turns, each with a picture of its own', async () => {
			const said: object[] = [user(image(await base64('dialog-light.png')), text(describePicture))];
			for (const [name, question] of [
				['chart-sales.png', 'And what is in this one?'],
				['photo-landscape.jpg', 'What differs from the picture above?'],
			] as const) {
				said.push({ role: 'assistant', content: glm.requests.at(-1)?.answer });
				said.push(user(image(await base64(name)), text(question)));
				await window.panel.getByRole('button', { name: 'Attach…' }).click();
				await window.choosePick(name);
				await until(name, async () => (await window.panel.locator('.attachments li').count()) === 1);
				await ask(window, question);
				assert.deepEqual(await nextBody(), expected(...said));
			}
		});
	});
}
