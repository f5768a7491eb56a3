import { isVisible, until } from './waiting.ts';
import type { Page } from 'playwright-core';
import type { VscodeWindow } from './window.ts';

/** Waits until the extension has read a document in which an image lacks its alt text. */
export async function waitForHints(window: VscodeWindow): Promise<void> {
	await window.page.locator('.squiggly-hint').first().waitFor();
}

/**
 * Presses Ctrl+. where the cursor is, at an image, and waits for the menu. The press comes when the lamp is there: VS Code forgets
 * one for which it is still asking when, a quarter of a second after the cursor moved or something was marked, it asks everybody
 * again. It also forgets one when another extension of a fresh window registers its actions meanwhile; a person presses again.
 */
export async function openActionMenu(window: VscodeWindow): Promise<void> {
	const { keyboard } = window.page;
	const lamp = window.page.locator('.lightBulbWidget:not(.hidden)').first();
	// A lamp that is there already may be from before; on the empty last line there is none. Back by keys: what lies over a line
	// that is pointed at makes a click scroll the editor.
	await keyboard.press('ControlOrMeta+End');
	await lamp.waitFor({ state: 'hidden' });
	await keyboard.press('ControlOrMeta+U');
	await lamp.waitFor();
	await until('the menu of Ctrl+.', async () => {
		await keyboard.press('ControlOrMeta+.');
		return isVisible(window.page.locator('.action-widget'), 5000);
	});
}

/** What is drawn behind the text in each text editor of the window: it is no text of the page. */
export async function drawnIn(page: Page): Promise<readonly string[]> {
	const editors = await page.locator('.editor-instance .view-lines').all();
	return Promise.all(
		editors.map((editor) =>
			editor.evaluate((lines) =>
				[...lines.querySelectorAll('span')]
					.map((part) => getComputedStyle(part, '::after').content)
					.map((content) => /^"(.*)"$/.exec(content)?.[1]?.replaceAll('\u00A0', ' ') ?? '')
					.join(''),
			),
		),
	);
}
