import { mkdtemp, rm } from 'node:fs/promises';
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
import { pixelHash } from './glmServer.ts';

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
