import { chromium as playwright, type Browser, type Page } from 'playwright-core';
import { chromium } from './chromium.mjs';
import { startVscodeServer, type VscodeServerOptions } from './vscodeServer.mjs';
import { VscodeWindow } from './window.ts';

export type WindowOptions = VscodeServerOptions & {
	/** Display language: `ja`, `zh-cn` … */
	readonly locale?: string;
	/** Shares a browser among windows; without it the window has its own. */
	readonly browser?: Browser;
	/** Sees the page before VS Code loads in it. */
	readonly beforeLoad?: (page: Page) => Promise<void>;
};

export async function launchChromium(): Promise<Browser> {
	const { executablePath, env } = chromium();
	const args = ['--disable-background-networking'];
	if (process.getuid?.() === 0) args.push('--no-sandbox');
	return playwright.launch({ executablePath, args, env: { ...process.env, ...env } });
}

/** Resolves when the workbench stands; the extension host may still be starting. */
export async function openWindow(options: WindowOptions): Promise<VscodeWindow> {
	const [server, browser] = await Promise.all([startVscodeServer(options), options.browser ?? launchChromium()]);
	const closeBoth = async () => {
		await Promise.all([options.browser ? undefined : browser.close(), server.stop()]);
	};
	try {
		const context = await browser.newContext({
			viewport: { width: 1280, height: 800 },
			permissions: ['clipboard-read', 'clipboard-write'],
		});
		const page = await context.newPage();
		if (options.locale) {
			await page.addInitScript((locale) => Object.assign(globalThis, { _VSCODE_NLS_LANGUAGE: locale }), options.locale);
		}
		await options.beforeLoad?.(page);
		await page.goto(server.url);
		await page.locator('.monaco-workbench').waitFor();
		return new VscodeWindow({
			page,
			server,
			close: async () => {
				await context.close();
				await closeBoth();
			},
		});
	} catch (error) {
		await closeBoth();
		throw error;
	}
}
