// Draws media/samples/ from the pages in test/fixtures/samples/ with a Chromium:
//   node test/support/makeSamples.ts --browser <path> [name ...]
// Writes the text that the pages show to test/fixtures/samples/text.json, line by line: the truth that text recognition is measured against.
import { readFile, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium, type Page } from 'playwright-core';

/** One line as a person sees it; `size` is its letters' height of type in pixels, the box is in pixels of the picture. */
export interface SampleLine {
	readonly text: string;
	readonly size: number;
	readonly box: readonly [left: number, top: number, width: number, height: number];
}

const samples: readonly { readonly name: string; readonly width: number; readonly height: number }[] = [
	{ name: 'settings-light.png', width: 1280, height: 800 },
	{ name: 'editor-dark.png', width: 1280, height: 800 },
	{ name: 'dialog-light.png', width: 520, height: 260 },
	{ name: 'dialog-chinese.png', width: 560, height: 250 },
	{ name: 'dialog-japanese.png', width: 560, height: 250 },
	{ name: 'chart-sales.png', width: 960, height: 600 },
	{ name: 'diagram-deploy.png', width: 1100, height: 520 },
	{ name: 'photo-landscape.jpg', width: 1600, height: 1067 },
];

const pages = new URL('../fixtures/samples/', import.meta.url);
const pictures = new URL('../../media/samples/', import.meta.url);

/** The lines of text of the page, in the order of the document; words that touch in one row of one block are one line. */
function visibleLines(page: Page): Promise<SampleLine[]> {
	return page.evaluate(() => {
		interface Line {
			text: string;
			size: number;
			left: number;
			top: number;
			right: number;
			bottom: number;
			block: Element;
		}
		const lines: Line[] = [];
		const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
		for (let node = walker.nextNode(); node; node = walker.nextNode()) {
			if (node.parentElement?.closest('script, style')) continue;
			let block = node.parentElement ?? document.body;
			while (getComputedStyle(block).display === 'inline' && block.tagName !== 'text' && block.parentElement)
				block = block.parentElement;
			for (const word of (node.textContent ?? '').matchAll(/\S+/g)) {
				const range = document.createRange();
				range.setStart(node, word.index);
				range.setEnd(node, word.index + word[0].length);
				const before = (node.textContent ?? '')[word.index - 1];
				for (const rect of range.getClientRects()) {
					const last = lines.at(-1);
					const same = last?.block === block && Math.abs(last.top - rect.top) < rect.height / 2;
					if (last && same) {
						// Two spans without a space between them are one word.
						last.text += (before === undefined && rect.left - last.right < 1 ? '' : ' ') + word[0];
						last.right = rect.right;
						last.bottom = Math.max(last.bottom, rect.bottom);
					} else {
						const size = Number.parseFloat(getComputedStyle(node.parentElement ?? block).fontSize);
						lines.push({
							text: word[0],
							size,
							left: rect.left,
							top: rect.top,
							right: rect.right,
							bottom: rect.bottom,
							block,
						});
					}
				}
			}
		}
		return lines.map(({ text, size, left, top, right, bottom }) => ({
			text,
			size,
			box: [Math.round(left), Math.round(top), Math.round(right - left), Math.round(bottom - top)] as const,
		}));
	});
}

const { values, positionals } = parseArgs({ options: { browser: { type: 'string' } }, allowPositionals: true });
const browser = await chromium.launch({
	executablePath: values.browser ?? process.env['GLIMPSE_BROWSER'],
	args: ['--no-sandbox', '--disable-background-networking', '--disable-lcd-text'],
});
try {
	const textFile = new URL('text.json', pages);
	const text: Record<string, SampleLine[]> = JSON.parse(await readFile(textFile, 'utf8').catch(() => '{}'));
	for (const { name, width, height } of samples) {
		if (positionals.length > 0 && !positionals.includes(name)) continue;
		const page = await browser.newPage({ viewport: { width, height } });
		await page.goto(pathToFileURL(fileURLToPath(new URL(name.replace(/\.\w+$/, '.html'), pages))).href, {
			timeout: 180_000,
		});
		await page.evaluate(() => document.fonts.ready);
		const path = fileURLToPath(new URL(name, pictures));
		if (name.endsWith('.jpg')) await page.screenshot({ path, type: 'jpeg', quality: 82, timeout: 120_000 });
		else {
			await page.screenshot({ path, type: 'png' });
			text[name] = await visibleLines(page);
		}
		await page.close();
		console.log(basename(path));
	}
	await writeFile(
		textFile,
		`${JSON.stringify(text, undefined, '\t').replace(/\[\n\t+(\d+),\n\t+(\d+),\n\t+(\d+),\n\t+(\d+)\n\t+\]/g, '[$1, $2, $3, $4]')}\n`,
	);
} finally {
	await browser.close();
}
