import { spawn } from 'node:child_process';
import { node24, projectDir } from './places.mjs';

/**
 * Runs a script under Node 24, which takes TypeScript as it is, whichever Node runs this one.
 * @param {readonly string[]} args
 * @param {{ env?: Record<string, string>, minutes?: number, heading?: string, prints?: 'at once' | 'at its end' }} [options]
 * after so many minutes it is ended; the heading is printed above its output
 * @returns {Promise<number>} the exit code; 130 after Ctrl+C
 */
export function runNode(args, { env = {}, minutes, heading, prints = 'at once' } = {}) {
	return new Promise((resolve, reject) => {
		if (heading && prints === 'at once') console.log(heading);
		const output = prints === 'at once' ? 'inherit' : 'pipe';
		const child = spawn(node24, args, {
			cwd: projectDir,
			env: { ...process.env, ...env },
			stdio: ['inherit', output, output],
		});
		/** @type {Buffer[]} */
		const printed = [];
		for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => printed.push(chunk));
		let interrupted = false;
		/** @param {NodeJS.Signals} signal */
		const pass = (signal) => {
			interrupted = true;
			// A terminal sends Ctrl+C to the child as well. It is the one signal after which @vscode/test-electron ends its window.
			if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill('SIGINT');
		};
		process.on('SIGINT', pass).on('SIGTERM', pass);
		// A test that loops without a pause keeps mocha from noticing its own timeout.
		const end = () => {
			console.error(`${args[0]}: ended after ${minutes} minutes`);
			child.kill('SIGKILL');
		};
		const timer = minutes && setTimeout(end, minutes * 60_000);
		child.once('error', reject);
		child.once('close', (code) => {
			clearTimeout(timer);
			if (heading && prints === 'at its end') console.log(heading);
			process.stdout.write(Buffer.concat(printed));
			process.off('SIGINT', pass).off('SIGTERM', pass);
			resolve(interrupted ? 130 : (code ?? 1));
		});
	});
}
