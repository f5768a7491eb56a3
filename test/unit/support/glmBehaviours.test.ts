import assert from 'node:assert/strict';
import { type Behaviour, type GlmServer, startGlmServer } from '../../support/glmServer.ts';

const body = { model: 'glm-4.6v', messages: [{ role: 'user', content: 'Hello' }], thinking: { type: 'disabled' } };

/** What a client saw of one answer. */
interface Seen {
	readonly status: number;
	readonly type: string | null;
	readonly text: string;
	/** How the body ended. */
	readonly end: 'ended' | 'broken' | 'open';
}

/** The text that an answer's events hold. */
function contentOf(text: string): string {
	const deltas = text.matchAll(/"content":("(?:[^"\\]|\\.)*")/g);
	return Array.from(deltas, ([, content]) => String(JSON.parse(content ?? '""'))).join('');
}

describe('glmBehaviours', () => {
	let server: GlmServer;
	beforeEach(async () => {
		server = await startGlmServer();
	});
	afterEach(() => server.stop());

	const post = (stream: boolean): Promise<Response> =>
		fetch(`${server.endpoint}/chat/completions`, {
			method: 'POST',
			redirect: 'manual',
			headers: { 'Content-Type': 'application/json' },
			body: JSON.stringify({ ...body, stream }),
		});

	/** Reads the answer to its end; one that is expected to stay open, for 300 ms. */
	async function see(
		behaviour: Behaviour,
		{ stream = true, end: expected = 'ended' }: { readonly stream?: boolean; readonly end?: Seen['end'] } = {},
	): Promise<Seen & { readonly answer: string }> {
		const { request } = server.script(behaviour);
		const response = await post(stream);
		let [text, end]: [string, Seen['end']] = ['', 'open'];
		const decoder = new TextDecoder();
		const read = async (): Promise<void> => {
			for await (const bytes of response.body ?? []) {
				text += decoder.decode(bytes, { stream: true });
			}
		};
		const whole = read().then(
			() => (end = 'ended'),
			() => (end = 'broken'),
		);
		const enough = expected === 'open' ? [new Promise((resolve) => setTimeout(resolve, 300))] : [];
		await Promise.race([whole, ...enough]);
		const { answer = '' } = await request;
		return { status: response.status, type: response.headers.get('content-type'), text, end, answer };
	}

	const done = /data: \[DONE\]\n\n$/;
	const event = 'text/event-stream;charset=UTF-8';
	const json = 'application/json; charset=UTF-8';

	for (const { behaviour, type = event, status = 200, end = 'ended', part, matches } of [
		{ behaviour: { kind: 'paced', milliseconds: 1 }, part: 'all', matches: [done] },
		{ behaviour: { kind: 'length' }, part: 'some', matches: [/"finish_reason":"length"/, done] },
		{
			behaviour: { kind: 'sensitive' },
			part: 'some',
			matches: [
				/"sensitive","delta":{"role":"user","content":""}}\],"content_filter":\[{"role":"user","level":1}\]}/,
				done,
			],
		},
		{ behaviour: { kind: 'networkError' }, part: 'some', matches: [/"finish_reason":"network_error"/, done] },
		{
			behaviour: { kind: 'error', error: '1113' },
			type: json,
			status: 429,
			part: 'none',
			matches: [/^{"error":{"code":"1113","message":"余额不足/],
		},
		{
			behaviour: { kind: 'error', error: '1301' },
			type: json,
			status: 400,
			part: 'none',
			matches: [/^{"contentFilter":\[{"level":1,"role":"user"}\],"error":{"code":"1301"/],
		},
		{
			behaviour: { kind: 'errorIn200', error: '1305' },
			type: json,
			part: 'none',
			matches: [/^{"error":{"code":"1305"/],
		},
		{ behaviour: { kind: 'bareJsonError', error: '1305' }, part: 'none', matches: [/^{"error":{"code":"1305"/] },
		{
			behaviour: { kind: 'flatError', code: 1000, message: 'no' },
			type: json,
			part: 'none',
			matches: [/^{"code":1000,"msg":"no","success":false}$/],
		},
		{
			behaviour: { kind: 'errorInStream', error: '1234' },
			part: 'some',
			matches: [/data: {"error":{"code":"1234".*\n\n$/],
		},
		{ behaviour: { kind: 'cut' }, part: 'some', matches: [/^(?![^]*finish_reason)/] },
		{ behaviour: { kind: 'drop' }, end: 'broken', part: 'some', matches: [] },
		{ behaviour: { kind: 'reset' }, end: 'broken', part: 'some', matches: [] },
		{ behaviour: { kind: 'noDone' }, part: 'all', matches: [/"finish_reason":"stop"/, /^(?![^]*DONE)/] },
		{ behaviour: { kind: 'lingering' }, end: 'open', part: 'all', matches: [done] },
		{ behaviour: { kind: 'silent' }, end: 'open', part: 'none', matches: [/^$/] },
		{
			behaviour: { kind: 'redirect', to: 'https://example.com/' },
			type: null,
			status: 307,
			part: 'none',
			matches: [/^$/],
		},
		{ behaviour: { kind: 'html' }, type: 'text/html', status: 502, part: 'none', matches: [/<h1>502 Bad Gateway/] },
		{ behaviour: { kind: 'emptyBody' }, part: 'none', matches: [/^$/] },
		{ behaviour: { kind: 'gzip' }, part: 'all', matches: [done] },
		{
			behaviour: { kind: 'glued' },
			part: 'all',
			matches: [/^data: {"id":"\w+","created"[^\n]*data: {"id":"\w+again"/m],
		},
		{
			behaviour: { kind: 'decorated' },
			part: 'all',
			matches: [/^: comment\r\n/, /event: message\r\nid: 7\r\ndata: {/],
		},
		{ behaviour: { kind: 'foreign' }, part: 'all', matches: [/"choices":\[\],"usage":{/, /"finish_reason":null/] },
	] satisfies readonly {
		behaviour: Behaviour;
		type?: string | null;
		status?: number;
		end?: Seen['end'];
		part: 'all' | 'some' | 'none';
		matches: readonly RegExp[];
	}[]) {
		it(Object.values(behaviour).join(' '), async () => {
			const seen = await see(behaviour, { end });
			assert.deepEqual([seen.status, seen.type, seen.end], [status, type, end]);
			const lists = seen.text.replaceAll(/\[{"type":"text","text":("(?:[^"\\]|\\.)*")}\]/g, '$1');
			const content = contentOf(lists);
			if (part === 'all') {
				assert.ok(content.endsWith(seen.answer), content);
			} else {
				assert.ok(content.length < seen.answer.length && seen.answer.startsWith(content), content);
				assert.equal(content !== '', part === 'some');
			}
			for (const each of matches) {
				assert.match(seen.text, each);
			}
		});
	}

	for (const { behaviour, end, matches } of [
		{ behaviour: { kind: 'length' }, end: 'ended', matches: /"finish_reason":"length"/ },
		{ behaviour: { kind: 'sensitive' }, end: 'ended', matches: /"sensitive".*"content":"".*"content_filter":\[/ },
		{ behaviour: { kind: 'cut' }, end: 'ended', matches: /^{"id".*[^}]$/ },
		{ behaviour: { kind: 'reset' }, end: 'broken', matches: /^{"id"/ },
		{ behaviour: { kind: 'text', text: 'An alt text' }, end: 'ended', matches: /"content":"An alt text"/ },
	] satisfies readonly { behaviour: Behaviour; end: Seen['end']; matches: RegExp }[]) {
		it(`${behaviour.kind}, synchronous`, async () => {
			const seen = await see(behaviour, { stream: false });
			assert.deepEqual([seen.status, seen.type, seen.end], [200, json, end]);
			assert.match(seen.text, matches);
		});
	}

	it('hold: the end waits for release', async () => {
		const scripted = server.script({ kind: 'hold', pieces: 4 });
		const { body: stream } = await post(true);
		await scripted.held;
		const reader = stream?.pipeThrough(new TextDecoderStream()).getReader();
		let text = '';
		const read = async (until: string): Promise<void> => {
			while (!contentOf(text).includes(until) && !text.includes('[DONE]')) {
				const piece = await reader?.read();
				assert.equal(piece?.done, false);
				text += piece?.value ?? '';
			}
		};
		const { answer = '', word = '' } = await scripted.request;
		await read(answer.slice(0, 20));
		const silence = await Promise.race([read(answer), new Promise((resolve) => setTimeout(resolve, 100, 'silence'))]);
		assert.equal(silence, 'silence');
		assert.ok(answer.startsWith(contentOf(text)) && contentOf(text).includes(word));
		assert.doesNotMatch(contentOf(text), /it ends here/);
		scripted.release();
		await read(answer);
		assert.equal(contentOf(text), answer);
	});

	it('mute: not even headers', async () => {
		server.script({ kind: 'mute' });
		const answered = post(true).then(
			() => 'answered',
			() => 'broken',
		);
		await server.nextRequest();
		assert.equal(
			await Promise.race([answered, new Promise((resolve) => setTimeout(resolve, 100, 'silence'))]),
			'silence',
		);
	});

	it('text: chunks as told, reasoning among them', async () => {
		const text = [{ reasoning: 'hm' }, { content: 'A ' }, { content: 'cat' }];
		const seen = await see({ kind: 'text', text, finishReason: 'odd' });
		assert.equal(contentOf(seen.text.replaceAll('reasoning_content', 'thought')), 'A cat');
		assert.match(seen.text, /"reasoning_content":"hm"[^]*"finish_reason":"odd"/);
	});

	it('error: with headers', async () => {
		server.script({ kind: 'error', error: '1302', headers: { 'Retry-After': '2' } });
		assert.equal((await post(true)).headers.get('retry-after'), '2');
	});

	it('happens once, and not to a refused request', async () => {
		server.script({ kind: 'html' });
		const refused = await fetch(`${server.endpoint}/chat/completions`, { method: 'POST', body: '{}' });
		assert.deepEqual([refused.status, (await post(true)).status, (await post(true)).status], [400, 502, 200]);
	});
});
