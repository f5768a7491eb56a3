import { FailureError, type Failure } from '../../core/failure.ts';
import { ConnectError, type Transport, type TransportRequest, type TransportResponse } from './transport.ts';

/** The limits of a request. */
export interface ExchangeLimits {
	/** Seconds without a byte, in either direction, until it is given up. */
	readonly idleTimeout: number;
	/** The most bytes of the response's body. */
	readonly maxBytes: number;
	/** The failure for a larger body. */
	readonly tooLarge: Failure;
}

/** A response whose body ends with the limits; `letGo` ends its connection without reading it. */
export interface ExchangedResponse extends TransportResponse {
	letGo(): void;
}

/**
 * Sends one request over a transport and enforces its limits, up to the last byte of the body.
 * @throws FailureError `cancelled`, `silent` or `unreachable`; reading the body throws these too, and `tooLarge`
 */
export async function exchange(
	transport: Transport,
	request: Omit<TransportRequest, 'signal'>,
	{ limits, signal }: { readonly limits: ExchangeLimits; readonly signal: AbortSignal },
): Promise<ExchangedResponse> {
	const { host } = new URL(request.url);
	const { idleTimeout, maxBytes, tooLarge } = limits;
	const idle = new IdleTimer(idleTimeout);
	const failureOf = (error: unknown): unknown => {
		if (error instanceof FailureError) return error;
		if (signal.aborted) return new FailureError({ kind: 'cancelled' }, { cause: error });
		if (idle.signal.aborted) return new FailureError({ kind: 'silent', host, seconds: idleTimeout }, { cause: error });
		const reason = error instanceof ConnectError ? error.message : codeOrMessage(error);
		return new FailureError({ kind: 'unreachable', host, reason }, { cause: error });
	};

	/** Yields the body within its limits, and stops the timer with it. */
	async function* limited(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
		let received = 0;
		try {
			for await (const chunk of body) {
				idle.restart();
				received += chunk.byteLength;
				if (received > maxBytes) throw new FailureError(tooLarge);
				yield chunk;
			}
		} catch (error) {
			throw failureOf(error);
		} finally {
			idle.stop();
		}
	}

	/** Yields a body that is sent, and waits anew with each of its pieces. */
	async function* sending(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
		for await (const chunk of chunks) {
			idle.restart();
			yield chunk;
		}
	}

	try {
		const { body } = request;
		const response = await transport({
			...request,
			...(typeof body === 'object' && { body: { ...body, chunks: () => sending(body.chunks()) } }),
			signal: AbortSignal.any([signal, idle.signal]),
		});
		idle.restart();
		return { ...response, body: limited(response.body), letGo: () => idle.abort() };
	} catch (error) {
		idle.stop();
		throw failureOf(error);
	}
}

function codeOrMessage(error: unknown): string {
	if (!(error instanceof Error)) return String(error);
	return 'code' in error && typeof error.code === 'string' ? error.code : error.message;
}

/** A timer that aborts its signal after so many seconds without `restart`. */
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

	/** Aborts the signal now. */
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
