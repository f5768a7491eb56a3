import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openActionMenu, waitForHints } from '../support/altTextDriver.ts';
import { altAnswer } from '../support/altTextRequests.ts';
import { sample, useSharedWindow } from '../support/sharedWindows.ts';

/** A document of each kind, where in it the cursor stands, and the line that holds its alt text once that is written. */
const kinds: readonly (readonly [file: string, markup: string, at: string, line: string])[] = [
	['quarto.qmd', '![](a.png)\n', '![', '![](a.png){fig-alt="Found."}'],
	['notebook.Rmd', '![](a.png){width=50%}\n', '![', 'fig-alt="Found."'],
	['wiki.md', '![[a.png|300]]\n', '![[', '![[a.png|Found.|300]]'],
	['hugo.md', '{{< figure src="a.png" >}}\n', '{{<', '{{< figure src="a.png" alt="Found." >}}'],
	['learn.md', ':::image source="a.png":::\n', ':::', ':::image source="a.png" alt-text="Found.":::'],
	['myst.md', '```{figure} a.png\n\n```\n', '```{fig', ':alt: Found.'],
	['gitbook.md', '<figure><img src="a.png"></figure>\n', '<img', '<figure><img src="a.png" alt="Found."></figure>'],
	['docusaurus.mdx', '<img src={require("./a.png")} />\n', '<img', '<img src={require("./a.png")} alt="Found." />'],
	['script.js', 'const a = <img src="a.png" />;\n', '<img', 'const a = <img src="a.png" alt="Found." />;'],
	['page.rst', '.. image:: a.png\n', '..', ':alt: Found.'],
	['page.adoc', 'image::a.png[]\n', 'image', 'image::a.png["Found."]'],
	['page.typ', '#image("a.png")\n', 'image', '#image("a.png", alt: "Found.")'],
	['page.tex', '\\includegraphics{a}\n', '\\inc', '\\includegraphics[alt={Found.}]{a}'],
	['page.org', '[[file:a.png]]\n', '[[', '#+ATTR_HTML: :alt Found.'],
	['angular.html', '<img ngSrc="a.png">\n', '<img', '<img ngSrc="a.png" alt="Found.">'],
	['object.html', '<object data="a.png"></object>\n', '<object', 'aria-label="Found."'],
	['page.php', '<?php a(); ?><img src="a.png">\n', '<img', '<?php a(); ?><img src="a.png" alt="Found.">'],
	['page.blade.php', '@if(a)<img src="a.png">@endif\n', '<img', '@if(a)<img src="a.png" alt="Found.">@endif'],
	['page.twig', '{{ a }}<img src="a.png">\n', '<img', '{{ a }}<img src="a.png" alt="Found.">'],
	['page.jinja', '{{ a }}<img src="a.png">\n', '<img', '{{ a }}<img src="a.png" alt="Found.">'],
	['page.njk', '{{ a }}<img src="a.png">\n', '<img', '{{ a }}<img src="a.png" alt="Found.">'],
	['page.liquid', '{{ a }}<img src="a.png">\n', '<img', '{{ a }}<img src="a.png" alt="Found.">'],
	['page.hbs', '{{#if a}}<img src="a.png">{{/if}}\n', '<img', '{{#if a}}<img src="a.png" alt="Found.">{{/if}}'],
	['page.ejs', '<%= a %><img src="a.png">\n', '<img', '<%= a %><img src="a.png" alt="Found.">'],
	['page.erb', '<%= a %><img src="a.png">\n', '<img', '<%= a %><img src="a.png" alt="Found.">'],
	['page.cshtml', '@a.B("c")<img src="a.png">\n', '<img', '@a.B("c")<img src="a.png" alt="Found.">'],
];

describe('Alt text by Ctrl+. in every kind of document', () => {
	const bed = useSharedWindow({ files: { 'a.png': sample('dialog-light.png') } });

	for (const [file, markup, at, line] of kinds) {
		it(`is written, and taken back with Ctrl+Z: ${file}`, async () => {
			const { glm, host, window, workspace } = bed;
			await writeFile(join(workspace, file), markup);
			glm.script({ kind: 'text', text: altAnswer('Found.') });
			await host.call('openText', file, at);
			await waitForHints(window);
			await openActionMenu(window);
			const offered = await window.page.locator('.action-widget .action').allInnerTexts();
			assert.equal(offered[0]?.trim(), 'Generate alt text');
			await window.page.keyboard.press('Enter');
			await window.line(line).waitFor();
			await window.page.keyboard.press('ControlOrMeta+Z');
			await window.line(line).waitFor({ state: 'detached' });
			assert.equal(await host.call('savedText', file), markup);
		});
	}

	it('is written, and taken back with Ctrl+Z: a cell of a notebook', async () => {
		const { glm, host, window, workspace } = bed;
		const source = ['![](a.png)\n', '\n', 'Words.'];
		await writeFile(
			join(workspace, 'page.ipynb'),
			JSON.stringify({
				cells: [{ cell_type: 'markdown', metadata: {}, source }],
				metadata: {},
				nbformat: 4,
				nbformat_minor: 5,
			}),
		);
		glm.script({ kind: 'text', text: altAnswer('Found.') });
		await host.call('openFile', 'page.ipynb');
		await host.call('run', 'notebook.focusTop');
		await host.call('run', 'notebook.cell.edit');
		await waitForHints(window);
		await window.page.keyboard.press('ControlOrMeta+Home');
		await openActionMenu(window);
		await window.page.keyboard.press('Enter');
		await window.line('![Found.](a.png)').waitFor();
		await window.page.keyboard.press('ControlOrMeta+Z');
		await window.line('![](a.png)').waitFor();
	});
});
