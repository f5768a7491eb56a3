// The windows of the suite: opened at first use, put back before each test. One serves all tests that don't say otherwise.
import { readFileSync } from 'node:fs';
import { glob, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { startGlmServer, type GlmServer } from './glmServer.ts';
import { listenForHosts, type HostChannel, type HostListener } from './hostChannel.ts';
import { launchChromium, launchServer, openPage } from './openWindow.ts';
import { projectDir } from './places.mjs';
import { isHidden, until } from './waiting.ts';
import type { VscodeServer } from './vscodeServer.mjs';
import type { VscodeWindow } from './window.ts';

type Settings = Readonly<Record<string, unknown>>;
type Files = Readonly<Record<string, string | Uint8Array>>;

/** What the tests of one `describe` work with; there from its first `before` on. */
export interface WindowBed {
	readonly window: VscodeWindow;
	/** The way into its extension host. */
	readonly host: HostChannel;
	/** The stand-in that answers in it: without a request and a script at the beginning of each test. */
	readonly glm: GlmServer;
	/** Its folder. */
	readonly workspace: string;
	/** Where its server's windows keep conversations. */
	readonly storage: string;
	/** Changes user settings until the end of the test. */
	readonly set: (settings: Settings) => Promise<void>;
	/** Reloads the window and opens the panel there; the editor writes down lately which side bars are open. */
	readonly reload: () => Promise<void>;
}

/** How a window is started; what can be changed in a running one is none of it. */
export interface WindowStart {
	/** Over those of every window; windows with the same share a server. */
	readonly settings?: Settings;
	readonly locale?: string;
	/** Of the window and its extensions: `trace` … */
	readonly logLevel?: string;
	/** The folder or workspace file to open, below the one that the window has for itself. */
	readonly opens?: string;
	/** Sees the page before VS Code loads in it. */
	readonly beforeLoad?: (page: Page) => Promise<void>;
	/** Whether the panel stays closed, and the extension asleep until something wakes it; else a test begins with an open panel. */
	readonly sleeps?: boolean;
}

/** What a `describe` finds at the beginning of each of its tests. */
export interface Arrangement {
	/** The files in the window's folder, by their paths; what else is there goes. */
	readonly files?: Files | (() => Files);
	readonly settings?: Settings;
}

/** User settings of each window beside the stand-in's address. */
const usual: Settings = {
	'chat.disableAIFeatures': true,
	'files.autoSave': 'off',
	'files.simpleDialog.enable': true,
	// Each test begins a new conversation, and the one before is nobody's past.
	'glimpse.history.enabled': false,
	// Where the editor's chat is off, the side bar opens on the panel by itself in a fresh profile, and wakes the extension.
	'workbench.secondarySideBar.defaultVisibility': 'hidden',
};

interface SharedServer {
	readonly vscode: VscodeServer;
	readonly glm: GlmServer;
	readonly settings: Settings;
	/** Settings that tests have changed. */
	readonly changed: Set<string>;
}

interface SharedWindow {
	readonly window: VscodeWindow;
	readonly host: HostChannel;
	readonly server: SharedServer;
	readonly folder: string;
	readonly sleeps: boolean;
}

/** The browser of all shared windows. */
export async function sharedChromium(): Promise<Browser> {
	sharedBrowser ??= launchChromium();
	return sharedBrowser;
}

const servers = new Map<string, Promise<SharedServer>>();
let mainWindow: Promise<SharedWindow> | undefined;
let sharedBrowser: Promise<Browser> | undefined;
let sharedListener: Promise<HostListener> | undefined;

// The hook of the whole suite: this is read outside every `describe`.
after(async () => {
	for (const main of await settled([mainWindow])) await close(main);
	const [browser] = await settled([sharedBrowser]);
	await browser?.close();
	for (const { vscode, glm } of await settled(servers.values())) {
		await vscode.stop();
		await glm.stop();
	}
	const [listener] = await settled([sharedListener]);
	await listener?.stop();
});

/** For a `describe`: its tests find the window of the whole suite, put back to how it was opened. */
export function useSharedWindow(arrangement: Arrangement = {}): WindowBed {
	return useOpened(arrangement, async (files) => {
		mainWindow ??= open({}, files);
		return mainWindow;
	});
}

/** For a `describe`: its tests share a window that is started otherwise than the suite's, and closed behind them. */
export function useOwnWindow(start: WindowStart, arrangement: Arrangement = {}): WindowBed {
	let own: SharedWindow | undefined;
	const bed = useOpened(arrangement, async (files) => {
		own = await open(start, files);
		return own;
	});
	after(async () => {
		if (own) await close(own);
	});
	return bed;
}

function useOpened(
	{ files = {}, settings = {} }: Arrangement,
	opened: (files: Files) => Promise<SharedWindow>,
): WindowBed {
	const filesNow = (): Files => (typeof files === 'function' ? files() : files);
	let shared: SharedWindow;
	before(async () => {
		shared = await opened(filesNow());
	});
	beforeEach(async () => {
		await putBack(shared, settings);
		await writeFiles(shared.folder, filesNow());
	});
	afterEach(async function () {
		await shared.window.keepEvidence(this.currentTest);
		// Nobody knows in what it is left.
		if (this.currentTest?.state === 'failed') await shared.window.reload();
	});
	return {
		get window() {
			return shared.window;
		},
		get host() {
			return shared.host;
		},
		get glm() {
			return shared.server.glm;
		},
		get workspace() {
			return shared.folder;
		},
		get storage() {
			return join(shared.server.vscode.dataDir, 'data/User/globalStorage/glimpse-vision.glimpse');
		},
		set: async (values) => change(shared, values),
		reload: async () => reloadWithPanel(shared),
	};
}

/** What is kept of the open conversation, as text. */
export async function keptConversation({ storage }: Pick<WindowBed, 'storage'>): Promise<string> {
	const cwd = join(storage, 'workspaces');
	const files = await Array.fromAsync(glob('*/conversation/conversation.json', { cwd }));
	return (await Promise.all(files.map((file) => readFile(join(cwd, file), 'utf8')))).join('\n');
}

/** The bytes of a sample picture. */
export function sample(name: string): Uint8Array {
	return readFileSync(join(projectDir, 'media/samples', name));
}

async function open(
	{ settings = {}, opens = '', sleeps = false, ...start }: WindowStart,
	files: Files,
): Promise<SharedWindow> {
	sharedListener ??= listenForHosts();
	const key = JSON.stringify(settings);
	const starting = servers.get(key) ?? startServer(settings, await sharedListener);
	servers.set(key, starting);
	const folder = await mkdtemp(join(tmpdir(), 'glimpse-workspace-'));
	const workspace = join(folder, opens);
	await writeFiles(folder, files);
	const [server, browser, listener] = await Promise.all([starting, sharedChromium(), sharedListener]);
	const host = listener.channel(workspace);
	const window = await openPage(
		{ ...start, workspace, extension: projectDir },
		{ server: server.vscode, browser, beforeReload: () => host.renew() },
	);
	return { window, host, server, folder, sleeps };
}

async function close({ window, folder }: SharedWindow): Promise<void> {
	await window.close();
	await rm(folder, { recursive: true, force: true });
}

async function startServer(settings: Settings, { env, extension }: HostListener): Promise<SharedServer> {
	const glm = await startGlmServer();
	const all = { ...usual, 'glimpse.endpoint': glm.endpoint, ...settings };
	const vscode = await launchServer({ settings: all, env, unpacked: [extension] });
	return { vscode, glm, settings: all, changed: new Set() };
}

async function putBack(shared: SharedWindow, settings: Settings): Promise<void> {
	const { window, host, server } = shared;
	// What hides everything else goes by its key.
	for (const cover of [window.dialog(), window.menu()]) {
		if (!(await cover.first().isVisible())) continue;
		await until('what covers the window to close', async () => {
			await window.page.keyboard.press('Escape');
			return isHidden(cover, 200);
		});
	}
	const changed = [...server.changed].map((name) => [name, server.settings[name] ?? null] as const);
	server.changed.clear();
	await change(shared, Object.fromEntries(changed));
	await host.call('putBack', { sleeps: shared.sleeps });
	await change(shared, settings);
	server.glm.reset();
	if (shared.sleeps) return;
	await showPanel(shared);
	await window.panel.locator('.empty').waitFor();
	// The page keeps what is typed.
	await window.panel.locator('form').evaluate((form) => {
		for (const field of form.querySelectorAll('textarea, select')) {
			if (field instanceof HTMLTextAreaElement) field.value = '';
			if (field instanceof HTMLSelectElement) field.selectedIndex = 0;
			field.dispatchEvent(new Event('input', { bubbles: true }));
			field.dispatchEvent(new Event('change', { bubbles: true }));
		}
	});
}

async function reloadWithPanel(shared: SharedWindow): Promise<void> {
	await shared.window.reload();
	await showPanel(shared);
}

/** Opens the panel and waits for its page: a frame that is looked into while it is being written may stay blank. */
async function showPanel({ host, window }: SharedWindow): Promise<void> {
	await host.call('run', 'glimpse.panel.focus', { preserveFocus: true });
	await window.panel.locator('main').waitFor();
}

async function change({ host, server }: SharedWindow, values: Settings): Promise<void> {
	for (const name of Object.keys(values)) server.changed.add(name);
	await host.call('changeSettings', values);
}

/** Makes a folder hold these files and no others; those that are there as they should be aren't touched. */
async function writeFiles(folder: string, files: Files): Promise<void> {
	const entries = await readdir(folder, { recursive: true, withFileTypes: true });
	const there = entries.map((entry) => relative(folder, join(entry.parentPath, entry.name)));
	const wanted = Object.keys(files);
	const stays = (path: string): boolean => wanted.some((each) => each === path || each.startsWith(`${path}/`));
	for (const path of there) if (!stays(path)) await rm(join(folder, path), { recursive: true, force: true });
	for (const [name, content] of Object.entries(files)) {
		const path = join(folder, name);
		const bytes = Buffer.from(content);
		if (there.includes(name) && (await readFile(path)).equals(bytes)) continue;
		await mkdir(dirname(path), { recursive: true });
		await writeFile(path, bytes);
	}
}

async function settled<Value>(promises: Iterable<Promise<Value> | undefined>): Promise<readonly Value[]> {
	const results = await Promise.allSettled([...promises].filter((each) => each !== undefined));
	return results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
}
