// Stands in for the `code` executable: takes its arguments, runs the tests in the VS Code server and Chromium, ends with their exit code.
import { createWriteStream, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, parseArgs } from 'node:util';
import { openWindow } from './openWindow.ts';
import { outputDir } from './window.ts';

const {
	values,
	positionals: [workspace],
} = parseArgs({
	strict: false,
	allowPositionals: true,
	options: {
		extensionDevelopmentPath: { type: 'string' },
		extensionTestsPath: { type: 'string' },
		'user-data-dir': { type: 'string' },
		'extensions-dir': { type: 'string' },
	},
});
const {
	extensionDevelopmentPath,
	extensionTestsPath,
	'user-data-dir': userDataDir,
	'extensions-dir': extensionsDir,
} = values;
if (!workspace || typeof extensionDevelopmentPath !== 'string' || typeof extensionTestsPath !== 'string') {
	throw new Error('Usage: vscodeLauncher.mjs FOLDER --extensionDevelopmentPath=DIR --extensionTestsPath=FILE');
}
const settingsFile = join(String(userDataDir), 'User', 'settings.json');
const settings = existsSync(settingsFile) ? JSON.parse(readFileSync(settingsFile, 'utf8')) : {};

mkdirSync(outputDir, { recursive: true });
// The page logs its own affairs by the dozen. What comes from the extension host is marked there (test/host/index.ts) and shown.
const mark = '\u0001';
const logFile = join(outputDir, 'host.log');
const log = createWriteStream(logFile);
let testsSpoke = false;

/**
 * @param {string} type
 * @param {unknown[]} args
 */
function print(type, args) {
	const text = format(...args);
	log.write(`${type}: ${text}\n`);
	if (!text.startsWith(mark)) return;
	testsSpoke = true;
	console.log(text.slice(mark.length));
}

/** @type {PromiseWithResolvers<number>} */
const finished = Promise.withResolvers();
const window = await openWindow({
	workspace,
	extension: extensionDevelopmentPath,
	tests: extensionTestsPath,
	settings,
	unpacked: readdirSync(String(extensionsDir)).map((name) => join(String(extensionsDir), name)),
	env: { GLIMPSE_TEST_MARK: mark },
	beforeLoad: async (page) => {
		await page.exposeFunction('codeAutomationLog', print);
		await page.exposeFunction('codeAutomationExit', (/** @type {number} */ code) => finished.resolve(code));
		page.once('close', () => finished.resolve(1));
		page.once('crash', () => finished.resolve(1));
	},
});
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => finished.resolve(130));
const code = await finished.promise;
await window.close();
await new Promise((resolve) => log.end(window.server.output(), () => resolve(undefined)));
if (code !== 0) console.error(testsSpoke ? `More in ${logFile}` : readFileSync(logFile, 'utf8'));
process.exit(code);
