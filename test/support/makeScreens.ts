// Draws the screens of `screenTable.ts` from the pages in test/fixtures/screens/ with a Chromium:
//   node test/support/makeScreens.ts --browser <path> [name ...]
// Fetches the fonts from npm first. Writes the text that each screen shows to text.json beside them.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import sharp from 'sharp';
import { installWhole, unpack } from './npm.mjs';
import { cacheDir } from './places.mjs';
import { type ScreenText, screensFolder, screenTable } from './screenTable.ts';
import { textJson, visibleLines, visibleRows } from './visibleLines.ts';

/** Fonts under the SIL Open Font License, as on people's screens. */
const fonts = [
	'inter@0.4.2',
	'roboto@0.4.3',
	'open-sans@0.4.2',
	'jetbrains-mono@0.4.1',
	'source-code-pro@0.4.1',
	'noto-sans-sc@0.4.3',
	'noto-sans-jp@0.4.3',
];

const fontsDir = join(cacheDir, 'screen-fonts');
const fontsFile = join(fontsDir, 'fonts.conf');
if (!existsSync(fontsFile)) {
	await mkdir(cacheDir, { recursive: true });
	await installWhole(fontsDir, async (dir) => {
		for (const font of fonts)
			for (const folder of ['400Regular', '500Medium', '700Bold'])
				await unpack({ spec: `@expo-google-fonts/${font}`, folder, into: dir });
		const places = `<include>/etc/fonts/fonts.conf</include><dir prefix="relative">.</dir>`;
		await writeFile(
			join(dir, 'fonts.conf'),
			`<fontconfig>${places}<cachedir prefix="relative">cache</cachedir></fontconfig>`,
		);
	});
}

const { values, positionals } = parseArgs({ options: { browser: { type: 'string' } }, allowPositionals: true });
const browser = await chromium.launch({
	executablePath: values.browser ?? process.env['GLIMPSE_BROWSER'],
	args: ['--no-sandbox', '--disable-background-networking', '--disable-lcd-text'],
	env: { ...process.env, FONTCONFIG_FILE: fontsFile },
});
try {
	const textFile = new URL('text.json', screensFolder);
	const text: Record<string, ScreenText> = JSON.parse(await readFile(textFile, 'utf8').catch(() => '{}'));
	for (const {
		name,
		page: source,
		look,
		font,
		mono = 'JetBrains Mono',
		scale = 1,
		width = 640,
		quality,
	} of screenTable) {
		if (positionals.length > 0 && !positionals.includes(name)) continue;
		const page = await browser.newPage({ viewport: { width, height: 100 }, deviceScaleFactor: scale });
		await page.goto(pathToFileURL(fileURLToPath(new URL(`${source}.html`, screensFolder))).href);
		await page.evaluate(
			([theme, ui, code]) => {
				document.documentElement.className = theme;
				document.documentElement.style.cssText = `--font: '${ui}'; --mono: '${code}'`;
			},
			[look, font, mono] as const,
		);
		await page.evaluate(() => document.fonts.ready);
		const png = sharp(await page.screenshot({ fullPage: true }));
		const drawn = quality === undefined ? png.png({ palette: true, colours: 128, effort: 10 }) : png.jpeg({ quality });
		await drawn.toFile(fileURLToPath(new URL(name, screensFolder)));
		text[name] = { lines: (await visibleLines(page)).map((line) => line.text), rows: await visibleRows(page) };
		await page.close();
		console.log(name);
	}
	await writeFile(textFile, textJson(text));
} finally {
	await browser.close();
}
