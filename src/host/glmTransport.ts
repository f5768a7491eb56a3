import type * as vscode from 'vscode';
import { isLoopback } from '../core/endpoint.ts';
import { createFetchTransport } from '../engines/glm/fetchTransport.ts';
import { ConnectError, type Transport } from '../engines/glm/transport.ts';
import type { ProxySettings } from '../engines/glm/undiciTransport.ts';

interface Closable {
	readonly send: Transport;
	close(): Promise<void>;
}

/**
 * The way to the service: undici, loaded at the first request, with the editor's proxy settings; and where that finds no
 * connection at all, once the editor's own `fetch`, which also knows PAC files and the system's proxy.
 */
export class GlmTransport implements vscode.Disposable {
	readonly #log: Pick<vscode.LogOutputChannel, 'info'>;
	#undici: { readonly settings: string; readonly transport: Promise<Closable> } | undefined;

	constructor(log: Pick<vscode.LogOutputChannel, 'info'>) {
		this.#log = log;
	}

	/** The transport for these settings. */
	for(settings: ProxySettings): Transport {
		return async (request) => {
			try {
				const { send } = await this.#undiciFor(settings);
				return await send(request);
			} catch (error) {
				if (!(error instanceof ConnectError) || request.signal.aborted || isLoopback(new URL(request.url))) throw error;
				this.#log.info(`No connection (${error.message}); trying the editor's own fetch.`);
				return await createFetchTransport(fetch)(request).catch((second: unknown) => {
					throw second instanceof ConnectError ? error : second;
				});
			}
		};
	}

	#undiciFor(settings: ProxySettings): Promise<Closable> {
		const key = JSON.stringify(settings);
		if (this.#undici?.settings !== key) {
			this.dispose();
			const transport = import('../engines/glm/undiciTransport.ts').then((module) =>
				module.createUndiciTransport(settings),
			);
			this.#undici = { settings: key, transport };
		}
		return this.#undici.transport;
	}

	/** Ends the connections; a request that runs over them ends, too. */
	dispose(): void {
		void this.#undici?.transport.then((transport) => transport.close());
		this.#undici = undefined;
	}
}
