import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp, glob, mkdir, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import { promisify } from 'node:util';
import { startGlmServer, type GlmServer } from '../support/glmServer.ts';
import { answerText, describeImage, waitForTurn } from '../support/panelDriver.ts';
import { node24, projectDir } from '../support/places.mjs';
import { isHidden, until } from '../support/waiting.ts';
import { openWindow, outputDir, type VscodeWindow } from '../support/window.ts';

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
	/^dist\/local\/(chi_sim|eng|jpn)\.traineddata\.gz$/,
	'dist/local/tesseract-core-simd-lstm.wasm',
	'dist/local/vips-node.mjs',
	'dist/local/vips.wasm',
	'dist/local/worker.mjs',
	'dist/panel/main.js',
	'dist/panel/panel.css',
	'media/icon.png',
	'media/third-party-notices.md',
	'media/view.svg',
];

/** What the extension host has written of activating Glimpse since the window was opened or last reloaded. */
async function activation(window: VscodeWindow): Promise<string | undefined> {
	const logs: { path: string; born: number }[] = [];
	for await (const path of glob(join(window.server.dataDir, 'data/logs/**/remoteexthost.log'))) {
		logs.push({ path, born: (await stat(path)).birthtimeMs });
	}
	const newest = logs.sort((a, b) => b.born - a.born)[0];
	assert.ok(newest, 'the extension host writes its log elsewhere');
	const text = await readFile(newest.path, 'utf8');
	assert.match(text, /_doActivateExtension vscode\./, 'the log no longer tells of activations');
	return /_doActivateExtension glimpse-vision\.glimpse.*/.exec(text)?.[0];
}

describe('the package', () => {
	let installed: string;
	let workspace: string;
	let window: VscodeWindow | undefined;
	let glm: GlmServer;

	before(async () => {
		await mkdir(outputDir, { recursive: true });
		await rm(vsix, { force: true });
		const vsce = join(projectDir, 'node_modules/@vscode/vsce/vsce');
		await promisify(execFile)(node24, [vsce, 'package', '--no-dependencies', '--out', vsix], { cwd: projectDir });
		workspace = await mkdtemp(join(tmpdir(), 'glimpse-workspace-'));
		await cp(join(projectDir, 'media/samples'), workspace, { recursive: true });
		glm = await startGlmServer();
	});

	afterEach(async function () {
		await window?.keepEvidence(this.currentTest);
	});

	after(async () => {
		await glm?.stop();
		if (workspace) await rm(workspace, { recursive: true, force: true });
	});

	it('is small', async () => {
		const { size } = await stat(vsix);
		assert.ok(size <= 12 * 1024 * 1024, `${size} bytes`);
	});

	for (const { chat, aiFeatures } of [
		{ chat: 'off', aiFeatures: true },
		{ chat: 'on', aiFeatures: false },
	]) {
		describe(`installed, with the editor's own chat ${chat}`, () => {
			before(async () => {
				window = await openWindow({
					vsix: [vsix],
					workspace,
					settings: {
						'chat.disableAIFeatures': aiFeatures,
						'glimpse.endpoint': glm.endpoint,
						'workbench.secondarySideBar.defaultVisibility': 'hidden',
					},
				});
				await window.waitForExtension();
			});
			after(() => window?.close());
			it('dump', async () => {
				console.log(await window!.page.locator('.part.auxiliarybar').isVisible());
				for await (const f of glob(join(window!.server.dataDir, '**/remoteexthost.log')))
					console.log(await readFile(f, 'utf8'));
				for await (const f of glob(join(window!.server.dataDir, '**/*.log'))) console.log(f, (await stat(f)).size);
				console.log(await activation(window!));
				for await (const f of glob(join(window!.server.dataDir, 'extensions/**/*'))) console.log(f);
				await describeImage(window!, 'settings-light.png');
				await waitForTurn(window!, 'done');
				console.log(await activation(window!));
			});
		});
	}
});
