import { readFileSync } from 'node:fs';

/** The pages, the pictures drawn of them by `makeScreens.ts`, and `text.json`. */
export const screensFolder = new URL('../fixtures/screens/', import.meta.url);

/** A drawn screen whose text is known. */
interface Screen {
	/** The picture's file. */
	readonly name: string;
	/** The page, without `.html`. */
	readonly page: string;
	readonly look: 'light' | 'dark';
	readonly font: string;
	/** The font of code. */
	readonly mono?: string;
	/** Pixels of the picture to one of the page, 1 if undefined. */
	readonly scale?: number;
	/** The page's width, 640 if undefined. */
	readonly width?: number;
	/** The quality of a JPEG; a PNG if undefined. */
	readonly quality?: number;
}

/** What a screen shows: its lines in the document's order, and rows of cells that stand side by side. */
export interface ScreenText {
	readonly lines: readonly string[];
	readonly rows: readonly (readonly string[])[];
}

const sc = 'Noto Sans SC';
const jp = 'Noto Sans JP';

export const screenTable: readonly Screen[] = [
	{ name: 'settings-light.png', page: 'settings', look: 'light', font: 'Inter' },
	{ name: 'settings-dark-2x.png', page: 'settings', look: 'dark', font: 'Roboto', scale: 2, width: 480 },
	{ name: 'login-light.png', page: 'login', look: 'light', font: 'Open Sans' },
	{ name: 'login-dark.jpg', page: 'login', look: 'dark', font: 'Inter', quality: 70 },
	{ name: 'code-dark.png', page: 'code', look: 'dark', font: 'Inter' },
	{ name: 'code-light-2x.png', page: 'code', look: 'light', font: 'Roboto', mono: 'Source Code Pro', scale: 2 },
	{ name: 'python-light.png', page: 'python', look: 'light', font: 'Inter', mono: 'DejaVu Sans Mono' },
	{ name: 'python-dark.jpg', page: 'python', look: 'dark', font: 'Inter', quality: 75 },
	{ name: 'terminal-dark.png', page: 'terminal', look: 'dark', font: 'Inter', mono: 'DejaVu Sans Mono' },
	{ name: 'terminal-light-2x.png', page: 'terminal', look: 'light', font: 'Inter', scale: 2 },
	{ name: 'listing-dark.png', page: 'listing', look: 'dark', font: 'Inter', mono: 'Liberation Mono' },
	{ name: 'listing-light.jpg', page: 'listing', look: 'light', font: 'Inter', mono: 'DejaVu Sans Mono', quality: 60 },
	{ name: 'table-light.png', page: 'table', look: 'light', font: 'Liberation Sans' },
	{ name: 'table-dark-2x.png', page: 'table', look: 'dark', font: 'Inter', scale: 2 },
	{ name: 'commits-light.png', page: 'commits', look: 'light', font: 'Open Sans' },
	{ name: 'commits-dark.png', page: 'commits', look: 'dark', font: 'Roboto' },
	{ name: 'article-light.png', page: 'article', look: 'light', font: 'Liberation Sans' },
	{ name: 'article-dark-2x.jpg', page: 'article', look: 'dark', font: 'Open Sans', scale: 2, quality: 70 },
	{ name: 'dashboard-light.png', page: 'dashboard', look: 'light', font: 'Inter' },
	{ name: 'dashboard-dark.png', page: 'dashboard', look: 'dark', font: 'DejaVu Sans' },
	{ name: 'inbox-light.png', page: 'inbox', look: 'light', font: 'Roboto', width: 760 },
	{ name: 'inbox-dark-2x.png', page: 'inbox', look: 'dark', font: 'Inter', scale: 2, width: 760 },
	{ name: 'files-light.png', page: 'files', look: 'light', font: 'Open Sans' },
	{ name: 'files-dark.jpg', page: 'files', look: 'dark', font: 'Roboto', quality: 75 },
	{ name: 'menu-light.png', page: 'menu', look: 'light', font: 'Roboto', width: 400 },
	{ name: 'menu-dark-2x.png', page: 'menu', look: 'dark', font: 'Inter', scale: 2, width: 400 },
	{ name: 'error-light.jpg', page: 'error', look: 'light', font: 'Inter', quality: 40 },
	{ name: 'error-dark.png', page: 'error', look: 'dark', font: 'Open Sans' },
	{ name: 'chat-light-2x.png', page: 'chat', look: 'light', font: 'Inter', scale: 2, width: 480 },
	{ name: 'chat-dark.png', page: 'chat', look: 'dark', font: 'Roboto', width: 480 },
	{ name: 'console-light.png', page: 'console', look: 'light', font: 'Roboto' },
	{ name: 'console-dark-2x.png', page: 'console', look: 'dark', font: 'Inter', scale: 2 },
	{ name: 'zh-settings-light.png', page: 'zh-settings', look: 'light', font: sc, width: 480 },
	{ name: 'zh-settings-dark-2x.png', page: 'zh-settings', look: 'dark', font: sc, scale: 2, width: 480 },
	{ name: 'zh-table-light.png', page: 'zh-table', look: 'light', font: sc },
	{ name: 'zh-table-dark.png', page: 'zh-table', look: 'dark', font: sc },
	{ name: 'zh-error-light.png', page: 'zh-error', look: 'light', font: sc, width: 480 },
	{ name: 'zh-error-dark.jpg', page: 'zh-error', look: 'dark', font: sc, width: 480, quality: 60 },
	{ name: 'zh-article-light-2x.jpg', page: 'zh-article', look: 'light', font: sc, scale: 2, width: 480, quality: 70 },
	{ name: 'ja-settings-light.png', page: 'ja-settings', look: 'light', font: jp, width: 480 },
	{ name: 'ja-settings-dark-2x.png', page: 'ja-settings', look: 'dark', font: jp, scale: 2, width: 480 },
	{ name: 'ja-table-light.png', page: 'ja-table', look: 'light', font: jp },
	{ name: 'ja-table-dark.png', page: 'ja-table', look: 'dark', font: jp },
	{ name: 'ja-dialog-light.png', page: 'ja-dialog', look: 'light', font: jp, width: 480 },
	{ name: 'ja-dialog-dark-2x.jpg', page: 'ja-dialog', look: 'dark', font: jp, scale: 2, width: 480, quality: 70 },
];

/** What each screen shows, by its name. */
export function screenText(): Readonly<Record<string, ScreenText>> {
	return JSON.parse(readFileSync(new URL('text.json', screensFolder), 'utf8'));
}
