/** A response whose body hasn't been read yet. */
export interface TransportResponse {
	readonly status: number;
	/** The header `Retry-After`. */
	readonly retryAfter: string | undefined;
	/** The header `Location`. */
	readonly location: string | undefined;
	readonly body: AsyncIterable<Uint8Array>;
}

/** A body that is too large to be held at once. */
export interface StreamedBody {
	readonly byteLength: number;
	/** Yields its bytes, from the beginning at each call. */
	readonly chunks: () => AsyncIterable<Uint8Array>;
}

export interface TransportRequest {
	readonly method: 'GET' | 'POST' | 'DELETE';
	readonly url: string;
	readonly headers: Readonly<Record<string, string>>;
	readonly body?: string | StreamedBody;
	/** True if it is never sent a second time by the transport itself, not even where that seems to do no harm. */
	readonly isSentOnce?: boolean;
	readonly signal: AbortSignal;
}

/**
 * A function that sends one request. Follows no redirects: they would carry the pictures to a host that nobody chose.
 * Has no time limit for the answer; that is the caller's `signal`.
 * @throws ConnectError if there was no connection, so nothing was sent; any other Error if it broke later
 */
export type Transport = (request: TransportRequest) => Promise<TransportResponse>;

/** An error for a missing connection to the host or its proxy: nothing was sent. */
export class ConnectError extends Error {
	override readonly name = 'ConnectError';
}

/** The message of a ConnectError for a name that resolves into a private network when only public hosts are allowed. */
export const privateAddressCode = 'EPRIVATE';

/** The message of a ConnectError for a name that resolves to a public address when it is to be asked without encryption. */
export const publicAddressCode = 'EPUBLIC';
