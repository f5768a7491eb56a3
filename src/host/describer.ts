import type * as vscode from 'vscode';
import type { AnswerPart } from '../core/answer.ts';
import type { Answerer } from '../core/conversation.ts';
import { isLoopback, parseEndpoint } from '../core/endpoint.ts';
import { FailureError, throwIfCancelled } from '../core/failure.ts';
import { fitHistory, loadOf, needsOf, refuseWhatModelCannot } from '../core/glm/modelFit.ts';
import { limitsOf } from '../core/glm/models.ts';
import { mayBeMedium } from '../core/glm/serviceFailure.ts';
import { localLimits, serviceLimits, type PictureLimits } from '../core/image/pictureLimits.ts';
import { tileNote, wholeCount } from '../core/image/tiles.ts';
import { isWebMedium, type Medium } from '../core/media.ts';
import type { Message } from '../core/message.ts';
import type { NextAnswerer } from '../core/protocol.ts';
import { comparable, promptFor, type TaskId } from '../core/tasks.ts';
import type { VideoConsent } from '../core/video/prepareVideo.ts';
import type { Engine } from '../engines/engine.ts';
import type { GlmConnection } from '../engines/glm/glmClient.ts';
import type { ApiKeys } from './apiKeys.ts';
import { refuseExcluded } from './exclude.ts';
import type { GlmTransport } from './glmTransport.ts';
import { fetchAll, isSource, readMedium, type ReadingOptions, type Source } from './mediaSource.ts';
import type { Preparer } from './preparer.ts';
import { answerLanguage, readSettings, type Settings } from './settings.ts';

/** What is asked. */
export interface Order {
	readonly task: TaskId;
	/** The user's own words; may be empty. */
	readonly text: string;
	/** Pictures and videos in the order in which they are sent: still to be read, or ready. */
	readonly media: readonly (Source | Medium)[];
	/** Where the ready ones came from. */
	readonly sources?: readonly Source[];
	/** What the user has agreed to. */
	readonly consent?: readonly VideoConsent[] | undefined;
	/** The earlier questions that it follows, with their answers, oldest first. */
	readonly history: readonly Exchange[];
}

/** A question that was answered. */
export interface Exchange {
	readonly task: TaskId;
	readonly text: string;
	readonly media: readonly Medium[];
	/** Where these came from. */
	readonly sources?: readonly Source[];
	readonly answer: string;
}

/**
 * The steps of an answer, in order: `preparing` for each picture or video that isn't ready, `prepared`, `answering`, then its
 * parts. `prepared` and `answering` come again where the service could not fetch what it was given an address of.
 */
export type Step =
	/** `index`: from 1. */
	| { readonly kind: 'preparing'; readonly index: number; readonly count: number }
	| { readonly kind: 'prepared'; readonly media: readonly Medium[] }
	/** `trimmed`: how many of the oldest exchanges were left out. */
	| { readonly kind: 'answering'; readonly answerer: Answerer; readonly trimmed?: number }
	| AnswerPart;

/** Answers what any entry point asks; knows none of them. */
export interface Describer {
	/**
	 * Ends with the whole answer.
	 * @throws FailureError `cancelled` once `signal` was aborted, or what went wrong
	 */
	answer(order: Order, signal: AbortSignal): AsyncGenerator<Step, void, undefined>;
	/** Who would answer a question put now. */
	nextAnswerer(): Promise<NextAnswerer>;
}

