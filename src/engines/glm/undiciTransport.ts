import * as diagnostics from 'node:diagnostics_channel';
import type { LookupFunction } from 'node:net';
import { pipeline, Readable, type Transform } from 'node:stream';
import * as tls from 'node:tls';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { Agent, EnvHttpProxyAgent, request as undiciRequest, type Dispatcher } from 'undici';
import { isLoopback } from '../../core/endpoint.ts';
import { ConnectError, privateAddressCode, publicAddressCode, type Transport } from './transport.ts';

/** The editor's proxy settings. */
export interface ProxySettings {
	/** `http.proxy`; empty if the environment variables decide. */
	readonly proxy: string;
	/** `http.noProxy`: hosts that bypass the proxy. */
	readonly noProxy: readonly string[];
	/** `http.proxyAuthorization`: the value of the header `Proxy-Authorization`. */
	readonly proxyAuthorization: string | undefined;
	/** `http.proxyStrictSSL`: true if certificates must be valid. */
	readonly strictSsl: boolean;
	/** False if `http.proxySupport` is `off`. */
	readonly useProxy: boolean;
}

const connectTimeout = 10_000;

/** Errors of undici and Node from before any byte of the request was sent. */
const connectErrorCodes = new Set([
	'ECONNREFUSED',
	'ENOTFOUND',
	'EAI_AGAIN',
	'EHOSTUNREACH',
	'ENETUNREACH',
	'ETIMEDOUT',
	'UND_ERR_CONNECT_TIMEOUT',
	'UND_ERR_PRX_TLS',
	'CERT_HAS_EXPIRED',
	'DEPTH_ZERO_SELF_SIGNED_CERT',
	'ERR_TLS_CERT_ALTNAME_INVALID',
	'SELF_SIGNED_CERT_IN_CHAIN',
	'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
	'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
	'ERR_SSL_WRONG_VERSION_NUMBER',
	privateAddressCode,
	publicAddressCode,
]);

/**
 * Creates a transport over undici, with the proxy and the certificates of the editor and the system: undici knows
 * neither by itself. Connections are reused until `close`, which lets running requests finish, or `destroy`, which
 * doesn't. `trusted` replaces the certificates of Node and the system; `lookup` resolves the names of hosts that are
 * contacted directly, `plainLookup` of those that are asked without encryption, which no proxy comes between.
 */
export function createUndiciTransport(
	settings: ProxySettings,
	{
		trusted = trustedCertificates(),
		lookup,
		plainLookup,
	}: { readonly trusted?: string[]; readonly lookup?: LookupFunction; readonly plainLookup?: LookupFunction } = {},
): { readonly send: Transport; close(): Promise<void>; destroy(): Promise<void> } {
	const certificates = { ca: trusted, rejectUnauthorized: settings.strictSsl };
	// The caller's signal is the time limit of an answer: a reasoning model may be silent for minutes.
	const noLimit = { headersTimeout: 0, bodyTimeout: 0 };
	const connect = { ...certificates, timeout: connectTimeout, ...(lookup && { lookup }) };
	const direct = new Agent({ connect, ...noLimit });
	const plain = plainLookup && new Agent({ connect: { ...connect, lookup: plainLookup }, ...noLimit });
	const proxied: Dispatcher | undefined = settings.useProxy
		? proxyDispatcher({
				...(settings.proxy && { httpProxy: settings.proxy, httpsProxy: settings.proxy }),
				...(settings.noProxy.length > 0 && { noProxy: settings.noProxy.join(',') }),
				...(settings.proxyAuthorization && { token: settings.proxyAuthorization }),
				connect,
				requestTls: { ...certificates, timeout: connectTimeout },
				proxyTls: { ...certificates, timeout: connectTimeout },
				...noLimit,
			})
		: direct;

	return {
		async send({ url, method, headers, body, isSentOnce = false, signal }) {
			try {
				const address = new URL(url);
				const dispatcher = isLoopback(address) ? direct : address.protocol === 'http:' ? (plain ?? proxied) : proxied;
				// The editor's own fetch may support such a proxy.
				if (!dispatcher) throw new ConnectError('http.proxy');
				const ask = (): Promise<Dispatcher.ResponseData> =>
					withHangUps(address.hostname, signal, (whileWanted) =>
						untilAborted(
							undiciRequest(url, {
								method,
								// Behind a proxy undici adds the host to them, and the caller may send them to another one.
								headers: {
									...headers,
									...(typeof body === 'object' && { 'content-length': String(body.byteLength) }),
								},
								body: typeof body === 'object' ? Readable.from(body.chunks(), { objectMode: false }) : (body ?? null),
								signal: whileWanted,
								dispatcher,
							}),
							whileWanted,
						),
					);
				const response = await (isSentOnce ? ask() : withFreshConnection(signal, ask));
				const retryAfter = response.headers['retry-after']?.toString();
				const location = response.headers.location?.toString();
				return { status: response.statusCode, retryAfter, location, body: decoded(response) };
			} catch (error) {
				throw !(error instanceof ConnectError) && isConnectError(error)
					? new ConnectError(connectReason(error), { cause: error })
					: error;
			}
		},
		async close() {
			await Promise.all([direct.close(), plain?.close(), proxied === direct ? undefined : proxied?.close()]);
		},
		async destroy() {
			await Promise.all([direct.destroy(), plain?.destroy(), proxied === direct ? undefined : proxied?.destroy()]);
		},
	};
}

/** Milliseconds in which a connection that had been closed before shows it. */
const staleAfter = 2000;

/**
 * Runs a request, and once more when it went out on a connection of an earlier one just as the server closed that: no server has
 * read it then. One that takes longer may have been answered.
 */
