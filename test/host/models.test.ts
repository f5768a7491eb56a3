import assert from 'node:assert/strict';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { projectDir } from '../support/places.mjs';
import { useConversation } from './useConversation.ts';
import { useExtension } from './useExtension.ts';

const picture = vscode.Uri.file(join(projectDir, 'media/samples/dialog-light.png'));

describe('What the chosen model cannot take', () => {
	const pictures = (count: number): vscode.Uri[] => Array.from({ length: count }, () => picture);
	const bed = useExtension();
	const { set } = bed;

	const describePictures = async (count: number): Promise<string[]> =>
		Array.fromAsync(bed.api.describe(pictures(count)));

	const refused: readonly [title: string, settings: Record<string, unknown>, count: number, sentence: string][] = [
		[
			'more pictures than it takes',
			{ model: 'glm-4v-plus-0111' },
			6,
			'glm-4v-plus-0111 accepts at most 5 in one question, and there are 6 pictures. Choose fewer.',
		],
		[
			'a picture of this machine',
			{ model: 'glm-4v-flash' },
			1,
			'glm-4v-flash accepts pictures by web address only, not from this machine. Select another model.',
		],
		[
			'a longer answer than it writes',
			{ model: 'glm-4v', maxTokens: 1025 },
			1,
			'The setting glimpse.maxTokens must be within 1–1024 for glm-4v.',
		],
	];
	for (const [title, settings, count, message] of refused) {
		it(`is refused before anything is sent: ${title}`, async () => {
			for (const [name, value] of Object.entries(settings)) await set(name, value);
			const before = bed.glm.requests.length;
			await assert.rejects(describePictures(count), { message });
			assert.equal(bed.glm.requests.length, before);
		});
	}

	const taken: readonly [title: string, settings: Record<string, unknown>, count: number][] = [
		['as many pictures as it takes', { model: 'glm-4v-plus-0111' }, 5],
		['the longest answer that it writes', { model: 'glm-4v', maxTokens: 1024 }, 1],
		['six pictures for a current model', { model: 'glm-4.5v' }, 6],
	];
	for (const [title, settings, count] of taken) {
		it(`does not stand in the way of ${title}`, async () => {
			for (const [name, value] of Object.entries(settings)) await set(name, value);
			await describePictures(count);
			assert.equal(bed.glm.requests.at(-1)?.images.length, count);
		});
	}

	it('does not matter to this machine alone', async () => {
		await set('engine', 'local');
		await set('model', 'glm-4v-flash');
		assert.match((await describePictures(1)).join(''), /^\*\*No model looked at this picture\.\*\*/);
	});
});

describe('Another model in place of one that cannot do it', () => {
	const bed = useConversation();
	const { Workspace } = vscode.ConfigurationTarget;
	const setting = () => vscode.workspace.getConfiguration('glimpse').inspect<string>('model');

	it('is offered, set and asked', async () => {
		await bed.set('model', 'glm-4v-flash');
		const { failure } = await bed.ask('describe', picture);
		assert.deepEqual(failure?.action, { id: 'useModel', label: 'Use glm-4.6v-flash', model: 'glm-4.6v-flash' });
		assert.equal(bed.glm.requests.length, 0);
		const { status, answerer } = await bed.press('useModel');
		assert.deepEqual(
			[status, answerer, bed.open.state.turns.length],
			['done', { engine: 'glm', model: 'glm-4.6v-flash', host: new URL(bed.glm.endpoint).host }, 1],
		);
		assert.equal(setting()?.globalValue, 'glm-4.6v-flash');
	});

	it('takes the place of the one that the workspace names, there too', async () => {
		const configuration = vscode.workspace.getConfiguration('glimpse');
		bed.putBack('model');
		await configuration.update('model', 'glm-4v-flash', Workspace);
		try {
			const before = bed.glm.requests.length;
			assert.equal((await bed.ask('describe', picture)).status, 'failed');
			assert.equal((await bed.press('useModel')).status, 'done');
			assert.equal(bed.glm.requests.length, before + 1);
			assert.equal(setting()?.workspaceValue, 'glm-4.6v-flash');
		} finally {
			await configuration.update('model', undefined, Workspace);
		}
	});
});
