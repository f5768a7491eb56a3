import type * as vscode from 'vscode';
import type { AnswerPart, Usage } from '../core/answer.ts';
import type { Answerer } from '../core/conversation.ts';
import { isLoopback, parseEndpoint } from '../core/endpoint.ts';
import { FailureError, throwIfCancelled } from '../core/failure.ts';
import type { Medium } from '../core/media.ts';
import type { NextAnswerer } from '../core/protocol.ts';
import type { Engine } from '../engines/engine.ts';
import type { GlmConnection } from '../engines/glm/glmClient.ts';
import type { ApiKeys } from './apiKeys.ts';
import { refuseExcluded } from './exclude.ts';
import type { GlmTransport } from './glmTransport.ts';
import { historyFor, messagesOf, refuseWhatIsNoQuestion, type Order, type ReadyOrder } from './order.ts';
import { readOrder, sourcesOf, whatServiceCannotFetch } from './orderMedia.ts';
import type { Preparer } from './preparer.ts';
import { readSettings, type Settings } from './settings.ts';

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
	/** Told what each answer of a model took. */
	readonly onUsage: (model: string, usage: Usage) => void;
	readonly log: vscode.LogOutputChannel;
}): Describer {
	const { keys, transport, preparer, localEngine, onUsage, log } = parts;

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
		refuseWhatIsNoQuestion(order);
		const history = answerer.engine === 'glm' ? historyFor(answerer.model, order, settings) : order.history;
		const messages = messagesOf({ ...order, history }, settings);
		const trimmed = order.history.length - history.length;
		const engine = await engineFor(answerer, settings);
		throwIfCancelled(signal);
		yield { kind: 'answering', answerer, ...(trimmed > 0 && { trimmed }) };
		log.info(`${order.task}: ${order.media.length} picture(s) for ${describeAnswerer(answerer)}`);
		for await (const part of engine.answer({ task: order.task, messages }, signal)) {
			if (part.kind === 'usage' && answerer.engine === 'glm') onUsage(answerer.model, part.usage);
			yield part;
		}
	}

	return {
		async *answer(order, signal) {
			const settings = readSettings();
			const answerer = await answererFor(settings);
			if (answerer.engine === 'glm') await refuseExcluded(sourcesOf(order), settings.exclude);
			const web = { transport: () => transport.forWeb(settings.proxy), idleTimeout: settings.idleTimeout };
			const reading = { answerer, preparer, web };
			const asked = yield* readOrder(order, reading, signal);
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

function describeAnswerer(answerer: Answerer): string {
	return answerer.engine === 'local' ? 'this machine' : `${answerer.model} at ${answerer.host}`;
}
