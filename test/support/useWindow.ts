import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startGlmServer, type GlmServer, type GlmServerOptions } from './glmServer.ts';
import { openWindow, type WindowOptions } from './openWindow.ts';
import { projectDir } from './places.mjs';
import { isHidden, until } from './waiting.ts';
import type { VscodeWindow } from './window.ts';

type Settings = Readonly<Record<string, unknown>>;

/** What the tests of one `describe` share. */
export interface OpenedWindow {
	/** The stand-in that answers in it. */
	readonly glm: GlmServer;
	readonly window: VscodeWindow;
	/** Its folder. */
	readonly workspace: string;
}

/** How a window differs from one on the sample pictures whose endpoint is the stand-in. */
export interface WindowSetUp {
	readonly settings?: Settings;
	/** The title of the command that is waited for, `Glimpse: Describe Image` unless told. */
	readonly command?: string;
	/** Fills a folder of its own for the window, which goes with it. */
	readonly fill?: (workspace: string) => Promise<unknown>;
	readonly glm?: () => GlmServerOptions | Promise<GlmServerOptions>;
	/** What else the window gets once the stand-in runs. */
	readonly options?: (glm: GlmServer) => Partial<WindowOptions> | Promise<Partial<WindowOptions>>;
}

/**
 * Registers mocha's hooks: a window is opened before the tests and closed behind them, and what was on screen is kept when
 * one of them fails. `use` gets it before the first test.
 */
export function useWindow(use: (opened: OpenedWindow) => void, setUp: WindowSetUp = {}): void {
	let glm: GlmServer | undefined;
	let window: VscodeWindow | undefined;
	let folder: string | undefined;

	before(async () => {
		glm = await startGlmServer(await setUp.glm?.());
		if (setUp.fill) {
			folder = await mkdtemp(join(tmpdir(), 'glimpse-workspace-'));
			await setUp.fill(folder);
		}
		const workspace = folder ?? join(projectDir, 'media/samples');
		window = await openWindow({
			extension: projectDir,
			workspace,
			settings: { 'glimpse.endpoint': glm.endpoint, ...setUp.settings },
			...(await setUp.options?.(glm)),
		});
		await window.waitForExtension(setUp.command);
		use({ glm, window, workspace });
	});

	afterEach(async function () {
		await window?.keepEvidence(this.currentTest);
	});

	after(async () => {
		await window?.close();
		await glm?.stop();
		if (folder !== undefined) await rm(folder, { recursive: true, force: true });
	});
}

/** Copies files of the project into a folder, by the names that they get there. */
export async function copyInto(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
	for (const [name, path] of Object.entries(files)) await cp(join(projectDir, path), join(folder, name));
}

/** Copies sample pictures into a folder. */
export async function copySamples(folder: string, ...names: readonly string[]): Promise<void> {
	await copyInto(folder, Object.fromEntries(names.map((name) => [name, `media/samples/${name}`])));
}

/**
 * Changes the user's settings as a person does, in their JSON, and waits until the panel says who answers by them: it must be
 * another than before. VS Code misses what others write to that file.
 */
export async function changeSettings(window: VscodeWindow, settings: Settings, answerer: string): Promise<void> {
	const file = join(window.server.dataDir, 'data/User/settings.json');
	const before = JSON.parse(await readFile(file, 'utf8')) as Settings;
	const text = JSON.stringify({ ...before, ...settings }, undefined, '\t');
	await window.copyText(text);
	await window.runCommand('Preferences: Open User Settings (JSON)');
	await window.page.locator('.tab.active').getByText('settings.json').waitFor();
	await until('the settings to be written', async () => {
		await window.page.locator('.editor-instance .view-lines').first().click();
		await window.page.keyboard.press('ControlOrMeta+A');
		await window.page.keyboard.press('ControlOrMeta+V');
		await window.page.keyboard.press('ControlOrMeta+S');
		await isHidden(window.page.locator('.tab.active.dirty'), 5000);
		return (await readFile(file, 'utf8')) === text;
	});
	await window.runCommand('View: Close Editor');
	await window.runCommand('Glimpse: Focus on Glimpse View');
	await window.panel.getByText(`Answered by: ${answerer}`, { exact: true }).waitFor();
}
