// Makes the README's pictures in media/pictures/ from the package, in a clean window: `npm run pictures`. Needs `openssl`.
// Nothing leaves this machine: what goes to the service's own host ends, through a proxy, at the stand-in.
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { openActionMenu } from './altTextDriver.ts';
import { dragEdge } from './dragEdge.ts';
import { startGlmServer } from './glmServer.ts';
import { describeImage, waitForTurn } from './panelDriver.ts';
import { packExtension } from './packExtension.ts';
import { projectDir } from './places.mjs';
import { taskAnswers } from './taskAnswers.ts';
import { startProxy } from './webServer.ts';
import { openWindow } from './openWindow.ts';
import type { VscodeWindow } from './window.ts';

const picturesDir = join(projectDir, 'media', 'pictures');
const run = promisify(execFile);

/** What a vision model might say of chart-sales.png. */
const chartAnswer = `A **grouped bar chart**, “Bicycles sold per quarter”, in thousands, with light blue bars for 2024 and dark blue bars for 2025.

| Quarter | 2024 | 2025 |
| --- | --- | --- |
| Q1 | 12 | 15 |
| Q2 | 31 | 38 |
| Q3 | 36 | **47** |
| Q4 | 19 | 17 |

- Sales peak in the third quarter of both years.
- 2025 is ahead in every quarter **but the last**, where it falls from 19 to 17 thousand.
`;

/** And of dialog-light.png. */
const dialogAnswer = `A **backup dialog** reports that the backup could not be finished.

- **Message**: “There is not enough space on drive D: for 18 more files. Free at least 2.5 GB and try again.”
- **Error code**: 0x80070070
- **Buttons**: “Show details”, “Cancel”, and “Try again”, which is highlighted.

**Next**: free 2.5 GB on drive D:, then choose “Try again”.
`;

/** Someone's page whose picture has no alt text yet. */
const page = `# Sales

How many bicycles were sold in each quarter:

![](chart-sales.png)

The third quarter is the strongest of both years.
`;

const scratch = await mkdtemp(join(tmpdir(), 'glimpse-pictures-'));
/** As long as the service's keys are. */
const key = 'k'.repeat(49);
const glm = await startGlmServer({ keys: [key], tls: await selfSignedCertificate(scratch) });
const proxy = await startProxy(glm.port);
try {
	const vsix = await packExtension(scratch);
	const workspace = join(scratch, 'samples');
	await cp(join(projectDir, 'media/samples'), workspace, { recursive: true });
	await cp(join(projectDir, 'test/fixtures/videos/short.mp4'), join(workspace, 'clip.mp4'));
	await writeFile(join(workspace, 'sales.md'), page);
	await mkdir(picturesDir, { recursive: true });

	const quiet = { 'remote.autoForwardPorts': false, 'workbench.secondarySideBar.defaultVisibility': 'hidden' };
	const way = { 'http.proxy': proxy.address, 'http.proxyStrictSSL': false };
	const light = await openWindow({
		vsix: [vsix],
		workspace,
		settings: { ...quiet, ...way },
		machineSettings: { ...quiet, ...way },
	});
	try {
		await light.waitForExtension();
		await light.openFile('chart-sales.png');
		await light.webview('vscode.media-preview').locator('img').waitFor();
		const menu = await light.rightClick('chart-sales.png');
		await menu.getByRole('menuitem', { name: 'Describe Image', exact: true }).hover();
		await keep(light, 'describe-menu.png');
		await light.closeMenu();

		await light.runCommand('Glimpse: Set API Key');
		await light.inputBox.locator('input').first().fill(key);
		await keep(light, 'set-key.png');
		await light.page.keyboard.press('Enter');
		await light.notice('was stored');
		await light.runCommand('Notifications: Clear All Notifications');

		glm.script({ kind: 'text', text: chartAnswer });
		await describeImage(light, 'chart-sales.png');
		await waitForTurn(light, 'done');
		await arrange(light, 'article.turn');
		await keep(light, 'describe-answer.png');

		await light.openFile('sales.md');
		await light.page.locator('.view-line').getByText('![](chart-sales.png)').first().click();
		await openActionMenu(light);
		await keep(light, 'alt-text-menu.png');
		await light.page.keyboard.press('Escape');

		await light.copyImage(await readFile(join(projectDir, 'media/samples/dialog-light.png')));
		await light.runCommand('Glimpse: New Conversation');
		glm.script({ kind: 'text', text: dialogAnswer });
		await light.runCommand('Glimpse: Explain Screenshot from Clipboard');
		await waitForTurn(light, 'done');
		await light.panel
			.locator('article.turn')
			.last()
			.evaluate((element) => element.scrollIntoView());
		await light.page.mouse.move(640, 790);
		await keep(light, 'explain-clipboard.png');
		await keepTasks(light);
	} finally {
		await light.close();
	}

	const dark = await openWindow({
		vsix: [vsix],
		workspace,
		settings: { ...quiet, 'workbench.colorTheme': 'Default Dark Modern' },
		machineSettings: quiet,
	});
	try {
		await dark.waitForExtension();
		await dark.openFile('editor-dark.png');
		await dark.webview('vscode.media-preview').locator('img').waitFor();
		await describeImage(dark, 'editor-dark.png');
		await waitForTurn(dark, 'done');
		await arrange(dark, '.answer');
		await keep(dark, 'local-answer.png');
	} finally {
		await dark.close();
	}
} finally {
	await proxy.stop();
	await glm.stop();
	await rm(scratch, { recursive: true, force: true });
}

