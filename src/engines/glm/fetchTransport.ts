import { ConnectError, type Transport } from './transport.ts';

/** Creates a transport over the host's own `fetch`: the editor's one also knows PAC files and the system's proxy. */
export function createFetchTransport(hostFetch: typeof fetch): Transport {
	return async ({ url, method, headers, body, signal }) => {
		let response: Response;
		try {
			response = await hostFetch(url, { method, headers, body: body ?? null, signal, redirect: 'manual' });
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

async function* emptyBody(): AsyncGenerator<Uint8Array> {
	// A response without a body has no bytes.
}
