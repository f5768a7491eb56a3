// What the packaged extension costs the extension host: time to load and activate, and memory when idle, against emmet.
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vscodeServerDir } from '../support/places.mjs';
import { launchChromium } from '../support/openWindow.ts';
import type { Activation, ProbeReport } from './hostProbe.ts';
import { median } from './measure.ts';
import { packExtension } from '../support/packExtension.ts';
import { bundledProbe, runProbe } from './probe.ts';
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
		const [vsix, extension, tests] = await Promise.all([
			packExtension(dir),
			patientEmmet(dir),
			bundledProbe('hostProbe'),
		]);
		const reports: ProbeReport[] = [];
		for (let round = 0; round < rounds; round++) {
			// In turn, since the first one warms the host for the second.
			const order = round % 2 === 0 ? [glimpse, emmet] : [emmet, glimpse];
			const env = { GLIMPSE_BENCH_ACTIVATE: order.join(' ') };
			reports.push(await runProbe<ProbeReport>({ workspace, extension, tests, vsix: [vsix], browser, env }, { dir }));
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

/** A copy of the editor's own emmet, which takes its place: that one activates by itself as soon as there is any text. */
async function patientEmmet(dir: string): Promise<string> {
	const copy = join(dir, 'emmet');
	await cp(join(vscodeServerDir, 'extensions', 'emmet'), copy, { recursive: true });
	const manifest = join(copy, 'package.json');
	const content: object = JSON.parse(await readFile(manifest, 'utf8'));
	await writeFile(manifest, JSON.stringify({ ...content, activationEvents: [] }));
	return copy;
}

function megabytes(value: number): string {
	// Without the sign of a rounded zero.
	return `${value.toFixed(1).replace(/^-(?=0\.0$)/, '')} MB`;
}
