import { setTimeout as delay } from 'node:timers/promises';
import type { Page } from 'playwright-core';

/** Milliseconds without a frame, with nothing else wrong, after which a page counts as standing still. */
const patience = 4000;

/**
 * Watches that a page is drawn, until it is closed. Now and then a Chromium without a screen stops drawing one for minutes while
 * its scripts go on: what waits to be drawn then waits in vain. To have its picture taken makes it go on; that is printed, since
 * the cause isn't known.
 */
export async function keepDrawing(page: Page): Promise<void> {
	while (!page.isClosed()) {
		const drawn = page.evaluate(() => new Promise<boolean>((resolve) => requestAnimationFrame(() => resolve(true))));
		// A page that is just being loaded anew is none that stands still.
		const isDrawn = await Promise.race([drawn.catch(() => true), delay(patience, false, { ref: false })]);
		if (!isDrawn && !page.isClosed()) {
			console.warn(`A page was not drawn for ${patience / 1000} s; its picture is taken.`);
			await page.bringToFront().catch(() => undefined);
			await page.screenshot().catch(() => undefined);
		}
		await delay(1000, undefined, { ref: false });
	}
}
