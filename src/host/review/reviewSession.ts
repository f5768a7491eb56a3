import * as vscode from 'vscode';
import { answererKey } from '../../core/answerer.ts';
import {
	canAccept,
	canAsk,
	canJudge,
	emptyReview,
	isAtWork,
	isWaiting,
	reduceReview,
	type Decision,
	type Review,
	type ReviewEvent,
	type ReviewRow,
	type RowQuestion,
} from '../../core/review/review.ts';
import type { ImagesWanted } from '../../core/review/scanDocument.ts';
import { failureOf } from '../../core/failure.ts';
import type { Services } from '../services.ts';
import { showFailure } from '../showFailure.ts';
import { applyDecisions } from './applyDecisions.ts';
import { AltTextCache } from '../altText/altTextCache.ts';
import { modelFor } from '../altText/generateMissingAltText.ts';
import { askRows, confirmAsking } from './askRows.ts';
import { ReviewBatch } from './reviewBatch.ts';
import { ReviewDocuments } from './reviewDocuments.ts';
import { ReviewStore } from './reviewStore.ts';
import { scanScope } from './scanScope.ts';

/** Returns rows that wait by what is asked about them. */
function groupByQuestion(rows: readonly ReviewRow[]): readonly (readonly [RowQuestion, readonly ReviewRow[]])[] {
	const groups = Map.groupBy(rows, (row) => JSON.stringify(Object.values(questionOf(row))));
	return [...groups.values()].map((group) => [group[0] ? questionOf(group[0]) : {}, group]);
}

function questionOf({ work }: ReviewRow): RowQuestion {
	if (work?.kind !== 'waiting' && work?.kind !== 'asking') return {};
	const { asks, wish, agreed } = work;
	return { asks, wish, agreed };
}

/** The review of the open workspace: what was found, proposed and decided; it outlives its tab and the window. */
export class ReviewSession implements vscode.Disposable {
	readonly #services: Services;
	readonly #store: ReviewStore;
	readonly #documents: ReviewDocuments;
	readonly #texts: AltTextCache;
	readonly #judgements: AltTextCache<'altJudgements'>;
	readonly #batch: ReviewBatch;
	readonly #events = new vscode.EventEmitter<ReviewEvent>();
	#review = emptyReview;
	#restored: Promise<void> | undefined;
	#scan: AbortController | undefined;
	#run: AbortController | undefined;
	#isEnded = false;
	#isApplying = false;

