import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { GlimpseApi } from '../../src/api.ts';
import { projectDir } from '../support/places.mjs';
import { ReadOnlyFiles } from './readOnlyFiles.ts';
import { useExtension } from './useExtension.ts';

/** A file system that holds one picture, and one that nobody may read. */
class VirtualFiles extends ReadOnlyFiles {
	readonly #picture: Uint8Array;

	constructor(picture: Uint8Array) {
		super();
		this.#picture = picture;
	}

	stat(uri: vscode.Uri): vscode.FileStat {
		if (uri.path === '/gone.png') throw vscode.FileSystemError.FileNotFound(uri);
		const type = uri.path === '/album' ? vscode.FileType.Directory : vscode.FileType.File;
		return { type, ctime: 0, mtime: 0, size: this.#picture.byteLength };
	}

	readFile(uri: vscode.Uri): Uint8Array {
		if (uri.path === '/secret.png') throw vscode.FileSystemError.NoPermissions(uri);
		return this.#picture;
	}
}

describe('describe, the API for other extensions', () => {
	const virtual = (path: string): vscode.Uri => vscode.Uri.from({ scheme: 'glimpse-test', path });
	const bed = useExtension();
	const { set } = bed;
	let files: vscode.Disposable;

	const describePictures = async (...how: Parameters<GlimpseApi['describe']>): Promise<string[]> =>
		Array.fromAsync(bed.api.describe(...how));

	before(async () => {
		const picture = await readFile(join(projectDir, 'media/samples/dialog-light.png'));
		files = vscode.workspace.registerFileSystemProvider('glimpse-test', new VirtualFiles(picture), {
			isReadonly: true,
		});
	});

	after(() => files.dispose());

	it('yields the pieces of the answer as they arrive, for a picture of a virtual file system', async () => {
		const held = bed.glm.script({ kind: 'hold' });
		let text = '';
		for await (const piece of bed.api.describe([virtual('/picture.png')])) {
			if (text === '') held.release();
			text += piece;
		}
		const { answer, images } = await held.request;
		assert.equal(text, answer);
		assert.equal(images.length, 1);
	});

	it('asks a question about several pictures, in their order', async () => {
		const samples = ['chart-sales.png', 'photo-landscape.jpg'].map((name) =>
			vscode.Uri.file(join(projectDir, 'media/samples', name)),
		);
		await describePictures(samples, { task: 'ask', question: 'Which is warmer?' });
		const request = bed.glm.requests.at(-1);
		assert.deepEqual(
			request?.images.map(({ mediaType }) => mediaType),
			['image/png', 'image/jpeg'],
		);
		assert.match(request?.text ?? '', /\{"type":"text","text":"Which is warmer\?"\}/);
	});

	const bodies: readonly [settings: Record<string, unknown>, body: Record<string, unknown>][] = [
		[{ model: 'glm-4.6v' }, { model: 'glm-4.6v' }],
		[{ stream: false }, { stream: false }],
		[{ temperature: 0.3 }, { temperature: 0.3 }],
		[{ topP: 0.7 }, { top_p: 0.7 }],
		[{ maxTokens: 99 }, { max_tokens: 99 }],
		[{ doSample: false }, { do_sample: false }],
		[{ doSample: true }, { do_sample: true }],
		[{ userId: 'user-42' }, { user_id: 'user-42' }],
	];
	for (const [changed, expected] of bodies) {
		it(`sends ${JSON.stringify(changed)} as ${JSON.stringify(expected)}`, async () => {
			for (const [name, value] of Object.entries(changed)) await set(name, value);
			await describePictures([virtual('/picture.png')]);
			const {
				messages,
				request_id: requestId,
				...rest
			} = (bed.glm.requests.at(-1)?.body ?? {}) as Record<string, unknown>;
			assert.deepEqual(rest, { model: 'glm-4.6v-flash', stream: true, ...expected });
			assert.ok(messages && requestId);
		});
	}

	for (const [language, words] of [
		['auto', 'Answer in English.'],
		['日本語', 'Answer in 日本語.'],
	] as const) {
		it(`asks for the answer's language: ${language}`, async () => {
			await set('language', language);
			await describePictures([virtual('/picture.png')]);
			assert.ok(bed.glm.requests.at(-1)?.text.includes(words));
		});
	}

	for (const [encoding, form] of [
		['base64', 'base64'],
		['dataUri', 'dataUri'],
		['auto', 'dataUri'],
	] as const) {
		it(`writes the picture as ${form} with the setting ${encoding}`, async () => {
			await set('imageEncoding', encoding);
			await describePictures([virtual('/picture.png')]);
			assert.equal(bed.glm.requests.at(-1)?.images[0]?.form, form);
		});
	}

	const failures: readonly [title: string, uri: vscode.Uri, sentence: string][] = [
		['a file that is gone', virtual('/gone.png'), 'gone.png is no longer there. Choose the picture again.'],
		['a folder', virtual('/album'), 'album is a folder. Choose the pictures inside it.'],
		[
			'a file that may not be read',
			virtual('/secret.png'),
			'secret.png could not be read. Check its permissions, then ask again.',
		],
		[
			'a text',
			vscode.Uri.file(join(projectDir, 'package.json')),
			'package.json contains no picture that can be opened. Choose another file.',
		],
	];
	for (const [title, uri, sentence] of failures) {
		it(`says what is wrong: ${title}`, async () => {
			const before = bed.glm.requests.length;
			await assert.rejects(describePictures([uri]), { message: sentence });
			assert.equal(bed.glm.requests.length, before);
		});
	}

	it('asks nothing without a picture', async () => {
		const before = bed.glm.requests.length;
		await assert.rejects(describePictures([], { task: 'ask', question: 'Why?' }), {
			message: 'There is no picture to ask about. Describe one first.',
		});
		assert.equal(bed.glm.requests.length, before);
	});

	for (const [name, value, range] of [
		['temperature', 1.01, '0–1'],
		['topP', -0.1, '0–1'],
		['maxTokens', 0, '1–1000000'],
		['userId', 'short', '6–128'],
		['userId', 'x'.repeat(129), '6–128'],
		['idleTimeout', 0, '1–3600'],
		['maxRetries', 11, '0–10'],
		['imageEncoding', 'hexadecimal', 'auto, base64, dataUri'],
		['engine', 'another', 'auto, glm, editor, local'],
	] as const) {
		it(`names the setting that is out of range: ${name} ${value}`, async () => {
			await set(name, value);
			const before = bed.glm.requests.length;
			await assert.rejects(describePictures([virtual('/picture.png')]), {
				message: `The setting glimpse.${name} must be within ${range}.`,
			});
			assert.equal(bed.glm.requests.length, before);
		});
	}

	it('ends the request with the token', async () => {
		const held = bed.glm.script({ kind: 'hold' });
		const source = new vscode.CancellationTokenSource();
		const work = describePictures([virtual('/picture.png')], { token: source.token });
		await held.held;
		source.cancel();
		await assert.rejects(work, { message: 'Cancelled' });
		await (
			await held.request
		).closed;
	});

	it('ends the request when the caller reads no further', async () => {
		const held = bed.glm.script({ kind: 'hold' });
		for await (const piece of bed.api.describe([virtual('/picture.png')])) if (piece) break;
		await (
			await held.request
		).closed;
	});

	it('answers on this machine alone when the engine is local', async () => {
		await set('engine', 'local');
		const before = bed.glm.requests.length;
		const text = (await describePictures([virtual('/picture.png')])).join('');
		assert.match(text, /^\*\*No model looked at this picture\.\*\*/);
		assert.match(text, /The backup could not be finished/);
		assert.equal(bed.glm.requests.length, before);
	});

	it('sends nothing where a key is needed and none is stored', async () => {
		const asked: string[] = [];
		const proxy = createServer((socket) => {
			socket
				.on('error', () => undefined)
				.once('data', (head: Buffer) => {
					asked.push(head.toString('latin1'));
					socket.destroy();
				});
		}).listen(0, '127.0.0.1');
		await once(proxy, 'listening');
		const http = vscode.workspace.getConfiguration('http');
		const { port } = proxy.address() as AddressInfo;
		await http.update('proxy', `http://127.0.0.1:${port}`, vscode.ConfigurationTarget.Global);
		try {
			await set('endpoint', 'https://models.invalid/v4');
			assert.match(
				(await describePictures([virtual('/picture.png')])).join(''),
				/^\*\*No model looked at this picture/,
			);
			await set('engine', 'glm');
			await assert.rejects(describePictures([virtual('/picture.png')]), {
				message: /^There is no API key for models\.invalid/,
			});
		} finally {
			await http.update('proxy', undefined, vscode.ConfigurationTarget.Global);
			proxy.close();
		}
		assert.deepEqual(
			asked.filter((head) => head.includes('models.invalid')),
			[],
		);
	});

	it('sends neither the name nor the path of a file', async () => {
		const before = bed.glm.requests.length;
		await describePictures([virtual('/private-folder/private-name.png')]);
		assert.equal(bed.glm.requests.length, before + 1);
		assert.doesNotMatch(JSON.stringify(bed.glm.requests.at(-1)), /private-(?:folder|name)/);
	});

	it('says what this machine alone cannot do', async () => {
		await set('engine', 'local');
		await assert.rejects(describePictures([virtual('/picture.png')], { task: 'ask', question: 'Why?' }), {
			message:
				"This machine alone can read text, but can't answer questions about a picture. Set an API key to ask a model.",
		});
	});
});
