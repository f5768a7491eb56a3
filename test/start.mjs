// `npm start`: VS Code with the extension, on the sample pictures. `--headless` asks one question and ends; `--desktop` uses `code`.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { install, installPackages } from './support/install.mjs';
import { projectDir, searchPath } from './support/places.mjs';
import { runNode } from './support/runNode.mjs';

const { values } = parseArgs({ options: { headless: { type: 'boolean' }, desktop: { type: 'boolean' } } });

await (values.desktop ? installPackages() : install());
const built = await runNode(['esbuild.mjs']);
if (built !== 0) process.exit(built);
if (values.desktop) startDesktop();
else process.exitCode = await runNode(['test/support/startWindow.ts', ...(values.headless ? ['--headless'] : [])]);

function startDesktop() {
	const program = process.platform === 'win32' ? 'code.cmd' : 'code';
	if (!searchPath(program)) {
		console.error('`code` is not on the PATH. In VS Code: "Shell Command: Install \'code\' command in PATH".');
		process.exitCode = 1;
		return;
	}
	const args = [`--extensionDevelopmentPath=${projectDir}`, join(projectDir, 'media', 'samples')];
	spawn(program, args, { stdio: 'inherit', shell: program.endsWith('.cmd') });
}
