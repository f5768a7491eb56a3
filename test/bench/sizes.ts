// How large the built parts are, and the package.
import * as esbuild from 'esbuild';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { projectDir } from '../support/places.mjs';
import { packExtension } from '../support/packExtension.ts';
import type { Table } from './table.ts';

export async function measureSizes(): Promise<Table> {
	const main = await mainChunks();
	const [sizes, page, formulas, code, style, vsix] = await Promise.all([
		Promise.all(main.map(sizeOf)),
		sizeOf('dist/panel/main.js'),
		sizeOf('dist/panel/drawFormula.js'),
		sizeOf('dist/panel/colorCode.js'),
		sizeOf('dist/panel/panel.css'),
		packageSize(),
	]);
	const total = sizes.reduce((sum, size) => sum + size, 0);
	const [entry = 0] = sizes;
	return {
		title: 'Sizes (1 KB is 1,000 bytes)',
		rows: [
			{
				what: 'code that loads with the extension',
				value: kilobytes(total),
				goal: '≤ 60 KB',
				raw: `extension.js ${kilobytes(entry)}, ${main.length - 1} chunks that it imports statically ${kilobytes(total - entry)}`,
			},
			{
				what: "panel's script",
				value: kilobytes(page),
				raw: `and ${kilobytes(style)} of style; later for formulas ${kilobytes(formulas)}, for code ${kilobytes(code)}`,
			},
			{ what: 'package (VSIX)', value: `${(vsix / 1e6).toFixed(1)} MB`, goal: '≤ 14 MB' },
		],
	};
}

/** The files that the extension host reads before it can activate: the entry first. */
async function mainChunks(): Promise<readonly string[]> {
	const entry = 'dist/extension.js';
	const { metafile } = await esbuild.build({
		entryPoints: [entry],
		absWorkingDir: projectDir,
		bundle: true,
		metafile: true,
		write: false,
		splitting: true,
		outdir: 'unused',
		format: 'esm',
		platform: 'node',
		external: ['vscode'],
		logLevel: 'error',
	});
	const reached = new Set([entry]);
	for (const file of reached) {
		for (const { path, kind, external } of metafile.inputs[file]?.imports ?? []) {
			if (kind === 'import-statement' && !external) reached.add(path);
		}
	}
	return [...reached];
}

async function packageSize(): Promise<number> {
	const dir = await mkdtemp(join(tmpdir(), 'glimpse-bench-'));
	try {
		return await sizeOf(await packExtension(dir));
	} finally {
		await rm(dir, { recursive: true, force: true });
	}
}

/** Bytes; a relative path begins at the project. */
async function sizeOf(file: string): Promise<number> {
	return (await stat(resolve(projectDir, file))).size;
}

function kilobytes(bytes: number): string {
	return `${(bytes / 1000).toFixed(1)} KB`;
}
