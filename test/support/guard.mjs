// Runs a program and ends it with all its children when standard input closes: that happens however the one who started this ends,
// so nothing stays behind after a crash, a kill or Ctrl+C. Then removes the folder that the program worked in.
import { spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';

const [dataDir = '', program = '', ...args] = process.argv.slice(2);
// A group of its own, so that one signal reaches the program's children too.
const child = spawn(program, args, { detached: true, stdio: ['ignore', 'inherit', 'inherit'] });

let ending = false;
child.once('exit', (code) => void end(code ?? 1));
child.once('error', (error) => {
	console.error(error.message);
	void end(1);
});
process.stdin.once('close', () => void end(0));
process.stdin.resume();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => void end(0));

/** @param {number} code */
async function end(code) {
	if (ending) return;
	ending = true;
	try {
		// The whole group, and without asking: what it would save when it ends is in the folder that goes.
		process.kill(-(child.pid ?? NaN), 'SIGKILL');
	} catch {
		// It has ended by itself.
	}
	// One that is still ending may add a file.
	await rm(dataDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
	process.exit(code);
}
