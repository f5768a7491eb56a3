import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';
import { projectDir } from './places.mjs';

/** What its script makes of itself in the page. */
declare const axe: { run(context: Document, options: RunOptions): Promise<AxeResults> };

/** Returns what axe finds in the panel as it is on screen, one line a rule with what it concerns. */
export async function axeViolations(page: Page): Promise<readonly string[]> {
	if (!(await page.evaluate(() => 'axe' in globalThis))) {
		await page.evaluate(await readFile(join(projectDir, 'node_modules/axe-core/axe.min.js'), 'utf8'));
	}
	const { violations } = await page.evaluate(async (): Promise<AxeResults> =>
		axe.run(document, { resultTypes: ['violations'] }),
	);
	return violations.map(
		({ id, nodes }) =>
			`${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary ?? ''}`).join('\n\t')}`,
	);
}

/** Returns what is wider than its place: elements that stick out of the page or cut off their words. What may scroll is no fault. */
export async function overflowing(page: Page): Promise<readonly string[]> {
	return page.evaluate(() => {
		const width = document.documentElement.clientWidth;
		const mayScroll = 'pre, .table, .formula, textarea, select, .visually-hidden, [hidden]';
		const faults =
			document.documentElement.scrollWidth > width ? [`page: ${document.documentElement.scrollWidth}`] : [];
		for (const element of document.body.querySelectorAll<HTMLElement>('*')) {
			if (element.closest(mayScroll)) continue;
			const box = element.getBoundingClientRect();
			const isCut = element.scrollWidth > element.clientWidth + 1 && element.matches('button, h2, p, li, summary');
			if (box.right > width + 0.5 || box.left < -0.5 || isCut) {
				faults.push(`${element.tagName} ${element.className}: ${element.textContent?.slice(0, 40)}`);
			}
		}
		return faults;
	});
}
