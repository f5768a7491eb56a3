// The requests that the service's page shows as samples, each made by what a user does, compared as whole bodies.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { promptFor } from '../../src/core/prompts.ts';
import { projectDir } from '../support/places.mjs';
import { useConversation } from './useConversation.ts';

const samples = join(projectDir, 'media/samples');
const dialog = join(samples, 'dialog-light.png');
const shortVideo = join(projectDir, 'test/fixtures/videos/short.mp4');
const describePicture = promptFor({ task: 'describe', text: '', imageCount: 1, language: 'English' });
const describeVideo = promptFor({ task: 'describeVideo', text: '', imageCount: 1, language: 'English' });
const text = (words: string) => ({ type: 'text', text: words });
const image = (url: string) => ({ type: 'image_url', image_url: { url } });
const video = (url: string) => ({ type: 'video_url', video_url: { url } });
const user = (...content: readonly object[]): object => ({ role: 'user', content });
const base64 = async (path: string): Promise<string> => readFile(path, 'base64');

for (const stream of [false, true]) {
	describe(`The page's samples, ${stream ? 'streamed' : 'in one answer'}`, () => {
		const bed = useConversation({ settings: { model: 'glm-4v-plus', stream } });

		/** The whole body that was asked with last, its unique id apart. */
		function lastBody(): unknown {
			assert.equal(bed.open.state.turns.at(-1)?.status, 'done');
			const { request_id: requestId, ...body } = (bed.glm.requests.at(-1)?.body ?? {}) as Record<string, unknown>;
			assert.match(String(requestId), /^[\da-f-]{36}$/);
			return body;
		}
		const expected = (...messages: readonly object[]): object => ({ model: 'glm-4v-plus', messages, stream });

		it('a picture by its URL', async () => {
			await bed.ask('describe', new URL('https://pictures.example/testpath/xxxx.jpg'));
			const sent = user(image('https://pictures.example/testpath/xxxx.jpg'), text(describePicture));
			assert.deepEqual(lastBody(), expected(sent));
		});

		it('a video by its URL', async () => {
			await bed.ask('describeVideo', new URL('https://videos.example/testpath/xxxx.mp4'));
			const sent = user(video('https://videos.example/testpath/xxxx.mp4'), text(describeVideo));
			assert.deepEqual(lastBody(), expected(sent));
		});

		it('a video as base64', async () => {
			await bed.ask('describeVideo', vscode.Uri.file(shortVideo));
			assert.deepEqual(lastBody(), expected(user(video(await base64(shortVideo)), text(describeVideo))));
		});

		it('three turns, each with a picture of its own, as base64', async () => {
			await bed.ask('describe', vscode.Uri.file(dialog));
			const said: object[] = [user(image(await base64(dialog)), text(describePicture))];
			assert.deepEqual(lastBody(), expected(...said));
			for (const [name, question] of [
				['chart-sales.png', 'And what is in this one?'],
				['photo-landscape.jpg', 'What differs from the picture above?'],
			] as const) {
				const path = join(samples, name);
				said.push({ role: 'assistant', content: bed.glm.requests.at(-1)?.answer });
				said.push(user(image(await base64(path)), text(question)));
				await bed.askFurther(question, vscode.Uri.file(path));
				assert.deepEqual(lastBody(), expected(...said));
			}
		});
	});
}
