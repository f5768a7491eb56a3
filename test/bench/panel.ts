// The main thread's time for a streamed answer in a real browser: our incremental drawing against drawing everything again.
import * as esbuild from 'esbuild';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectDir } from '../support/places.mjs';
import { launchChromium } from '../support/openWindow.ts';
import { longAnswer } from './longAnswer.ts';
import { interleave, median } from './measure.ts';
import type { Way } from './panelPage.ts';
import { milliseconds, type Table, times } from './table.ts';

export async function measurePanel(): Promise<Table> {
	const { tokens, text } = longAnswer(2000);
	const browser = await launchChromium();
	try {
		const page = await browser.newPage({ viewport: { width: 400, height: 900 } });
		await page.setContent('<!DOCTYPE html><html lang="en"><body></body></html>');
		await page.addStyleTag({ content: await readFile(join(projectDir, 'dist/panel/panel.css'), 'utf8') });
		await page.addScriptTag({ content: await bundledPage() });
		const drawn = (way: Way) => () =>
			page.evaluate(
				async ({ all, chosen }) => ({
					quarters: await window.drawTokens(all, chosen),
					html: document.querySelector('.answer')?.innerHTML,
				}),
				{ all: tokens, chosen: way },
			);
		const measured = await interleave({ incremental: drawn('incremental'), whole: drawn('whole') }, 3);
		if (new Set([...measured.incremental, ...measured.whole].map(({ html }) => html)).size !== 1) {
			throw new Error('The two ways draw different pages.');
		}
		const sum = (quarters: readonly number[]): number => quarters.reduce((total, quarter) => total + quarter, 0);
		const total = (way: Way): number => median(measured[way].map(({ quarters }) => sum(quarters)));
		/** Milliseconds per token in the first and the last quarter. */
		const perToken = (way: Way): readonly [number, number] => {
			const of = (index: number): number => median(measured[way].map(({ quarters }) => quarters.at(index) ?? 0));
			return [of(0) / (tokens.length / 4), of(-1) / (tokens.length / 4)];
		};
		const growth = (way: Way): string => times(perToken(way)[1] / perToken(way)[0]);
		const both = (way: Way): string =>
			perToken(way)
				.map((time) => `${time.toFixed(2)} ms`)
				.join(', ');
		return {
			title: `Main thread for ${tokens.length} tokens of Markdown (${text.length} characters), drawn and laid out after each`,
			rows: [
				{
					what: 'drawing all again ÷ ours',
					value: times(total('whole') / total('incremental')),
					raw: `${milliseconds(total('whole'))}, ${milliseconds(total('incremental'))}`,
				},
				{
					what: 'ours: a token of the last quarter ÷ of the first',
					value: growth('incremental'),
					raw: both('incremental'),
				},
				{ what: 'all again: a token of the last quarter ÷ of the first', value: growth('whole'), raw: both('whole') },
			],
		};
	} finally {
		await browser.close();
	}
}

async function bundledPage(): Promise<string> {
	const { outputFiles } = await esbuild.build({
		entryPoints: [join(projectDir, 'test/bench/panelPage.ts')],
		bundle: true,
		minify: true,
		write: false,
		format: 'iife',
		platform: 'browser',
		loader: { '.svg': 'text' },
		target: 'es2024',
		logLevel: 'warning',
	});
	return outputFiles[0]?.text ?? '';
}
