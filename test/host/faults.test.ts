import assert from 'node:assert/strict';
import { failureOf } from '../../src/core/failure.ts';
import type { PreparedImage } from '../../src/core/media.ts';
import { createGlmEngine } from '../../src/engines/glm/glmEngine.ts';
import { retryPolicy } from '../../src/engines/glm/retry.ts';
import { createUndiciTransport } from '../../src/engines/glm/undiciTransport.ts';
import { failureMessage } from '../../src/host/failures/failureMessage.ts';
import { preparedSample } from '../support/preparedSample.ts';
import { createFaultServers, nobody, type FaultServers, type Situation } from '../support/faultServers.ts';
import { startGlmServer, type GlmServer } from '../support/glmServer.ts';
import { faults, silent } from './faultTable.ts';

/** Seconds of silence: one limit to wait for, and one that not even a slow machine reaches. */
const shortly = 0.4;
const never = 600;
describe('Faults, and what the user sees of them', () => {
	let glm: GlmServer;
	let servers: FaultServers;
	let image: PreparedImage;
	const rejections: unknown[] = [];
	const onRejection = (reason: unknown): void => void rejections.push(reason);
	before(async () => {
		glm = await startGlmServer();
		servers = createFaultServers(glm);
		image = preparedSample('dialog-light.png');
		process.on('unhandledRejection', onRejection);
	});
	afterEach(async () => {
		await servers.close();
		assert.deepEqual(rejections, []);
	});
	after(async () => {
		process.off('unhandledRejection', onRejection);
		await glm.stop();
	});

	/** What the user reads: the failure's sentence, or the answer. */
	async function seen(
		situation: Situation,
		{ idleTimeout, signal }: { readonly idleTimeout: number; readonly signal: AbortSignal },
	): Promise<{ sentence?: string | undefined; text: string }> {
		const { endpoint, proxy = {}, trusted } = situation;
		const settings = {
			proxy: '',
			noProxy: [],
			proxyAuthorization: undefined,
			strictSsl: true,
			useProxy: true,
			...proxy,
		};
		const transport = createUndiciTransport(settings, { ...(trusted && { trusted }) });
		const connection = { endpoint: new URL(endpoint), key: undefined, transport: transport.send, idleTimeout };
		const options = { model: 'glm-4.6v-flash', stream: true, imageEncoding: 'dataUri' } as const;
		let text = '';
		try {
			const messages = [{ role: 'user', text: 'What is it?', media: [image] }] as const;
			for await (const part of createGlmEngine(connection, options, retryPolicy(0)).answer(
				{ task: 'describe', messages },
				signal,
			)) {
				if (part.kind === 'text') text += part.text;
			}
			return { text };
		} catch (error) {
			return { sentence: failureMessage(failureOf(error))?.message, text };
		} finally {
			await transport.destroy();
		}
	}

	for (const [layer, rows] of Object.entries(faults)) {
		describe(layer, () => {
			for (const [fault, given, sees] of rows) {
				it(`${fault}: ${sees === 'answered' ? 'does no harm' : 'one sentence'}`, async () => {
					const idleTimeout = sees === silent ? shortly : never;
					const { signal } = new AbortController();
					const start = Date.now();
					const { sentence, text } = await seen(await given(servers), { idleTimeout, signal });
					if (sees === 'answered') {
						assert.equal(sentence, undefined);
						assert.notEqual(text, '');
					} else assert.match(sentence ?? `the answer: ${text}`, sees);
					assert.ok(Date.now() - start < idleTimeout * 25_000, 'It took longer than its limit.');
				});
			}
		});
	}

	const stops: readonly [when: string, given: (servers: FaultServers) => Promise<Situation> | Situation][] = [
		['while it connects', ({ tcp }) => tcp(() => undefined)],
		['before the headers', ({ script }) => script({ kind: 'mute' })],
		['before the first words', ({ script }) => script({ kind: 'silent' })],
		['in the middle', ({ script }) => script({ kind: 'hold' })],
		['between a proxy and its answer', ({ proxy }) => proxy(() => undefined)],
		['before it was asked', () => ({ endpoint: nobody })],
	];
	for (const [when, given] of stops) {
		it(`Stop ${when} is silent, and no time limit`, async () => {
			const situation = await given(servers);
			const signal = when === 'before it was asked' ? AbortSignal.abort() : AbortSignal.timeout(150);
			const { sentence } = await seen(situation, { idleTimeout: never, signal });
			assert.equal(sentence, undefined);
		});
	}
});
