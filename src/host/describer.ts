import type * as vscode from 'vscode';
import type { AnswerPart } from '../core/answer.ts';
import type { Answerer } from '../core/conversation.ts';
import { isLoopback, parseEndpoint } from '../core/endpoint.ts';
import { FailureError, throwIfCancelled } from '../core/failure.ts';
import { fitHistory, refuseWhatModelCannot } from '../core/glm/modelFit.ts';
import type { PreparedImage } from '../core/image/prepare.ts';
import type { Message } from '../core/message.ts';
import type { NextAnswerer } from '../core/protocol.ts';
import { promptFor, type TaskId } from '../core/tasks.ts';
import type { Engine } from '../engines/engine.ts';
import type { GlmConnection } from '../engines/glm/glmClient.ts';
import type { ApiKeys } from './apiKeys.ts';
import type { GlmTransport } from './glmTransport.ts';
import { readImage } from './imageSource.ts';
import { answerLanguage, readSettings, type Settings } from './settings.ts';

/** What is asked. */
export interface Order {
	readonly task: TaskId;
	/** The user's own words; may be empty. */
	readonly text: string;
	/** Pictures in the order in which they are sent: files still to be read, or ready ones. */
	readonly pictures: readonly (vscode.Uri | PreparedImage)[];
	/** The earlier questions that it follows, with their answers, oldest first. */
	readonly history: readonly Exchange[];
}

/** A question that was answered. */
export interface Exchange {
	readonly task: TaskId;
	readonly text: string;
	readonly images: readonly PreparedImage[];
	readonly answer: string;
}

/** The steps of an answer, in order: `prepared`, `answering`, then its parts. */
export type Step =
	| { readonly kind: 'prepared'; readonly images: readonly PreparedImage[] }
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
	readonly localEngine: () => Promise<Engine>;
	readonly log: vscode.LogOutputChannel;
}): Describer {
	const { keys, transport, localEngine, log } = parts;

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

	return {
		async *answer(order, signal) {
			const settings = readSettings();
			const images: PreparedImage[] = [];
			for (const picture of order.pictures) {
				throwIfCancelled(signal);
				images.push('bytes' in picture ? picture : await readImage(picture));
			}
			throwIfCancelled(signal);
			yield { kind: 'prepared', images };

			const answerer = await answererFor(settings);
			const history =
				answerer.engine === 'glm' ? historyFor(answerer.model, { order, images, settings }) : order.history;
			const messages = messagesOf({ ...order, history }, images, settings);
			if (!messages.some(hasPicture)) throw new FailureError({ kind: 'noPicture' });
			const trimmed = order.history.length - history.length;
			const engine = await engineFor(answerer, settings);
			throwIfCancelled(signal);
			yield { kind: 'answering', answerer, ...(trimmed > 0 && { trimmed }) };
			log.info(`${order.task}: ${images.length} picture(s) for ${describeAnswerer(answerer)}`);
			yield* engine.answer({ task: order.task, messages }, signal);
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

function hasPicture(message: Message): boolean {
	return message.role === 'user' && message.images.length > 0;
}

function messagesOf(order: Order, images: readonly PreparedImage[], settings: Settings): readonly Message[] {
	const user = ({ task, text, images: asked }: Omit<Exchange, 'answer'>): Message => ({
		role: 'user',
		images: asked,
		text: promptFor({ task, text, imageCount: asked.length, language: answerLanguage(settings, task) }),
	});
	const earlier = order.history.flatMap((exchange): Message[] => [
		user(exchange),
		{ role: 'assistant', text: exchange.answer },
	]);
	return [...earlier, user({ ...order, images })];
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
function historyFor(
	model: string,
	asked: { readonly order: Order; readonly images: readonly PreparedImage[]; readonly settings: Settings },
): readonly Exchange[] {
	const { order, images, settings } = asked;
	const counts = order.history.map((exchange) => exchange.images.length);
	const kept = fitHistory(model, { history: counts, question: images.length });
	refuseWhatModelCannot(model, {
		images: kept.images,
		// All pictures are bytes so far.
		localImages: kept.images > 0,
		maxTokens: settings.request.maxTokens,
	});
	return order.history.slice(kept.from);
}

function describeAnswerer(answerer: Answerer): string {
	return answerer.engine === 'local' ? 'this machine' : `${answerer.model} at ${answerer.host}`;
}
