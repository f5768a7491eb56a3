import * as esbuild from 'esbuild';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Call, Hello, HostActions, Reply } from './hostAgent.ts';
import { chatContribution, chatProvider } from './chatVendor.ts';
import { projectDir } from './places.mjs';
import { outputDir } from './window.ts';

/** The way into the extension host of one window, by which a test arranges what it isn't about. */
export interface HostChannel {
	/** Waits for the host where it is still starting. */
	call<Action extends keyof HostActions>(
		action: Action,
		...args: Parameters<HostActions[Action]>
	): Promise<Awaited<ReturnType<HostActions[Action]>>>;
	/** Has the next call wait for another host: this one goes with a reload. */
	renew(): void;
}

/** Listens for the agents in the windows of the servers that get its `env` and its `extension`. */
export interface HostListener {
	readonly env: Readonly<Record<string, string>>;
	/** The folder of the agent, an extension. */
	readonly extension: string;
	/** The channel to the window on this folder or workspace file. */
	channel(workspace: string): HostChannel;
	stop(): Promise<void>;
}

export async function listenForHosts(): Promise<HostListener> {
	const token = randomBytes(24).toString('hex');
	const channels = new Map<string, Channel>();
	const channel = (workspace: string): Channel => {
		const known = channels.get(workspace) ?? new Channel();
		channels.set(workspace, known);
		return known;
	};
	const server = createServer((socket) => {
		socket.on('error', () => undefined);
		const lines = createInterface({ input: socket });
		lines.once('line', (line) => {
			const hello: Hello = JSON.parse(line);
			if (hello.token === token) channel(hello.workspace).connect(socket, lines);
			else socket.destroy();
		});
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const address = server.address();
	const port = typeof address === 'object' && address ? address.port : 0;
	return {
		env: { GLIMPSE_TEST_PORT: String(port), GLIMPSE_TEST_TOKEN: token },
		extension: await bundleAgent(),
		channel,
		stop: async () => {
			for (const each of channels.values()) each.renew();
			server.close();
			await once(server, 'close');
		},
	};
}

class Channel implements HostChannel {
	#socket = Promise.withResolvers<Socket>();
	#connected: Socket | undefined;
	readonly #calls = new Map<number, PromiseWithResolvers<unknown>>();
	#lastId = 0;

	connect(socket: Socket, lines: NodeJS.EventEmitter): void {
		this.renew();
		this.#connected = socket;
		this.#socket.resolve(socket);
		lines.on('line', (line: string) => {
			const { id, result, error }: Reply = JSON.parse(line);
			const call = this.#calls.get(id);
			this.#calls.delete(id);
			if (error === undefined) call?.resolve(result);
			else call?.reject(new Error(error));
		});
	}

	renew(): void {
		if (!this.#connected) return;
		this.#connected.destroy();
		this.#connected = undefined;
		this.#socket = Promise.withResolvers();
		for (const call of this.#calls.values()) call.reject(new Error('The extension host ended.'));
		this.#calls.clear();
	}

	async call<Action extends keyof HostActions>(
		action: Action,
		...args: Parameters<HostActions[Action]>
	): Promise<Awaited<ReturnType<HostActions[Action]>>> {
		const socket = await this.#socket.promise;
		const id = ++this.#lastId;
		const reply = Promise.withResolvers<unknown>();
		this.#calls.set(id, reply);
		const call: Call = { id, action, args };
		socket.write(`${JSON.stringify(call)}\n`);
		// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the agent answers with what the action returns
		return (await reply.promise) as Awaited<ReturnType<HostActions[Action]>>;
	}
}

/** Makes the agent's folder: an installed extension, since a window runs only one from its folder. */
async function bundleAgent(): Promise<string> {
	const folder = join(outputDir, 'glimpse-test.agent-1.0.0');
	await mkdir(folder, { recursive: true });
	await esbuild.build({
		entryPoints: [join(projectDir, 'test/support/hostAgent.ts')],
		outfile: join(folder, 'agent.js'),
		bundle: true,
		format: 'cjs',
		platform: 'node',
		target: 'node22',
		external: ['vscode'],
		logLevel: 'warning',
	});
	const manifest = {
		name: 'agent',
		publisher: 'glimpse-test',
		version: '1.0.0',
		engines: { vscode: '^1.106.0' },
		main: './agent.js',
		activationEvents: ['*'],
		capabilities: { untrustedWorkspaces: { supported: true }, virtualWorkspaces: true },
		extensionKind: ['workspace'],
		displayName: chatProvider,
		contributes: chatContribution,
		// Who registers models may have the editor ask before another extension uses them.
		enabledApiProposals: ['chatProvider'],
	};
	await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
	return folder;
}
