// The browser that windows open in: one that is installed, else a Chromium from npm.
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { chmod, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress } from 'node:zlib';
import { installWhole, run, unpack } from './npm.mjs';
import { ownChromiumDir, ownFontsDir, searchPath, versions } from './places.mjs';

/**
 * A bare machine has no fonts; the Chromium package brings one, but looks for it where Lambda functions live, and it has
 * no Chinese and Japanese characters.
 */
const fontsConf = `<?xml version="1.0"?>
<fontconfig>
	<include ignore_missing="yes">/etc/fonts/fonts.conf</include>
	<dir>${join(ownChromiumDir, 'fonts')}</dir>
	<dir prefix="relative">400Regular</dir>
	<cachedir prefix="relative">fonts-cache</cachedir>
</fontconfig>
`;

/** @returns {Promise<string>} what was found or done */
export async function installChromium() {
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
		await rm(bin, { recursive: true });
	});
	return `@sparticuz/chromium ${versions.chromium} installed`;
}

/** @returns {Promise<string>} what was found or done */
export async function installFonts() {
	if (installedBrowser()) return "the machine's own";
	if (existsSync(join(ownFontsDir, 'fonts.conf'))) return 'in place';
	await installWhole(ownFontsDir, async (dir) => {
		await unpack({
			spec: `@expo-google-fonts/noto-sans-sc@${versions.notoSans}`,
			folder: '400Regular',
			into: dir,
		});
		await writeFile(join(dir, 'fonts.conf'), fontsConf);
	});
	return `Noto Sans SC ${versions.notoSans} installed`;
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
		env: { FONTCONFIG_FILE: join(ownFontsDir, 'fonts.conf') },
	};
}

/** @returns {string | undefined} nothing, too, where `GLIMPSE_TEST_BROWSER=npm` asks for the one from npm */
export function installedBrowser() {
	if (process.env['GLIMPSE_TEST_BROWSER'] === 'npm') return undefined;
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

/**
 * @param {string} from
 * @param {string} to
 */
async function decompress(from, to) {
	await pipeline(createReadStream(from), createBrotliDecompress({ chunkSize: 1 << 20 }), createWriteStream(to));
}
