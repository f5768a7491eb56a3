import assert from 'node:assert/strict';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { zlib } from '../../src/converter/zlib.ts';
import type { BatchLimits, BatchOutcome } from '../../src/core/glm/batch.ts';
import { newBatchRun, parseBatchRun, type BatchRun } from '../../src/core/glm/batchRun.ts';
import { prepareUnchanged } from '../../src/core/image/prepare.ts';
import { batchQuestion } from '../../src/engines/glm/batchQuestion.ts';
import { BatchRunner } from '../../src/engines/glm/batchRunner.ts';
import type { GlmConnection } from '../../src/engines/glm/glmClient.ts';
import type { RetryPolicy } from '../../src/engines/glm/retry.ts';
import { createUndiciTransport } from '../../src/engines/glm/undiciTransport.ts';
import type { Transport } from '../../src/engines/glm/transport.ts';
import { pixelHash, startGlmServer, type GlmServer } from './glmServer.ts';

/** A question about a picture that no other question has. */
export interface BatchQuestion {
	readonly body: Readonly<Record<string, unknown>>;
	readonly pixelHash: string;
}

/** Makes questions by their ids, each with a picture of its own. */
export async function makeQuestions(
	count: number,
	connection: GlmConnection,
	model = 'glm-4v-plus-0111',
): Promise<ReadonlyMap<string, BatchQuestion>> {
	const questions = new Map<string, BatchQuestion>();
	for (let index = 0; index < count; index++) {
		const pixels = Buffer.from([index % 256, index >> 8, 7, 255 - (index % 256), 9, index >> 8]);
		const bytes = await sharp(pixels, { raw: { width: 2, height: 1, channels: 3 } })
			.png()
			.toBuffer();
		const image = prepareUnchanged(bytes, 'picture.png', zlib);
		if (!image) throw new Error('A made picture can be sent as it is.');
		const messages = [{ role: 'user', text: `Which number is it? Not ${index}.`, media: [image] }] as const;
		const body = batchQuestion(messages, { model, imageEncoding: 'auto' }, connection);
		questions.set(`docs/page-${index}.md#1`, { body, pixelHash: await pixelHash(bytes) });
	}
	return questions;
}

/** What a run needs, over any number of runners; the wait between two looks takes no time. */
export class BatchBed {
	readonly questions: ReadonlyMap<string, BatchQuestion>;
	readonly outcomes = new Map<string, BatchOutcome>();
	/** The questions of the outcomes in the order in which they came, those that came again too. */
	readonly told: string[] = [];
	/** The milliseconds of each wait. */
	readonly waits: number[] = [];
	/** What is kept, as JSON; undefined once nothing is. */
	kept: string | undefined;
	connection: GlmConnection;
	limits: BatchLimits;
	maxRetries = 3;
	now: () => number = Date.now;
	/** Called before what is kept changes, and afterwards. */
	onSave: () => Promise<void> | void = () => undefined;
	onSleep: (signal: AbortSignal) => Promise<void> | void = () => undefined;
	bodyFor: (id: string) => Readonly<Record<string, unknown>>;
	readonly folder: string;

	private constructor(about: Pick<BatchBed, 'questions' | 'connection' | 'limits' | 'folder'>) {
		this.questions = about.questions;
		this.connection = about.connection;
		this.limits = about.limits;
		this.folder = about.folder;
		this.bodyFor = (id) => this.questions.get(id)?.body ?? {};
	}

	static async create(about: Pick<BatchBed, 'questions' | 'connection' | 'limits'>): Promise<BatchBed> {
		return new BatchBed({ ...about, folder: join(await mkdtemp(join(tmpdir(), 'glimpse-batch-')), 'run') });
	}

	/** A new run with all questions. */
	newRun(): BatchRun {
		const about = { mark: 'glimpse-0123456789', endpoint: this.connection.endpoint.href, model: 'glm-4v-plus-0111' };
		return newBatchRun(about, [...this.questions.keys()]);
	}

