// Runs test/host inside an extension host: in desktop VS Code where it can be downloaded, else in the VS Code server and Chromium.
import { runTests } from '@vscode/test-electron';
import * as esbuild from 'esbuild';
import { globSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chatContribution } from './chatVendor.ts';
import { projectDir } from './places.mjs';

const testsDir = join(projectDir, 'test-output', 'host');

await bundleTests();
const desktop = await desktopIsAvailable();
console.log(desktop ? 'host tests run in desktop VS Code' : 'host tests run in the VS Code server, with Chromium');
const profile = await mkdtemp(join(tmpdir(), 'glimpse-host-'));
try {
	const workspace = join(profile, 'workspace');
	const userData = join(profile, 'user-data');
	await mkdir(workspace);
	const extensions = join(profile, 'extensions');
	await writeVendor(extensions);
	await mkdir(join(userData, 'User'), { recursive: true });
	await writeFile(join(userData, 'User', 'settings.json'), JSON.stringify({ 'chat.disableAIFeatures': true }));
	const launcher = fileURLToPath(new URL('vscodeLauncher.mjs', import.meta.url));
	await runTests({
		extensionDevelopmentPath: projectDir,
		extensionTestsPath: join(testsDir, 'index.js'),
		launchArgs: [
			...(desktop ? ['--disable-extension=GitHub.copilot-chat'] : [launcher]),
			workspace,
			`--user-data-dir=${userData}`,
			`--extensions-dir=${extensions}`,
		],
		...(desktop ? { cachePath: join(projectDir, '.vscode-test') } : { vscodeExecutablePath: process.execPath }),
	});
} catch (error) {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
} finally {
	await rm(profile, { recursive: true, force: true });
}

/** Writes an installed extension that is a manifest alone: its vendor is what the tests register models for. */
async function writeVendor(extensions: string): Promise<void> {
	const folder = join(extensions, 'glimpse-test.models-1.0.0');
	await mkdir(folder, { recursive: true });
	const manifest = {
		name: 'models',
		publisher: 'glimpse-test',
		version: '1.0.0',
		engines: { vscode: '^1.106.0' },
		contributes: chatContribution,
	};
	await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
}

async function bundleTests(): Promise<void> {
	await rm(testsDir, { recursive: true, force: true });
	const dir = join(projectDir, 'test', 'host');
	await esbuild.build({
		entryPoints: [join(dir, 'index.ts'), ...globSync(join(dir, '**', '*.test.ts'))],
		outdir: testsDir,
		outbase: dir,
		bundle: true,
		splitting: true,
		format: 'esm',
		platform: 'node',
		target: 'node22',
		sourcemap: 'inline',
		external: ['vscode'],
		// Packages are read from node_modules, where they lie as their makers built them.
		packages: 'external',
		logLevel: 'warning',
	});
}

/** Asks the host that VS Code is downloaded from, shortly: a closed network must not cost the tests a minute. */
async function desktopIsAvailable(): Promise<boolean> {
	// Under Linux the window needs a display.
	if (process.platform === 'linux' && !process.env['DISPLAY']) return false;
	try {
		const response = await fetch('https://update.code.visualstudio.com/api/releases/stable', {
			signal: AbortSignal.timeout(3000),
		});
		return response.ok;
	} catch {
		return false;
	}
}
