import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTcpServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { createServer as createTlsServer } from 'node:tls';
import type { ProxySettings } from '../../src/engines/glm/undiciTransport.ts';
import type { Behaviour, GlmServer } from './glmServer.ts';
import { projectDir } from './places.mjs';

/** What stands between the extension and an answer. */
export interface Situation {
	readonly endpoint: string;
	readonly proxy?: Partial<ProxySettings>;
	/** Certificates to trust in place of the system's. */
	readonly trusted?: string[];
}

/** What situations are made of: servers on the loopback interface, each with one fault. */
export interface FaultServers {
	/** The stand-in, with one scripted behaviour. */
	readonly script: (behaviour: Behaviour) => Situation;
	/** A server that does this with each connection, once something was sent. */
	readonly tcp: (serve: (socket: Socket) => void) => Promise<Situation & { readonly address: string }>;
	readonly http: (serve: (request: IncomingMessage, response: ServerResponse) => void) => Promise<Situation>;
	/** A TLS server with a certificate of test/fixtures/tls, that gives a good answer. */
	readonly tls: (certificate: string) => Promise<Situation>;
	/** A proxy that does this with each connection, on the way to a host that does not exist. */
	readonly proxy: (serve: (socket: Socket) => void, settings?: Partial<ProxySettings>) => Promise<Situation>;
	readonly certificate: (name: string) => Promise<string>;
	/** Waits until their clients have let go of every connection, and closes them: a connection that is kept never ends. */
	readonly close: () => Promise<void>;
}

const path = '/api/paas/v4';

/** An endpoint that no resolver knows. */
export const nowhere = `https://models.invalid${path}`;

/** An endpoint at which nobody listens. */
export const nobody = `http://127.0.0.1:9${path}`;

/** A raw HTTP response. */
export function httpReply(head: string, body = ''): string {
	return `HTTP/1.1 ${head}\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
}

/** The shortest stream that is a whole answer. */
export const goodEvents =
	'data: {"choices":[{"delta":{"content":"Good."}}]}\n\ndata: {"choices":[{"finish_reason":"stop","delta":{}}]}\n\ndata: [DONE]\n\n';

export function createFaultServers(glm: GlmServer): FaultServers {
	const servers: Server[] = [];
	const sockets = new Set<Socket>();

	async function listen(server: Server): Promise<number> {
		server.on('connection', (socket: Socket) => {
			sockets.add(socket.on('error', () => undefined).on('close', () => sockets.delete(socket)));
		});
		servers.push(server.listen(0, '127.0.0.1'));
		await once(server, 'listening');
		return (server.address() as AddressInfo).port;
	}

	const fixture = (name: string): Promise<string> => readFile(join(projectDir, 'test/fixtures/tls', name), 'utf8');
	const tcp: FaultServers['tcp'] = async (serve) => {
		const server = createTcpServer((socket) => void socket.once('data', () => serve(socket)));
		const address = `http://127.0.0.1:${await listen(server)}`;
		return { address, endpoint: `${address}${path}` };
	};

	return {
		tcp,
		script: (behaviour) => {
			glm.script(behaviour);
			return { endpoint: glm.endpoint };
		},
		http: async (serve) => ({ endpoint: `http://127.0.0.1:${await listen(createHttpServer(serve))}${path}` }),
		tls: async (name) => {
			const certificates = { key: await fixture(`${name}.key`), cert: await fixture(`${name}.crt`) };
			const server = createTlsServer(certificates, (socket) => {
				socket.once('data', () => socket.end(httpReply('200 OK', goodEvents)));
			});
			server.on('tlsClientError', () => undefined);
			return { endpoint: `https://127.0.0.1:${await listen(server)}${path}` };
		},
		proxy: async (serve, settings) => ({
			endpoint: nowhere,
			proxy: { proxy: (await tcp(serve)).address, ...settings },
		}),
		certificate: (name) => fixture(`${name}.crt`),
		close: async () => {
			await Promise.all([...sockets].map((socket) => once(socket, 'close')));
			for (const server of servers.splice(0)) server.close();
		},
	};
}
