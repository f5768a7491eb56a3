// Drives a VS Code window the way a user does: what is seen is asked of the page, what is done goes through mouse and keyboard.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Frame, FrameLocator, Locator, Page } from 'playwright-core';
import { projectDir } from './places.mjs';
import { isHidden, isVisible, settles, until } from './waiting.ts';
import type { VscodeServer } from './vscodeServer.mjs';

export const outputDir = join(projectDir, 'test-output');
const extensionId = 'glimpse-vision.glimpse';
const describeCommand = 'Glimpse: Describe Image';

export class VscodeWindow {
	readonly page: Page;
	readonly server: VscodeServer;
	/** The content of Glimpse's panel, found anew each time it is used: VS Code replaces the frame when the view hides and shows. */
	readonly panel: FrameLocator;
	/** The content of the tab with the review of alt text. */
	readonly review: FrameLocator;
	readonly #beforeReload: (() => void) | undefined;
	readonly #close: () => Promise<void>;

	constructor({
		page,
		server,
		beforeReload,
		close,
	}: {
		readonly page: Page;
		readonly server: VscodeServer;
		readonly beforeReload?: (() => void) | undefined;
		readonly close: () => Promise<void>;
	}) {
		this.page = page;
		this.server = server;
		this.#beforeReload = beforeReload;
		this.panel = this.webview(extensionId, 'view');
		this.review = this.webview(extensionId, 'tab');
		this.#close = close;
	}

	/**
	 * The content of an extension's webview, such as `vscode.media-preview`; where it has one in the side bar and one in a tab, of
	 * either: the editor says of a webview only whether it is at the window's right edge.
	 */
	webview(ofExtension: string, place?: 'view' | 'tab'): FrameLocator {
		const atEdge = '.webview-overlay-outer-right > ';
		const at = place === undefined ? '' : place === 'view' ? atEdge : `:not(${atEdge.slice(0, -3)}) > `;
		return this.page
			.frameLocator(`${at}iframe.webview[src*="extensionId=${ofExtension}"]`)
			.frameLocator('iframe#active-frame');
	}

	/** The panel's present frame, for `evaluate`. */
	async panelFrame(): Promise<Frame> {
		const element = await this.panel.locator('body').elementHandle();
		const frame = await element?.ownerFrame();
		if (!frame) throw new Error('The panel went away.');
		return frame;
	}

	/** Commands and menus of an extension exist from the moment its manifest was scanned, some seconds after the window opened. */
	async waitForExtension(command = describeCommand): Promise<void> {
		await until(`the command "${command}"`, async () => {
			const entry = await this.#findCommand(command);
			if (entry) await this.#closeQuickInput();
			return entry !== undefined;
		});
	}

	/** The row of a file or folder in the Explorer, by its name. */
	file(name: string): Locator {
		const label = this.page.locator('.label-name').getByText(name, { exact: true });
		return this.page.locator('.explorer-folders-view .monaco-list-row').filter({ has: label });
	}

	/** @returns the open context menu */
	async rightClick(fileName: string): Promise<Locator> {
		const clicked = this.file(fileName).and(this.page.locator('.focused'));
		await until(`the menu of ${fileName}`, async () => {
			await this.openContextMenu(this.file(fileName));
			// The list moves when a file comes or goes, and the click falls on a neighbour.
			if (await isVisible(clicked, 1000)) return true;
			await this.closeMenu();
			return false;
		});
		return this.#menus.first();
	}

