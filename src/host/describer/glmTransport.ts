import type { LookupFunction } from 'node:net';
import type * as vscode from 'vscode';
import { createFetchTransport } from '../../engines/glm/fetchTransport.ts';
import type { LearnedService } from '../../engines/glm/learnedService.ts';
import { ConnectError, privateAddressCode, type Transport } from '../../engines/glm/transport.ts';
import { isProxyInEnvironment } from '../../engines/glm/environmentProxy.ts';
import type { ProxySettings } from '../../engines/glm/undiciTransport.ts';

interface Closable {
	readonly send: Transport;
	/** Closes the connections after the running requests. */
	close(): Promise<void>;
	/** Closes the connections at once. */
	destroy(): Promise<void>;
}

/** The destination of a request: the service that the user chose, or a public web address that a document names. */
type Destination = 'service' | 'web';

/**
 * Sends requests with undici, loaded at the first of them, and the editor's proxy settings. When that finds no connection to the
 * service, it tries the editor's own `fetch` once, which also knows PAC files and the system's proxy.
 */
export class GlmTransport implements vscode.Disposable {
	readonly #log: Pick<vscode.LogOutputChannel, 'info'>;
	readonly #learned = new Map<string, LearnedService>();
	readonly #open = new Map<Destination, { readonly settings: string; readonly transport: Promise<Closable> }>();

	constructor(log: Pick<vscode.LogOutputChannel, 'info'>) {
		this.#log = log;
	}

	/** Returns what an endpoint was found to refuse since the window opened. */
	learnedAt(endpoint: URL): LearnedService {
		const learned: LearnedService = this.#learned.get(endpoint.href) ?? new Map();
		this.#learned.set(endpoint.href, learned);
		return learned;
	}

	/** Loads the transport to the service; nothing is connected yet. */
	async load(settings: ProxySettings): Promise<void> {
		await this.#transport('service', settings);
	}

	/** Returns the transport to the service for these settings. */
	for(settings: ProxySettings): Transport {
		return async (request) => {
			try {
				const { send } = await this.#transport('service', settings);
				return await send(request);
			} catch (error) {
				// Without encryption only the address that was judged is asked.
				const isPlain = request.url.startsWith('http:');
				if (!(error instanceof ConnectError) || request.signal.aborted || isPlain) throw error;
				this.#log.info(`No connection (${error.message}); trying the editor's own fetch.`);
				return await createFetchTransport(fetch)(request).catch((second: unknown) => {
					throw second instanceof ConnectError ? error : second;
				});
			}
		};
	}

	/** Returns the transport to web addresses: to public ones only, which the editor's own `fetch` can't promise. */
	forWeb(settings: ProxySettings): Transport {
		return async (request) => {
			if (hasProxy(settings)) {
				const { mayProxyResolve } = await import('../../engines/glm/publicAddress.ts');
				if (!(await mayProxyResolve(new URL(request.url).hostname))) throw new ConnectError(privateAddressCode);
			}
			const { send } = await this.#transport('web', settings);
			return send(request);
		};
	}

	#transport(destination: Destination, settings: ProxySettings): Promise<Closable> {
		const key = JSON.stringify(settings);
		const open = this.#open.get(destination);
		if (open?.settings === key) return open.transport;
		void open?.transport.then((transport) => transport.close());
		const transport = connect(destination, settings);
		this.#open.set(destination, { settings: key, transport });
		return transport;
	}

	/** Closes the connections; running requests fail. */
	dispose(): void {
		for (const { transport } of this.#open.values()) void transport.then((open) => open.destroy());
		this.#open.clear();
	}
}

/** Tells whether requests may go through a proxy, which then resolves their hosts. */
function hasProxy({ proxy, useProxy }: ProxySettings): boolean {
	return useProxy && (proxy !== '' || isProxyInEnvironment());
}

async function connect(destination: Destination, settings: ProxySettings): Promise<Closable> {
	const { createUndiciTransport } = await import('../../engines/glm/undiciTransport.ts');
	if (destination === 'service')
		return createUndiciTransport(settings, { plainLookup: (...asked) => void lookUpPrivate(...asked) });
	const { publicLookup } = await import('../../engines/glm/publicAddress.ts');
	return createUndiciTransport(settings, { lookup: publicLookup });
}

/** Looks a private host up; what judges its addresses loads with the first of them. */
async function lookUpPrivate(...asked: Parameters<LookupFunction>): Promise<void> {
	const { privateLookup } = await import('../../engines/glm/publicAddress.ts');
	privateLookup(...asked);
}
