import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import OpenAI from 'openai';
import sharp from 'sharp';
import { type GlmServer, type GlmServerOptions, pixelHash, startGlmServer } from '../../support/glmServer.ts';

const colours = Uint8Array.from({ length: 12 * 8 * 4 }, (_, index) => (index % 4 === 3 ? 255 : (index * 37) % 256));
const image = sharp(colours, { raw: { width: 12, height: 8, channels: 4 } });
const [png, jpeg, webp] = await Promise.all([
	image.clone().png().toBuffer(),
	image.clone().jpeg().toBuffer(),
	image.clone().webp({ lossless: true }).toBuffer(),
]);
const dataUri = `data:image/png;base64,${png.toString('base64')}`;

function question(url: string, model = 'glm-4.6v-flash'): { model: string; messages: object[] } {
	const content = [
		{ type: 'image_url', image_url: { url } },
		{ type: 'text', text: 'What is it?' },
	];
	return { model, messages: [{ role: 'user', content }] };
}

describe('glmServer', () => {
	let server: GlmServer;
	const start = async (options?: GlmServerOptions): Promise<void> => {
		server = await startGlmServer(options);
	};
	const post = (body: unknown, headers?: Record<string, string>): Promise<Response> =>
		fetch(`${server.endpoint}/chat/completions`, {
			method: 'POST',
			headers: { 'Content-Type': 'application/json', ...headers },
			body: typeof body === 'string' ? body : JSON.stringify(body),
		});
	afterEach(() => server.stop());

	describe('a right request', () => {
		beforeEach(() => start());

		for (const [name, url] of [
			['base64', png.toString('base64')],
			['a data URI', dataUri],
		] as const) {
			it(`is answered with what only a reader of the picture knows, sent as ${name}`, async () => {
				const { choices }: OpenAI.ChatCompletion = await (await post(question(url))).json();
				const request = await server.nextRequest();
				const text = choices[0]?.message.content ?? '';
				assert.equal(text, request.answer);
				assert.ok(text.includes(createHash('sha256').update(colours).digest('hex')));
				assert.match(text, new RegExp(`^## The ${request.word}\n[^]*12 × 8[^]*it ends here: ${request.word}\\.$`));
				assert.equal(request.images[0]?.pixelHash, await pixelHash(webp));
				assert.equal(server.word, request.word);
			});
		}

		it('holds another word each time', async () => {
			await Promise.all([post(question(dataUri)), post(question(dataUri))]);
			assert.notEqual(server.requests[0]?.word, server.requests[1]?.word);
		});

		it('streams so that an independent client reads it', async () => {
			const client = new OpenAI({ baseURL: server.endpoint, apiKey: 'none', maxRetries: 0 });
			const messages = [
				{ role: 'user' as const, content: [{ type: 'image_url' as const, image_url: { url: dataUri } }] },
			];
			const chunks: OpenAI.ChatCompletionChunk[] = [];
			for await (const chunk of await client.chat.completions.create({ model: 'glm-4.6v', messages, stream: true })) {
				chunks.push(chunk);
			}
			const { answer } = await server.nextRequest();
			assert.equal(chunks.map(({ choices }) => choices[0]?.delta.content ?? '').join(''), answer);
			assert.equal(chunks.at(-1)?.choices[0]?.finish_reason, 'stop');
			assert.ok((chunks.at(-1)?.usage?.total_tokens ?? 0) > 1000);
		});

		for (const { model, object, thinks } of [
			{ model: 'glm-4v', object: undefined, thinks: false },
			{ model: 'glm-4.5v', object: undefined, thinks: true },
			{ model: 'glm-5.3-flash', object: 'chat.completion.chunk', thinks: true },
		]) {
			it(`streams in the shape of ${model}`, async () => {
				const frames = (await (await post({ ...question(dataUri, model), stream: true })).text()).split('\n\n');
				assert.deepEqual(frames.splice(-2), ['data: [DONE]', '']);
				const chunks = frames.map((frame): OpenAI.ChatCompletionChunk => JSON.parse(frame.replace('data: ', '')));
				const last = chunks.pop();
				assert.ok(chunks.length > 20);
				for (const { choices } of chunks) {
					assert.deepEqual(Object.keys(choices[0] ?? {}), ['index', 'delta']);
					assert.equal(choices[0]?.delta.role, 'assistant');
				}
				assert.deepEqual(last?.choices, [
					{ index: 0, finish_reason: 'stop', delta: { role: 'assistant', content: '' } },
				]);
				assert.ok(last.usage);
				assert.equal(last.object, object);
				assert.equal('reasoning_content' in (chunks[0]?.choices[0]?.delta ?? {}), thinks);
			});
		}

		it('thinks within the content where the model does', async () => {
			const frames = await (await post(question(dataUri, 'glm-4.1v-thinking-flash'))).text();
			assert.match(frames, /"content":"<think>[^<]+<\/think>/);
			assert.doesNotMatch(frames, /reasoning_content/);
		});

		it('cuts characters between two writes', async () => {
			const { body } = await post({ ...question(dataUri), stream: true });
			let broken = 0;
			for await (const bytes of body ?? []) {
				const text = new TextDecoder().decode(bytes);
				broken += text.endsWith('\u{FFFD}') ? 1 : 0;
			}
			assert.ok(broken > 0);
		});

		it('tells when the peer left early', async () => {
			const scripted = server.script({ kind: 'silent' });
			const controller = new AbortController();
			const body = JSON.stringify(question(dataUri));
			const headers = { 'Content-Type': 'application/json' };
			await fetch(`${server.endpoint}/chat/completions`, { method: 'POST', headers, body, signal: controller.signal });
			const before = Date.now();
			controller.abort();
			assert.ok((await (await scripted.request).closed) >= before);
		});

		it('shows the metadata that a picture carries', async () => {
			const tagged = await sharp(jpeg)
				.withExif({ IFD0: { Artist: 'somebody' } })
				.jpeg()
				.toBuffer();
			await Promise.all([tagged, jpeg].map((bytes) => post(question(bytes.toString('base64')))));
			const metadata = server.requests.flatMap(({ images }) => images.map((each) => each.metadata.join()));
			assert.deepEqual(metadata.sort(), ['', 'exif']);
		});
	});

	describe('keys', () => {
		for (const { sent, status, code } of [
			{ sent: undefined, status: 401, code: '1001' },
			{ sent: 'Bearer wrong', status: 401, code: '1000' },
			{ sent: 'id.secret', status: 401, code: '1000' },
			{ sent: 'bearer id.secret', status: 401, code: '1000' },
			{ sent: 'Bearer id.secret', status: 200, code: undefined },
		]) {
			it(`${sent ?? 'none'}: ${status}`, async () => {
				await start({ keys: ['id.secret'] });
				const headers: Record<string, string> = sent === undefined ? {} : { Authorization: sent };
				const listed = await fetch(`${server.endpoint}/models`, { headers });
				assert.deepEqual([listed.status, (await post(question(dataUri), headers)).status], [status, status]);
				assert.deepEqual(
					server.requests.map(({ refusal }) => refusal?.code),
					[code, code],
				);
			});
		}
	});

	it('lists models, without the older ones that answer all the same', async () => {
		await start();
		const { data }: { data: { id: string }[] } = await (await fetch(`${server.endpoint}/models`)).json();
		const ids = data.map(({ id }) => id);
		assert.deepEqual([ids.includes('glm-5.3-flash'), ids.includes('glm-4.6v-flash')], [true, false]);
	});

	it('refuses one form of inline pictures where told to', async () => {
		await start({ refusedForm: 'dataUri' });
		assert.equal((await post(question(dataUri))).status, 400);
		assert.equal((await post(question(png.toString('base64')))).status, 200);
	});

	for (const { name, path, type, body, code } of [
		{ name: 'another path', path: '/chat', type: 'application/json', body: '{}', code: '1222' },
		{ name: 'another content type', path: '/chat/completions', type: 'text/plain', body: '{}', code: '1210' },
		{ name: 'no JSON', path: '/chat/completions', type: 'application/json', body: '{', code: '1210' },
	]) {
		it(`refuses ${name}`, async () => {
			await start();
			const response = await fetch(server.endpoint + path, { method: 'POST', headers: { 'Content-Type': type }, body });
			const reply: { error: { code: string } } = await response.json();
			assert.equal(reply.error.code, code);
			assert.equal((await server.nextRequest()).refusal?.code, code);
		});
	}
});
