import type { VscodeWindow } from './window.ts';

/** The four kinds of themes: the names of VS Code's own, and their ids. */
const themes = {
	'Light Modern': 'Light Modern',
	'Dark Modern': 'Dark Modern',
	'Dark High Contrast': 'Default High Contrast',
	'Light High Contrast': 'Default High Contrast Light',
} as const;

/** Changes the window's theme as a user does; resolves when the panel wears it. */
async function wearTheme(window: VscodeWindow, name: keyof typeof themes): Promise<void> {
	const worn = window.panel.locator(`body[data-vscode-theme-id="${themes[name]}"]`);
	if ((await worn.count()) > 0) return;
	await window.runCommand('Preferences: Color Theme');
	await window.inputBox.locator('input[type=text]').first().fill(name);
	await window.choosePick(name);
	await worn.waitFor();
}

/** Calls back in each theme. */
export async function inAllThemes(window: VscodeWindow, check: (name: string) => Promise<void>): Promise<void> {
	for (const name of Object.keys(themes) as (keyof typeof themes)[]) {
		await wearTheme(window, name);
		await check(name);
	}
}
