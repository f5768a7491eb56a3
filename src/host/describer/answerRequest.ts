import type { Answerer } from '../../core/conversation.ts';
import { isLoopback, parseEndpoint } from '../../core/endpoint.ts';
import { FailureError, throwIfCancelled } from '../../core/failure.ts';
import { limitsOf, type ModelLimits } from '../../core/glm/models.ts';
import type { comparable, TaskId } from '../../core/tasks.ts';
import type { Engine } from '../../engines/engine.ts';
import type { GlmConnection } from '../../engines/glm/glmClient.ts';
import type { PreparedExchange, AnswerEvent, ImageRequest, PreparedRequest } from './imageRequest.ts';
import { refuseExcluded } from './refuseExcluded.ts';
import type { answerLanguage, Settings } from '../settings.ts';
import { fitHistory, loadOf, needsOf, refuseWhatModelCannot } from '../../core/glm/modelFit.ts';
import { wholeCount, tileNote } from '../../core/image/tiles.ts';
import type { Message } from '../../core/message.ts';
import { promptFor } from '../../core/prompts.ts';
import { mayBeMedium } from '../../core/glm/serviceFailure.ts';
import { type PictureLimits, localLimits, serviceLimits } from '../../core/image/pictureLimits.ts';
import { type Medium, isWebMedium } from '../../core/media.ts';
import { type WebOptions, fetchAll, type ReadingOptions, readMedium } from '../sources/readMedium.ts';
import type { Preparer } from '../sources/preparer.ts';
import { type Source, isSource } from '../sources/source.ts';
import type * as vscode from 'vscode';
import type { Usage } from '../../core/answer.ts';
import type { ApiKeys } from '../apiKeys.ts';
import type { GlmTransport } from './glmTransport.ts';

/** Who answers, and by which settings. */
interface AnswerContext {
	readonly parts: AnswerServices;
	readonly answerer: Answerer;
	readonly settings: Settings;
}

/**
 * Reads what an order is about, and has it answered.
 * @throws FailureError `cancelled` once `signal` was aborted, or what went wrong
 */
export async function* answerRequest(
	order: ImageRequest,
	asked: AnswerContext,
	signal: AbortSignal,
): AsyncGenerator<AnswerEvent, void, undefined> {
	const { parts, answerer, settings } = asked;
	const { transport, preparer } = parts;
	if (answerer.engine === 'glm') await refuseExcluded(requestSources(order));
	const web = { transport: () => transport.forWeb(settings.proxy), idleTimeout: settings.idleTimeout };
	const reading = { answerer, preparer, web };
	const ready = yield* prepareRequest(order, reading, signal);
	try {
		yield* askEngine(ready, asked, signal);
	} catch (error) {
		const fetched = await withDownloadedMedia(error, { order: ready, reading }, signal);
		if (!fetched) throw error;
		yield* askEngine(fetched, asked, signal);
	}
}

/** Asks with what is ready. */
async function* askEngine(
	order: PreparedRequest,
	asked: AnswerContext,
	signal: AbortSignal,
): AsyncGenerator<AnswerEvent, void, undefined> {
	const { parts, answerer, settings } = asked;
	throwIfCancelled(signal);
	yield { kind: 'prepared', media: order.media };
	validateRequest(order);
	const history = answerer.engine === 'glm' ? fittingHistory(answerer.model, order, settings) : order.history;
	const messages = requestMessages({ ...order, history }, settings);
	const trimmed = order.history.length - history.length;
	const engine = await engineFor(order.task, asked);
	throwIfCancelled(signal);
	yield { kind: 'answering', answerer, ...(trimmed > 0 && { trimmed }) };
	parts.log.info(`${order.task}: ${order.media.length} picture(s) for ${describeAnswerer(answerer)}`);
	for await (const part of engine.answer({ task: order.task, messages }, signal)) {
		if (part.kind === 'usage' && answerer.engine === 'glm') parts.onUsage(part.usage, limitsOf(answerer.model).price);
		yield part;
	}
}

/** Tasks that a model does as well without thinking first, and sooner. */
const withoutThinking: ReadonlySet<TaskId> = new Set<TaskId>(['altText', 'extractText']);

async function engineFor(task: TaskId, { parts, answerer, settings }: AnswerContext): Promise<Engine> {
	if (answerer.engine === 'local') return parts.localEngine();
	const connection = await openConnection(settings, parts);
	const { createGlmEngine } = await import('../../engines/glm/glmEngine.ts');
	const { retryPolicy } = await import('../../engines/glm/retry.ts');
	const thinking = withoutThinking.has(task) ? 'off' : undefined;
	return createGlmEngine(connection, { ...settings.request, thinking }, retryPolicy(settings.maxRetries));
}

/**
 * The connection that the settings name, with its key.
 * @throws FailureError `endpointInvalid`, or `keyMissing` where one is needed
 */
