import { chromium as playwright, type Browser, type Page } from 'playwright-core';
import { chromium } from './chromium.mjs';
import { started } from './started.ts';
import { startVscodeServer, type VscodeServer, type VscodeServerOptions, type WindowAddress } from './vscodeServer.mjs';
import { VscodeWindow } from './window.ts';

export type PageOptions = WindowAddress & {
	/** Display language: `ja`, `zh-cn` … */
	readonly locale?: string;
	/** Sees the page before VS Code loads in it. */
	readonly beforeLoad?: (page: Page) => Promise<void>;
};

export type WindowOptions = VscodeServerOptions &
	PageOptions & {
		/** Shares a browser among windows; without it the window has its own. */
		readonly browser?: Browser;
	};

export async function launchChromium(): Promise<Browser> {
	const { executablePath, env } = chromium();
	const args = ['--disable-background-networking'];
	if (process.getuid?.() === 0) args.push('--no-sandbox');
	started.browsers++;
	return playwright.launch({ executablePath, args, env: { ...process.env, ...env } });
}

export async function launchServer(options: VscodeServerOptions): Promise<VscodeServer> {
	started.servers++;
	return startVscodeServer(options);
}

/** Opens a window with a server of its own. Resolves when the workbench stands; the extension host may still be starting. */
export async function openWindow(options: WindowOptions): Promise<VscodeWindow> {
	const [server, browser] = await Promise.all([launchServer(options), options.browser ?? launchChromium()]);
	const closeBoth = async () => {
		await Promise.all([options.browser ? undefined : browser.close(), server.stop()]);
	};
	try {
		return await openPage(options, { server, browser, close: closeBoth });
	} catch (error) {
		await closeBoth();
		throw error;
	}
}

/** Opens one of several windows of a server and a browser, as a user who was never there: its storage is its own. */
export async function openPage(
	options: PageOptions,
	on: {
		readonly server: VscodeServer;
		readonly browser: Browser;
		readonly beforeReload?: () => void;
		readonly close?: () => Promise<void>;
	},
): Promise<VscodeWindow> {
	started.windows++;
	const context = await on.browser.newContext({
		viewport: { width: 1280, height: 800 },
		permissions: ['clipboard-read', 'clipboard-write'],
	});
	try {
		const page = await context.newPage();
		if (options.locale) {
			await page.addInitScript((locale) => Object.assign(globalThis, { _VSCODE_NLS_LANGUAGE: locale }), options.locale);
		}
		await options.beforeLoad?.(page);
		await page.goto(on.server.address(options));
		await page.locator('.monaco-workbench').waitFor();
		return new VscodeWindow({
			page,
			server: on.server,
			beforeReload: on.beforeReload,
			close: async () => {
				await context.close();
				await on.close?.();
			},
		});
	} catch (error) {
		await context.close();
		throw error;
	}
}
