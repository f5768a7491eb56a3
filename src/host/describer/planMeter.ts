import type { PlanQuota } from '../../core/sessionUsage.ts';
import type { GlmConnection } from '../../engines/glm/glmClient.ts';

/** Milliseconds from one question about the quota to the next. */
const pause = 60_000;

/** An answer that runs until it is disposed of. */
interface RunningAnswer extends Disposable {
	/** Notes that all of it has come. */
	complete(): void;
}

/** Asks for the quota of a Coding Plan behind its answers: at most once a minute, and never while an answer is on its way. */
export class PlanMeter {
	readonly #onQuota: (quota: PlanQuota | undefined) => void;
	readonly #now: () => number;
	#running = 0;
	/** The connection of an answer behind which nothing was asked yet. */
	#answered: GlmConnection | undefined;
	#askedAt = Number.NEGATIVE_INFINITY;
	#asking = new AbortController();

	/** `onQuota` gets what the service says; undefined if it says nothing, or no longer about who pays. `now` is in milliseconds. */
	constructor(onQuota: (quota: PlanQuota | undefined) => void, now: () => number = () => performance.now()) {
		this.#onQuota = onQuota;
		this.#now = now;
	}

	/** Counts an answer as running; `connection` is undefined for one of this machine. */
	begin(connection: GlmConnection | undefined): RunningAnswer {
		this.#running++;
		return {
			complete: () => {
				this.#answered = connection ?? this.#answered;
			},
			[Symbol.dispose]: () => {
				this.#running--;
				void this.#ask();
			},
		};
	}

	/** Drops what is known: from now on another account may pay. */
	forget(): void {
		this.dispose();
		this.#asking = new AbortController();
		this.#askedAt = Number.NEGATIVE_INFINITY;
		this.#onQuota(undefined);
	}

	dispose(): void {
		this.#answered = undefined;
		this.#asking.abort();
	}

	async #ask(): Promise<void> {
		if (this.#running > 0) return;
		const connection = this.#answered;
		this.#answered = undefined;
		if (!connection || this.#now() - this.#askedAt < pause) return;
		this.#askedAt = this.#now();
		const { signal } = this.#asking;
		const { askPlanQuota } = await import('../../engines/glm/askPlanQuota.ts');
		const quota = await askPlanQuota(connection, signal);
		if (!signal.aborted) this.#onQuota(quota);
	}
}
