import { answerIn } from '../../core/altText/altAnswer.ts';
import { altTextPrompt } from '../../core/altText/altTextPrompt.ts';
import { answererKey } from '../../core/answerer.ts';
import { FailureError, failureOf } from '../../core/failure.ts';
import type { BatchOutcome } from '../../core/glm/batch.ts';
import type { BatchRun } from '../../core/glm/batchRun.ts';
import type { Review, ReviewEvent, ReviewImage, ReviewRow } from '../../core/review/review.ts';
import type { BatchRunner } from '../../engines/glm/batchRunner.ts';
import { cacheKey, pictureHash, type AltTextCache } from '../altText/altTextCache.ts';
import type { ImageRequest } from '../describer/imageRequest.ts';
import { failureMessage } from '../failures/failureMessage.ts';
import type { Services } from '../services.ts';
import { proposalOf, questionAbout } from './askRows.ts';
import { BatchStatusBar } from './batchStatusBar.ts';
import { createBatchStore } from './batchStore.ts';
import { hasBatch } from './keptBatch.ts';
import { openReviewCommand } from './reviewTab.ts';
import type { ReviewDocuments } from './reviewDocuments.ts';

/** What a batch needs of the review. */
interface BatchedReview {
	readonly services: Services;
	readonly documents: ReviewDocuments;
	readonly cache: AltTextCache;
	readonly review: () => Review;
	readonly emit: (event: ReviewEvent) => void;
	/** Settles when all that was emitted is kept. */
	readonly kept: () => Promise<void>;
}

/** The batch of a review, of which there is one at most: rows wait for it over restarts, and an entry of the status bar tells of it. */
export class ReviewBatch {
	readonly #about: BatchedReview;
	readonly #store;
	readonly #status = new BatchStatusBar(openReviewCommand);
	#runner: BatchRunner | undefined;
	#following: AbortController | undefined;
	/** Whether the person has called it off before it could be. */
	#isCancelled = false;

	constructor(about: BatchedReview) {
		this.#about = about;
		this.#store = createBatchStore(about.services.storage);
	}

	/** Whether there is one, to which nothing can be added. */
	get isRunning(): boolean {
		return this.#following !== undefined || hasBatch(this.#about.services.storage);
	}

	/**
	 * Sends the questions about these rows, once for the same picture with the same question; follows them until each has an answer.
	 * Goes on with the one that is there already, if there is one.
	 * @throws FailureError what keeps it from going on
	 */
	async send(rows: readonly ReviewRow[]): Promise<void> {
		if (hasBatch(this.#about.services.storage)) return this.resume();
		await this.#work((signal) => this.#prepareAndFollow(rows, signal));
	}

	async #prepareAndFollow(rows: readonly ReviewRow[], signal: AbortSignal): Promise<void> {
		const { services, emit } = this.#about;
		const batches = await services.batches();
		const answerer = await batches.answerer();
		const agreed = answerer && answererKey({ engine: 'glm', model: answerer.model, host: answerer.endpoint.host });
		const isAgreed = ({ work }: ReviewRow): boolean => work?.kind !== 'inBatch' || work.agreed === agreed;
		// The settings have changed since the person agreed.
		if (!answerer || agreed === undefined || !rows.every(isAgreed)) return this.#leave(rows);
		// From now on they are as good as sent: a window that closes sends them in the next one.
		emit({ kind: 'sentInBatch', questions: rows.map(({ image }) => [image.id, image.id]), agreed });
		const questions = await this.#questionsOf(rows, { ...answerer, signal });
		signal.throwIfAborted();
		if (questions.length === 0) return;
		emit({ kind: 'sentInBatch', questions, agreed });
		const run = await batches.newRun([...new Set(questions.map(([, question]) => question))], answerer);
		await this.#about.kept();
		signal.throwIfAborted();
		await this.#store.save(run);
		await this.#follow(run, signal);
	}

	/** Goes on with a batch that was kept, or was being prepared. Throws like `send`. */
	async resume(): Promise<void> {
		const run = await this.#store.load();
		if (run) return this.#work((signal) => this.#follow(run, signal));
		const rows = this.#rows(() => true);
		if (rows.length > 0) await this.#work((signal) => this.#prepareAndFollow(rows, signal));
	}

	/** Sends nothing more; what was answered until then still comes. Throws like `send`. */
	async cancel(): Promise<void> {
		if (this.#runner) return this.#runner.cancel();
		const run = await this.#store.load();
		if (this.#following) {
			// As soon as it can be, where it was kept already; else nothing of it was sent.
			this.#isCancelled = true;
			if (run) return;
			this.#following.abort();
			return this.#leave(this.#rows(() => true));
		}
		// One that can't go on may still be called off.
		if (run) {
			return this.#work((signal) => {
				this.#isCancelled = true;
				return this.#follow(run, signal);
			});
		}
		this.#leave(this.#rows(() => true));
	}

