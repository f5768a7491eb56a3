// The panel's page in a plain browser: it is served as the editor's webview does, and its host is played by the test.
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page, Route } from 'playwright-core';
import {
	emptyConversation,
	reduce,
	type Conversation,
	type ConversationEvent,
	type TurnStatus,
} from '../../src/core/conversation.ts';
import {
	parsePanelMessage,
	type HostMessage,
	type NextAnswerer,
	type PanelMessage,
	type PanelState,
} from '../../src/core/protocol.ts';
import { noUsage } from '../../src/core/sessionUsage.ts';
import { panelPage } from '../../src/host/panel/page.ts';
import { pageBrowser } from './pageBrowser.ts';
import { glm, sampleBytes } from './pageConversation.ts';
import { projectDir } from './places.mjs';
import { readTheme, themesDir, type Theme } from './themes.ts';

/** In place of the webview's own. It is a secure one, as that is. */
const origin = 'https://webview.test';

const outputDir = join(projectDir, 'test-output');

/** Display languages of the panel. */
export type PanelLanguage = 'en' | 'zh-cn' | 'ja';

export interface PanelPageOptions {
	/** What has happened before the page opens. */
	readonly events?: readonly ConversationEvent[];
	/** The name of the picture that is open in the editor. */
	readonly openPicture?: string;
	/** GLM unless told. */
	readonly nextAnswerer?: NextAnswerer;
	readonly theme?: Theme;
	readonly language?: PanelLanguage;
	/** CSS pixels; those of the panel in a window of 1280 × 800 unless told. */
	readonly viewport?: { readonly width: number; readonly height: number };
	/** Sees the page before it loads. */
	readonly beforeLoad?: (page: Page) => Promise<void>;
}

/** The words of a display language, as the editor hands them to extensions: by the English text. */
export function wordsOf(language: PanelLanguage): Readonly<Record<string, string>> {
	if (language === 'en') return {};
	const file = join(projectDir, 'l10n', `bundle.l10n.${language}.json`);
	return JSON.parse(readFileSync(file, 'utf8')) as Readonly<Record<string, string>>;
}

/** Registers mocha's hooks: pages that a test opens are closed behind it, and a picture of them is kept when it fails. */
export function usePanelPage(): (options?: PanelPageOptions) => Promise<PanelPage> {
	let opened: PanelPage[] = [];

	afterEach(async function () {
		const pages = opened;
		opened = [];
		const { currentTest } = this;
		for (const [index, { page }] of pages.entries()) {
			if (currentTest?.state === 'failed') {
				const name = currentTest.fullTitle().replaceAll(/[^\p{L}\p{N}]+/gu, '-');
				await page.screenshot({ path: join(outputDir, `${name}-${index + 1}.png`) });
			}
			await page.context().close();
		}
	});

	return async (options = {}) => {
		const context = await (
			await pageBrowser()
		).newContext({
			viewport: options.viewport ?? { width: 289, height: 694 },
			permissions: ['clipboard-read', 'clipboard-write'],
		});
		// Ends before the test's own time, so that it is said what was waited for.
		context.setDefaultTimeout(10_000);
		const panel = new PanelPage(await context.newPage(), options);
		opened.push(panel);
		await panel.open(options);
		return panel;
	};
}

/** The page of a panel, and its host. */
export class PanelPage {
	readonly page: Page;
	/** What the user did there, as the host is told, in order. */
	readonly sent: PanelMessage[] = [];
	/** Addresses that the page has asked for, beside its own. */
	readonly requested: string[] = [];
	#conversation: Conversation = emptyConversation;

	constructor(page: Page, { events = [] }: PanelPageOptions) {
		this.page = page;
		for (const event of events) this.#conversation = reduce(this.#conversation, event);
	}

