#!/usr/bin/env node
// The command line, built as a file of its own: dist/cli.mjs.
import { messageText } from '../core/outsideText.ts';
import { help, readArguments, type Command } from './arguments.ts';
import { UsageError } from './usageError.ts';

declare const glimpseVersion: string;

/** Exit codes. */
const couldNotRun = 2;

async function run(command: Command): Promise<number> {
	switch (command.name) {
		case 'help':
			process.stdout.write(help);
			return 0;
		case 'version':
			process.stdout.write(`${glimpseVersion}\n`);
			return 0;
		case 'check': {
			const { check } = await import('./check.ts');
			return check(command);
		}
		case 'write': {
			const { write } = await import('./write.ts');
			return write(command);
		}
	}
}

// Whoever reads the output may have enough of it.
process.stdout.on('error', () => process.exit());

try {
	process.exitCode = await run(readArguments(process.argv.slice(2)));
} catch (error) {
	const reason =
		error instanceof UsageError
			? error.message
			: `Glimpse failed: ${error instanceof Error ? error.message : String(error)}`;
	process.stderr.write(`${messageText(reason)}\n`);
	process.exitCode = couldNotRun;
}