async function withFreshConnection<T>(signal: AbortSignal, ask: () => Promise<T>): Promise<T> {
	const start = performance.now();
	let isReused = false;
	let own: unknown;
	const onCreate = (message: unknown): void => {
		own ??= requestOf(message);
	};
	const onSend = (message: unknown): void => {
		// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- undici's documented message of this channel
		const { socket } = message as { readonly socket: object };
		if (own !== undefined && requestOf(message) === own) isReused = usedSockets.has(socket);
		usedSockets.add(socket);
	};
	diagnostics.subscribe('undici:client:sendHeaders', onSend);
	try {
		// The request is made in the same breath.
		diagnostics.subscribe('undici:request:create', onCreate);
		const response = ask();
		diagnostics.unsubscribe('undici:request:create', onCreate);
		return await response;
	} catch (error) {
		const isStale = isReused && performance.now() - start < staleAfter && closedCodes.has(errorCode(error));
		if (!isStale || signal.aborted) throw error;
		return await ask();
	} finally {
		diagnostics.unsubscribe('undici:request:create', onCreate);
		diagnostics.unsubscribe('undici:client:sendHeaders', onSend);
	}
}

/** Errors of a connection that the other side has closed. */
const closedCodes = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET']);

/** Connections that have carried a request. */
const usedSockets = new WeakSet();

function requestOf(message: unknown): unknown {
	return typeof message === 'object' && message !== null && 'request' in message ? message.request : undefined;
}

/** Decoders by the name of an encoding; some servers compress although nobody asked for it. */
const decoders: Readonly<Record<string, () => Transform>> = {
	gzip: createGunzip,
	'x-gzip': createGunzip,
	deflate: createInflate,
	br: createBrotliDecompress,
};

/** Returns the body without its compression; how much of it is read is the reader's limit. */
function decoded({ headers, body }: Dispatcher.ResponseData): AsyncIterable<Uint8Array> {
	const decoder = decoders[headers['content-encoding']?.toString().trim().toLowerCase() ?? '']?.();
	// Errors come to whoever reads.
	return decoder ? pipeline(body, decoder, () => undefined) : body;
}

/** The message that undici publishes when it could not connect. */
interface ConnectErrorMessage {
	readonly connectParams: { readonly hostname: string };
	readonly error: Error;
}

/**
 * Runs a request, and ends it if a proxy hangs up before the tunnel is established: undici would silently reconnect
 * forever.
 */
async function withHangUps<T>(
	hostname: string,
	signal: AbortSignal,
	ask: (whileWanted: AbortSignal) => Promise<T>,
): Promise<T> {
	const hungUp = new AbortController();
	const onConnectError = (message: unknown): void => {
		// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- undici's documented message of this channel
		const { connectParams, error } = message as ConnectErrorMessage;
		if (connectParams.hostname === hostname && errorCode(error) === 'UND_ERR_SOCKET') {
			hungUp.abort(new ConnectError('hung up', { cause: error }));
		}
	};
	diagnostics.subscribe('undici:client:connectError', onConnectError);
	try {
		return await ask(AbortSignal.any([signal, hungUp.signal]));
	} finally {
		diagnostics.unsubscribe('undici:client:connectError', onConnectError);
	}
}

/** Rejects as soon as the signal is aborted: undici ignores it until it is connected. */
async function untilAborted(
	response: Promise<Dispatcher.ResponseData>,
	signal: AbortSignal,
): Promise<Dispatcher.ResponseData> {
	const aborted = Promise.withResolvers<never>();
	const onAbort = (): void => aborted.reject(signal.reason);
	signal.addEventListener('abort', onAbort, { once: true });
	if (signal.aborted) onAbort();
	try {
		return await Promise.race([response, aborted.promise]);
	} finally {
		signal.removeEventListener('abort', onAbort);
		if (signal.aborted) {
			// A later response is discarded.
			response.then(
				({ body }) => body.destroy(),
				() => undefined,
			);
		}
	}
}

/** Creates the proxy's dispatcher; undefined if its address is invalid, or of a kind that undici doesn't support. */
function proxyDispatcher(options: EnvHttpProxyAgent.Options): Dispatcher | undefined {
	try {
		return new EnvHttpProxyAgent(options);
	} catch (error) {
		if (error instanceof Error) return undefined;
		throw error;
	}
}

/** Returns Node's own certificates and the system's, which Node doesn't read by itself. */
function trustedCertificates(): string[] {
	// Node 22.15 and later; a remote host may be older.
	return typeof tls.getCACertificates === 'function'
		? [...new Set([...tls.getCACertificates('default'), ...tls.getCACertificates('system')])]
		: [...tls.rootCertificates];
}

function isConnectError(error: unknown): boolean {
	return causesOf(error).some((cause) => connectErrorCodes.has(errorCode(cause)) || proxyStatusOf(cause) !== undefined);
}

/** Returns the status with which a proxy refused a tunnel. */
function proxyStatusOf(error: unknown): string | undefined {
	return error instanceof Error ? /^Proxy response \((\d+)\)/.exec(error.message)?.[1] : undefined;
}

/** Returns the innermost code or message for bug reports, without addresses of this machine. */
function connectReason(error: unknown): string {
	const causes = causesOf(error);
	const proxyStatus = causes.map(proxyStatusOf).find((status) => status !== undefined);
	if (proxyStatus !== undefined) return `proxy: HTTP ${proxyStatus}`;
	const innermost = causes.at(-1);
	return errorCode(innermost) || (innermost instanceof Error ? innermost.message : String(innermost));
}

function errorCode(error: unknown): string {
	return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

function causesOf(error: unknown): readonly unknown[] {
	const inner =
		error instanceof AggregateError ? error.errors : error instanceof Error && error.cause ? [error.cause] : [];
	return [error, ...inner.flatMap(causesOf)];
}
