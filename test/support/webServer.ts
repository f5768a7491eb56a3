import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { connect, type AddressInfo, type Server } from 'node:net';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { projectDir } from './places.mjs';

/** What was asked of the web. */
interface WebRequest {
	/** `host/path`, as the asker named it. */
	readonly address: string;
	readonly headers: IncomingHttpHeaders;
}

/** A web of its own on the loopback interface, behind a proxy that leads every name to it. */
export interface WebServer {
	/** The proxy's URL. */
	readonly proxy: string;
	/** Of the server itself. */
	readonly port: number;
	/** Everything that was asked, in its order. */
	readonly requests: readonly WebRequest[];
	stop(): Promise<void>;
}

/** `serve` answers by the address `host/path`; its certificate signs itself. */
export async function startWebServer(serve: (address: string, response: ServerResponse) => void): Promise<WebServer> {
	const requests: WebRequest[] = [];
	const web = createSecureServer(await selfSigned(), (request, response) => {
		const address = `${request.headers.host}${request.url}`;
		requests.push({ address, headers: request.headers });
		serve(address, response);
	});
	const port = await listen(web);
	const proxy = await startProxy(port);
	return {
		proxy: proxy.address,
		port,
		requests,
		stop: async () => {
			await proxy.stop();
			web.close();
			web.closeAllConnections();
		},
	};
}

/** A certificate that signs itself, with its key. PEM. */
export async function selfSigned(): Promise<{ readonly key: string; readonly cert: string }> {
	const folder = join(projectDir, 'test/fixtures/tls');
	return {
		key: await readFile(join(folder, 'self-signed.key'), 'utf8'),
		cert: await readFile(join(folder, 'self-signed.crt'), 'utf8'),
	};
}

/** A proxy on the loopback interface that leads every name to one port. */
export async function startProxy(port: number): Promise<{ readonly address: string; stop(): Promise<void> }> {
	const proxy = createServer();
	const sockets = new Set<Duplex>();
	proxy.on('connect', (_request, socket, head) => {
		sockets.add(socket);
		const upstream = connect(port, '127.0.0.1', () => {
			socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
			upstream.write(head);
			upstream.pipe(socket).pipe(upstream);
		});
		socket
			.on('error', () => upstream.destroy())
			.on('close', () => {
				sockets.delete(socket);
				upstream.destroy();
			});
		upstream.on('error', () => socket.destroy());
	});
	const address = `http://127.0.0.1:${await listen(proxy)}`;
	return {
		address,
		stop: async () => {
			// Tunnels are no connections of the server any more.
			for (const socket of sockets) socket.destroy();
			proxy.close();
			await once(proxy, 'close');
		},
	};
}

async function listen(server: Server): Promise<number> {
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	return (server.address() as AddressInfo).port;
}
