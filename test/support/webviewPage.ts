// A page of the extension in a plain browser, served as the editor's webview does; its host is played by the test.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page, Route } from 'playwright-core';
import { panelPage } from '../../src/host/panel/page.ts';
import { projectDir } from './places.mjs';
import { readTheme, themesDir, type Theme } from './themes.ts';

/** In place of the webview's own. It is a secure one, as that is. */
export const webviewOrigin = 'https://webview.test';

/** Display languages of a page. */
export type PageLanguage = 'en' | 'zh-cn' | 'ja';

/** The words of a display language, as the editor hands them to extensions: by the English text. */
export function wordsOf(language: PageLanguage): Readonly<Record<string, string>> {
	if (language === 'en') return {};
	const file = join(projectDir, 'l10n', `bundle.l10n.${language}.json`);
	return JSON.parse(readFileSync(file, 'utf8')) as Readonly<Record<string, string>>;
}

export interface WebviewPageOptions {
	/** The folder in dist/, and the files that the page may load from it; the first is its style. */
	readonly folder: string;
	readonly files: readonly [style: string, ...scripts: readonly string[]];
	readonly language: PageLanguage;
	readonly theme: Theme;
	readonly onMessage: (message: unknown) => Promise<void>;
	/** Called with the address of anything else that the page asks for. */
	readonly onRequest: (url: string) => void;
	readonly beforeLoad?: ((page: Page) => Promise<void>) | undefined;
}

/** Loads the page. */
export async function openWebviewPage(page: Page, options: WebviewPageOptions): Promise<void> {
	const { folder, files, language } = options;
	const html = webviewHtml(language, files[0]);
	await page.route('**/*', async (route: Route) => {
		const url = route.request().url();
		if (url === `${webviewOrigin}/index.html`) return route.fulfill({ contentType: 'text/html', body: html });
		const name = files.find((file) => url === `${webviewOrigin}/${file}`);
		if (name !== undefined) return route.fulfill({ path: join(projectDir, 'dist', folder, name) });
		options.onRequest(url);
		return route.abort();
	});
	await page.exposeFunction('glimpseTestHost', options.onMessage);
	await page.addInitScript(() => {
		let state: unknown;
		const { glimpseTestHost } = globalThis as unknown as { glimpseTestHost: (message: unknown) => Promise<void> };
		const acquireVsCodeApi = () => ({
			postMessage: (message: unknown) => void glimpseTestHost(message),
			getState: () => state,
			setState: (changed: unknown) => {
				state = changed;
			},
		});
		Object.assign(globalThis, { acquireVsCodeApi });
	});
	await options.beforeLoad?.(page);
	await page.goto(`${webviewOrigin}/index.html`);
	await wear(page, options.theme);
}

/** Changes the theme, as the editor does under a page that is open. */
export async function wear(page: Page, theme: Theme): Promise<void> {
	await page.evaluate(({ body, variables }) => {
		const declarations = Object.entries(variables).map(([name, value]) => `${name}: ${value};`);
		document.documentElement.style.cssText = declarations.join(' ');
		for (const [name, value] of Object.entries(body)) document.body.setAttribute(name, value);
	}, readTheme(theme));
}

/**
 * Sends a page a message; resolves when it has come, before it is drawn. A text is the message as JSON: of ten thousand rows it
 * crosses in a second, where the objects take many.
 */
export async function postToPage(page: Page, message: unknown): Promise<void> {
	await page.evaluate(async (posted) => {
		const arrived = new Promise((resolve) => window.addEventListener('message', resolve, { once: true }));
		window.postMessage(typeof posted === 'string' ? JSON.parse(posted) : posted, '*');
		await arrived;
	}, message);
}

/** Returns a page with what the editor puts before its head. */
function webviewHtml(language: PageLanguage, style: string): string {
	const html = panelPage({
		language,
		styleSource: webviewOrigin,
		style: `${webviewOrigin}/${style}`,
		script: `${webviewOrigin}/main.js`,
		words: wordsOf(language),
	});
	const sheet = readFileSync(join(themesDir, 'webview.css'), 'utf8');
	return html.replace('<head>', () => `<head><style>${sheet}</style>`);
}
