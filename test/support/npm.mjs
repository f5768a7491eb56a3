// Runs npm, and installs parts of npm packages into folders that are whole or absent.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { node24 } from './places.mjs';

/**
 * Fills a folder beside the target and renames it at the end, so the target is whole or absent.
 * @param {string} target
 * @param {(dir: string) => Promise<void>} fill
 */
export async function installWhole(target, fill) {
	const dir = await mkdtemp(`${target}.partial-${process.pid}-`);
	try {
		await fill(dir);
		await rm(target, { recursive: true, force: true });
		await rename(dir, target);
	} finally {
		await rm(dir, { recursive: true, force: true });
	}
}

/**
 * What an interrupted set-up left; the folder of a set-up that still runs is spared.
 * @param {string} parent
 */
export async function removeLeftovers(parent) {
	for (const name of await readdir(parent)) {
		const owner = /\.partial-(\d+)-/.exec(name)?.[1];
		if (owner && !isRunning(Number(owner))) await rm(join(parent, name), { recursive: true, force: true });
	}
}

/** @param {number} pid */
function isRunning(pid) {
	try {
		process.kill(pid, 0);
		return true;
	} catch {
		return false;
	}
}

/** @param {{ spec: string, folder: string, into: string }} options one folder of an npm package, without its dependencies */
export async function unpack({ spec, folder, into }) {
	const archiveDir = await mkdtemp(`${into}.partial-${process.pid}-`);
	try {
		await mkdir(into, { recursive: true });
		// An own package.json, or npm takes the nearest one above for its project.
		await writeFile(join(archiveDir, 'package.json'), '{}');
		await npm(['pack', spec, '--ignore-scripts', '--silent'], archiveDir);
		const archive = (await readdir(archiveDir)).find((name) => name.endsWith('.tgz'));
		if (!archive) throw new Error(`npm pack ${spec} left no archive.`);
		await run(
			'tar',
			['-xzf', join(archiveDir, archive), '-C', into, '--strip-components=1', '--no-same-owner', `package/${folder}`],
			into,
		);
	} finally {
		await rm(archiveDir, { recursive: true, force: true });
	}
}

/**
 * @param {string[]} args
 * @param {string} cwd
 * @param {Record<string, string>} [extraEnv]
 */
export async function npm(args, cwd, extraEnv = {}) {
	// `npm test` hands its own project down in the environment; the npm in here has another one.
	const inherited = Object.entries(process.env).filter(
		([name]) => !/^npm_(package|lifecycle|config_(local_prefix|global_prefix|prefix|nodedir|omit|global)$)/i.test(name),
	);
	/** @type {NodeJS.ProcessEnv} */
	const env = { ...Object.fromEntries(inherited), npm_config_update_notifier: 'false', ...extraEnv };
	// Native modules are built for the Node that runs npm. Before `npm ci` there is only the machine's.
	if (existsSync(node24)) env['PATH'] = `${dirname(node24)}${delimiter}${process.env['PATH']}`;
	await run(process.platform === 'win32' ? 'npm.cmd' : 'npm', args, cwd, env);
}

/**
 * Runs a program and shows its output only when it fails.
 * @param {string} program
 * @param {string[]} args
 * @param {string} cwd
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<void>}
 */
export function run(program, args, cwd, env = process.env) {
	return new Promise((resolve, reject) => {
		const child = spawn(program, args, {
			cwd,
			env,
			stdio: ['ignore', 'pipe', 'pipe'],
			shell: program.endsWith('.cmd'),
		});
		let output = '';
		child.stdout.on('data', (data) => (output += data));
		child.stderr.on('data', (data) => (output += data));
		child.once('error', reject);
		child.once('close', (code) => {
			if (code === 0) resolve();
			else reject(new Error(`${program} ${args.join(' ')} ended with ${code}\n${output.slice(-8000)}`));
		});
	});
}
