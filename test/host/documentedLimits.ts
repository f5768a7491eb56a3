import { randomUUID } from 'node:crypto';
import type { GlimpseApi } from '../../src/api.ts';

/** What a request that breaks a limit is made of; files are named as in the tests' folder. */
export interface RequestParts {
	readonly image: (name: string) => Promise<object>;
	readonly video: (name: string) => Promise<object>;
	/** Sends a request of its own before. */
	readonly post: (fields: object) => Promise<unknown>;
}

/** What a user does about it: with these settings, asks about these files. */
interface Action {
	readonly settings: Readonly<Record<string, unknown>>;
	readonly files: readonly string[];
	readonly options?: Parameters<GlimpseApi['describe']>[1];
	/** The sentence that is read in place of an answer; undefined where what is sent keeps the limit. */
	readonly reads?: RegExp;
}

const picture = 'picture.png';
const text = { type: 'text', text: 'What is it?' };
const user = (...content: readonly object[]): object => ({ messages: [{ role: 'user', content }] });

/** The limit, fields of a request that breaks it, the code it is refused with, and what the user does. */
export const documentedLimits: readonly [
	limit: string,
	breaks: (parts: RequestParts) => Promise<object>,
	code: string,
	action: Action,
][] = [
	[
		'five pictures at once',
		async ({ image }) => user(...(await Promise.all(Array.from({ length: 6 }, () => image(picture)))), text),
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
		async ({ image }) => ({ model: 'glm-4v-flash', ...user(await image(picture), text) }),
		'1210',
		{ settings: { model: 'glm-4v-flash' }, files: [picture], reads: /by web address only/ },
	],
	[
		'5 MB a picture',
		async ({ image }) => user(await image('large.png'), text),
		'1210',
		{ settings: { model: 'glm-4v' }, files: ['large.png'] },
	],
	[
		'6000 pixels a side',
		async ({ image }) => user(await image('wide.png'), text),
		'1210',
		{ settings: { model: 'glm-4v' }, files: ['wide.png'] },
	],
	[
		'videos for glm-4v-plus only',
		async ({ video }) => user(await video('short.mp4'), text),
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
		async ({ video }) => ({ model: 'glm-4v-plus', ...user(text, await video('short.mp4')) }),
		'1210',
		{ settings: { model: 'glm-4v-plus' }, files: ['short.mp4'], options: { task: 'describeVideo' } },
	],
	[
		'20 MB a video',
		async ({ video }) => ({ model: 'glm-4v-plus', ...user(await video('large.mp4'), text) }),
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
		async ({ video }) => ({ model: 'glm-4v-plus', ...user(await video('long.mp4'), text) }),
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
		async ({ video }) => ({ model: 'glm-4v-plus', ...user(await video('short.webm'), text) }),
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
		async ({ video }) => ({ model: 'glm-4v-plus', ...user(await video('short.mp4'), await video('short.mp4'), text) }),
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
		async ({ image, video }) => ({
			model: 'glm-4v-plus',
			...user(await video('short.mp4'), await image(picture), text),
		}),
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
		async ({ image }) => ({ ...user(await image(picture), text), temperature: 1 }),
		'1214',
		{ settings: { model: 'glm-4v', temperature: 1 }, files: [picture] },
	],
	[
		'top_p above 0',
		async ({ image }) => ({ ...user(await image(picture), text), top_p: 0 }),
		'1214',
		{ settings: { model: 'glm-4v', topP: 0 }, files: [picture] },
	],
	[
		'top_p of today’s models from 0.01',
		async ({ image }) => ({ model: 'glm-4.6v', ...user(await image(picture), text), top_p: 0 }),
		'1214',
		{ settings: { model: 'glm-4.6v', topP: 0 }, files: [picture] },
	],
	[
		'1024 tokens',
		async ({ image }) => ({ ...user(await image(picture), text), max_tokens: 1025 }),
		'1210',
		{
			settings: { model: 'glm-4v', maxTokens: 1025 },
			files: [picture],
			reads: /glimpse\.maxTokens must be within 1–1024/,
		},
	],
	[
		'6 to 128 characters of user_id',
		async ({ image }) => ({ ...user(await image(picture), text), user_id: '12345' }),
		'1214',
		{
			settings: { model: 'glm-4v', userId: '12345' },
			files: [picture],
			reads: /glimpse\.userId must be within 6–128/,
		},
	],
	[
		'6 to 64 characters of request_id',
		async ({ image }) => ({ ...user(await image(picture), text), request_id: '12345' }),
		'1214',
		{ settings: { model: 'glm-4v' }, files: [picture] },
	],
	[
		'a request_id once',
		async ({ image, post }) => {
			const body = { ...user(await image(picture), text), request_id: randomUUID() };
			await post(body);
			return body;
		},
		'1231',
		{ settings: { model: 'glm-4v' }, files: [picture, picture] },
	],
	[
		'no thinking for models that don’t know it',
		async ({ image }) => ({ ...user(await image(picture), text), thinking: { type: 'disabled' } }),
		'1210',
		{ settings: { model: 'glm-4v' }, files: [picture] },
	],
	[
		'roles user and assistant',
		async ({ image }) => ({
			messages: [
				{ role: 'system', content: 'x' },
				{ role: 'user', content: [await image(picture), text] },
			],
		}),
		'1214',
		{ settings: { model: 'glm-4v' }, files: [picture] },
	],
	[
		'a text with every question',
		async ({ image }) => user(await image(picture), { type: 'text', text: '' }),
		'1214',
		{
			settings: { model: 'glm-4v' },
			files: [picture],
			options: { task: 'ask', question: ' ' },
			reads: /no question yet/,
		},
	],
];
