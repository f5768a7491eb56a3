// The part of `npm start` that needs Node 24: a window on the sample pictures, for a person or, with --headless, for nobody.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { projectDir, searchPath } from './places.mjs';
import { startVscodeServer, type WindowAddress } from './vscodeServer.mjs';
import { openWindow } from './openWindow.ts';
import { outputDir, type VscodeWindow } from './window.ts';

const sample = 'settings-light.png';
const shown: WindowAddress = { workspace: join(projectDir, 'media', 'samples'), extension: projectDir };

if (process.argv.includes('--headless')) await describeSample();
else await serve();

async function serve(): Promise<void> {
	const server = await startVscodeServer();
	const url = server.address(shown);
	console.log(`\nVS Code with Glimpse: ${url}\nRight-click a picture, then "Describe Image". Ctrl+C ends it.`);
	openBrowser(url);
	await new Promise((resolve) => process.once('SIGINT', resolve).once('SIGTERM', resolve).once('SIGHUP', resolve));
	await server.stop();
}

function openBrowser(url: string): void {
	const display = process.platform !== 'linux' || process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY'];
	const [program, args] = opener(url);
	if (!display || (process.platform !== 'win32' && !searchPath(program))) return;
	const child = spawn(program, args, { stdio: 'ignore', detached: true });
	child.on('error', () => undefined);
	child.unref();
}

function opener(url: string): [string, string[]] {
	if (process.platform === 'darwin') return ['open', [url]];
	if (process.platform === 'win32') return ['rundll32', ['url.dll,FileProtocolHandler', url]];
	return ['xdg-open', [url]];
}

async function describeSample(): Promise<void> {
	if (!existsSync(join(shown.workspace, sample))) throw new Error(`There is no ${sample} in media/samples.`);
	const window = await openWindow(shown);
	try {
		await window.waitForExtension();
		await window.chooseFor(sample, 'Describe Image');
		console.log(`\n${sample}:`);
		const failure = await printAnswer(window);
		if (failure !== undefined) console.error(failure);
		process.exitCode = failure === undefined ? 0 : 1;
	} finally {
		await window.screenshot(join(outputDir, 'start.png'));
		await window.close();
	}
}

/** Prints the newest turn's answer as it grows; resolves with the reason when there is none. */
async function printAnswer(window: VscodeWindow): Promise<string | undefined> {
	const turn = window.panel.locator('article.turn').last();
	await turn.waitFor({ timeout: 60_000 });
	const deadline = performance.now() + 300_000;
	let printed = '';
	while (performance.now() < deadline) {
		const { status, answer, failure } = await turn.evaluate((element) => ({
			status: element.getAttribute('data-status'),
			answer: element.querySelector<HTMLElement>('.answer')?.innerText ?? '',
			failure: element.querySelector<HTMLElement>('.failure p')?.innerText ?? '',
		}));
		// Markup that closes while streaming changes text that is already out: start again at the line it is in.
		const common = answer.startsWith(printed) ? printed.length : lineStart(printed, answer);
		if (answer !== printed) process.stdout.write(`${common < printed.length ? '\n' : ''}${answer.slice(common)}`);
		printed = answer;
		if (status === 'done' || status === 'failed' || status === 'stopped' || status === 'interrupted') {
			process.stdout.write('\n');
			return status === 'done' ? undefined : failure || status;
		}
		await window.page.waitForTimeout(50);
	}
	return 'No answer within five minutes.';
}

/** Where the first line begins in which the two differ. */
function lineStart(before: string, after: string): number {
	let same = 0;
	while (same < before.length && before[same] === after[same]) same++;
	return before.lastIndexOf('\n', same - 1) + 1;
}
