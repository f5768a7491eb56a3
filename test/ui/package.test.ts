import assert from 'node:assert/strict';
import { cp, glob, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import { startGlmServer, type GlmServer } from '../support/glmServer.ts';
import { answerText, describeImage, waitForTurn } from '../support/panelDriver.ts';
import { packExtension } from '../support/packExtension.ts';
import { projectDir } from '../support/places.mjs';
import { sampleText } from '../support/sampleText.ts';
import { until } from '../support/waiting.ts';
import { launchServer, openPage } from '../support/openWindow.ts';
import { sharedChromium } from '../support/sharedWindows.ts';
import type { VscodeServer } from '../support/vscodeServer.mjs';
import { outputDir, type VscodeWindow } from '../support/window.ts';

const vsix = join(outputDir, 'glimpse.vsix');

/** As the Marketplace and the editor unpack it; names of chunks have a hash. */
const allowedFiles: readonly (string | RegExp)[] = [
	'LICENSE.txt',
	'changelog.md',
	'package.json',
	/^package\.nls(\.[\w-]+)?\.json$/,
	'readme.md',
	/^dist\/chunks\/\w+-[A-Z\d]{8}\.js$/,
	'dist/extension.js',
	/^dist\/local\/(chi_sim|eng|jpn)\.traineddata\.br$/,
	'dist/local/converter.mjs',
	'dist/local/libheif.wasm.br',
	/^dist\/local\/noto-(emoji|sans|sans-mono)-[\w-]+\.woff2$/,
	'dist/local/resvg.wasm.br',
	'dist/local/tesseract-core-simd-lstm.wasm.br',
	'dist/local/markup.mjs',
	'dist/local/video.mjs',
	'dist/local/vips-node.mjs',
	'dist/local/vips.wasm.br',
	'dist/local/vips-heif.wasm.br',
	'dist/local/vips-jxl.wasm.br',
	'dist/local/worker.mjs',
	'dist/panel/colorCode.js',
	'dist/panel/drawFormula.js',
	'dist/panel/main.js',
	'dist/panel/panel.css',
	'dist/review/main.js',
	'dist/review/review.css',
	/^l10n\/bundle\.l10n(\.[\w-]+)?\.json$/,
	'media/icon.png',
	'media/pictures/alt-text-menu.png',
	'media/pictures/describe-answer.png',
	'media/pictures/explain-clipboard.png',
	'media/pictures/set-key.png',
	'media/samples/chart-sales.png',
	'media/third-party-notices.md',
	'media/view.svg',
	/^media\/walkthrough\/altText(\.nls\.[\w-]+)?\.md$/,
];

type Settings = Readonly<Record<string, unknown>>;

/** The files of a folder and those below it, by their paths with `/`. */
async function filesBelow(folder: string): Promise<readonly string[]> {
	const entries = await readdir(folder, { recursive: true, withFileTypes: true });
	const files = entries.filter((entry) => entry.isFile());
	return files.map((file) => relative(folder, join(file.parentPath, file.name)).replaceAll(sep, '/')).sort();
}

describe('the package', () => {
	let workspace: string;
	let glm: GlmServer;
	let server: VscodeServer;
	/** The settings that every window has. */
	let usual: Settings;
	let window: VscodeWindow | undefined;
	let installed = '';
	/** Logs of extension hosts that were there before the window. */
	let earlier: readonly string[] = [];

	const hostLogs = async (): Promise<readonly string[]> =>
		Array.fromAsync(glob('data/logs/*/exthost*/remoteexthost.log', { cwd: server.dataDir }));

	/** Opens a window on the package as a user who was never there. */
	async function openInstalled(settings: Settings): Promise<VscodeWindow> {
		earlier = await hostLogs();
		await writeFile(settingsFile(), JSON.stringify({ ...usual, ...settings }));
		window = await openPage({ workspace }, { server, browser: await sharedChromium() });
		await window.waitForExtension();
		return window;
	}

	const settingsFile = (): string => join(server.dataDir, 'data/User/settings.json');

	/** What the log of the window's extension host says of activating Glimpse, once the window's start is over. */
	async function activation(): Promise<string | undefined> {
		let log = '';
		await until('the window to have started', async () => {
			const path = (await hostLogs()).find((each) => !earlier.includes(each));
			log = path === undefined ? '' : await readFile(join(server.dataDir, path), 'utf8');
			return /_doActivateExtension vscode\..*'onStartupFinished'/.test(log);
		});
		return /_doActivateExtension glimpse-vision\.glimpse.*/.exec(log)?.[0];
	}

	before(async () => {
		await mkdir(outputDir, { recursive: true });
		await packExtension(outputDir);
		workspace = await mkdtemp(join(tmpdir(), 'glimpse-workspace-'));
		await cp(join(projectDir, 'media/samples'), workspace, { recursive: true });
		glm = await startGlmServer();
		server = await launchServer({ vsix: [vsix] });
		usual = JSON.parse(await readFile(settingsFile(), 'utf8'));
		const [folder] = await Array.fromAsync(glob('extensions/glimpse-vision.glimpse-*', { cwd: server.dataDir }));
		assert.ok(folder);
		installed = join(server.dataDir, folder);
	});

	afterEach(async function () {
		await window?.keepEvidence(this.currentTest);
		await window?.close();
		window = undefined;
	});

	after(async () => {
		await server?.stop();
		await glm?.stop();
		if (workspace) await rm(workspace, { recursive: true, force: true });
	});

	it('is at most 14 MB', async () => {
		const { size } = await stat(vsix);
		assert.ok(size < 14_000_000, `${size} bytes`);
	});

	for (const { chat, disableAIFeatures } of [
		{ chat: 'off', disableAIFeatures: true },
		{ chat: 'on', disableAIFeatures: false },
	]) {
		it(`sleeps while its panel is closed, and describes from the Explorer in a panel that opens, with the editor's own chat ${chat}`, async () => {
			const opened = await openInstalled({
				'chat.disableAIFeatures': disableAIFeatures,
				'glimpse.endpoint': glm.endpoint,
				'workbench.secondarySideBar.defaultVisibility': 'hidden',
			});
			assert.ok(await opened.page.locator('.part.auxiliarybar').isHidden());
			assert.equal(await activation(), undefined);

			await describeImage(opened, 'settings-light.png');
			const turn = await waitForTurn(opened, 'done');
			assert.match(await answerText(turn), new RegExp(`ends here: ${glm.word}`));
			assert.equal(glm.requests.at(-1)?.refusal, undefined);
			assert.match((await activation()) ?? '', /'onCommand:glimpse\.describe'/);
		});
	}

	it('holds the allowed files and nothing else', async () => {
		// The editor's own.
		const files = (await filesBelow(installed)).filter((file) => file !== '.vsixmanifest');
		const isAllowed = (file: string): boolean =>
			allowedFiles.some((allowed) => (typeof allowed === 'string' ? allowed === file : allowed.test(file)));
		assert.deepEqual(
			files.filter((file) => !isAllowed(file)),
			[],
		);
		assert.deepEqual(
			allowedFiles.filter((allowed) => typeof allowed === 'string' && !files.includes(allowed)),
			[],
		);
		const notices = await readFile(join(installed, 'media/third-party-notices.md'), 'utf8');
		const foreign = files.filter(
			(file) => file.startsWith('dist/local/') && !/\/(worker|converter|video|markup)\.mjs$/.test(file),
		);
		assert.deepEqual(
			foreign.filter((file) => !notices.includes(`\`${file}\``)),
			[],
		);
	});

	it('names no place of the machine that built it, and no source map', async () => {
		const forbidden = [projectDir, 'sourceMappingURL=', 'node_modules/'];
		const found = await Promise.all(
			(await filesBelow(installed)).map(async (file) => {
				const bytes = await readFile(join(installed, file));
				return forbidden.filter((text) => bytes.includes(text)).map((text) => `${file}: ${text}`);
			}),
		);
		assert.deepEqual(found.flat(), []);
	});

	it('points to its pictures in the repository', async () => {
		const readme = await readFile(join(installed, 'readme.md'), 'utf8');
		const pictures = [...readme.matchAll(/!\[[^\]]*\]\(([^)]+)\)|<img[^>]+src="([^"]+)"/g)].map(
			([, markdown, html]) => markdown ?? html ?? '',
		);
		assert.deepEqual(
			pictures.filter((address) => !address.startsWith('https://')),
			[],
		);
	});

	it('reads the text of a picture on this machine and says so without a key and a setting of its own, also when the side bar was closed by hand', async () => {
		const opened = await openInstalled({});
		// Without chat a fresh profile opens the secondary side bar on the only container there is.
		const bar = opened.page.locator('.part.auxiliarybar');
		if (await bar.isVisible()) await opened.runCommand('View: Toggle Secondary Side Bar Visibility');
		await bar.waitFor({ state: 'hidden' });

		await describeImage(opened, 'settings-light.png');
		const turn = await waitForTurn(opened, 'done');
		const answer = await answerText(turn);
		assert.match(answer, /^No model looked at this picture\./);
		const lines = sampleText['settings-light.png'] ?? [];
		const missing = lines.filter(({ text }) => !answer.includes(text)).map(({ text }) => text);
		assert.ok(lines.length > 10 && missing.length <= lines.length / 5, `not read: ${missing.join(' | ')}`);
	});
});
