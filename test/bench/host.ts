// What the extension costs the extension host: time to load and activate, against a built-in extension, and memory when idle.
import * as esbuild from 'esbuild';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Browser } from 'playwright-core';
import { projectDir, vscodeServerDir } from '../support/places.mjs';
import { launchChromium, openWindow, outputDir } from '../support/window.ts';
import type { Memory, ProbeReport } from './hostProbe.ts';
import { interleave, median } from './measure.ts';
import { milliseconds, type Table, times } from './table.ts';

const rounds = 3;

export async function measureHost(): Promise<Table> {
	const dir = await mkdtemp(join(tmpdir(), 'glimpse-bench-'));
	const browser = await launchChromium();
	try {
		const tests = await bundledProbe();
		const emmet = await patientEmmet(dir);
		const host = (extension: string, activate: string) => () => probe({ extension, activate, dir, tests, browser });
		const measured = await interleave(
			{
				glimpse: host(projectDir, 'glimpse-vision.glimpse'),
				emmet: host(emmet, 'vscode.emmet'),
				none: host(projectDir, ''),
			},
			rounds,
		);
		const activation = (name: 'glimpse' | 'emmet'): number => median(measured[name].map((report) => report.activation));
		const growth = (name: keyof typeof measured, kind: keyof Memory): number =>
			median(measured[name].map((report) => report.growth[kind]));
		const cost = (name: 'glimpse' | 'emmet', kind: keyof Memory): string =>
			megabytes(growth(name, kind) - growth('none', kind));
		const parts = (name: 'glimpse' | 'emmet', kind: keyof Memory): string =>
			`grew by ${megabytes(growth(name, kind))}; by ${megabytes(growth('none', kind))} with nothing activated`;
		const activations = (name: 'glimpse' | 'emmet'): string =>
			`${milliseconds(activation(name))} (${measured[name].map((report) => report.activation.toFixed(0)).join(', ')})`;
		return {
			title: `The extension host, ${rounds} fresh ones for each`,
			rows: [
				{
					what: 'load and activate: ours ÷ emmet',
					value: times(activation('glimpse') / activation('emmet')),
					goal: '≤ 1 ×',
					raw: `${activations('glimpse')}, ${activations('emmet')}`,
				},
				{
					what: 'memory when idle: resident set',
					value: cost('glimpse', 'resident'),
					goal: '≤ 15 MB',
					raw: parts('glimpse', 'resident'),
				},
				{ what: 'memory when idle: heap in use', value: cost('glimpse', 'heap'), raw: parts('glimpse', 'heap') },
				{ what: 'the same of emmet: resident set', value: cost('emmet', 'resident'), raw: parts('emmet', 'resident') },
			],
		};
	} finally {
		await browser.close();
		await rm(dir, { recursive: true, force: true });
	}
}

interface ProbeOptions {
	/** The folder of the extension under development. */
	readonly extension: string;
	/** The extension to activate; empty for none. */
	readonly activate: string;
	/** For what a run leaves. */
	readonly dir: string;
	/** The bundled probe. */
	readonly tests: string;
	readonly browser: Browser;
}

/** A fresh host, on an empty folder. */
async function probe({ extension, activate, dir, tests, browser }: ProbeOptions): Promise<ProbeReport> {
	const report = join(dir, 'report.json');
	const workspace = join(dir, 'workspace');
	await rm(report, { force: true });
	await mkdir(workspace, { recursive: true });
	const lines: string[] = [];
	const finished = Promise.withResolvers<void>();
	const window = await openWindow({
		workspace,
		browser,
		extension,
		tests,
		env: { GLIMPSE_BENCH_ACTIVATE: activate, GLIMPSE_BENCH_REPORT: report },
		beforeLoad: async (page) => {
			await page.exposeFunction('codeAutomationLog', (type: string, args: readonly unknown[]) => {
				lines.push(`${type}: ${args.join(' ')}`);
			});
			await page.exposeFunction('codeAutomationExit', () => finished.resolve());
		},
	});
	try {
		await Promise.race([finished.promise, delay(60_000, undefined, { ref: false })]);
		return JSON.parse(await readFile(report, 'utf8'));
	} catch (error) {
		throw new Error(`The host reported nothing.\n${lines.join('\n')}`, { cause: error });
	} finally {
		await window.close();
	}
}

/** A copy of the editor's own emmet, which takes its place: that one activates by itself as soon as there is any text. */
async function patientEmmet(dir: string): Promise<string> {
	const copy = join(dir, 'emmet');
	await cp(join(vscodeServerDir, 'extensions', 'emmet'), copy, { recursive: true });
	const manifest = join(copy, 'package.json');
	const content: object = JSON.parse(await readFile(manifest, 'utf8'));
	await writeFile(manifest, JSON.stringify({ ...content, activationEvents: [] }));
	return copy;
}

async function bundledProbe(): Promise<string> {
	const outfile = join(outputDir, 'bench', 'hostProbe.js');
	await esbuild.build({
		entryPoints: [join(projectDir, 'test/bench/hostProbe.ts')],
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

function megabytes(value: number): string {
	return `${value.toFixed(1)} MB`;
}
