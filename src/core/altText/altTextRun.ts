import { limitsOf, priceAt } from '../glm/models.ts';
import type { Service } from '../glm/services.ts';
import type { Currency } from '../sessionUsage.ts';

/** The number of questions that run at once. */
const mostAtOnce = 3;

/** A run over many images. */
export interface Run<Item> {
	/** Taken one by one, as soon as each can be worked on. */
	readonly items: Iterable<Item>;
	/**
	 * Works on one item; `slowDown` reports that the service is busy. Never rejects for a problem of this item alone.
	 */
	readonly work: (item: Item, slowDown: () => void) => Promise<void>;
	readonly signal: AbortSignal;
}

/**
 * Works on all items, at most three at once, and fewer once the service is too busy. Settles when all are done or the
 * signal was aborted; rejects with the first error, after the running ones have ended.
 */
export async function runAll<Item>({ items, work, signal }: Run<Item>): Promise<void> {
	const iterator = items[Symbol.iterator]();
	let running = 0;
	let allowed = mostAtOnce;
	const failures: unknown[] = [];
	const slowDown = (): void => {
		allowed = Math.max(1, Math.min(allowed, running) - 1);
	};

	const mayGoOn = (): boolean => failures.length === 0 && !signal.aborted && running <= allowed;

	async function worker(): Promise<void> {
		running++;
		try {
			while (mayGoOn()) {
				const { done, value } = iterator.next();
				if (done) return;
				await work(value, slowDown);
			}
		} catch (error) {
			// Those that run beside it may be ended by it.
			failures.push(error);
		} finally {
			running--;
		}
	}

	await Promise.all(Array.from({ length: mostAtOnce }, worker));
	if (failures.length > 0 && !signal.aborted) throw failures[0];
}

/** Waits until it is a task's turn, then does it. */
export type Turns = <Result>(task: () => Promise<Result>) => Promise<Result>;

/** Returns a queue for tasks of which nobody knows when they come: at most three are done at once. */
export function takeTurns(): Turns {
	let running = 0;
	const waiting: (() => void)[] = [];
	return async (task) => {
		if (running < mostAtOnce) running++;
		else await new Promise<void>((resolve) => void waiting.push(resolve));
		try {
			return await task();
		} finally {
			// The next one takes the place over.
			const next = waiting.shift();
			if (next) next();
			else running--;
		}
	};
}

/**
 * The usual tokens of one image: the image and the words around it, and the answer with some models' reasoning before
 * it.
 */
const tokens = { input: 1800, output: 150, thinking: 500 };

/** Estimates the cost of a run at a service; undefined if the model's price there isn't known. */
export function estimateRunCost(
	service: Pick<Service, 'currency'>,
	model: string,
	pictures: number,
): { readonly currency: Currency; readonly amount: number } | 'free' | undefined {
	const price = priceAt(service, model);
	if (typeof price !== 'object') return price;
	const { thinking } = limitsOf(model);
	const output = tokens.output + (thinking === 'forced' || thinking === 'ignored' ? tokens.thinking : 0);
	const amount = (pictures * (tokens.input * price.input + output * price.output)) / 1_000_000;
	return { currency: price.currency, amount };
}
