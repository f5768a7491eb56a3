// A Markdown file of 2,000 images and 150 KB: finding its images, and typing while the command for the whole file works on it.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { marked } from 'marked';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { finish } from '../../src/core/markup/markupDocument.ts';
import { readMarkup, readMarkupInSteps } from '../../src/core/markup/readMarkup.ts';
import { altAnswer } from '../support/altTextRequests.ts';
import { startGlmServer } from '../support/glmServer.ts';
import { projectDir } from '../support/places.mjs';
import { until } from '../support/waiting.ts';
import { openWindow } from '../support/openWindow.ts';
import { interleave, median, timed } from './measure.ts';
import { milliseconds, type Row, type Table, times } from './table.ts';

const images = 2000;
const pictures = 40;

export async function measureAltText(): Promise<Table> {
	const text = document();
	return {
		title: `Alt text: ${images} images in ${(text.length / 1000).toFixed(0)} KB of Markdown`,
		rows: [...(await finding(text)), ...(await typing(text))],
	};
}

function document(): string {
	const parts = Array.from({ length: images }, (_, index) => {
		const heading = index % 25 === 0 ? `## Part ${index / 25}\n\n` : '';
		return `${heading}Step ${index} changes the picture *once more*.\n\n![](p${index % pictures}.png)\n\n`;
	});
	return parts.join('').padEnd(150_000, 'The end of it. ');
}

async function finding(text: string): Promise<readonly Row[]> {
	const changed = `${text.slice(0, 70_000)}x${text.slice(70_000)}`;
	const before = readMarkup(text, 'markdown');
	if (before.references.length !== images) throw new Error(`${before.references.length} images were found.`);
	const work = (run: () => unknown) => (): Promise<number> =>
		timed(() => {
			run();
			return Promise.resolve();
		});
	const measured = await interleave(
		{
			ours: work(() => readMarkup(text, 'markdown')),
			again: work(() => finish(readMarkupInSteps(changed, 'markdown', before))),
			marked: work(() => marked.lexer(text)),
		},
		7,
	);
	const [ours, again, theirs] = [median(measured.ours), median(measured.again), median(measured.marked)];
	return [
		{
			what: 'finding them',
			value: milliseconds(ours),
			goal: '≤ 300 ms',
			raw: `the longest of 7 ${milliseconds(Math.max(...measured.ours))}`,
		},
		{
			what: "finding them ÷ marked's tokens, which have no offsets",
			value: times(ours / theirs),
			raw: `${milliseconds(ours)}, ${milliseconds(theirs)}`,
		},
		{ what: 'finding them after a letter was typed', value: milliseconds(again) },
	];
}

/** From a key to the change of the page that it makes, in milliseconds. Runs in the page. */
function watchKeys(): void {
	const found: number[] = [];
	let pressed: number | undefined;
	addEventListener('keydown', ({ timeStamp }) => (pressed = timeStamp), true);
	new MutationObserver(() => {
		if (pressed !== undefined) found.push(performance.now() - pressed);
		pressed = undefined;
	}).observe(globalThis.document.querySelector('.view-lines') ?? globalThis.document.body, {
		subtree: true,
		childList: true,
		characterData: true,
	});
	Object.assign(globalThis, { glimpseKeys: found });
}

async function typeFor(page: Page, isOver: () => Promise<boolean>): Promise<readonly number[]> {
	await page.evaluate(() => void (globalThis as unknown as { glimpseKeys: number[] }).glimpseKeys.splice(0));
	const deadline = performance.now() + 90_000;
	do {
		if (performance.now() > deadline) throw new Error('The command did not end.');
		await page.keyboard.type('word ', { delay: 40 });
	} while (!(await isOver()));
	return page.evaluate(() => [...(globalThis as unknown as { glimpseKeys: number[] }).glimpseKeys]);
}

async function typing(text: string): Promise<readonly Row[]> {
	const workspace = await mkdtemp(join(tmpdir(), 'glimpse-bench-'));
	const glm = await startGlmServer();
	for (let index = 0; index < pictures; index++) {
		const pixels = Buffer.alloc(64 * 64 * 3, index * 5 + 20);
		await sharp(pixels, { raw: { width: 64, height: 64, channels: 3 } })
			.png()
			.toFile(join(workspace, `p${index}.png`));
		glm.script({ kind: 'text', text: altAnswer(`The picture after step ${index}.`) });
	}
	await writeFile(join(workspace, 'a.md'), text);
	const window = await openWindow({ extension: projectDir, workspace, settings: { 'glimpse.endpoint': glm.endpoint } });
	try {
		const { page } = window;
		await window.waitForExtension();
		await window.openFile('a.md');
		await page.locator('.squiggly-hint').first().waitFor();
		await page.locator('.view-line').getByText('Step 0').click();
		await page.keyboard.press('End');
		await page.evaluate(watchKeys);
		let rounds = 0;
		const alone = await typeFor(page, () => Promise.resolve(++rounds >= 25));

		await window.runCommand('Glimpse: Generate Missing Alt Text in File');
		await window.dialog().getByRole('button', { name: 'Write Alt Text' }).click();
		await page.locator('.view-line').getByText('Step 0').click();
		await page.keyboard.press('End');
		const ready = page.locator('.statusbar-item').getByText(`Alt text for ${images} images is ready.`);
		const start = performance.now();
		await page.locator('.monaco-editor textarea, .monaco-editor .native-edit-context').first().focus();
		const during = await typeFor(page, async () => (await ready.count()) > 0);
		const took = performance.now() - start;
		await ready.click();
		await window.choosePick('Apply');
		await until(
			'the edit',
			async () => (await page.locator('.view-line').getByText('![The picture after').count()) > 0,
		);
		const slow = (all: readonly number[]): number => all.filter((each) => each > 50).length;
		return [
			{
				what: 'key to change of the page while it works: the longest',
				value: milliseconds(Math.max(...during)),
				goal: '≤ 50 ms',
				raw: `${during.length} keys in ${milliseconds(took)}, ${slow(during)} of them over 50 ms; median ${milliseconds(median(during))}`,
			},
			{
				what: 'the same with nothing at work',
				value: milliseconds(Math.max(...alone)),
				raw: `${alone.length} keys, ${slow(alone)} over 50 ms; median ${milliseconds(median(alone))}`,
			},
		];
	} finally {
		await window.screenshot(join(projectDir, 'test-output/bench-altText.png'));
		await window.close();
		await glm.stop();
		await rm(workspace, { recursive: true, force: true });
	}
}
