// Each limit that the service documents for its first models: the stand-in enforces it, and the extension never breaks it.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import * as vscode from 'vscode';
import type { GlimpseApi } from '../../src/api.ts';
import { startGlmServer, type GlmServer } from '../support/glmServer.ts';
import { projectDir } from '../support/places.mjs';

type Settings = Readonly<Record<string, unknown>>;
type Options = Parameters<GlimpseApi['describe']>[1];

/** What a user does about it: with these settings, asks about these files. */
interface Action {
	readonly settings: Settings;
	readonly files: readonly string[];
	readonly options?: Options;
	/** The sentence that is read in place of an answer; undefined where what is sent keeps the limit. */
	readonly reads?: RegExp;
}

const picture = 'picture.png';
const text = { type: 'text', text: 'What is it?' };

describe("The limits of the service's first models", () => {
	let glm: GlmServer;
	let api: GlimpseApi;
	let folder: string;
	const changed = new Set<string>();

	async function set(name: string, value: unknown): Promise<void> {
		changed.add(name);
		await vscode.workspace.getConfiguration('glimpse').update(name, value, vscode.ConfigurationTarget.Global);
	}

	before(async () => {
		glm = await startGlmServer();
		api = await vscode.extensions.getExtension<GlimpseApi>('glimpse-vision.glimpse')!.activate();
		folder = await mkdtemp(join(tmpdir(), 'glimpse-limits-'));
		const png = await readFile(join(projectDir, 'media/samples/dialog-light.png'));
		const video = await readFile(join(projectDir, 'test/fixtures/videos/short.mp4'));
		const wide = sharp({ create: { width: 6001, height: 20, channels: 3, background: '#3a7' } });
		const noise = { type: 'gaussian', mean: 128, sigma: 60 } as const;
		const large = sharp({ create: { width: 1700, height: 1700, channels: 3, background: '#3a7', noise } });
		const files: readonly (readonly [string, Uint8Array])[] = [
			[picture, png],
			['wide.png', await wide.png().toBuffer()],
			['large.png', await large.png().toBuffer()],
			['short.mp4', video],
			// Free space of the format behind the video.
			[
				'large.mp4',
				Buffer.concat([video, Buffer.from([0x01, 0x5e, 0, 0]), Buffer.from('free'), Buffer.alloc(0x15e_0000 - 8)]),
			],
			['long.mp4', await readFile(join(projectDir, 'test/fixtures/videos/long.mp4'))],
			['short.webm', await readFile(join(projectDir, 'test/fixtures/videos/short.webm'))],
		];
		for (const [name, bytes] of files) await writeFile(join(folder, name), bytes);
	});
	beforeEach(() => set('endpoint', glm.endpoint));
	afterEach(async () => {
		for (const name of changed) await set(name, undefined);
		changed.clear();
	});
	after(async () => {
		await glm.stop();
		await rm(folder, { recursive: true, force: true });
	});

	const base64 = async (name: string): Promise<string> => readFile(join(folder, name), 'base64');
	const imagePart = async (name: string): Promise<object> => ({
		type: 'image_url',
		image_url: { url: await base64(name) },
	});
	const videoPart = async (name: string): Promise<object> => ({
		type: 'video_url',
		video_url: { url: await base64(name) },
	});
	const user = (...content: readonly object[]): object => ({ messages: [{ role: 'user', content }] });

	/** The limit, fields of a request that breaks it, the code it is refused with, and what the user does. */
	const limits: readonly [limit: string, breaks: () => Promise<object>, code: string, action: Action][] = [
		[
			'five pictures at once',
			async () => user(...(await Promise.all(Array.from({ length: 6 }, () => imagePart(picture)))), text),
			'1210',
			{ settings: { model: 'glm-4v-plus' }, files: Array.from({ length: 6 }, () => picture), reads: /at most 5/ },
		],
		[
			'one picture for glm-4v-flash',
			async () => {
				const url = { type: 'image_url', image_url: { url: 'https://pictures.example/a.png' } };
				return { model: 'glm-4v-flash', ...user(url, url, text) };
			},
			'1210',
			{
				settings: { model: 'glm-4v-flash' },
				files: ['https://pictures.example/a.png', 'https://pictures.example/b.png'],
				reads: /at most 1/,
			},
		],
		[
			'no bytes for glm-4v-flash',
			async () => ({ model: 'glm-4v-flash', ...user(await imagePart(picture), text) }),
			'1210',
			{ settings: { model: 'glm-4v-flash' }, files: [picture], reads: /by web address only/ },
		],
		[
			'5 MB a picture',
			async () => user(await imagePart('large.png'), text),
			'1210',
			{ settings: { model: 'glm-4v' }, files: ['large.png'] },
		],
		[
			'6000 pixels a side',
			async () => user(await imagePart('wide.png'), text),
			'1210',
			{ settings: { model: 'glm-4v' }, files: ['wide.png'] },
		],
		[
			'videos for glm-4v-plus only',
			async () => user(await videoPart('short.mp4'), text),
			'1210',
			{
				settings: { model: 'glm-4v' },
				files: ['short.mp4'],
				options: { task: 'describeVideo' },
				reads: /glm-4v does not accept videos/,
			},
		],
		[
			'the video first',
			async () => ({ model: 'glm-4v-plus', ...user(text, await videoPart('short.mp4')) }),
			'1210',
			{ settings: { model: 'glm-4v-plus' }, files: ['short.mp4'], options: { task: 'describeVideo' } },
		],
		[
			'20 MB a video',
			async () => ({ model: 'glm-4v-plus', ...user(await videoPart('large.mp4'), text) }),
			'1210',
			{
				settings: { model: 'glm-4v-plus' },
				files: ['large.mp4'],
				options: { task: 'describeVideo' },
				reads: /large\.mp4 is 21\.9\sMB, and glm-4v-plus accepts at most 20\.0\sMB/,
			},
		],
		[
			'30 seconds a video',
			async () => ({ model: 'glm-4v-plus', ...user(await videoPart('long.mp4'), text) }),
			'1210',
			{
				settings: { model: 'glm-4v-plus' },
				files: ['long.mp4'],
				options: { task: 'describeVideo' },
				reads: /45 seconds long, and glm-4v-plus accepts at most 30/,
			},
		],
		[
			'MP4 for a video',
			async () => ({ model: 'glm-4v-plus', ...user(await videoPart('short.webm'), text) }),
			'1210',
			{
				settings: { model: 'glm-4v-plus' },
				files: ['short.webm'],
				options: { task: 'describeVideo' },
				reads: /is a WebM video/,
			},
		],
		[
			'one video',
			async () => ({ model: 'glm-4v-plus', ...user(await videoPart('short.mp4'), await videoPart('short.mp4'), text) }),
			'1210',
			{
				settings: { model: 'glm-4v-plus' },
				files: ['short.mp4', 'short.mp4'],
				options: { task: 'describeVideo' },
				reads: /accepts one video in one question/,
			},
		],
		[
			'never a video and pictures',
			async () => ({ model: 'glm-4v-plus', ...user(await videoPart('short.mp4'), await imagePart(picture), text) }),
			'1215',
			{
				settings: { model: 'glm-4v-plus' },
				files: ['short.mp4', picture],
				options: { task: 'describeVideo' },
				reads: /picture\.png is not a video/,
			},
		],
		[
			'temperature below 1',
			async () => ({ ...user(await imagePart(picture), text), temperature: 1 }),
			'1214',
			{ settings: { model: 'glm-4v', temperature: 1 }, files: [picture] },
		],
		[
			'top_p above 0',
			async () => ({ ...user(await imagePart(picture), text), top_p: 0 }),
			'1214',
			{ settings: { model: 'glm-4v', topP: 0 }, files: [picture] },
		],
		[
			'top_p of today’s models from 0.01',
			async () => ({ model: 'glm-4.6v', ...user(await imagePart(picture), text), top_p: 0 }),
			'1214',
			{ settings: { model: 'glm-4.6v', topP: 0 }, files: [picture] },
		],
		[
			'1024 tokens',
			async () => ({ ...user(await imagePart(picture), text), max_tokens: 1025 }),
			'1210',
			{
				settings: { model: 'glm-4v', maxTokens: 1025 },
				files: [picture],
				reads: /glimpse\.maxTokens must be within 1–1024/,
			},
		],
		[
			'6 to 128 characters of user_id',
			async () => ({ ...user(await imagePart(picture), text), user_id: '12345' }),
			'1214',
			{
				settings: { model: 'glm-4v', userId: '12345' },
				files: [picture],
				reads: /glimpse\.userId must be within 6–128/,
			},
		],
		[
			'6 to 64 characters of request_id',
			async () => ({ ...user(await imagePart(picture), text), request_id: '12345' }),
			'1214',
			{ settings: { model: 'glm-4v' }, files: [picture] },
		],
		[
			'a request_id once',
			async () => {
				const body = { ...user(await imagePart(picture), text), request_id: randomUUID() };
				await post(body);
				return body;
			},
			'1231',
			{ settings: { model: 'glm-4v' }, files: [picture, picture] },
		],
		[
			'no thinking for models that don’t know it',
			async () => ({ ...user(await imagePart(picture), text), thinking: { type: 'disabled' } }),
			'1210',
			{ settings: { model: 'glm-4v' }, files: [picture] },
		],
		[
			'roles user and assistant',
			async () => ({
				messages: [
					{ role: 'system', content: 'x' },
					{ role: 'user', content: [await imagePart(picture), text] },
				],
			}),
			'1214',
			{ settings: { model: 'glm-4v' }, files: [picture] },
		],
		[
			'a text with every question',
			async () => user(await imagePart(picture), { type: 'text', text: '' }),
			'1214',
			{
				settings: { model: 'glm-4v' },
				files: [picture],
				options: { task: 'ask', question: ' ' },
				reads: /no question yet/,
			},
		],
	];

	async function post(fields: object): Promise<{ readonly error?: { readonly code: string } }> {
		const response = await fetch(`${glm.endpoint}/chat/completions`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ model: 'glm-4v', stream: false, ...fields }),
		});
		return response.json() as Promise<{ readonly error?: { readonly code: string } }>;
	}

	for (const [limit, breaks, code, action] of limits) {
		describe(limit, () => {
			it('is enforced by the stand-in', async () => {
				assert.equal((await post(await breaks())).error?.code, code);
			});

			it('is never broken', async () => {
				for (const [name, value] of Object.entries(action.settings)) await set(name, value);
				const before = glm.requests.length;
				const uris = action.files.map((file) =>
					file.startsWith('https:') ? vscode.Uri.parse(file) : vscode.Uri.file(join(folder, file)),
				);
				const answer = Array.fromAsync(api.describe(uris, action.options));
				if (action.reads) {
					await assert.rejects(answer, { message: action.reads });
					assert.equal(glm.requests.length, before);
				} else {
					await answer;
					assert.deepEqual(
						glm.requests.slice(before).map(({ refusal }) => refusal?.why),
						[undefined],
					);
				}
			});
		});
	}
});
