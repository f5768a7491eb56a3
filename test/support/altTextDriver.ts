import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { copyInto, useWindow, type OpenedWindow } from './useWindow.ts';
import { isVisible, until } from './waiting.ts';
import type { VscodeWindow } from './window.ts';

/**
 * Registers mocha's hooks for a window on a folder with these files and the picture `a.png`; see `useWindow`. The extension
 * sleeps in it: what wakes it is the first document.
 */
export function useAltTextWindow(
	files: Readonly<Record<string, string>>,
	use: (opened: OpenedWindow) => void,
	settings: Readonly<Record<string, unknown>> = {},
): void {
	useWindow(use, {
		settings: { 'files.autoSave': 'off', ...settings },
		fill: async (workspace) => {
			await copyInto(workspace, { 'a.png': 'media/samples/dialog-light.png' });
			for (const [name, text] of Object.entries(files)) await writeFile(join(workspace, name), text);
		},
	});
}

/** The text of the active editor, in which nothing is to have changed: saved, read from the file. */
export async function savedText(window: VscodeWindow, file: string): Promise<string> {
	await window.page.keyboard.press('ControlOrMeta+S');
	await window.page.locator('.tab.active:not(.dirty)').waitFor();
	return readFile(file, 'utf8');
}

/** The same of one whose text is new, which a tab shows a little later than the text. */
export async function writtenText(window: VscodeWindow, file: string): Promise<string> {
	await window.page.locator('.tab.active.dirty').waitFor();
	return savedText(window, file);
}

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
