import { FailureError } from '../../core/failure.ts';
import { serviceFailure } from '../../core/glm/serviceFailure.ts';
import type { Transport, TransportResponse } from './transport.ts';
import { ConnectError } from './transport.ts';

/** Where requests go, and with which key. */
export interface GlmConnection {
	readonly endpoint: URL;
	/** Undefined where none is stored: a server on this machine may want none. */
	readonly key: string | undefined;
	readonly transport: Transport;
	/** Seconds without a byte before a request is given up. */
	readonly idleTimeout: number;
}

/** Bytes of one answer; more is no text that anybody asked for. */
const maxAnswerBytes = 32 * 1024 * 1024;

/**
 * Sends a request and gives the response once the service has accepted it.
 * @throws FailureError `cancelled`, `silent`, `unreachable`, `redirected`, or what the service's refusal means
 */
export async function send(
	{ endpoint, key, transport, idleTimeout }: GlmConnection,
	request: { readonly method: 'GET' | 'POST'; readonly path: string; readonly body?: unknown },
	signal: AbortSignal,
): Promise<TransportResponse> {
	const { host } = endpoint;
	const idle = new IdleTimer(idleTimeout);
	const failureOf = (error: unknown): unknown => {
		if (error instanceof FailureError) return error;
		if (signal.aborted) return new FailureError({ kind: 'cancelled' }, { cause: error });
		if (idle.signal.aborted) return new FailureError({ kind: 'silent', host, seconds: idleTimeout }, { cause: error });
		const reason = error instanceof ConnectError ? error.message : codeOrMessage(error);
		return new FailureError({ kind: 'unreachable', host, reason }, { cause: error });
	};

	/** The body, with the limits of size and silence; ends the timer with it. */
	async function* limited(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
		let received = 0;
		try {
			for await (const chunk of body) {
				idle.restart();
				received += chunk.byteLength;
				if (received > maxAnswerBytes) throw new FailureError({ kind: 'answerTooLarge', host });
				yield chunk;
			}
		} catch (error) {
			throw failureOf(error);
		} finally {
			idle.stop();
		}
	}

	try {
		const response = await transport({
			method: request.method,
			url: `${endpoint.href.replace(/\/$/, '')}${request.path}`,
			headers: {
				...(request.body !== undefined && { 'content-type': 'application/json' }),
				...(key !== undefined && { authorization: `Bearer ${key}` }),
			},
			...(request.body !== undefined && { body: JSON.stringify(request.body) }),
			signal: AbortSignal.any([signal, idle.signal]),
		});
		idle.restart();
		const body = limited(response.body);
		if (response.status >= 200 && response.status < 300) return { ...response, body };
		if (response.status >= 300 && response.status < 400) {
			// Nobody reads its body, so the connection is let go.
			idle.abort();
			throw new FailureError({ kind: 'redirected', host });
		}
		const { status, retryAfter } = response;
		const failure = serviceFailure({ host, status, retryAfter, body: await readText(body) });
		throw new FailureError(failure.kind === 'keyRefused' && key === undefined ? { kind: 'keyMissing', host } : failure);
	} catch (error) {
		idle.stop();
		throw failureOf(error);
	}
}

/** A whole body as text. */
export async function readText(body: AsyncIterable<Uint8Array>): Promise<string> {
	const decoder = new TextDecoder();
	let text = '';
	for await (const chunk of body) text += decoder.decode(chunk, { stream: true });
	return text + decoder.decode();
}

function codeOrMessage(error: unknown): string {
	if (!(error instanceof Error)) return String(error);
	return 'code' in error && typeof error.code === 'string' ? error.code : error.message;
}

/** Aborts its signal after so many seconds without `restart`. */
class IdleTimer {
	readonly #controller = new AbortController();
	readonly #seconds: number;
	#timer: ReturnType<typeof setTimeout> | undefined;

	constructor(seconds: number) {
		this.#seconds = seconds;
		this.restart();
	}

	get signal(): AbortSignal {
		return this.#controller.signal;
	}

	/** Ends what runs under the signal now. */
	abort(): void {
		this.stop();
		this.#controller.abort();
	}

	restart(): void {
		this.stop();
		this.#timer = setTimeout(() => this.abort(), this.#seconds * 1000);
	}

	stop(): void {
		clearTimeout(this.#timer);
	}
}
