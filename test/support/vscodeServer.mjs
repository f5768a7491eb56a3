// A VS Code server: loopback only, behind a random token, with a fresh profile that goes when it stops.
import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { cp, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { node24, vscodeServerDir } from './places.mjs';

/**
 * What all windows of a server have in common.
 * @typedef {object} VscodeServerOptions
 * @property {readonly string[]} [vsix] packaged extensions to install
 * @property {readonly string[]} [unpacked] folders of extensions, copied to where the server keeps installed ones
 * @property {Readonly<Record<string, unknown>>} [settings] user settings, over the quiet ones
 * @property {Readonly<Record<string, unknown>>} [machineSettings]
 * @property {Readonly<Record<string, string>>} [env] reaches the extension hosts
 *
 * What one window shows.
 * @typedef {object} WindowAddress
 * @property {string} workspace absolute path of the folder (or .code-workspace file) to open
 * @property {string} [extension] absolute path of an extension to run from its folder
 * @property {string} [tests] absolute path of a module whose `run()` the extension host runs
 * @property {string} [logLevel] of the window and its extensions: `trace` …
 *
 * @typedef {object} VscodeServer
 * @property {(window: WindowAddress) => string} address the address of a window, token and all
 * @property {string} dataDir
 * @property {() => string} output what the server has printed so far
 * @property {() => Promise<void>} stop
 */

/** A window that shows nothing by itself and talks to nobody. */
const quietSettings = {
	'chat.disableAIFeatures': true,
	'extensions.autoCheckUpdates': false,
	'extensions.autoUpdate': false,
	'extensions.ignoreRecommendations': true,
	'git.enabled': false,
	'security.workspace.trust.enabled': false,
	'telemetry.telemetryLevel': 'off',
	'update.mode': 'none',
	'window.title': 'Visual Studio Code',
	// What was run before would stand above what is typed.
	'workbench.commandPalette.history': 0,
	'workbench.enableExperiments': false,
	// The mouse rests where it last clicked; a hover that opens there covers what is clicked next.
	'workbench.hover.delay': 1_000_000_000,
	// What takes the focus while the window starts must not close an input box.
	'workbench.quickOpen.closeOnFocusLost': false,
	'workbench.startupEditor': 'none',
	'workbench.tips.enabled': false,
};

/** No extension gallery: a window asks it for updates of what is built in. */
const offline = { EXTENSIONS_GALLERY: '{}' };

/**
 * @param {VscodeServerOptions} [options]
 * @returns {Promise<VscodeServer>}
 */
export async function startVscodeServer(options = {}) {
	const dataDir = await mkdtemp(join(tmpdir(), 'glimpse-vscode-'));
	try {
		await writeSettings(join(dataDir, 'data', 'User'), { ...quietSettings, ...options.settings });
		await writeSettings(join(dataDir, 'data', 'Machine'), options.machineSettings ?? {});
		await linkBuiltIn(dataDir);
		await installVsix(options.vsix ?? [], dataDir);
		for (const folder of options.unpacked ?? []) {
			await cp(folder, join(dataDir, 'extensions', basename(folder)), { recursive: true });
		}
		return await listen(options, dataDir);
	} catch (error) {
		await rm(dataDir, { recursive: true, force: true });
		throw error;
	}
}

/**
 * @param {string} dir
 * @param {object} settings
 */
async function writeSettings(dir, settings) {
	await mkdir(dir, { recursive: true });
	await writeFile(join(dir, 'settings.json'), JSON.stringify(settings, undefined, '\t'));
}

/** The language server for HTML needs a package that this server comes without: it fills the list of notifications with that. */
const broken = 'html-language-features';

/** Asks services of its own as soon as the editor's AI features are on. */
const talkative = 'copilot';

/**
 * Links the built-in extensions but one, with an empty one in place of the broken one: a window would load that from elsewhere.
 * @param {string} dataDir
 */
async function linkBuiltIn(dataDir) {
	const all = join(vscodeServerDir, 'extensions');
	const empty = join(builtInDir(dataDir), broken);
	await mkdir(empty, { recursive: true });
	for (const name of await readdir(all)) {
		if (name !== broken && name !== talkative) await symlink(join(all, name), join(builtInDir(dataDir), name));
	}
	const manifest = { name: broken, publisher: 'vscode', version: '1.0.0', engines: { vscode: '*' } };
	await writeFile(join(empty, 'package.json'), JSON.stringify(manifest));
}

/** @param {string} dataDir */
function builtInDir(dataDir) {
	return join(dataDir, 'built-in');
}

/** @param {string} dataDir */
function serverArguments(dataDir) {
	const main = join(vscodeServerDir, 'out', 'server-main.js');
	const folders = ['--server-data-dir', dataDir, '--builtin-extensions-dir', builtInDir(dataDir)];
	return [main, ...folders, '--accept-server-license-terms', '--telemetry-level', 'off'];
}

/**
 * @param {readonly string[]} files
 * @param {string} dataDir
 */
async function installVsix(files, dataDir) {
	if (files.length === 0) return;
	const args = files.flatMap((file) => ['--install-extension', file]);
	await promisify(execFile)(node24, [...serverArguments(dataDir), ...args], { timeout: 60_000 });
}

/**
 * @param {VscodeServerOptions} options
 * @param {string} dataDir
 * @returns {Promise<VscodeServer>}
 */
async function listen(options, dataDir) {
	const token = randomBytes(24).toString('hex');
	const network = ['--host', '127.0.0.1', '--port', '0', '--connection-token', token];
	// Without the smoke-test driver a built workbench ignores the payload in its address.
	const args = [...serverArguments(dataDir), ...network, '--enable-smoke-test-driver'];
	// Its sockets go with the rest.
	const sockets = { XDG_RUNTIME_DIR: dataDir };
	const guard = spawn(
		node24,
		[fileURLToPath(new URL('guard.mjs', import.meta.url)), dataDir, node24, ...args],
		// Out of the terminal's group: Ctrl+C must end the one who started this first, not the server under it.
		{
			detached: true,
			stdio: ['pipe', 'pipe', 'pipe'],
			env: { ...process.env, ...offline, ...sockets, ...options.env },
		},
	);
	let output = '';
	/** @type {Promise<void>} */
	const exited = new Promise((resolve) => guard.once('close', () => resolve()));
	const stop = async () => {
		guard.stdin.end();
		await exited;
	};
	/** @type {Promise<number>} */
	const listening = new Promise((resolve, reject) => {
		/** @param {Buffer} data */
		const read = (data) => {
			output += data;
			const found = /Web UI available at http:\/\/[^:]+:(\d+)/.exec(output);
			if (found) resolve(Number(found[1]));
		};
		guard.stdout.on('data', read);
		guard.stderr.on('data', read);
		guard.once('error', reject);
		guard.once('close', () => reject(new Error(`The VS Code server ended.\n${output}`)));
		setTimeout(() => reject(new Error(`The VS Code server didn't start in 30 s.\n${output}`)), 30_000).unref();
	});
	let port;
	try {
		port = await listening;
	} catch (error) {
		await stop();
		throw error;
	}
	return { address: (window) => address({ window, port, token }), dataDir, output: () => output, stop };
}

/** @param {{ window: WindowAddress, port: number, token: string }} parts */
function address({ window, port, token }) {
	const url = new URL(`http://127.0.0.1:${port}/`);
	url.searchParams.set('tkn', token);
	url.searchParams.set(window.workspace.endsWith('.code-workspace') ? 'workspace' : 'folder', window.workspace);
	/** @type {string[][]} */
	const payload = [];
	for (const [name, path] of Object.entries({
		extensionDevelopmentPath: window.extension,
		extensionTestsPath: window.tests,
	})) {
		if (path) payload.push([name, `vscode-remote://127.0.0.1:${port}${path}`]);
	}
	// For the tests' own extensions alone: Glimpse's manifest names none.
	if (window.extension) payload.push(['enableProposedApi', '']);
	if (window.logLevel) payload.push(['logLevel', window.logLevel]);
	if (payload.length > 0) url.searchParams.set('payload', JSON.stringify(payload));
	return url.href;
}