export function createDescriber(parts: {
	readonly keys: ApiKeys;
	readonly transport: GlmTransport;
	readonly preparer: Preparer;
	readonly localEngine: () => Promise<Engine>;
	readonly log: vscode.LogOutputChannel;
}): Describer {
	const { keys, transport, preparer, localEngine, log } = parts;

	async function answererFor(settings: Settings): Promise<Answerer> {
		if (settings.engine === 'local') return { engine: 'local' };
		const endpoint = parseEndpoint(settings.endpoint);
		const glm: Answerer = { engine: 'glm', model: settings.request.model, host: endpoint.host };
		if (settings.engine === 'glm' || isLoopback(endpoint)) return glm;
		return (await keys.get(endpoint.host)) === undefined ? { engine: 'local' } : glm;
	}

	async function engineFor(answerer: Answerer, settings: Settings): Promise<Engine> {
		if (answerer.engine === 'local') return localEngine();
		const connection = await openConnection(settings, { keys, transport });
		const { createGlmEngine } = await import('../engines/glm/glmEngine.ts');
		const { retryPolicy } = await import('../engines/glm/retry.ts');
		return createGlmEngine(connection, settings.request, retryPolicy(settings.maxRetries));
	}

	/** Asks with what is ready. */
	async function* ask(
		order: ReadyOrder,
		{ answerer, settings }: { readonly answerer: Answerer; readonly settings: Settings },
		signal: AbortSignal,
	): AsyncGenerator<Step, void, undefined> {
		throwIfCancelled(signal);
		yield { kind: 'prepared', media: order.media };
		refuseWhatCannotBeCompared(order);
		const history = answerer.engine === 'glm' ? historyFor(answerer.model, order, settings) : order.history;
		const messages = messagesOf({ ...order, history }, settings);
		if (!messages.some(hasMedia)) throw new FailureError({ kind: 'noPicture' });
		if (order.task === 'ask' && order.text.trim() === '') throw new FailureError({ kind: 'noQuestion' });
		const trimmed = order.history.length - history.length;
		const engine = await engineFor(answerer, settings);
		throwIfCancelled(signal);
		yield { kind: 'answering', answerer, ...(trimmed > 0 && { trimmed }) };
		log.info(`${order.task}: ${order.media.length} picture(s) for ${describeAnswerer(answerer)}`);
		yield* engine.answer({ task: order.task, messages }, signal);
	}

	return {
		async *answer(order, signal) {
			const settings = readSettings();
			const answerer = await answererFor(settings);
			if (answerer.engine === 'glm') await refuseExcluded(sourcesOf(order), settings.exclude);
			const reading: ReadingOptions = {
				task: order.task,
				model: answerer.engine === 'glm' ? answerer.model : undefined,
				consent: order.consent ?? [],
				preparer,
				limits: limitsFor(answerer, 1),
				web: { transport: () => transport.forWeb(settings.proxy), idleTimeout: settings.idleTimeout },
			};
			const read: Medium[] = [];
			const count = order.media.length;
			for (const [index, medium] of order.media.entries()) {
				throwIfCancelled(signal);
				const limits = limitsFor(answerer, freeImages(answerer, order) - read.length - (count - index - 1));
				if (isSource(medium)) {
					yield { kind: 'preparing', index: index + 1, count };
					// One at a time: a large picture takes hundreds of megabytes while it is converted.
					read.push(...(await readMedium(medium, { ...reading, limits }, signal)));
				} else read.push(...(await preparer.fit(medium, { limits, signal })));
			}
			const history = await fitted(order.history, { preparer, limits: limitsFor(answerer, 1) }, signal);
			const asked = {
				...order,
				history,
				media: answerer.engine === 'glm' ? read : await fetchAll(read, reading, signal),
			};
			try {
				yield* ask(asked, { answerer, settings }, signal);
			} catch (error) {
				const fetched = await whatServiceCannotFetch(error, { order: asked, reading }, signal);
				if (!fetched) throw error;
				yield* ask(fetched, { answerer, settings }, signal);
			}
		},
		async nextAnswerer() {
			try {
				const settings = readSettings();
				return { answerer: await answererFor(settings), setting: settings.engine };
			} catch (error) {
				if (!(error instanceof FailureError)) throw error;
				return { answerer: undefined, setting: 'auto' };
			}
		},
	};
}

/** An order whose pictures and videos were all read. */
interface ReadyOrder extends Order {
	readonly media: readonly Medium[];
}

/** All files that a request would hold something of. */
function sourcesOf({ media, sources = [], history }: Order): readonly Source[] {
	return [...media.filter(isSource), ...sources, ...history.flatMap((exchange) => exchange.sources ?? [])];
}

/** @throws FailureError `comparesOther` */
function refuseWhatCannotBeCompared({ task, media }: ReadyOrder): void {
	const { least, most } = comparable;
	const count = wholeCount(media);
	if (task === 'compare' && (count < least || count > most)) {
		throw new FailureError({ kind: 'comparesOther', count, ...comparable });
	}
}

function hasMedia(message: Message): boolean {
	return message.role === 'user' && message.media.length > 0;
}

