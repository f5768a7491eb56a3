import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { useSharedWindow } from '../support/sharedWindows.ts';
import { readTheme, themeFile, themes, themesDir, type ThemedPage } from '../support/themes.ts';
import { outputDir } from '../support/window.ts';

describe('What the page tests take for the editor', () => {
	const bed = useSharedWindow();

	it('is what a webview gets of each theme', async () => {
		const { window } = bed;
		const output = join(outputDir, 'themes');
		await mkdir(output, { recursive: true });
		for (const theme of themes) {
			const expected = readTheme(theme);
			const id = expected.body['data-vscode-theme-id'];
			const worn = window.panel.locator(`body[data-vscode-theme-id="${id}"]`);
			await bed.set({ 'workbench.colorTheme': id });
			await worn.waitFor();
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
