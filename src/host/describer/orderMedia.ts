import type { Answerer } from '../../core/conversation.ts';
import { throwIfCancelled } from '../../core/failure.ts';
import { limitsOf } from '../../core/glm/models.ts';
import { isMediaRejection } from '../../core/glm/serviceFailure.ts';
import { localLimits, serviceLimits, type PictureLimits } from '../../core/image/pictureLimits.ts';
import { isWebMedium, type Medium } from '../../core/media.ts';
import { fetchAll, readMedium, type ReadingOptions, type WebOptions } from '../sources/mediaSource.ts';
import type { Order, ReadyExchange, ReadyOrder } from './order.ts';
import type { Preparer } from '../sources/preparer.ts';
import { isSource, type Source } from '../sources/source.ts';

/** For whom pictures and videos are read, and by what means. */
export interface OrderReading {
	readonly answerer: Answerer;
	readonly preparer: Preparer;
	readonly web: WebOptions;
}

/** All files that a request would hold something of. */
export function sourcesOf(order: Order): readonly Source[] {
	return [order, ...order.history].flatMap(({ media, sources = [] }) => [...media.filter(isSource), ...sources]);
}

/**
 * Reads what an order names and isn't ready for its answerer, one after the other: a large picture takes hundreds of
 * megabytes while it is converted. Tells before each of its own pictures, and gives the order when all is ready.
 * @throws FailureError that says what is wrong with a picture or video
 */
export async function* readOrder(
	order: Order,
	reading: OrderReading,
	signal: AbortSignal,
): AsyncGenerator<
	{ readonly kind: 'preparing'; readonly index: number; readonly count: number },
	ReadyOrder,
	undefined
> {
	const { answerer } = reading;
	const options = optionsFor(order, reading);
	const history: ReadyExchange[] = [];
	for (const exchange of order.history) {
		const media: Medium[] = [];
		for (const medium of exchange.media) media.push(...(await read(medium, options, signal)));
		history.push({ ...exchange, media });
	}
	const media: Medium[] = [];
	const count = order.media.length;
	for (const [index, medium] of order.media.entries()) {
		throwIfCancelled(signal);
		if (isSource(medium)) yield { kind: 'preparing', index: index + 1, count };
		const left = freeImages(answerer, history) - media.length - (count - index - 1);
		media.push(...(await read(medium, { ...options, limits: limitsFor(answerer, left) }, signal)));
	}
	return { ...order, history, media: answerer.engine === 'glm' ? media : await fetchAll(media, options, signal) };
}

/**
 * The order with what is on the web fetched here, after a refusal that may mean that the service could not; undefined where
 * that is no way out.
 * @throws FailureError that says what is wrong with it
 */
export async function whatServiceCannotFetch(
	error: unknown,
	{ order, reading }: { readonly order: ReadyOrder; readonly reading: OrderReading },
	signal: AbortSignal,
): Promise<ReadyOrder | undefined> {
	const options = optionsFor(order, reading);
	const onWeb = [order, ...order.history].some(({ media }) => media.some(isWebMedium));
	if (!onWeb || options.model === undefined || !limitsOf(options.model).localImages || !isMediaRejection(error)) {
		return undefined;
	}
	const media = await fetchAll(order.media, options, signal);
	const history: ReadyExchange[] = [];
	for (const exchange of order.history) {
		history.push({ ...exchange, media: await fetchAll(exchange.media, options, signal) });
	}
	return { ...order, media, history };
}

async function read(medium: Source | Medium, options: ReadingOptions, signal: AbortSignal): Promise<readonly Medium[]> {
	// What its first answerer took may be too large for this one.
	return isSource(medium) ? readMedium(medium, options, signal) : options.preparer.fit(medium, { ...options, signal });
}

function optionsFor({ task, consent = [] }: Order, { answerer, preparer, web }: OrderReading): ReadingOptions {
	const model = answerer.engine === 'glm' ? answerer.model : undefined;
	return { task, model, consent, preparer, limits: limitsFor(answerer, 1), web };
}

/** What a picture may have for an answerer; `tiles`: into how many it may be cut. */
function limitsFor(answerer: Answerer, tiles: number): PictureLimits {
	return answerer.engine === 'local' ? localLimits : serviceLimits(tiles);
}

/** How many pictures the model takes besides those of the conversation. */
function freeImages(answerer: Answerer, history: readonly ReadyExchange[]): number {
	const before = history.reduce((sum, { media }) => sum + media.length, 0);
	return answerer.engine === 'local' ? 1 : limitsOf(answerer.model).maxImages - before;
}
