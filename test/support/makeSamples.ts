// Draws media/samples/ from the pages in test/fixtures/samples/ with a Chromium:
//   node test/support/makeSamples.ts --browser <path> [name ...]
// Writes the text that the pages show to test/fixtures/samples/text.json, line by line: the truth that text recognition is measured against.
import { readFile, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { type SampleLine, textJson, visibleLines } from './visibleLines.ts';

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
	await writeFile(textFile, textJson(text));
} finally {
	await browser.close();
}
