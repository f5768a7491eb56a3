import { randomUUID } from 'node:crypto';
import type { AnswerPart } from '../../core/answer.ts';
import { FailureError, throwIfCancelled } from '../../core/failure.ts';
import { layoutBody } from '../../core/glm/layoutParsing.ts';
import { limitsAt } from '../../core/glm/models.ts';
import { readAnswer } from '../../core/glm/readAnswer.ts';
import { firstEncoding, requestBody, type RequestOptions } from '../../core/glm/request.ts';
import { isFetchRejection, isMediaRejection, refusedField, withRequest } from '../../core/glm/serviceFailure.ts';
import { serviceAt, type Service } from '../../core/glm/services.ts';
import { createKeyFilter, withoutKey } from '../../core/glm/withoutKey.ts';
import { isWebMedium } from '../../core/media.ts';
import type { Message } from '../../core/message.ts';
import type { AnswerRequest, Engine } from '../engine.ts';
import { base64 } from './base64.ts';
import { readText, send, withoutKeyIn, type GlmConnection } from './glmClient.ts';
import { learnedOf, type LearnedModel } from './learnedService.ts';
import { withOtherEndpoint } from './otherEndpoint.ts';
import { nextTry, type RetryPolicy } from './retry.ts';

/** A function of the service that answers questions. */
interface Call {
	readonly path: string;
	readonly body: typeof requestBody;
}

const chat: Call = { path: '/chat/completions', body: requestBody };
const layoutParsing: Call = { path: '/layout_parsing', body: layoutBody };

/**
 * Creates the engine that asks a model of the GLM-4V family, or any service with the same API. Sends a question again only
 * while nothing of an answer has come: at once in another form, if the service refused the first one (see `OtherForms`); after a
 * wait, announced by a part `waiting`, if the failure passes by itself.
 */
export function createGlmEngine(
	connection: GlmConnection,
	options: Omit<RequestOptions, 'requestId'>,
	retryPolicy: RetryPolicy,
): Engine {
	const { endpoint, key } = connection;
	const service = serviceAt(endpoint);

	return {
		async *answer({ task, messages }: AnswerRequest, signal: AbortSignal): AsyncGenerator<AnswerPart> {
			throwIfCancelled(signal);
			const call = limitsAt(service, options.model).onlyTask === task ? layoutParsing : chat;
			const learned = learnedOf(connection.learned ?? new Map(), options.model);
			const forms = new OtherForms(messages, { call, options, service, learned });
			for (let retries = 0; ;) {
				const requestId = randomUUID();
				const filter = createPartFilter(key);
				let hasBegun = false;
				let error: unknown;
				try {
					const body = forms.body(requestId);
					const response = await send(connection, { method: 'POST', path: call.path, body }, signal);
					for await (const part of readAnswer(brokenOff(response.body, endpoint.host), endpoint.host)) {
						for (const clean of filter.read(part)) {
							hasBegun ||= isAnswer(clean);
							yield clean;
						}
					}
				} catch (cause) {
					const sent = service.fields === 'glm' ? requestId : undefined;
					error = withoutKeyIn(withRequest(cause, { endpoint, requestId: sent }), connection);
				}
				// An answer that breaks off keeps what was written so far.
				for (const clean of filter.end()) {
					hasBegun = true;
					yield clean;
				}
				if (error === undefined) {
					forms.accepted();
					return;
				}
				if (hasBegun) throw error;
				if (forms.change(error)) continue;
				const next = forms.isUnfetched(error) ? undefined : nextTry(error, retries, retryPolicy);
				if (!next) throw await withOtherEndpoint(forms.moreTelling(error), connection, { signal });
				retries++;
				yield { kind: 'waiting', until: retryPolicy.now() + next.wait, attempt: retries, reason: next.reason };
				await retryPolicy.sleep(next.wait, signal).catch((cause: unknown) => {
					throw signal.aborted ? new FailureError({ kind: 'cancelled' }, { cause }) : cause;
				});
			}
		},
	};
}

/** Tells whether something of an answer has come; what a failed try used is counted, and no answer. */
function isAnswer({ kind }: AnswerPart): boolean {
	return kind === 'text' || kind === 'reasoning' || kind === 'finish';
}

/** The most fields that are left out one after the other: a service that refuses more wants something else. */
const mostRefusedFields = 5;

/** The forms of one question: what a service has refused is left out or sent in another way, once each. */
class OtherForms {
	readonly #messages: readonly Message[];
	readonly #call: Call;
	readonly #options: Omit<RequestOptions, 'requestId'>;
	readonly #service: Service;
	readonly #learned: LearnedModel;
	/** Whether there are bytes to send, and the choice of their encoding is open. */
	readonly #isEncodingOpen: boolean;
	readonly #hasWebMedia: boolean;
	#encoding: 'base64' | 'dataUri';
	#sentFields: readonly string[] = [];
	#changedFields = 0;
	/** The refusal of the first encoding, once there was one. */
	#refusal: unknown;

