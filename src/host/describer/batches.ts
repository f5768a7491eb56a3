import { randomBytes } from 'node:crypto';
import type { BatchOutcome } from '../../core/glm/batch.ts';
import type { BatchProgress, BatchRun } from '../../core/glm/batchRun.ts';
import { batchPrice, priceAt, takesBatches, type ModelLimits } from '../../core/glm/models.ts';
import { serviceAt } from '../../core/glm/services.ts';
import type { BatchRunner, BatchStore } from '../../engines/glm/batchRunner.ts';
import type { RetryPolicy } from '../../engines/glm/retry.ts';
import { endpointOf, readSettings, type Settings } from '../editor/settings.ts';
import type { AnswerServices } from './answerRequest.ts';
import { answererFor } from './describer.ts';
import type { ImageRequest } from './imageRequest.ts';

/** Who answers a batch. */
interface BatchAnswerer {
	readonly endpoint: URL;
	readonly model: string;
	/** Half of the usual one; undefined if it isn't known. */
	readonly price: ModelLimits['price'];
}

/** The questions of a run, by ids that whoever asks has chosen: of the place and the content that each is about. */
export interface BatchRequests {
	/**
	 * Returns a question when it is its turn, so that no more than one picture is read at a time.
	 * @throws FailureError what is wrong with it
	 */
	requestFor(id: string): Promise<ImageRequest> | ImageRequest;
	/** Takes an outcome, and settles when it is kept. One may come again after a restart. */
	take(id: string, outcome: BatchOutcome): Promise<void> | void;
	onProgress?(progress: BatchProgress): void;
}

/** Asks many questions at half the price, to be answered within a day. */
export interface Batches {
	/**
	 * Returns who would answer a batch that is sent now; undefined if nobody takes one.
	 * @throws FailureError if the settings can't be read
	 */
	answerer(): Promise<BatchAnswerer | undefined>;
	/** Creates a run with these questions; nothing is sent. */
	newRun(ids: readonly string[], answerer: BatchAnswerer): Promise<BatchRun>;
	/**
	 * Returns what carries a run out, be it new or one that was kept: its endpoint and model are asked, whatever the settings say
	 * by then. `follow` starts it.
	 * @throws FailureError `keyMissing`, or what is wrong with the settings
	 */
	runnerFor(
		run: BatchRun,
		about: { readonly requests: BatchRequests; readonly store: BatchStore },
	): Promise<BatchRunner>;
}

/** `policyFor` returns the clock of a run by its number of retries; that of real time unless given. */
export function createBatches(services: AnswerServices, policyFor?: (maxRetries: number) => RetryPolicy): Batches {
	return {
		async answerer() {
			const settings = readSettings();
			const answerer = await answererFor(settings, services);
			if (answerer.engine !== 'glm') return undefined;
			const endpoint = endpointOf(settings);
			const service = serviceAt(endpoint);
			const { model } = answerer;
			return takesBatches(service, model) ? { endpoint, model, price: batchPrice(priceAt(service, model)) } : undefined;
		},
		async newRun(ids, { endpoint, model }) {
			const { newBatchRun } = await import('../../core/glm/batchRun.ts');
			const mark = `glimpse-${randomBytes(8).toString('hex')}`;
			return newBatchRun({ mark, endpoint: endpoint.href, model }, ids);
		},
		async runnerFor(run, { requests, store }) {
			const now = readSettings();
			const settings: Settings = { ...now, endpoint: run.endpoint, request: { ...now.request, model: run.model } };
			const [{ batchBodyFor, openConnection }, { BatchRunner }, { retryPolicy }] = await Promise.all([
				import('./answerRequest.ts'),
				import('../../engines/glm/batchRunner.ts'),
				import('../../engines/glm/retry.ts'),
			]);
			const connection = await openConnection(settings, services);
			const { host } = connection.endpoint;
			const context = { services, answerer: { engine: 'glm', model: run.model, host }, settings } as const;
			const price = batchPrice(priceAt(serviceAt(connection.endpoint), run.model));
			services.log.info(`Batch ${run.mark}: ${run.waiting.length} question(s) to send to ${run.model} at ${host}.`);
			return new BatchRunner(run, {
				connection,
				store,
				questions: {
					bodyFor: async (id, signal) => batchBodyFor(await requests.requestFor(id), context, signal),
					async take(id, outcome) {
						await requests.take(id, outcome);
						if (outcome.kind === 'answered' && outcome.usage) services.onUsage(outcome.usage, price);
					},
					onProgress: (progress) => requests.onProgress?.(progress),
				},
				retryPolicy: (policyFor ?? retryPolicy)(settings.maxRetries),
			});
		},
	};
}