	/** A runner as after a restart: of what is kept, or of a new run where nothing is. */
	runner(): BatchRunner {
		const kept = this.kept === undefined ? this.newRun() : parseBatchRun(JSON.parse(this.kept));
		if (!kept) throw new Error(`What is kept is no run: ${this.kept}`);
		const retryPolicy: RetryPolicy = {
			maxRetries: this.maxRetries,
			now: () => this.now(),
			random: () => 0.5,
			sleep: async (milliseconds, signal) => {
				this.waits.push(milliseconds);
				await this.onSleep(signal);
				signal.throwIfAborted();
			},
		};
		return new BatchRunner(kept, {
			connection: this.connection,
			store: {
				folder: this.folder,
				save: async (run) => {
					await this.onSave();
					this.kept = run && JSON.stringify(run);
					await this.onSave();
				},
			},
			questions: {
				bodyFor: async (id) => this.bodyFor(id),
				take: (id, outcome) => {
					this.outcomes.set(id, outcome);
					this.told.push(id);
				},
			},
			retryPolicy,
			limits: this.limits,
		});
	}

	async remove(): Promise<void> {
		await rm(join(this.folder, '..'), { recursive: true, force: true });
	}
}

/** For a `describe`: the stand-in, a few questions, and for each test a bed whose files take three of them. */
export function useBatches(): {
	readonly glm: GlmServer;
	readonly connection: GlmConnection;
	/** The transport of the connection. */
	readonly send: Transport;
	/** Five questions. */
	readonly few: ReadonlyMap<string, BatchQuestion>;
	readonly bed: BatchBed;
	/** Puts everything back within one test, with something else in place of the usual. */
	begin(other?: Partial<Pick<BatchBed, 'questions' | 'connection' | 'limits'>>): Promise<void>;
	/** What became of each question: the kind of its failure, or why its answer ended, if that is about its own picture. */
	outcomes(): readonly string[];
	/** No picture was uploaded twice, and no file asked twice. */
	assertSentOnce(): void;
	/** All answered, none sent twice, nothing left behind. */
	assertAllAnswered(): Promise<void>;
} {
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
	const begin = async (other: Partial<Pick<BatchBed, 'questions' | 'connection' | 'limits'>> = {}): Promise<void> => {
		await bed?.remove();
		glm.reset();
		bed = await BatchBed.create({ questions: few, connection, limits: { bytes: 100_000_000, lines: 3 }, ...other });
	};
	const outcomes = (): readonly string[] =>
		[...bed.questions].map(([id, { pixelHash: own }]) => {
			const outcome = bed.outcomes.get(id);
			if (outcome?.kind !== 'answered') return outcome?.failure.kind ?? 'none';
			return outcome.text.includes(own) ? outcome.finishReason : 'the answer to another question';
		});
	const assertSentOnce = (): void => {
		const sent = glm.batches.files.flatMap(({ lines }) => lines.flatMap(({ pixelHashes }) => pixelHashes));
		assert.deepEqual(sent.toSorted(), [...new Set(sent)].toSorted(), 'a picture was sent twice');
		assert.ok(glm.batches.batchIds.length <= glm.batches.files.length, 'a file was asked twice');
	};

	before(async () => {
		glm = await startGlmServer({ keys: ['id.secret'] });
		connection = { endpoint: new URL(glm.endpoint), key: 'id.secret', transport: undici.send, idleTimeout: 30 };
		few = await makeQuestions(5, connection);
	});
	beforeEach(() => begin());
	afterEach(() => bed.remove());
	after(async () => {
		await undici.destroy();
		await glm.stop();
	});

	return {
		get glm() {
			return glm;
		},
		get connection() {
			return connection;
		},
		send: undici.send,
		get few() {
			return few;
		},
		get bed() {
			return bed;
		},
		begin,
		outcomes,
		assertSentOnce,
		async assertAllAnswered() {
			assert.deepEqual(
				outcomes(),
				Array.from(bed.questions.keys(), () => 'stop'),
			);
			assertSentOnce();
			assert.equal(bed.kept, undefined);
			await assert.rejects(stat(bed.folder));
		},
	};
}
