import { FailureError } from '../../core/failure.ts';
import { exchange } from './exchange.ts';
import { mayBePublic } from './publicAddress.ts';
import { ConnectError, privateAddressCode, type Transport } from './transport.ts';

/** Redirects that are followed: picture hosts send on to their stores. */
const maxRedirects = 5;

/** Seconds: 200 MB over a line of 6 Mbit/s. */
const longestDownload = 300;

/**
 * Fetches the bytes at a web address, without any key or cookie.
 * @throws FailureError `cancelled`, or a kind that begins with `web`: all of them are about that address
 */
export async function download(
	address: URL,
	from: {
		/** One that looks names up with `publicLookup`. */
		readonly transport: Transport;
		/** Seconds without a byte before it is given up. */
		readonly idleTimeout: number;
		readonly maxBytes: number;
		/** Seconds for all of it: a server that sends a byte now and then would never end. */
		readonly wholeTimeout?: number;
	},
	signal: AbortSignal,
): Promise<Uint8Array> {
	const { wholeTimeout = longestDownload } = from;
	const late = AbortSignal.timeout(wholeTimeout * 1000);
	try {
		return await fetchBytes(address, from, AbortSignal.any([signal, late]));
	} catch (error) {
		if (late.aborted && !signal.aborted) {
			throw new FailureError({ kind: 'webSlow', host: address.host, seconds: wholeTimeout }, { cause: error });
		}
		throw aboutAddress(error);
	}
}

/** Returns a failure of the exchange as one about the address: its sentence must not speak of the service or its proxy. */
function aboutAddress(error: unknown): unknown {
	if (!(error instanceof FailureError)) return error;
	const { failure } = error;
	if (failure.kind === 'silent') return new FailureError({ ...failure, kind: 'webSilent' }, { cause: error });
	if (failure.kind !== 'unreachable') return error;
	const { host, reason } = failure;
	const isPrivate = error.cause instanceof ConnectError && error.cause.message === privateAddressCode;
	return new FailureError(isPrivate ? { kind: 'webAddressPrivate', host } : { kind: 'webUnreachable', host, reason }, {
		cause: error,
	});
}

async function fetchBytes(
	address: URL,
	{ transport, idleTimeout, maxBytes }: Omit<Parameters<typeof download>[1], 'wholeTimeout'>,
	signal: AbortSignal,
): Promise<Uint8Array> {
	let url = address;
	for (let redirects = 0; ; redirects++) {
		const { host } = url;
		if (url.protocol !== 'https:' || url.username || url.password) {
			throw new FailureError({ kind: 'webAddressInvalid', address: `${url.protocol}//${host}` });
		}
		if (!mayBePublic(url.hostname)) throw new FailureError({ kind: 'webAddressPrivate', host });
		const tooLarge = { kind: 'webTooLarge', host, byteLength: maxBytes } as const;
		const request = { method: 'GET', url: url.href, headers: requestHeaders } as const;
		const response = await exchange(transport, request, { limits: { idleTimeout, maxBytes, tooLarge }, signal });
		const { status, location, body } = response;
		if (status >= 200 && status < 300) return readBytes(body);
		response.letGo();
		const next = status >= 300 && status < 400 && location !== undefined ? URL.parse(location, url.href) : null;
		if (!next || redirects === maxRedirects) throw new FailureError({ kind: 'webRefused', host, status });
		url = next;
	}
}

const requestHeaders = {
	accept: 'image/*, video/*',
	// The bytes that come are counted: nothing may unfold later.
	'accept-encoding': 'identity',
	// Some picture hosts refuse requests that don't name their program.
	'user-agent': 'Glimpse (VS Code extension)',
};

async function readBytes(body: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
	const chunks: Uint8Array[] = [];
	for await (const chunk of body) chunks.push(chunk);
	return Buffer.concat(chunks);
}
