import type { Browser } from 'playwright-core';
import { launchChromium } from './openWindow.ts';

let browser: Promise<Browser> | undefined;

/** Returns the one browser of the suite. It starts with the first page and is closed behind the last test. */
export async function pageBrowser(): Promise<Browser> {
	browser ??= launchChromium();
	return browser;
}

// Loaded by a test file outside of any `describe`, this is a hook of the whole run.
after(async () => (await browser)?.close());
