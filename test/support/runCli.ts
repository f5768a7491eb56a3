import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { builtFolder } from '../unit/local/builtFolder.ts';

/** What a run of the command line left. */
export interface CliResult {
	readonly code: number | null;
	readonly stdout: string;
	readonly stderr: string;
}

/** The file that is built. */
export function cliFile(): string {
	return join(builtFolder(), '..', 'cli.mjs');
}

/** Runs the command line as it is built. */
export async function runCli(
	args: readonly string[],
	{
		cwd,
		env = {},
		node = process.execPath,
		file = cliFile(),
	}: {
		readonly cwd: string;
		readonly env?: Readonly<Record<string, string>>;
		readonly node?: string;
		readonly file?: string;
	},
): Promise<CliResult> {
	const { GLIMPSE_API_KEY: _, ...inherited } = process.env;
	const child = spawn(node, [file, ...args], {
		cwd,
		env: { ...inherited, ...env },
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	const closed = Promise.withResolvers<number | null>();
	child.on('error', closed.reject);
	child.on('close', closed.resolve);
	const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), closed.promise]);
	return { code, stdout, stderr };
}