/** A picture of the panel for each task of the README's table. */
async function keepTasks(window: VscodeWindow): Promise<void> {
	for (const { name, files, menu, pick, question, answer } of taskAnswers) {
		await window.runCommand('Glimpse: New Conversation');
		await window.panel.locator('.empty').waitFor();
		glm.script({ kind: 'text', text: answer });
		await window.selectFiles(files);
		await window.chooseFor(files[0] ?? '', ...menu);
		if (pick !== undefined) await window.choosePick(pick);
		if (question !== undefined) await window.typeInInputBox(question);
		await waitForTurn(window, 'done');
		await window.panel
			.locator('article.turn')
			.last()
			.evaluate((element) => element.scrollIntoView());
		await keep(window, `task-${name}.png`, '.part.auxiliarybar');
	}
}

/** Gives the panel the width of a reader's column, and scrolls it to what is shown from its beginning. */
async function arrange(window: VscodeWindow, shown: 'article.turn' | '.answer'): Promise<void> {
	await dragEdge(window, { of: '.part.auxiliarybar', edge: 'left', by: -90 });
	await dragEdge(window, { of: '.part.sidebar', edge: 'right', by: -100 });
	await window.panel
		.locator(shown)
		.last()
		.evaluate((element) => element.scrollIntoView());
	await window.page.mouse.move(640, 790);
}

/** Takes the picture of a part of the window; one that is large gets a palette of colours. */
async function keep(window: VscodeWindow, name: string, part = '.monaco-workbench'): Promise<void> {
	const path = join(picturesDir, name);
	// What is fading in or scrolling comes to rest.
	await window.page.waitForTimeout(1000);
	const png = await window.page.locator(part).first().screenshot({ animations: 'disabled', caret: 'hide' });
	const small = sharp(png).png({ compressionLevel: 9, effort: 10, palette: true });
	const whole = sharp(png).png({ compressionLevel: 9, effort: 10 });
	const { length } = await whole.toBuffer();
	await (length > 200_000 ? small : whole).toFile(path);
	const { size } = await stat(path);
	console.log(`${name}: ${Math.round(size / 1024)} KB`);
}

async function selfSignedCertificate(folder: string): Promise<{ readonly key: string; readonly cert: string }> {
	const [keyFile, certFile] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
	const subject = ['-subj', '/CN=open.bigmodel.cn', '-addext', 'subjectAltName=DNS:open.bigmodel.cn'];
	const request = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', ...subject];
	await run('openssl', [...request, '-keyout', keyFile, '-out', certFile]);
	return { key: await readFile(keyFile, 'utf8'), cert: await readFile(certFile, 'utf8') };
}
