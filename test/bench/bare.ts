// The extension that goes the same ways without anything of ours, for a window of the bench.
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Frame } from 'playwright-core';
import { openWindow } from '../support/openWindow.ts';
import { projectDir } from '../support/places.mjs';
import { outputDir, type VscodeWindow } from '../support/window.ts';
import { bundledProbe } from './probe.ts';

declare global {
	interface Window {
		/**
		 * When its page saw the keys, had the picture, and showed the first words, in milliseconds since 1970; and how many of its
		 * requests were answered.
		 */
		glimpseBare: {
			readonly pressed: number;
			readonly read: number;
			readonly painted: number;
			readonly answered: number;
		};
	}
}

/** Opens a window on the samples that has both extensions, each with a service at this address, once ours is there. */
export async function openBesideBare(endpoint: string): Promise<VscodeWindow> {
	const window = await openWindow({
		extension: projectDir,
		workspace: join(projectDir, 'media/samples'),
		settings: { 'glimpse.endpoint': endpoint },
		unpacked: [await bareExtension()],
		env: { GLIMPSE_BENCH_ENDPOINT: endpoint },
	});
	await window.waitForExtension();
	return window;
}

/** The folder of an extension that does the same with nothing of ours. */
async function bareExtension(): Promise<string> {
	const folder = join(outputDir, 'bench', 'glimpse-bench.bare-1.0.0');
	await mkdir(folder, { recursive: true });
	const bundle = await bundledProbe('bareExtension');
	await copyFile(bundle, join(folder, 'main.js'));
	const manifest = {
		name: 'bare',
		publisher: 'glimpse-bench',
		version: '1.0.0',
		engines: { vscode: '^1.106.0' },
		activationEvents: ['*'],
		type: 'module',
		main: './main.js',
		capabilities: { untrustedWorkspaces: { supported: true } },
		extensionKind: ['workspace'],
	};
	await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
	return folder;
}

/** Waits for its page. */
export async function frameOfBare({ page }: VscodeWindow): Promise<Frame> {
	for (let tries = 0; tries < 300; tries++) {
		for (const frame of page.frames()) {
			if (await frame.evaluate(() => 'glimpseBare' in window).catch(() => false)) return frame;
		}
		await page.waitForTimeout(100);
	}
	throw new Error('The page without anything of ours did not open.');
}