	async #work(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
		if (this.#following) return;
		const following = (this.#following = new AbortController());
		this.#isCancelled = false;
		try {
			await work(following.signal);
		} catch (error) {
			if (!following.signal.aborted) throw error;
		} finally {
			this.#following = undefined;
		}
	}

	/** Ends the work here: the batch goes on at the service, and is followed again in the next window. */
	dispose(): void {
		this.#following?.abort();
		this.#status.dispose();
	}

	async #follow(run: BatchRun, signal: AbortSignal): Promise<void> {
		const { services } = this.#about;
		const batches = await services.batches();
		this.#runner = await batches.runnerFor(run, {
			store: this.#store,
			requests: {
				requestFor: (question) => this.#requestFor(question),
				take: (question, outcome) => this.#take(question, outcome),
				onProgress: (progress) => this.#status.show(progress),
			},
		});
		this.#status.show(this.#runner.progress);
		try {
			if (this.#isCancelled) await this.#runner.cancel();
			await this.#runner.follow(signal);
			// Whatever it has not told of won't come any more.
			this.#leave(this.#rows(() => true));
		} finally {
			this.#runner = undefined;
			this.#status.show(undefined);
		}
	}

	/** Returns the rows to ask about with the ids of their questions; those whose answer is known already get it. */
	async #questionsOf(
		rows: readonly ReviewRow[],
		{ endpoint, model, signal }: { readonly endpoint: URL; readonly model: string; readonly signal: AbortSignal },
	): Promise<readonly (readonly [id: string, question: string])[]> {
		const { documents, cache, emit } = this.#about;
		const answerer = { engine: 'glm', model, host: endpoint.host } as const;
		const first = new Map<string, string>();
		const found: NonNullable<Parameters<typeof questionAbout>[2]>['found'] = new Map();
		const hashes = new Map<string, ReturnType<typeof pictureHash>>();
		const questions: (readonly [string, string])[] = [];
		for (const { image } of rows) {
			signal.throwIfAborted();
			try {
				const { question, picture, place } = await questionAbout(image, documents, { found });
				const hashing = hashes.get(picture.toString()) ?? pictureHash(picture);
				hashes.set(picture.toString(), hashing);
				const hash = await hashing;
				const key = hash && cacheKey(hash, question, answerer);
				const known = key === undefined ? undefined : cache.get(key);
				if (known) {
					emit({ kind: 'proposed', id: image.id, proposal: proposalOf(known, place) });
					continue;
				}
				const asked = (key !== undefined && first.get(key)) || image.id;
				if (key !== undefined) first.set(key, asked);
				questions.push([image.id, asked]);
			} catch (error) {
				emit({ kind: 'failed', id: image.id, why: failureMessage(failureOf(error))?.message ?? '' });
			}
		}
		return questions;
	}

	async #requestFor(id: string): Promise<ImageRequest> {
		const image = this.#rows((question) => question === id)[0]?.image;
		if (!image) throw new FailureError({ kind: 'imageChanged' });
		const { question, picture } = await questionAbout(image, this.#about.documents);
		return { task: 'altText', text: altTextPrompt(question), media: [picture], history: [] };
	}

	/** Gives the outcome of a question to its rows. */
	async #take(id: string, outcome: BatchOutcome): Promise<void> {
		const { emit, kept } = this.#about;
		const rows = this.#rows((question) => question === id);
		if (outcome.kind === 'failed' && outcome.failure.kind === 'cancelled') this.#leave(rows);
		else for (const { image } of rows) emit(await this.#eventOf(image, outcome));
		await kept();
	}

	async #eventOf(image: ReviewImage, outcome: BatchOutcome): Promise<ReviewEvent> {
		const { id } = image;
		try {
			if (outcome.kind === 'failed') throw new FailureError(outcome.failure);
			const answer = answerIn({ text: outcome.text, isCut: outcome.finishReason === 'length' });
			if (!answer) throw new FailureError({ kind: 'altTextUnusable' });
			const { place } = await questionAbout(image, this.#about.documents);
			return { kind: 'proposed', id, proposal: proposalOf(answer, place) };
		} catch (error) {
			return { kind: 'failed', id, why: failureMessage(failureOf(error))?.message ?? '' };
		}
	}

	#leave(rows: readonly ReviewRow[]): void {
		if (rows.length > 0) this.#about.emit({ kind: 'leftByBatch', ids: rows.map(({ image }) => image.id) });
	}

	/** Returns the rows that wait for a batch, by the ids of their questions. */
	#rows(isMeant: (question: string) => boolean): readonly ReviewRow[] {
		const { rows, kept } = this.#about.review();
		return [...rows, ...kept].filter(({ work }) => work?.kind === 'inBatch' && isMeant(work.question));
	}
}
