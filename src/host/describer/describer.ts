import type * as vscode from 'vscode';
import type { AnswerPart, Usage } from '../../core/answer.ts';
import type { Answerer } from '../../core/conversation.ts';
import { isLoopback, parseEndpoint } from '../../core/endpoint.ts';
import { FailureError } from '../../core/failure.ts';
import type { ModelLimits } from '../../core/glm/models.ts';
import type { Medium } from '../../core/media.ts';
import type { NextAnswerer } from '../../core/protocol.ts';
import type { Engine } from '../../engines/engine.ts';
import type { ApiKeys } from '../apiKeys.ts';
import type { GlmTransport } from './glmTransport.ts';
import type { Order } from './order.ts';
import type { Preparer } from '../sources/preparer.ts';
import { readSettings, type Settings } from '../settings.ts';

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

/** What a describer is made of. */
export interface DescriberParts {
	readonly keys: ApiKeys;
	readonly transport: GlmTransport;
	readonly preparer: Preparer;
	readonly localEngine: () => Promise<Engine>;
	/** Told what each answer of a model took, and the model's price. */
	readonly onUsage: (usage: Usage, price: ModelLimits['price']) => void;
	readonly log: vscode.LogOutputChannel;
}

export function createDescriber(parts: DescriberParts): Describer {
	async function answererFor(settings: Settings): Promise<Answerer> {
		if (settings.engine === 'local') return { engine: 'local' };
		const endpoint = parseEndpoint(settings.endpoint);
		const glm: Answerer = { engine: 'glm', model: settings.request.model, host: endpoint.host };
		if (settings.engine === 'glm' || isLoopback(endpoint)) return glm;
		return (await parts.keys.get(endpoint.host)) === undefined ? { engine: 'local' } : glm;
	}

	return {
		async *answer(order, signal) {
			const settings = readSettings();
			const answerer = await answererFor(settings);
			// What asking takes loads with the first question.
			const { answerOrder } = await import('./answerOrder.ts');
			yield* answerOrder(order, { parts, answerer, settings }, signal);
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