function messagesOf(order: ReadyOrder, settings: Settings): readonly Message[] {
	const user = ({ task, text, media }: Omit<Exchange, 'answer'>): Message => ({
		role: 'user',
		media,
		text: [
			tileNote(media),
			promptFor({
				task,
				text,
				imageCount: wholeCount(media),
				language: answerLanguage(settings, task),
				ownPrompt: settings.prompts[task],
			}),
		]
			.filter(Boolean)
			.join('\n\n'),
	});
	const earlier = order.history.flatMap((exchange): Message[] => [
		user(exchange),
		{ role: 'assistant', text: exchange.answer },
	]);
	return [...earlier, user(order)];
}

/** What a picture may have for an answerer; `tiles`: into how many it may be cut. */
function limitsFor(answerer: Answerer, tiles: number): PictureLimits {
	return answerer.engine === 'local' ? localLimits : serviceLimits(tiles);
}

/** The history with pictures that its answerer took and this one doesn't made to fit. */
async function fitted(
	history: readonly Exchange[],
	{ preparer, limits }: { readonly preparer: Preparer; readonly limits: PictureLimits },
	signal: AbortSignal,
): Promise<readonly Exchange[]> {
	const exchanges: Exchange[] = [];
	for (const exchange of history) {
		const media: Medium[] = [];
		for (const medium of exchange.media) media.push(...(await preparer.fit(medium, { limits, signal })));
		exchanges.push({ ...exchange, media });
	}
	return exchanges;
}

/** How many pictures the model takes besides those of the conversation. */
function freeImages(answerer: Answerer, { history }: Order): number {
	const before = history.reduce((sum, { media }) => sum + media.length, 0);
	return answerer.engine === 'local' ? 1 : limitsOf(answerer.model).maxImages - before;
}

/**
 * The order with what is on the web fetched here, after a refusal that may mean that the service could not; undefined where
 * that is no way out.
 * @throws FailureError that says what is wrong with it
 */
async function whatServiceCannotFetch(
	error: unknown,
	{ order, reading }: { readonly order: ReadyOrder; readonly reading: ReadingOptions },
	signal: AbortSignal,
): Promise<ReadyOrder | undefined> {
	const onWeb = [order, ...order.history].some(({ media }) => media.some(isWebMedium));
	if (!onWeb || reading.model === undefined || !limitsOf(reading.model).localImages || !mayBeMedium(error)) {
		return undefined;
	}
	const media = await fetchAll(order.media, reading, signal);
	const history: Exchange[] = [];
	for (const exchange of order.history) {
		history.push({ ...exchange, media: await fetchAll(exchange.media, reading, signal) });
	}
	return { ...order, media, history };
}

/**
 * The connection that the settings name, with its key.
 * @throws FailureError `endpointInvalid`, or `keyMissing` where one is needed
 */
async function openConnection(
	settings: Settings,
	{ keys, transport }: { readonly keys: ApiKeys; readonly transport: GlmTransport },
): Promise<GlmConnection> {
	const endpoint = parseEndpoint(settings.endpoint);
	const key = await keys.get(endpoint.host);
	if (key === undefined && !isLoopback(endpoint)) throw new FailureError({ kind: 'keyMissing', host: endpoint.host });
	return { endpoint, key, transport: transport.for(settings.proxy), idleTimeout: settings.idleTimeout };
}

/**
 * The part of the history that the model takes along with the question.
 * @throws FailureError for what the model takes in no way; see `refuseWhatModelCannot`
 */
function historyFor(model: string, order: ReadyOrder, settings: Settings): readonly Exchange[] {
	const { maxTokens, imageEncoding } = settings.request;
	const from = fitHistory(model, {
		history: order.history.map(({ media, text, answer }) => loadOf(media, [text, answer])),
		question: loadOf(order.media, [order.text]),
		maxTokens,
	});
	const history = order.history.slice(from);
	const needs = needsOf([...history.flatMap(({ media }) => media), ...order.media]);
	// Who names an encoding wants bytes to be sent, also to a model that is documented to refuse them.
	const localImages = needs.localImages && imageEncoding === 'auto';
	refuseWhatModelCannot(model, { ...needs, localImages, maxTokens });
	return history;
}

function describeAnswerer(answerer: Answerer): string {
	return answerer.engine === 'local' ? 'this machine' : `${answerer.model} at ${answerer.host}`;
}
