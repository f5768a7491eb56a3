// Fetches what the tests and `npm start` run on: npm packages, a VS Code server and a Chromium. It runs before node_modules exists.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { installChromium, installedBrowser, installFonts } from './chromium.mjs';
import { installWhole, npm, removeLeftovers, unpack } from './npm.mjs';
import { cacheDir, node24, projectDir, searchPath, versions, vscodeServerDir } from './places.mjs';

/**
 * Makes everything ready and says so line by line. What is there already costs milliseconds; what was interrupted is done again.
 * @returns {Promise<void>}
 */
export async function install() {
	await installPackages();
	await mkdir(cacheDir, { recursive: true });
	await removeLeftovers(cacheDir);
	installSystemPackages();
	const outcomes = await Promise.allSettled([
		step(`VS Code server (code-server ${versions.codeServer})`, installVscodeServer),
		step('Chromium', installChromium),
		step('fonts', installFonts),
	]);
	// Only now: an error that ends the script must not leave the other step's npm running.
	for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
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
