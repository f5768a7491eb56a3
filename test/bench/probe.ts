import * as esbuild from 'esbuild';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { projectDir } from '../support/places.mjs';
import { openWindow, type WindowOptions } from '../support/openWindow.ts';
import { outputDir, type VscodeWindow } from '../support/window.ts';

/**
 * Opens a window whose extension host runs a probe (`tests`), and gives the report that it writes. `dir` is for the file;
 * `meanwhile` looks at the window while the probe runs.
 */
export async function runProbe<Report>(
	options: WindowOptions,
	{ dir, meanwhile }: { readonly dir: string; readonly meanwhile?: (window: VscodeWindow) => Promise<void> },
): Promise<Report> {
	const report = join(dir, 'report.json');
	await rm(report, { force: true });
	const lines: string[] = [];
	const finished = Promise.withResolvers<void>();
	const window = await openWindow({
		...options,
		env: { ...options.env, GLIMPSE_BENCH_REPORT: report },
		beforeLoad: async (page) => {
			await page.exposeFunction('codeAutomationLog', (type: string, args: readonly unknown[]) => {
				lines.push(`${type}: ${args.join(' ')}`);
			});
			await page.exposeFunction('codeAutomationExit', () => finished.resolve());
		},
	});
	try {
		await meanwhile?.(window);
		await Promise.race([finished.promise, delay(60_000, undefined, { ref: false })]);
		return JSON.parse(await readFile(report, 'utf8'));
	} catch (error) {
		throw new Error(`The host reported nothing.\n${lines.join('\n')}`, { cause: error });
	} finally {
		await window.close();
	}
}

/** The path of a probe of this folder, bundled for the extension host. */
export async function bundledProbe(name: string): Promise<string> {
	const outfile = join(outputDir, 'bench', `${name}.js`);
	await esbuild.build({
		entryPoints: [join(projectDir, 'test/bench', `${name}.ts`)],
		outfile,
		bundle: true,
		format: 'esm',
		platform: 'node',
		target: 'node22',
		external: ['vscode'],
		logLevel: 'warning',
	});
	return outfile;
}