	/** Right-clicks a file and chooses from its menu, or from the submenu behind an entry. */
	async chooseFor(fileName: string, label: string, submenuLabel?: string): Promise<void> {
		// A window that is still starting closes menus, or shows one without what extensions add.
		await until(`"${label}" in the menu of ${fileName}`, async () => {
			await this.rightClick(fileName);
			if (await isVisible(this.#menuItem(label), 2000)) return this.#choose(label, submenuLabel);
			await this.closeMenu();
			return false;
		});
	}

	/** Right-clicks something and chooses from its menu, as soon as an extension's entry is there. */
	async chooseOn(on: Locator, label: string): Promise<void> {
		await until(`"${label}" in a menu`, async () => {
			await this.openContextMenu(on);
			if (await isVisible(this.#menuItem(label), 2000)) return this.#choose(label);
			await this.closeMenu();
			return false;
		});
	}

	async openContextMenu(on: Locator): Promise<Locator> {
		await on.click({ button: 'right' });
		await this.#menus.first().waitFor();
		return this.#menus.first();
	}

	/** The labels of the open menu, in order; of its submenu when that is open. */
	async menuLabels(): Promise<string[]> {
		const labels = await this.#menus
			.last()
			.locator('.action-item:not(.disabled) .action-label:not(.separator)')
			.allInnerTexts();
		return labels.map((label) => label.trim()).filter(Boolean);
	}

	async openSubmenu(label: string): Promise<void> {
		await until(`the submenu "${label}"`, async () => {
			await this.#menuItem(label).hover();
			return isVisible(this.#menus.nth(1), 500);
		});
	}

	async closeMenu(): Promise<void> {
		await until('the menu to close', async () => {
			await this.page.keyboard.press('Escape');
			return isHidden(this.#menus.first(), 200);
		});
	}

	/** Selects in the Explorer without opening an editor. */
	async selectFiles(names: readonly string[]): Promise<void> {
		// A click with Ctrl turns a selection round: first those that are selected go, so that each one asked for comes once.
		const selected = this.page.locator('.explorer-folders-view .monaco-list-row.selected');
		while ((await selected.count()) > 0) await selected.first().click({ modifiers: ['ControlOrMeta'] });
		for (const name of names) await this.file(name).click({ modifiers: ['ControlOrMeta'] });
	}

	async openFile(name: string): Promise<void> {
		const tab = this.page.locator('.editor-group-container .tab.active').getByText(name, { exact: true }).first();
		// The list moves when a file comes or goes, and the click falls on a neighbour.
		await until(`the tab of ${name} in front`, async () => {
			await this.file(name).dblclick();
			return isVisible(tab, 5000);
		});
	}

	/** Opens a file of text and waits for it in the editor: until it is read, clicks and keys reach the text that was there before. */
	async openText(name: string): Promise<void> {
		await this.openFile(name);
		await this.page.locator(`.editor-instance .monaco-editor[data-uri$="/${name}"]`).first().waitFor();
	}

	/** The line of an open editor with this text. */
	line(text: string): Locator {
		return this.page.locator('.view-line').getByText(text);
	}

	/** What stands above a line, in words or as something to press. */
	lens(title: string): Locator {
		return this.page.locator('.codelens-decoration > *').getByText(title, { exact: true });
	}

	/** Presses something above a line. VS Code draws it anew soon after something was typed or changed: a person presses again. */
	async pressLens(title: string): Promise<void> {
		const lens = this.lens(title).first();
		await lens.waitFor();
		await until(`"${title}" above the line to be pressed`, async () => {
			if (await lens.isVisible()) await settles(lens.click({ timeout: 2000 }));
			return isHidden(lens, 2000);
		});
	}

	/** Runs a command from the palette by the title shown there: `Glimpse: Show Log`. */
	async runCommand(title: string): Promise<void> {
		await until(`the command "${title}"`, async () => {
			const entry = await this.#findCommand(title);
			return entry !== undefined && this.#takesClick(entry);
		});
	}

	/** The open input box or pick list. */
	get inputBox(): Locator {
		return this.#quickInput;
	}

	async typeInInputBox(text: string): Promise<void> {
		await this.#quickInput.waitFor();
		await this.#quickInput.locator('input[type=text], input[type=password]').first().fill(text);
		await this.page.keyboard.press('Enter');
	}

	async choosePick(label: string): Promise<void> {
		const row = this.#quickInput.locator('.quick-input-list .monaco-list-row').filter({ hasText: label }).first();
		await row.waitFor();
		// A list that is still being read may show the rows of the one before.
		await this.#quickInput.locator('.monaco-progress-container.active').waitFor({ state: 'hidden' });
		await row.click();
	}

	/** The notifications, each with its text and buttons. A driven window shows no toasts, so their list is opened. */
	async notifications(): Promise<Locator> {
		const list = this.page.locator('.notifications-center .notification-list-item');
		await until('the list of notifications', async () => {
			if (await isVisible(list, 200)) return true;
			await this.page.locator('.statusbar-item[id="status.notifications"]').click();
			return isVisible(list, 1000);
		});
		return list;
	}

	/**
	 * The notification with these words, once it is there. Their list closes with the last one in it, as progress is, so it is
	 * opened as often as it takes.
	 */
	async notice(words: string): Promise<Locator> {
		let found: Locator | undefined;
		await until(`the notification "${words}"`, async () => {
			found = (await this.notifications()).filter({ hasText: words }).first();
			return isVisible(found, 1000);
		});
		if (!found) throw new Error(words);
		return found;
	}

	/** A modal dialog. */
	dialog(): Locator {
		return this.page.locator('.monaco-dialog-box');
	}

	/** The open context menus: the one that was opened, and its submenu. */
	menu(): Locator {
		return this.#menus;
	}

	async copyText(text: string): Promise<void> {
		await this.page.evaluate((copied) => navigator.clipboard.writeText(copied), text);
	}

	async readClipboard(): Promise<string> {
		return this.page.evaluate(() => navigator.clipboard.readText());
	}

	/** Puts a PNG on the clipboard, as a screenshot tool does. */
	async copyImage(png: Uint8Array): Promise<void> {
		// The workbench's content security policy forbids fetching data: addresses.
		await this.page.evaluate(async (base64) => {
			const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
			await navigator.clipboard.write([new ClipboardItem({ 'image/png': new Blob([bytes], { type: 'image/png' }) })]);
		}, Buffer.from(png).toString('base64'));
	}

	async reload(): Promise<void> {
		this.#beforeReload?.();
		await this.page.reload();
		await this.page.locator('.monaco-workbench').waitFor();
	}

	async screenshot(path: string): Promise<void> {
		await mkdir(outputDir, { recursive: true });
		await this.page.screenshot({ path });
	}

	/** Keeps what was on screen when a test failed: in a mocha hook, `await window.keepEvidence(this.currentTest)`. */
	async keepEvidence(test: Mocha.Test | undefined): Promise<void> {
		if (test?.state !== 'failed') return;
		const name = join(outputDir, test.fullTitle().replaceAll(/[^\p{L}\p{N}]+/gu, '-'));
		await this.screenshot(`${name}.png`);
		await writeFile(`${name}.log`, this.server.output());
	}

	async close(): Promise<void> {
		await this.#close();
	}

	get #menus(): Locator {
		return this.page.locator('.context-view .monaco-menu:visible, .monaco-submenu .monaco-menu:visible');
	}

	get #quickInput(): Locator {
		return this.page.locator('.quick-input-widget');
	}

	#menuItem(label: string): Locator {
		return this.#menus.getByRole('menuitem', { name: label, exact: true });
	}

	/** Whether it was there to be clicked. With time enough: a busy window takes a click all the same that was given up. */
	async #takesClick(entry: Locator): Promise<boolean> {
		return settles(entry.click({ timeout: 10_000 }));
	}

	/** Chooses from the open context menu; a submenu is opened on the way. @returns false when the menu closed before */
	async #choose(label: string, submenuLabel?: string): Promise<boolean> {
		if (submenuLabel === undefined) return this.#clickMenuItem(label);
		await this.openSubmenu(label);
		return this.#clickMenuItem(submenuLabel);
	}

	/** @returns false when the menu closed before */
	async #clickMenuItem(label: string): Promise<boolean> {
		const item = this.#menuItem(label);
		// A menu ignores the mouse for a moment after it opened, so that the click that opened it chooses nothing.
		let clicked = false;
		await until(`the menu to take "${label}"`, async () => {
			if (await isVisible(item, 1000)) clicked = (await this.#takesClick(item)) || clicked;
			return isHidden(this.#menus.first(), 300);
		});
		return clicked;
	}

	/** The entry of a command in the open palette. The list doesn't learn of new commands: without the entry the palette closes. */
	async #findCommand(title: string): Promise<Locator | undefined> {
		const input = this.#quickInput.locator('input[type=text]').first();
		const label = this.page.locator('.label-name').getByText(title, { exact: true });
		const entry = this.#quickInput.locator('.quick-input-list .monaco-list-row').filter({ has: label }).first();
		await this.page.keyboard.press('F1');
		const typed = await settles(input.fill(`>${title}`, { timeout: 1000 }));
		if (typed && (await isVisible(entry.or(this.#quickInput.getByText('No matching commands')).first(), 10_000))) {
			if (await entry.isVisible()) return entry;
		}
		await this.#closeQuickInput();
		return undefined;
	}

	async #closeQuickInput(): Promise<void> {
		await this.page.keyboard.press('Escape');
		await isHidden(this.#quickInput, 1000);
	}
}
