// What is drawn of answers as models write them, whole or while they come.
import { expect } from '@playwright/test';
import * as esbuild from 'esbuild';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { answerCases } from '../support/answerCases.ts';
import type { Arrival } from '../support/answerScript.ts';
import { pageBrowser } from '../support/pageBrowser.ts';
import { projectDir } from '../support/places.mjs';

describe('The nodes of an answer', () => {
	let page: Page;

	before(async () => {
		const { outputFiles } = await esbuild.build({
			entryPoints: [join(projectDir, 'test/support/answerScript.ts')],
			bundle: true,
			write: false,
			format: 'iife',
			platform: 'browser',
			loader: { '.svg': 'text' },
		});
		page = await (await pageBrowser()).newPage();
		await page.setContent('<!DOCTYPE html><html lang="en"><body></body></html>');
		await page.addStyleTag({ content: await readFile(join(projectDir, 'dist/panel/panel.css'), 'utf8') });
		await page.addScriptTag({ content: outputFiles[0]?.text ?? '' });
	});
	after(async () => page?.close());

	const drawn = async (markdown: string, arrival: Arrival): Promise<string> =>
		page.evaluate(async (given) => window.drawAnswer(given.markdown, given.arrival), { markdown, arrival });

	it('shows nothing half-drawn', async () => {
		const seen = async (pieces: readonly string[]): Promise<readonly string[]> =>
			page.evaluate(async (given) => window.drawPieces(given), pieces);
		expect(await seen(['$$\n', 'a_1 *b*', '\n$$', '\n\nEnd.'])).toEqual([
			'p.undrawn($$\n)',
			'p.undrawn($$\na_1 *b*)',
			'⟪a_1∗b∗⟫',
			'⟪a_1∗b∗⟫p(End.)',
		]);
		expect(await seen(['<table', ' border="1">', '<tr><td', '>a</td><td>b</t', 'd></tr>', '</table>'])).toEqual([
			'',
			'',
			'',
			'table(tbody(tr(td(a)td(b))))',
			'table(tbody(tr(td(a)td(b))))',
			'table(tbody(tr(td(a)td(b))))',
		]);
	});

	it('has colors in code as soon as all of it is there', async () => {
		const spans = async (): Promise<readonly string[]> =>
			page.evaluate(() =>
				[...document.querySelectorAll('.code pre span')].map((span) => `${span.className} ${span.textContent}`),
			);
		const code = "```ts\nconst a = 'b';\n";
		await drawn(code, 'whole');
		expect(await spans()).toEqual([]);
		await drawn(`${code}\`\`\``, 'by character');
		expect(await spans()).toEqual(['code-keyword const', "code-string 'b'"]);
		await drawn("```\nconst a = 'b';\n```", 'whole');
		expect(await spans()).toEqual([]);
	});

	it('is drawn, whatever a model writes, and stays as it was written where it is too much', async () => {
		const texts = [
			'$'.repeat(100_000),
			'$x$ '.repeat(25_000),
			`$${'\\sqrt{'.repeat(300)}x${'}'.repeat(300)}$`,
			`$${'{'.repeat(900)}x${'}'.repeat(900)}$`,
			`$${'\\sqrt'.repeat(300)} x$`,
			`$x${"'".repeat(1900)}$`,
			`$$\\def\\a{\\b\\b}\\def\\b{\\c\\c}\\def\\c{\\a\\a}\\a$$`,
			`\\[${'a '.repeat(50_000)}\\]`,
			`<table>${'<tr><td colspan=50 rowspan=200>a'.repeat(500)}</table>`,
			`<table><td>${'<table><td>'.repeat(5000)}`,
			'<b>'.repeat(30_000),
			'[^1] '.repeat(10_000) + '\n\n[^1]: Note.',
		];
		for (const text of texts) expect((await drawn(text, 'whole')).length).toBeGreaterThan(3);
		const commands = 'def let global newcommand href includegraphics htmlClass style label'.split(' ');
		for (const command of commands) expect(await drawn(`$\\${command} a$`, 'whole')).toBe(`p($\\${command} a$)`);
	});

	for (const [kind, cases] of Object.entries(answerCases)) {
		describe(kind, () => {
			for (const [title, markdown, expected] of cases) {
				it(title, async () => {
					expect(await drawn(markdown, 'whole')).toBe(expected);
					expect(await drawn(markdown, 'by character')).toBe(expected);
				});
			}
		});
	}
});