	constructor(services: Services) {
		this.#services = services;
		this.#store = new ReviewStore(services.storage, services.log);
		this.#documents = new ReviewDocuments(vscode.Uri.joinPath(services.extensionUri, 'dist', 'local').fsPath);
		this.#texts = new AltTextCache(services.memory, 'altTexts');
		this.#judgements = new AltTextCache(services.memory, 'altJudgements');
		this.#batch = new ReviewBatch({
			services,
			documents: this.#documents,
			cache: this.#texts,
			review: () => this.#review,
			emit: (event) => this.#emit(event),
			kept: () => this.#store.flush(),
		});
	}

	readonly onEvent = this.#events.event;

	get state(): Review {
		return this.#review;
	}

	get documents(): ReviewDocuments {
		return this.#documents;
	}

	row(id: string): ReviewRow | undefined {
		return this.#review.rows.find(({ image }) => image.id === id);
	}

	/** Brings back what was kept; a scan or a run that was under way goes on. */
	restore(): Promise<void> {
		return (this.#restored ??= this.#restore());
	}

	async #restore(): Promise<void> {
		this.#review = await this.#store.load();
		// Written as one state, so that the file doesn't grow from window to window.
		this.#store.save(this.#review);
		this.#whileBatched(this.#batch.resume());
		const { scope, wants, scan } = this.#review;
		if (scan && scope) void this.scan(scope, wants);
		else this.#goOn();
	}

	/**
	 * Scans these folders and documents, in place of what was reviewed before; what was answered is kept. Tells whether it came to
	 * its end.
	 */
	async scan(scope: readonly string[], wants: ImagesWanted): Promise<'whole' | 'stopped'> {
		this.#scan?.abort();
		const scan = (this.#scan = new AbortController());
		this.#services.running.add(scan);
		const before = this.#review;
		this.#emit({ kind: 'scanning', scope, wants });
		try {
			await scanScope({
				documents: this.#documents,
				scope,
				wants,
				before,
				emit: (event) => {
					if (!scan.signal.aborted) this.#emit(event);
				},
				log: this.#services.log,
				signal: scan.signal,
			});
			return scan.signal.aborted ? 'stopped' : 'whole';
		} catch (error) {
			if (!scan.signal.aborted) await showFailure(error, this.#services);
			return 'stopped';
		} finally {
			this.#services.running.delete(scan);
			// Another scan may have taken its place; a window that closes goes on with this one.
			if (this.#scan === scan && !this.#isEnded) {
				this.#scan = undefined;
				// The person pressed Stop, which is for what waits too.
				if (scan.signal.aborted) this.#emitStopped();
				this.#emit({ kind: 'scanned' });
				this.#store.save(this.#review);
				this.#goOn();
			}
		}
	}

	/** Scans again what is reviewed. */
	async scanAgain(): Promise<void> {
		const { scope, wants } = this.#review;
		if (scope) await this.scan(scope, wants);
	}

	/** Scans these folders and documents, and has the texts judged that their images have, once the person has agreed. */
	async check(scope: readonly string[]): Promise<void> {
		if ((await this.scan(scope, 'withText')) === 'stopped') return;
		const ids = this.#review.rows.filter(canJudge).map(({ image }) => image.id);
		await this.judge(ids);
	}

	/** Asks once, then has texts written for these rows. */
	async write(ids: readonly string[]): Promise<void> {
		const meant = new Set(ids);
		const rows = this.#review.rows.filter((row) => meant.has(row.image.id) && canAsk(row));
		await this.#askAbout(rows, 'text');
	}

	/** Asks once, then has the texts of these rows judged. */
	async judge(ids: readonly string[]): Promise<void> {
		const meant = new Set(ids);
		const rows = this.#review.rows.filter((row) => meant.has(row.image.id) && canJudge(row));
		await this.#askAbout(rows, 'judgement');
	}

	async #askAbout(rows: readonly ReviewRow[], asks: 'text' | 'judgement'): Promise<void> {
		if (rows.length === 0) return;
		const agreement = await confirmAsking(this.#services, rows, { asks, mayBatch: !this.#batch.isRunning });
		if (agreement?.how === 'batch') this.#whileBatched(this.#batch.send(rows));
		if (agreement?.how !== 'now') return;
		this.#queue(rows, { asks, agreed: agreement.agreed });
		this.#goOn();
	}

	#queue(rows: readonly ReviewRow[], question: RowQuestion): void {
		if (rows.length > 0) this.#emit({ kind: 'queued', ids: rows.map(({ image }) => image.id), ...question });
	}

	/** Shows what keeps a batch from going on; once that is mended, it goes on. */
	#whileBatched(batch: Promise<void>): void {
		batch.catch((error: unknown) => {
			if (this.#isEnded) return;
			void showFailure(error, this.#services, async () => this.#whileBatched(this.#batch.resume()));
		});
	}

	/** Has the batch answer no more; what it has answered still comes. */
	async cancelBatch(): Promise<void> {
		await this.#batch.cancel();
	}

	/** Has another text written for a row, as the person wishes; nothing for one that is at work. */
	async ask(id: string, wish: string): Promise<void> {
		const agreed = answererKey(await modelFor(this.#services));
		const row = this.row(id);
		if (!row?.image.canWrite || isAtWork(row)) return;
		this.#queue([row], { wish: wish.trim() || undefined, agreed });
		this.#goOn();
	}

	edit(id: string, alt: string): void {
		if (this.row(id)) this.#emit({ kind: 'edited', id, alt });
	}

	decide(ids: readonly string[], decision: Decision | undefined): void {
		const meant = new Set(ids);
		const isPossible = (row: ReviewRow): boolean =>
			decision === 'accepted' ? canAccept(row) : decision !== 'decorative' || row.image.canMarkDecorative;
		const rows = this.#review.rows.filter((row) => meant.has(row.image.id) && isPossible(row));
		if (rows.length > 0) this.#emit({ kind: 'decided', ids: rows.map(({ image }) => image.id), decision });
	}

	/** Stops the scan and the run; what was answered stays. */
	stop(): void {
		this.#abort();
		this.#emitStopped();
	}

	#abort(): void {
		this.#scan?.abort();
		this.#run?.abort();
	}

	#emitStopped(): void {
		const { rows, kept } = this.#review;
		if (!this.#isEnded && (rows.some(isWaiting) || kept.some(isWaiting))) this.#emit({ kind: 'stopped' });
	}

	/** Writes what was accepted into the documents, once at a time; `saves` those that were closed. Throws the first failure. */
	async apply(saves: 'closed' | 'nothing'): Promise<void> {
		if (this.#isApplying) return;
		this.#isApplying = true;
		const failures: unknown[] = [];
		try {
			for await (const { outcomes, error } of applyDecisions(this.#review, this.#documents, saves)) {
				if (outcomes.length > 0) this.#emit({ kind: 'applied', outcomes });
				if (error !== undefined) failures.push(error);
			}
		} finally {
			this.#isApplying = false;
		}
		if (failures.length > 0) throw failures[0];
	}

	/** Ends all work, and settles when everything is kept. What waits stays so, and goes on in the next window. */
	async end(): Promise<void> {
		this.#isEnded = true;
		this.#abort();
		this.#batch.dispose();
		await this.#store.flush();
	}

	dispose(): void {
		this.#isEnded = true;
		this.#abort();
		this.#batch.dispose();
		this.#documents.dispose();
		this.#events.dispose();
	}

	/** Works on the rows that wait, unless that is done already. */
	#goOn(): void {
		if (this.#isEnded || this.#run || this.#scan || !this.#review.rows.some(isWaiting)) return;
		const run = (this.#run = new AbortController());
		// By whatever way it is stopped, what is queued from then on is another matter.
		run.signal.addEventListener('abort', () => this.#emitStopped());
		this.#services.running.add(run);
		void this.#askWaiting(run);
	}

	async #askWaiting(run: AbortController): Promise<void> {
		let failed: unknown;
		try {
			if (await this.#isStillAgreed(run.signal)) await this.#askRows(run.signal);
		} catch (error) {
			failed = error;
		} finally {
			this.#services.running.delete(run);
			this.#run = undefined;
		}
		if (this.#isEnded) return;
		if (failed === undefined || run.signal.aborted || failureOf(failed).kind === 'cancelled') return this.#goOn();
		// Whatever mends it, the same rows go on then.
		const waiting = this.#review.rows.filter(isWaiting);
		this.#emitStopped();
		await showFailure(failed, this.#services, async () => {
			for (const [question, rows] of groupByQuestion(waiting)) this.#queue(rows, question);
			this.#goOn();
		});
	}

	async #askRows(signal: AbortSignal): Promise<void> {
		await askRows({
			services: this.#services,
			documents: this.#documents,
			texts: this.#texts,
			judgements: this.#judgements,
			review: () => this.#review,
			emit: (event) => {
				if (!this.#isEnded) this.#emit(event);
			},
			signal,
		});
	}

	/** Asks again about the rows for which another model at another host was agreed to; without a yes they wait no longer. */
	async #isStillAgreed(signal: AbortSignal): Promise<boolean> {
		const now = answererKey(await modelFor(this.#services));
		const waiting = this.#review.rows.filter((row) => {
			const { agreed } = questionOf(row);
			return agreed !== undefined && agreed !== now;
		});
		if (waiting.length === 0) return true;
		const isJudging = waiting.every((row) => questionOf(row).asks === 'judgement');
		const agreement = await confirmAsking(this.#services, waiting, {
			asks: isJudging ? 'judgement' : 'text',
			mayBatch: false,
		});
		if (signal.aborted) return false;
		if (!agreement) {
			this.#emitStopped();
			return false;
		}
		for (const [question, rows] of groupByQuestion(waiting))
			this.#queue(rows, { ...question, agreed: agreement.agreed });
		return true;
	}

	#emit(event: ReviewEvent): void {
		this.#review = reduceReview(this.#review, event);
		if (event.kind !== 'scanProgress') this.#store.add(event);
		this.#events.fire(event);
	}
}