	/** Loads the page, and waits until it has drawn its first state. */
	async open(options: PanelPageOptions): Promise<void> {
		const { page } = this;
		const nextAnswerer: NextAnswerer = options.nextAnswerer ?? { answerer: glm, setting: 'auto' };
		const html = webviewPage(options.language ?? 'en');
		await page.route('**/*', (route) => this.#serve(route, html));
		await page.exposeFunction('glimpseTestHost', async (message: unknown) => {
			const parsed = parsePanelMessage(message);
			if (!parsed) throw new Error(`The page sent an invalid message: ${JSON.stringify(message)}`);
			if (parsed.type === 'ready') {
				const { openPicture } = options;
				return this.post({ type: 'state', state: { ...this.#state(nextAnswerer), openPicture } });
			}
			if (parsed.type === 'getPicture') {
				return this.post({ type: 'picture', id: parsed.id, bytes: this.#bytes(parsed.id) });
			}
			this.sent.push(parsed);
		});
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
		await page.goto(`${origin}/index.html`);
		await this.wear(options.theme ?? 'Dark Modern');
		await page.locator('.answerer', { hasText: /\S/ }).waitFor();
	}

	/** The questions with their answers, oldest first. */
	get turns(): Locator {
		return this.page.locator('article.turn');
	}

	/** The last turn, once it has this status. */
	turn(status: TurnStatus): Locator {
		return this.turns.last().and(this.page.locator(`[data-status="${status}"]`));
	}

	/** What a screen reader reads by itself. */
	get status(): Locator {
		return this.page.getByRole('status');
	}

	button(name: string): Locator {
		return this.page.getByRole('button', { name, exact: true });
	}

	/** An entry of the menu that is open. */
	entry(name: string): Locator {
		return this.page.locator('.menu [role^="menuitem"]').filter({ has: this.page.getByText(name, { exact: true }) });
	}

	/** Chooses an entry of the menu under the last answer. */
	async chooseMore(name: string): Promise<void> {
		await this.turns.last().getByRole('button', { name: 'More', exact: true }).click();
		await this.entry(name).click();
	}

	/** The button that says who answers next, by what it says. */
	answerer(name: string): Locator {
		return this.button(`Answered by: ${name}`);
	}

	/** What has the focus: by its label or words, as a screen reader finds them; and whether that can be seen. */
	async focused(): Promise<{ readonly name: string; readonly isVisible: boolean }> {
		return this.page.evaluate(() => {
			const element = document.activeElement ?? document.body;
			// The question shows it by the box around it.
			const shown = element.id === 'question' ? (element.closest('.box') ?? element) : element;
			const { outlineStyle, outlineWidth } = getComputedStyle(shown);
			const words = element === document.body ? 'body' : (element.textContent ?? '');
			const name = element.ariaLabel ?? element.querySelector('img')?.alt ?? words;
			return { name: name.trim(), isVisible: outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 1 };
		});
	}

	/** Has something happen in the host, one thing after the other. */
	async apply(...events: readonly ConversationEvent[]): Promise<void> {
		for (const event of events) {
			this.#conversation = reduce(this.#conversation, event);
			await this.post({ type: 'event', event });
		}
	}

	/** Sends the page a message; resolves when it has come, before it is drawn. */
	async post(message: HostMessage): Promise<void> {
		await this.page.evaluate(async (posted) => {
			const arrived = new Promise((resolve) => window.addEventListener('message', resolve, { once: true }));
			window.postMessage(posted, '*');
			await arrived;
		}, message);
	}

	/** Resolves when what has come is drawn, unless the page's drawing is slow; not with a clock of the test's own. */
	async drawn(): Promise<void> {
		await this.page.evaluate(async () => new Promise(requestAnimationFrame));
	}

	/** Resolves when all that the page has asked for is in `requested`: one more request, for its own style, comes behind. */
	async requestsSeen(): Promise<void> {
		await this.page.evaluate(async (href) => {
			const link = Object.assign(document.createElement('link'), { rel: 'stylesheet', href });
			const loaded = new Promise((resolve) => link.addEventListener('load', resolve, { once: true }));
			document.head.append(link);
			await loaded;
			link.remove();
		}, `${origin}/panel.css`);
	}

	/** Changes the theme, as the editor does under a page that is open. */
	async wear(theme: Theme): Promise<void> {
		await this.page.evaluate(({ body, variables }) => {
			const declarations = Object.entries(variables).map(([name, value]) => `${name}: ${value};`);
			document.documentElement.style.cssText = declarations.join(' ');
			for (const [name, value] of Object.entries(body)) document.body.setAttribute(name, value);
		}, readTheme(theme));
	}

	/** Resolves when each picture that has come is on screen, and each that is due has come. */
	async picturesDrawn(): Promise<void> {
		await this.page.waitForFunction(() =>
			[...document.querySelectorAll('img')].every((image) => image.complete && image.naturalWidth > 0),
		);
	}

	/** Resolves when each formula is drawn, with the script that is loaded for them. */
	async formulasDrawn(): Promise<void> {
		await this.page.waitForFunction(() =>
			[...document.querySelectorAll('.formula')].every((formula) => formula.firstElementChild?.localName === 'math'),
		);
	}

	async screenshot(name: string): Promise<void> {
		mkdirSync(outputDir, { recursive: true });
		await this.page.screenshot({ path: join(outputDir, name) });
	}

	#state(nextAnswerer: NextAnswerer): PanelState {
		return { conversation: this.#conversation, nextAnswerer, usage: noUsage };
	}

	#bytes(id: string): Uint8Array | undefined {
		const { turns, attachments } = this.#conversation;
		const shown = [...turns.flatMap(({ pictures }) => pictures), ...attachments].find((each) => each.id === id);
		return shown && sampleBytes(shown.name);
	}

	async #serve(route: Route, html: string): Promise<void> {
		const url = route.request().url();
		if (url === `${origin}/index.html`) return route.fulfill({ contentType: 'text/html', body: html });
		const name = ['main.js', 'panel.css', 'drawFormula.js', 'colorCode.js'].find((file) => url === `${origin}/${file}`);
		if (name !== undefined) return route.fulfill({ path: join(projectDir, 'dist/panel', name) });
		this.requested.push(url);
		return route.abort();
	}
}

/** Returns the panel's page with what the editor puts before its head. */
function webviewPage(language: PanelLanguage): string {
	const html = panelPage({
		language,
		styleSource: origin,
		style: `${origin}/panel.css`,
		script: `${origin}/main.js`,
		words: wordsOf(language),
	});
	const style = readFileSync(join(themesDir, 'webview.css'), 'utf8');
	return html.replace('<head>', () => `<head><style>${style}</style>`);
}
