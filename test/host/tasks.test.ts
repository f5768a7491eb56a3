import assert from 'node:assert/strict';
import { copyFile, mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import * as vscode from 'vscode';
import { promptFor } from '../../src/core/prompts.ts';
import { taskIds, type TaskId } from '../../src/core/tasks.ts';
import { projectDir } from '../support/places.mjs';
import { useExtension } from './useExtension.ts';

const sample = (name: string): vscode.Uri => vscode.Uri.file(join(projectDir, 'media/samples', name));
const picture = sample('dialog-light.png');
const video = vscode.Uri.file(join(projectDir, 'test/fixtures/videos/short.mp4'));

describe('The tasks', () => {
	const bed = useExtension();
	const { set } = bed;

	const run = async (task: TaskId, files: readonly vscode.Uri[], question = ''): Promise<string> =>
		(await Array.fromAsync(bed.api.describe(files, { task, question }))).join('');
	/** The words of the last question that arrived. */
	const words = (): string => {
		const body = bed.glm.requests.at(-1)?.body as {
			readonly messages: readonly { content: readonly { text?: string }[] }[];
		};
		return body.messages.at(-1)?.content.at(-1)?.text ?? '';
	};

	for (const task of taskIds.filter((id) => id !== 'ask' && id !== 'altText')) {
		const files = task === 'describeVideo' ? [video] : task === 'compare' ? [picture, picture] : [picture];

		it(`${task}: its own words, and the language`, async () => {
			await run(task, files);
			const language = task === 'extractText' ? undefined : 'English';
			assert.equal(words(), promptFor({ task, text: '', imageCount: files.length, language }));
			assert.ok(words().length > 100);
		});

		it(`${task}: the user's words in place of its own`, async () => {
			await set('prompts', { [task]: 'Say it in seven words.' });
			await run(task, files);
			assert.equal(words(), `Say it in seven words.${task === 'extractText' ? '' : '\n\nAnswer in English.'}`);
		});
	}

	it('has words of its own for each', () => {
		const prompts = taskIds.map((task) => promptFor({ task, text: '', imageCount: 1, language: undefined }));
		assert.equal(new Set(prompts).size, taskIds.length);
	});

	for (const [model, task, thinking] of [
		['glm-4.6v', 'extractText', { type: 'disabled' }],
		['glm-4.6v', 'describe', undefined],
		['glm-5.3-flash', 'extractText', undefined],
		['glm-4v', 'extractText', undefined],
	] as const) {
		it(`${model} ${thinking ? 'need not think' : 'is told nothing about thinking'} for ${task}`, async () => {
			await set('model', model);
			await run(task, [picture]);
			const body = (bed.glm.requests.at(-1)?.body ?? {}) as { readonly thinking?: unknown };
			assert.deepEqual(body.thinking, thinking);
		});
	}

	it('answers in the language of the setting, but writes text out in its own', async () => {
		await set('language', 'Deutsch');
		await run('explainScreenshot', [picture]);
		assert.ok(words().endsWith('Answer in Deutsch.'));
		await run('extractText', [picture]);
		assert.ok(!words().includes('Deutsch'));
	});

	for (const [count, isCompared] of [
		[1, false],
		[2, true],
		[5, true],
		[6, false],
	] as const) {
		it(`${isCompared ? 'compares' : 'does not compare'} ${count}`, async () => {
			const before = bed.glm.requests.length;
			const compared = run(
				'compare',
				Array.from({ length: count }, () => picture),
			);
			if (isCompared) {
				await compared;
				assert.equal(bed.glm.requests.at(-1)?.images.length, count);
			} else {
				await assert.rejects(compared, {
					message: `Glimpse can compare 2 to 5 pictures, not ${count}. Change the selection.`,
				});
				assert.equal(bed.glm.requests.length, before);
			}
		});
	}

	for (const [task, sentence] of [
		['compare', "This machine alone can't compare pictures. Set an API key to ask a model."],
		['uiToCode', "This machine alone can't write code from a picture. Set an API key to ask a model."],
		['describeVideo', "This machine alone can't describe a video. Set an API key to ask a model."],
	] as const) {
		it(`this machine alone says that it cannot: ${task}`, async () => {
			await set('engine', 'local');
			const files = task === 'describeVideo' ? [video] : [picture, picture];
			await assert.rejects(run(task, files), { message: sentence });
		});
	}

	for (const task of ['explainScreenshot', 'extractText', 'diagnoseError'] as const) {
		it(`this machine alone reads the text: ${task}`, async () => {
			await set('engine', 'local');
			assert.match(await run(task, [picture]), /The backup could not be finished/);
		});
	}
});

describe('Pictures that are excluded', () => {
	const bed = useExtension();
	const { set } = bed;

	const cases: readonly [pattern: string, isExcluded: boolean][] = [
		['**/samples/**', true],
		['**/*.png', true],
		['dialog-light.png', true],
		['dialog-*', true],
		['**/*.jpg', false],
		['samples', false],
	];
	for (const [pattern, isExcluded] of cases) {
		it(`${pattern}: ${isExcluded ? 'not sent' : 'sent'}`, async () => {
			await set('exclude', [pattern]);
			const before = bed.glm.requests.length;
			const answer = Array.fromAsync(bed.api.describe([picture]));
			if (!isExcluded) return void (await answer);
			await assert.rejects(answer, {
				message: 'dialog-light.png stays on this machine: the setting glimpse.exclude names it. Nothing was sent.',
			});
			assert.equal(bed.glm.requests.length, before);
		});
	}

	describe('whatever way leads to them', () => {
		let folder: string;
		let secret: string;
		const named = (path: string): vscode.Uri => vscode.Uri.from({ scheme: 'file', path });
		before(async () => {
			folder = await mkdtemp(join(tmpdir(), 'glimpse-excluded-'));
			await mkdir(join(folder, 'private/Café'.normalize('NFD')), { recursive: true });
			secret = join(folder, 'private/card.png');
			await copyFile(picture.fsPath, secret);
			await copyFile(picture.fsPath, join(folder, 'private/Café/menu.png'.normalize('NFD')));
			await symlink(secret, join(folder, 'link.png'));
			await symlink(join(folder, 'private'), join(folder, 'linked'));
		});
		after(() => rm(folder, { recursive: true, force: true }));

		for (const [way, path] of [
			['plain', 'private/card.png'],
			['back and forth', 'public/../private/card.png'],
			['over itself', './private/./card.png'],
			['with two slashes', '/private//card.png'],
			['a symbolic link', 'link.png'],
			['a folder that is one', 'linked/card.png'],
			['back out of such a folder', 'linked/../private/card.png'],
			['letters in parts', 'private/Café/menu.png'.normalize('NFD')],
		] as const) {
			for (const pattern of ['**/private/**', way === 'letters in parts' ? '**/Café/*' : 'card.png']) {
				it(`${way}: ${pattern}`, async () => {
					await set('exclude', [pattern]);
					const before = bed.glm.requests.length;
					await assert.rejects(
						Array.fromAsync(bed.api.describe([named(`${folder}/${path}`)])),
						/stays on this machine: the setting glimpse.exclude names it/,
					);
					assert.equal(bed.glm.requests.length, before);
				});
			}
		}

		it('is sent when the way only looks like it', async () => {
			await set('exclude', ['**/private/**']);
			const text = await Array.fromAsync(
				bed.api.describe([named(`${folder}/private/../../${basename(folder)}/open.png`)]),
			).catch(String);
			assert.doesNotMatch(text.toString(), /glimpse.exclude/);
		});
	});

	it('are read by this machine', async () => {
		await set('exclude', ['**/*.png']);
		await set('engine', 'local');
		assert.match((await Array.fromAsync(bed.api.describe([picture]))).join(''), /The backup could not be finished/);
	});
});
