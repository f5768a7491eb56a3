import { ReadableStream } from 'node:stream/web';
import { ConnectError, type Transport, type TransportRequest } from './transport.ts';

/** Creates a transport over the host's own `fetch`: the editor's one also knows PAC files and the system's proxy. */
export function createFetchTransport(hostFetch: typeof fetch): Transport {
	return async ({ url, method, headers, body, signal }) => {
		let response: Response;
		try {
			response = await hostFetch(url, { method, headers, ...sentBody(body), signal, redirect: 'manual' });
		} catch (error) {
			if (signal.aborted) throw error;
			throw new ConnectError(error instanceof Error ? error.message : String(error), { cause: error });
		}
		return {
			status: response.status,
			retryAfter: response.headers.get('retry-after') ?? undefined,
			location: response.headers.get('location') ?? undefined,
			body: response.body ?? emptyBody(),
		};
	};
}

function sentBody(body: TransportRequest['body']): RequestInit {
	if (typeof body !== 'object') return { body: body ?? null };
	const streamed = { body: ReadableStream.from(body.chunks()), duplex: 'half' };
	// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a stream of the host's own kind, which its types don't know
	return streamed as RequestInit;
}

async function* emptyBody(): AsyncGenerator<Uint8Array> {
	// A response without a body has no bytes.
}