async function openConnection(settings: Settings, { keys, transport }: AnswerServices): Promise<GlmConnection> {
	const endpoint = parseEndpoint(settings.endpoint);
	const key = await keys.get(endpoint.host);
	if (key === undefined && !isLoopback(endpoint)) throw new FailureError({ kind: 'keyMissing', host: endpoint.host });
	return { endpoint, key, transport: transport.for(settings.proxy), idleTimeout: settings.idleTimeout };
}

function describeAnswerer(answerer: Answerer): string {
	return answerer.engine === 'local' ? 'this machine' : `${answerer.model} at ${answerer.host}`;
}

/**
 * Refuses what can't be asked of anybody.
 * @throws FailureError `comparesOther`, `noPicture` or `noQuestion`
 */
export function validateRequest({ task, text, media, history }: PreparedRequest): void {
	const { least, most } = comparable;
	const count = wholeCount(media);
	if (task === 'compare' && (count < least || count > most)) {
		throw new FailureError({ kind: 'comparesOther', count, ...comparable });
	}
	if (media.length === 0 && history.every((exchange) => exchange.media.length === 0)) {
		throw new FailureError({ kind: 'noPicture' });
	}
	if (task === 'ask' && text.trim() === '') throw new FailureError({ kind: 'noQuestion' });
}

/** The messages of a request, oldest first. */
export function requestMessages(order: PreparedRequest, settings: Settings): readonly Message[] {
	const user = ({ task, text, media }: Omit<PreparedExchange, 'answer'>): Message => ({
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

/**
 * The part of the history that the model takes along with the question.
 * @throws FailureError for what the model takes in no way; see `refuseWhatModelCannot`
 */
export function fittingHistory(model: string, order: PreparedRequest, settings: Settings): readonly PreparedExchange[] {
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

/** For whom pictures and videos are read, and by what means. */
export interface MediaContext {
	readonly answerer: Answerer;
	readonly preparer: Preparer;
	readonly web: WebOptions;
}

/** All files that a request would hold something of. */
export function requestSources(order: ImageRequest): readonly Source[] {
	return [order, ...order.history].flatMap(({ media, sources = [] }) => [...media.filter(isSource), ...sources]);
}

/**
 * Reads what an order names and isn't ready for its answerer, one after the other: a large picture takes hundreds of
 * megabytes while it is converted. Tells before each of its own pictures, and gives the order when all is ready.
 * @throws FailureError that says what is wrong with a picture or video
 */
export async function* prepareRequest(
	order: ImageRequest,
	reading: MediaContext,
	signal: AbortSignal,
): AsyncGenerator<
	{ readonly kind: 'preparing'; readonly index: number; readonly count: number },
	PreparedRequest,
	undefined
> {
	const { answerer } = reading;
	const options = optionsFor(order, reading);
	const history: PreparedExchange[] = [];
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
export async function withDownloadedMedia(
	error: unknown,
	{ order, reading }: { readonly order: PreparedRequest; readonly reading: MediaContext },
	signal: AbortSignal,
): Promise<PreparedRequest | undefined> {
	const options = optionsFor(order, reading);
	const onWeb = [order, ...order.history].some(({ media }) => media.some(isWebMedium));
	if (!onWeb || options.model === undefined || !limitsOf(options.model).localImages || !mayBeMedium(error)) {
		return undefined;
	}
	const media = await fetchAll(order.media, options, signal);
	const history: PreparedExchange[] = [];
	for (const exchange of order.history) {
		history.push({ ...exchange, media: await fetchAll(exchange.media, options, signal) });
	}
	return { ...order, media, history };
}

async function read(medium: Source | Medium, options: ReadingOptions, signal: AbortSignal): Promise<readonly Medium[]> {
	// What its first answerer took may be too large for this one.
	return isSource(medium) ? readMedium(medium, options, signal) : options.preparer.fit(medium, { ...options, signal });
}

function optionsFor({ task, consent = [] }: ImageRequest, { answerer, preparer, web }: MediaContext): ReadingOptions {
	const model = answerer.engine === 'glm' ? answerer.model : undefined;
	return { task, model, consent, preparer, limits: limitsFor(answerer, 1), web };
}

/** What a picture may have for an answerer; `tiles`: into how many it may be cut. */
function limitsFor(answerer: Answerer, tiles: number): PictureLimits {
	return answerer.engine === 'local' ? localLimits : serviceLimits(tiles);
}

/** How many pictures the model takes besides those of the conversation. */
function freeImages(answerer: Answerer, history: readonly PreparedExchange[]): number {
	const before = history.reduce((sum, { media }) => sum + media.length, 0);
	return answerer.engine === 'local' ? 1 : limitsOf(answerer.model).maxImages - before;
}

/** What a describer is made of. */
export interface AnswerServices {
	readonly keys: ApiKeys;
	readonly transport: GlmTransport;
	readonly preparer: Preparer;
	readonly localEngine: () => Promise<Engine>;
	/** Told what each answer of a model took, and the model's price. */
	readonly onUsage: (usage: Usage, price: ModelLimits['price']) => void;
	readonly log: vscode.LogOutputChannel;
}