	constructor(
		messages: readonly Message[],
		context: {
			readonly call: Call;
			readonly options: Omit<RequestOptions, 'requestId'>;
			readonly service: Service;
			readonly learned: LearnedModel;
		},
	) {
		this.#messages = messages;
		this.#call = context.call;
		this.#options = context.options;
		this.#service = context.service;
		this.#learned = context.learned;
		const media = messages.flatMap((message) => (message.role === 'user' ? message.media : []));
		const hasBytes = !media.every(isWebMedium);
		this.#hasWebMedia = media.some(isWebMedium);
		this.#isEncodingOpen = hasBytes && this.#options.imageEncoding === 'auto' && this.#call === chat;
		const learned = this.#isEncodingOpen ? this.#learned.encoding : undefined;
		this.#encoding = learned ?? firstEncoding(this.#options, this.#service);
	}

	/** Returns the body of the question as it is sent now. */
	body(requestId: string): Record<string, unknown> {
		const body = this.#call.body(
			this.#messages,
			{ ...this.#options, imageEncoding: this.#encoding, requestId },
			{ service: this.#service, refusedFields: this.#learned.refusedFields, base64 },
		);
		this.#sentFields = Object.keys(body).filter((name) => !['model', 'messages', 'file', 'stream'].includes(name));
		return body;
	}

	/** Changes the form after a refusal that speaks of it. Returns false if there is no other. */
	change(error: unknown): boolean {
		const field = refusedField(error, this.#sentFields);
		if (field !== undefined && this.#changedFields < mostRefusedFields) {
			this.#changedFields++;
			this.#learned.refusedFields.add(field);
			return true;
		}
		if (!this.#isEncodingOpen || this.#refusal !== undefined || !isMediaRejection(error)) return false;
		this.#refusal = error;
		this.#encoding = this.#encoding === 'base64' ? 'dataUri' : 'base64';
		return true;
	}

	/** Tells whether a web address could not be fetched by the service: waiting doesn't help, and its content may be sent. */
	isUnfetched(error: unknown): boolean {
		return this.#hasWebMedia && isFetchRejection(error);
	}

	/** Returns the refusal of the first encoding where the second was refused as well: its words are about the usual form. */
	moreTelling(error: unknown): unknown {
		return this.#refusal !== undefined && isMediaRejection(error) ? this.#refusal : error;
	}

	/** Remembers the encoding that was accepted in place of the first. */
	accepted(): void {
		if (this.#refusal !== undefined) this.#learned.encoding = this.#encoding;
	}
}

/** Yields the body; one that breaks off is an answer that did, whose question must not be asked again by itself. */
async function* brokenOff(body: AsyncIterable<Uint8Array>, host: string): AsyncGenerator<Uint8Array> {
	try {
		yield* body;
	} catch (error) {
		const isBroken = error instanceof FailureError && error.failure.kind === 'unreachable';
		throw isBroken ? new FailureError({ kind: 'answerCut', host }, { cause: error }) : error;
	}
}

/** A filter that removes the API key from the parts of an answer: a service may repeat there what it was sent. */
interface PartFilter {
	read(part: AnswerPart): readonly AnswerPart[];
	end(): readonly AnswerPart[];
}

function createPartFilter(key: string | undefined): PartFilter {
	const filters = { text: createKeyFilter(key), reasoning: createKeyFilter(key) };
	function rest(...kinds: readonly (keyof typeof filters)[]): readonly AnswerPart[] {
		return kinds.flatMap((kind): readonly AnswerPart[] => {
			const text = filters[kind].end();
			return text === '' ? [] : [{ kind, text }];
		});
	}
	return {
		read(part) {
			if (part.kind === 'text' || part.kind === 'reasoning') {
				// Neither continues in the other.
				const before = rest(part.kind === 'text' ? 'reasoning' : 'text');
				const text = filters[part.kind].read(part.text);
				return text === '' ? before : [...before, { kind: part.kind, text }];
			}
			return [
				...rest('reasoning', 'text'),
				part.kind === 'finish' ? { ...part, reason: withoutKey(part.reason, key) } : part,
			];
		},
		end: () => rest('reasoning', 'text'),
	};
}

/**
 * Asks the service whether it accepts the key, with a call that costs nothing: the list of models.
 * @throws FailureError `keyRefused` when the service refuses the key; any other when it couldn't be asked
 */
export async function checkKey(connection: GlmConnection, signal: AbortSignal): Promise<void> {
	const response = await send(connection, { method: 'GET', path: '/models' }, signal);
	await readText(response.body);
}
