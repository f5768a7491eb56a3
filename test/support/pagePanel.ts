// The panel's page in a plain browser: it is served as the editor's webview does, and its host is played by the test.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
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
import { glm, sampleBytes } from './pageConversation.ts';
import { projectDir } from './places.mjs';
import type { Theme } from './themes.ts';
import { usePages } from './usePages.ts';
import { openWebviewPage, postToPage, wear, webviewOrigin, type PageLanguage } from './webviewPage.ts';

const outputDir = join(projectDir, 'test-output');

export interface PanelPageOptions {
	/** What has happened before the page opens. */
	readonly events?: readonly ConversationEvent[];
	/** The name of the picture that is open in the editor. */
	readonly openPicture?: string;
	readonly hasChat?: boolean;
	/** GLM unless told. */
	readonly nextAnswerer?: NextAnswerer;
	readonly theme?: Theme;
	readonly language?: PageLanguage;
	/** CSS pixels; those of the panel in a window of 1280 × 800 unless told. */
	readonly viewport?: { readonly width: number; readonly height: number };
	/** Sees the page before it loads. */
	readonly beforeLoad?: (page: Page) => Promise<void>;
}

/** Registers mocha's hooks for panels that a test opens. */
export function usePanelPage(): (options?: PanelPageOptions) => Promise<PanelPage> {
	const openPage = usePages();
	return async (options = {}) => {
		const page = await openPage({
			viewport: options.viewport ?? { width: 289, height: 694 },
			permissions: ['clipboard-read', 'clipboard-write'],
		});
		const panel = new PanelPage(page, options);
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
		await openWebviewPage(page, {
			folder: 'panel',
			files: ['panel.css', 'main.js', 'drawFormula.js', 'colorCode.js'],
			language: options.language ?? 'en',
			theme: options.theme ?? 'Dark Modern',
			beforeLoad: options.beforeLoad,
			onRequest: (url) => this.requested.push(url),
			onMessage: async (message) => {
				const parsed = parsePanelMessage(message);
				if (!parsed) throw new Error(`The page sent an invalid message: ${JSON.stringify(message)}`);
				if (parsed.type === 'ready') {
					const { openPicture, hasChat = false } = options;
					return this.post({ type: 'state', state: { ...this.#state(nextAnswerer), openPicture, hasChat } });
				}
				if (parsed.type === 'getPicture') {
					return this.post({ type: 'picture', id: parsed.id, bytes: this.#bytes(parsed.id) });
				}
				this.sent.push(parsed);
			},
		});
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
		await postToPage(this.page, message);
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
		}, `${webviewOrigin}/panel.css`);
	}

	/** Changes the theme, as the editor does under a page that is open. */
	async wear(theme: Theme): Promise<void> {
		await wear(this.page, theme);
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
}
