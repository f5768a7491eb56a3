import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readTheme, themeFile, themes, themesDir, type ThemedPage } from '../support/themes.ts';
import { useWindow } from '../support/useWindow.ts';
import { outputDir, type VscodeWindow } from '../support/window.ts';

describe('What the page tests take for the editor', () => {
	let window: VscodeWindow;

	useWindow((opened) => {
		({ window } = opened);
	});

	it('is what a webview gets of each theme', async () => {
		const output = join(outputDir, 'themes');
		await mkdir(output, { recursive: true });
		await window.runCommand('Glimpse: Focus on Glimpse View');
		for (const theme of themes) {
			const expected = readTheme(theme);
			const worn = window.panel.locator(`body[data-vscode-theme-id="${expected.body['data-vscode-theme-id']}"]`);
			if ((await worn.count()) === 0) {
				await window.runCommand('Preferences: Color Theme');
				await window.inputBox.locator('input[type=text]').first().fill(theme);
				await window.choosePick(theme);
				await worn.waitFor();
			}
			const frame = await window.panelFrame();
			const { style, ...themed } = await frame.evaluate((): ThemedPage & { readonly style: string } => {
				const { style: variables } = document.documentElement;
				return {
					body: Object.fromEntries([...document.body.attributes].map(({ name, value }) => [name, value])),
					variables: Object.fromEntries([...variables].map((name) => [name, variables.getPropertyValue(name)])),
					style: document.querySelector('#_defaultStyles')?.textContent ?? '',
				};
			});
			await writeFile(join(output, themeFile(theme)), `${JSON.stringify(themed, undefined, '\t')}\n`);
			await writeFile(join(output, 'webview.css'), withoutIndent(style));
			assert.deepEqual(withoutFonts(themed), withoutFonts(expected), theme);
			assert.equal(withoutIndent(style), await readFile(join(themesDir, 'webview.css'), 'utf8'));
		}
	});
});

/** Fonts are those of the machine. */
function withoutFonts({ body, variables }: ThemedPage): ThemedPage {
	const others = Object.entries(variables).filter(([name]) => !/font/i.test(name));
	return { body, variables: Object.fromEntries(others) };
}

/** Takes away what the editor's own code is indented by. */
function withoutIndent(style: string): string {
	return `${style.trim().replaceAll(/^\t\t/gm, '')}\n`;
}
