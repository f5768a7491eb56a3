/** A response whose body hasn't been read yet. */
export interface TransportResponse {
	readonly status: number;
	/** The header `Retry-After`. */
	readonly retryAfter: string | undefined;
	/** The header `Location`. */
	readonly location: string | undefined;
	readonly body: AsyncIterable<Uint8Array>;
}

export interface TransportRequest {
	readonly method: 'GET' | 'POST';
	readonly url: string;
	readonly headers: Readonly<Record<string, string>>;
	readonly body?: string;
	readonly signal: AbortSignal;
}

/**
 * Sends one request. Doesn't follow redirects: a redirect would carry the pictures to a host that nobody chose. Has no time
 * limit for the answer; that is the caller's `signal`.
 * @throws ConnectError when no connection came about, so nothing was sent; any other Error when it broke later
 */
export type Transport = (request: TransportRequest) => Promise<TransportResponse>;

/** No connection to the host or its proxy: nothing was sent. */
export class ConnectError extends Error {
	override readonly name = 'ConnectError';
}

/** The message of a ConnectError for a name that leads into a private network, where only public ones may be asked. */
export const privateAddressCode = 'EPRIVATE';
