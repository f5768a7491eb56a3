// Fetches what the tests and `npm start` run on: npm packages, a VS Code server and a Chromium. It runs before node_modules exists.
import { execFileSync, spawn } from 'node:child_process';
import { createReadStream, createWriteStream, existsSync, readFileSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { createBrotliDecompress } from 'node:zlib';

/** The npm packages outside package.json: their own install scripts must not run, so they stay out of the lock file. */
export const versions = { codeServer: '4.139.1', chromium: '153.0.0' };

export const projectDir = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const cacheDir = join(projectDir, '.vscode-test');

/** The Node that VS Code ships, whichever Node started the script. */
export const node24 =
	process.platform === 'win32'
		? join(projectDir, 'node_modules', 'node', 'bin', 'node.exe')
		: join(projectDir, 'node_modules', 'node', 'bin', 'node');

/** The folder that holds `out/server-main.js`. */
export const vscodeServerDir = join(cacheDir, `code-server-${versions.codeServer}`, 'vscode');

const ownChromiumDir = join(cacheDir, `chromium-${versions.chromium}`);

/** A bare machine has no fonts; the Chromium package brings one, but looks for it where Lambda functions live. */
const fontsConf = `<?xml version="1.0"?>
<fontconfig>
	<include ignore_missing="yes">/etc/fonts/fonts.conf</include>
	<dir prefix="relative">fonts</dir>
	<cachedir prefix="relative">fonts-cache</cachedir>
</fontconfig>
`;

/**
 * Makes everything ready and says so line by line. What is there already costs milliseconds; what was interrupted is done again.
 * @returns {Promise<void>}
 */
export async function install() {
	await installPackages();
	await mkdir(cacheDir, { recursive: true });
	await removeLeftovers();
	installSystemPackages();
	await Promise.all([
		step(`VS Code server (code-server ${versions.codeServer})`, installVscodeServer),
		step('Chromium', installChromium),
	]);
}

/**
 * @param {string} title
 * @param {() => Promise<string>} work answers in a few words what it found or did
 */
async function step(title, work) {
	const start = performance.now();
	const outcome = await work();
	console.log(`set-up: ${title}: ${outcome} (${((performance.now() - start) / 1000).toFixed(1)} s)`);
}

/** Only what package.json names. */
export async function installPackages() {
	await step('npm packages', async () => {
		if (packagesMatchLockFile()) return 'in place';
		await npm(['ci', '--include=dev', '--loglevel=error'], projectDir);
		if (!existsSync(node24)) throw new Error(`npm ci left no ${node24}: npm must be allowed to run install scripts.`);
		return 'installed';
	});
}

/** npm writes node_modules/.package-lock.json as its last act, so an interrupted install doesn't match. */
function packagesMatchLockFile() {
	const installedPath = join(projectDir, 'node_modules', '.package-lock.json');
	if (!existsSync(installedPath) || !existsSync(node24)) return false;
	const wanted = readPackages(join(projectDir, 'package-lock.json'));
	const installed = readPackages(installedPath);
	return Object.entries(wanted).every(
		([path, wantedPackage]) =>
			path === '' ||
			(installed[path] ? installed[path].version === wantedPackage.version : wantedPackage.optional === true),
	);
}

/**
 * @param {string} path
 * @returns {Record<string, { version?: string, optional?: boolean }>}
 */
function readPackages(path) {
	return JSON.parse(readFileSync(path, 'utf8')).packages;
}

async function installVscodeServer() {
	if (existsSync(join(vscodeServerDir, 'out', 'server-main.js'))) return 'in place';
	await installWhole(dirname(vscodeServerDir), async (dir) => {
		await unpack({ spec: `code-server@${versions.codeServer}`, folder: 'lib/vscode', into: dir });
		await rename(join(dir, 'lib', 'vscode'), join(dir, 'vscode'));
		await rm(join(dir, 'lib'), { recursive: true });
		const vscodeDir = join(dir, 'vscode');
		// node-gyp would download the headers of Node; the npm package of Node's binary has them.
		const headersDir = join(dir, 'headers');
		const headers = unpack({ spec: nodeBinaryPackage(), folder: 'include', into: headersDir });
		await Promise.all([headers, npm(['install', '--omit=dev', '--ignore-scripts', '--loglevel=error'], vscodeDir)]);
		await npm(['rebuild', '@vscode/spdlog', '@vscode/native-watchdog', '--loglevel=error'], vscodeDir, {
			npm_config_nodedir: headersDir,
		});
		await rm(headersDir, { recursive: true });
	});
	return 'installed';
}

function nodeBinaryPackage() {
	const { version } = JSON.parse(readFileSync(join(projectDir, 'node_modules', 'node', 'package.json'), 'utf8'));
	const appleSilicon = process.platform === 'darwin' && process.arch === 'arm64';
	const platform = process.platform === 'win32' ? 'win' : process.platform;
	return `${appleSilicon ? 'node-bin' : 'node'}-${platform}-${process.arch}@${version}`;
}

async function installChromium() {
	const found = installedBrowser();
	if (found) return found;
	if (existsSync(join(ownChromiumDir, 'chromium'))) return 'in place';
	if (process.platform !== 'linux' || process.arch !== 'x64') {
		throw new Error('No Chrome, Edge or Chromium was found. Please install one of them.');
	}
	await installWhole(ownChromiumDir, async (dir) => {
		await unpack({ spec: `@sparticuz/chromium@${versions.chromium}`, folder: 'bin', into: dir });
		const bin = join(dir, 'bin');
		await decompress(join(bin, 'chromium.br'), join(dir, 'chromium'));
		await chmod(join(dir, 'chromium'), 0o755);
		for (const name of ['fonts', 'swiftshader']) {
			const archive = join(dir, `${name}.tar`);
			await decompress(join(bin, `${name}.tar.br`), archive);
			await run('tar', ['-xf', archive, '-C', dir, '--no-same-owner'], dir);
			await rm(archive);
		}
		await writeFile(join(dir, 'fonts.conf'), fontsConf);
		await rm(bin, { recursive: true });
	});
	return `@sparticuz/chromium ${versions.chromium} installed`;
}

/**
 * Where Chromium is after `install()`, and what it needs in its environment.
 * @returns {{ executablePath: string, env: Record<string, string> }}
 */
export function chromium() {
	const executablePath = installedBrowser();
	if (executablePath) return { executablePath, env: {} };
	return {
		executablePath: join(ownChromiumDir, 'chromium'),
		env: { FONTCONFIG_FILE: join(ownChromiumDir, 'fonts.conf') },
	};
}

function installedBrowser() {
	const programs = [process.env['PROGRAMFILES'], process.env['PROGRAMFILES(X86)'], process.env['LOCALAPPDATA']];
	const applications = ['/Applications', join(homedir(), 'Applications')];
	/** @type {string[]} */
	const candidates =
		process.platform === 'win32'
			? programs.flatMap((dir) =>
					dir
						? [
								join(dir, 'Google', 'Chrome', 'Application', 'chrome.exe'),
								join(dir, 'Microsoft', 'Edge', 'Application', 'msedge.exe'),
							]
						: [],
				)
			: process.platform === 'darwin'
				? applications.flatMap((dir) =>
						['Google Chrome', 'Microsoft Edge', 'Chromium'].map((name) =>
							join(dir, `${name}.app`, 'Contents', 'MacOS', name),
						),
					)
				: ['google-chrome-stable', 'google-chrome', 'microsoft-edge-stable', 'chromium', 'chromium-browser'].flatMap(
						(name) => searchPath(name) ?? [],
					);
	return candidates.find((path) => existsSync(path));
}

/** What node-gyp and Chromium take from the system. On a bare Debian, as root, it is installed; elsewhere it is named. */
function installSystemPackages() {
	if (process.platform !== 'linux') return;
	const wanted = new Set();
	if (!existsSync(join(vscodeServerDir, 'out', 'server-main.js'))) {
		if (!searchPath('python3')) wanted.add('python3');
		if (!searchPath('make')) wanted.add('make');
		if (!searchPath('g++')) wanted.add('g++');
	}
	if (!installedBrowser()) {
		const libraries = sharedLibraries();
		for (const [file, name] of [
			['libnss3.so', 'libnss3'],
			['libnspr4.so', 'libnspr4'],
			['libexpat.so.1', 'libexpat1'],
		]) {
			if (!libraries.includes(`${file} `)) wanted.add(name);
		}
	}
	if (wanted.size === 0) return;
	const names = [...wanted];
	if (process.getuid?.() !== 0 || !searchPath('apt-get')) {
		throw new Error(`Missing on this machine: ${names.join(', ')}. On Debian: apt-get install ${names.join(' ')}`);
	}
	console.log(`set-up: apt-get install ${names.join(' ')}`);
	const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
	execFileSync('apt-get', ['-qq', 'update'], { env, stdio: 'inherit' });
	execFileSync('apt-get', ['-qq', 'install', '--yes', '--no-install-recommends', ...names], { env, stdio: 'inherit' });
}

function sharedLibraries() {
	// Debian keeps ldconfig in a folder that only root's PATH has.
	const env = { ...process.env, PATH: `${process.env['PATH']}:/sbin:/usr/sbin` };
	return execFileSync('ldconfig', ['-p'], { encoding: 'utf8', env });
}

/**
 * @param {string} name
 * @returns {string | undefined}
 */
export function searchPath(name) {
	const folders = (process.env['PATH'] ?? '').split(delimiter);
	return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}

/**
 * Fills a folder beside the target and renames it at the end, so the target is whole or absent.
 * @param {string} target
 * @param {(dir: string) => Promise<void>} fill
 */
async function installWhole(target, fill) {
	const dir = await mkdtemp(`${target}.partial-${process.pid}-`);
	try {
		await fill(dir);
		await rm(target, { recursive: true, force: true });
		await rename(dir, target);
	} finally {
		await rm(dir, { recursive: true, force: true });
	}
}

/** What an interrupted set-up left; the folder of a set-up that still runs is spared. */
async function removeLeftovers() {
	for (const name of await readdir(cacheDir)) {
		const owner = /\.partial-(\d+)-/.exec(name)?.[1];
		if (owner && !isRunning(Number(owner))) await rm(join(cacheDir, name), { recursive: true, force: true });
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
async function unpack({ spec, folder, into }) {
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
 * @param {string} from
 * @param {string} to
 */
async function decompress(from, to) {
	await pipeline(createReadStream(from), createBrotliDecompress({ chunkSize: 1 << 20 }), createWriteStream(to));
}

/**
 * @param {string[]} args
 * @param {string} cwd
 * @param {Record<string, string>} [extraEnv]
 */
async function npm(args, cwd, extraEnv = {}) {
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
function run(program, args, cwd, env = process.env) {
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
