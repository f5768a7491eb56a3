// What the packaged extension costs the extension host: time to load and activate, and memory when idle, against emmet.
import * as esbuild from 'esbuild';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { projectDir, vscodeServerDir } from '../support/places.mjs';
import { launchChromium, openWindow, outputDir, type WindowOptions } from '../support/window.ts';
import type { Activation, ProbeReport } from './hostProbe.ts';
import { median } from './measure.ts';
import { packExtension } from './packExtension.ts';
import { milliseconds, type Table, times } from './table.ts';

const rounds = 6;
const glimpse = 'glimpse-vision.glimpse';
const emmet = 'vscode.emmet';

export async function measureHost(): Promise<Table> {
	const dir = await mkdtemp(join(tmpdir(), 'glimpse-bench-'));
	const browser = await launchChromium();
	try {
		const workspace = join(dir, 'workspace');
		await mkdir(workspace);
		const [vsix, extension, tests] = await Promise.all([packExtension(dir), patientEmmet(dir), bundledProbe()]);
		const reports: ProbeReport[] = [];
		for (let round = 0; round < rounds; round++) {
			// In turn, since the first one warms the host for the second.
			const order = round % 2 === 0 ? [glimpse, emmet] : [emmet, glimpse];
			reports.push(await probe({ workspace, extension, tests, vsix: [vsix], browser }, { order, dir }));
		}
		return summary(reports);
	} finally {
		await browser.close();
		await rm(dir, { recursive: true, force: true });
	}
}

function summary(reports: readonly ProbeReport[]): Table {
	const all = (id: string, value: keyof Activation): readonly number[] =>
		reports.map((report) => report[id]?.[value] ?? NaN);
	/** In each host apart: both met the same disturbances there. */
	const comparison = (value: 'time' | 'processorTime'): { readonly value: string; readonly raw: string } => {
		const [ours, theirs] = [all(glimpse, value), all(emmet, value)];
		const ratio = median(ours.map((time, index) => time / (theirs[index] ?? NaN)));
		return { value: times(ratio), raw: `${list(ours)}; ${list(theirs)}` };
	};
	const list = (values: readonly number[]): string =>
		`${milliseconds(median(values))} (${values.map((value) => value.toFixed(0)).join(', ')})`;
	const memory = (id: string, value: 'resident' | 'heap'): { readonly value: string; readonly raw: string } => {
		const [growth, alone] = [median(all(id, value)), median(all('nothing', value))];
		return {
			value: megabytes(growth - alone),
			raw: `grew by ${megabytes(growth)}; in the same time with nothing activated by ${megabytes(alone)}`,
		};
	};
	return {
		title: `The extension host, ${reports.length} fresh ones`,
		rows: [
			{ what: 'load and activate: ours ÷ emmet', goal: '≤ 1 ×', ...comparison('time') },
			{ what: 'the same in processor time', goal: '≤ 1 ×', ...comparison('processorTime') },
			{ what: 'growth of the idle host: resident set', goal: '≤ 15 MB', ...memory(glimpse, 'resident') },
			{ what: 'growth of the idle host: heap in use', ...memory(glimpse, 'heap') },
			{ what: 'the same by emmet: resident set', ...memory(emmet, 'resident') },
			{ what: 'the same by emmet: heap in use', ...memory(emmet, 'heap') },
		],
	};
}

/** Activates the extensions of `order` in a fresh host; `dir` is for what it writes. */
async function probe(
	options: WindowOptions,
	{ order, dir }: { readonly order: readonly string[]; readonly dir: string },
): Promise<ProbeReport> {
	const report = join(dir, 'report.json');
	await rm(report, { force: true });
	const lines: string[] = [];
	const finished = Promise.withResolvers<void>();
	const window = await openWindow({
		...options,
		env: { GLIMPSE_BENCH_ACTIVATE: order.join(' '), GLIMPSE_BENCH_REPORT: report },
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
	// Without the sign of a rounded zero.
	return `${value.toFixed(1).replace(/^-(?=0\.0$)/, '')} MB`;
}
