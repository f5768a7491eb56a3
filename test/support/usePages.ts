import { join } from 'node:path';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { pageBrowser } from './pageBrowser.ts';
import { projectDir } from './places.mjs';

const outputDir = join(projectDir, 'test-output');

/** Registers mocha's hooks: pages that a test opens are closed behind it, and a picture of them is kept when it fails. */
export function usePages(): (options: BrowserContextOptions) => Promise<Page> {
	let opened: Page[] = [];

	afterEach(async function () {
		const pages = opened;
		opened = [];
		const { currentTest } = this;
		for (const [index, page] of pages.entries()) {
			if (currentTest?.state === 'failed') {
				const name = currentTest.fullTitle().replaceAll(/[^\p{L}\p{N}]+/gu, '-');
				await page.screenshot({ path: join(outputDir, `${name}-${index + 1}.png`) });
			}
			await page.context().close();
		}
	});

	return async (options) => {
		const context = await (await pageBrowser()).newContext(options);
		// Ends before the test's own time, so that it is said what was waited for.
		context.setDefaultTimeout(10_000);
		const page = await context.newPage();
		opened.push(page);
		return page;
	};
}
