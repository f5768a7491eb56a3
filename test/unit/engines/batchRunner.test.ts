import assert from 'node:assert/strict';
import { BatchBed, makeQuestions, type BatchQuestion } from '../../support/batchBed.ts';
import { startGlmServer, type GlmServer } from '../../support/glmServer.ts';
import type { GlmConnection } from '../../../src/engines/glm/glmClient.ts';
import { createUndiciTransport } from '../../../src/engines/glm/undiciTransport.ts';

describe('Batches over real sockets', () => {
	const undici = createUndiciTransport({
		proxy: '',
		noProxy: [],
		proxyAuthorization: undefined,
		strictSsl: true,
		useProxy: true,
	});
	let glm: GlmServer;
	let connection: GlmConnection;
	let few: ReadonlyMap<string, BatchQuestion>;
	let bed: BatchBed;

	before(async () => {
		glm = await startGlmServer({ keys: ['id.secret'] });
		connection = { endpoint: new URL(glm.endpoint), key: 'id.secret', transport: undici.send, idleTimeout: 30 };
		few = await makeQuestions(5, connection);
	});
	after(async () => {
		await undici.destroy();
		await glm.stop();
	});
	beforeEach(async () => {
		glm.reset();
		bed = await BatchBed.create({ questions: few, connection, limits: { bytes: 100_000_000, lines: 3 } });
	});
	afterEach(() => bed.remove());

	it('asks five questions in two files', async () => {
		await bed.runner().follow(new AbortController().signal);
		console.log(glm.batches.calls.join(' '), glm.requests.map((r) => r.refusal?.why));
		console.log(bed.outcomes);
	});
});
