import { FailureError } from '../../core/failure.ts';
import { serviceFailure } from '../../core/glm/serviceFailure.ts';
import { failureWithoutKey } from '../../core/glm/withoutKey.ts';
import { exchange } from './exchange.ts';
import type { LearnedService } from './learnedService.ts';
import {
	ConnectError,
	publicAddressCode,
	type StreamedBody,
	type Transport,
	type TransportResponse,
} from './transport.ts';

/** The endpoint of requests, and their key. */
export interface GlmConnection {
	readonly endpoint: URL;
	/** Undefined if none is stored: a local server may need none. */
	readonly key: string | undefined;
	readonly transport: Transport;
	/** Seconds without a byte until a request is given up. */
	readonly idleTimeout: number;
	/** Shared by all questions to this endpoint. */
	readonly learned?: LearnedService | undefined;
}

/** The most bytes of one answer; nobody asked for a longer text. */
const maxAnswerBytes = 32 * 1024 * 1024;

/**
 * Sends a request and returns the response once the service has accepted it.
 * @throws FailureError `cancelled`, `silent`, `unreachable`, `redirected`, or what the service's refusal means
 */
export async function send(
	connection: GlmConnection,
	request: ServiceRequest,
	signal: AbortSignal,
): Promise<TransportResponse> {
	try {
		return await sendOnce(connection, request, signal);
	} catch (error) {
		// The name of a private host leads to a public one: nothing was sent.
		if (error instanceof FailureError && isPublic(error.cause)) {
			throw new FailureError({ kind: 'endpointInvalid', endpoint: connection.endpoint.href }, { cause: error });
		}
		throw withoutKeyIn(error, connection);
	}
}

function isPublic(cause: unknown): boolean {
	return cause instanceof ConnectError && cause.message === publicAddressCode;
}

/**
 * Returns an error in which the service's texts don't contain the key; every failure of a request passes through it.
 */
export function withoutKeyIn(error: unknown, { key }: GlmConnection): unknown {
	if (!(error instanceof FailureError)) return error;
	return new FailureError(failureWithoutKey(error.failure, key), { cause: error.cause });
}

interface ServiceRequest {
	readonly method: 'GET' | 'POST' | 'DELETE';
	readonly path: string;
	/** Sent as JSON. */
	readonly body?: unknown;
	/** Sent as it is, in place of `body`. */
	readonly upload?: StreamedBody & { readonly contentType: string };
	/** The most bytes of the response's body; those of an answer unless given. */
	readonly maxBytes?: number;
	/** True if a connection that breaks must not lead to another try. */
	readonly isSentOnce?: boolean;
}

async function sendOnce(
	{ endpoint, key, transport, idleTimeout }: GlmConnection,
	request: ServiceRequest,
	signal: AbortSignal,
): Promise<TransportResponse> {
	const { host } = endpoint;
	const { upload, maxBytes = maxAnswerBytes } = request;
	const response = await exchange(
		transport,
		{
			method: request.method,
			url: `${endpoint.href.replace(/\/$/, '')}${request.path}`,
			headers: {
				...(request.body !== undefined && { 'content-type': 'application/json' }),
				...(upload && { 'content-type': upload.contentType }),
				...(key !== undefined && { authorization: `Bearer ${key}` }),
			},
			...(request.body !== undefined && { body: JSON.stringify(request.body) }),
			...(upload && { body: upload }),
			...(request.isSentOnce && { isSentOnce: true }),
		},
		{ limits: { idleTimeout, maxBytes, tooLarge: { kind: 'answerTooLarge', host } }, signal },
	);
	const { status, retryAfter, body } = response;
	if (status >= 200 && status < 300) return response;
	if (status >= 300 && status < 400) {
		// The body isn't read, so the connection is released.
		response.letGo();
		throw new FailureError({ kind: 'redirected', host });
	}
	const failure = serviceFailure({ host, status, retryAfter, body: await readText(body) });
	throw new FailureError(failure.kind === 'keyRefused' && key === undefined ? { kind: 'keyMissing', host } : failure);
}

/** Reads a whole body as text. */
export async function readText(body: AsyncIterable<Uint8Array>): Promise<string> {
	const decoder = new TextDecoder();
	let text = '';
	for await (const chunk of body) text += decoder.decode(chunk, { stream: true });
	return text + decoder.decode();
}
