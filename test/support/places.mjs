// Where things are. Nothing here needs node_modules.
import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The npm packages outside package.json: their own install scripts must not run, so they stay out of the lock file. */
export const versions = { codeServer: '4.139.1', chromium: '153.0.0', notoSans: '0.4.3' };

export const projectDir = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** `@vscode/test-electron` keeps its downloads there by convention. */
export const cacheDir = join(projectDir, '.vscode-test');

const nodeFile = process.platform === 'win32' ? 'node.exe' : 'node';

/** The Node that VS Code ships, whichever Node started the script. */
export const node24 = join(projectDir, 'node_modules', 'node', 'bin', nodeFile);

/** The folder that holds `out/server-main.js`. */
export const vscodeServerDir = join(cacheDir, `code-server-${versions.codeServer}`, 'vscode');

export const ownChromiumDir = join(cacheDir, `chromium-${versions.chromium}`);

/** Holds a font with Chinese and Japanese characters, and the list of fonts for Chromium. */
export const ownFontsDir = join(cacheDir, `noto-sans-sc-${versions.notoSans}`);

/**
 * @param {string} name
 * @returns {string | undefined}
 */
export function searchPath(name) {
	const folders = (process.env['PATH'] ?? '').split(delimiter);
	return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}
