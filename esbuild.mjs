// Builds dist/: the extension host's modules (with a chunk for each heavy part) and the panel's page.
import { mkdir, rm } from 'node:fs/promises';
import * as esbuild from 'esbuild';

const watch = process.argv.includes('--watch');

/** Bundled CommonJS packages call `require` for Node's own modules; an ES module has to make it first. */
const requireForCommonJs =
	"import { createRequire as glimpseCreateRequire } from 'node:module'; const require = glimpseCreateRequire(import.meta.url);";

/** @type {esbuild.BuildOptions} */
const common = { bundle: true, minify: !watch, sourcemap: watch, logLevel: 'warning', target: 'es2024' };

/** @type {esbuild.BuildOptions[]} */
const builds = [
	{
		...common,
		entryPoints: { extension: 'src/extension.ts' },
		outdir: 'dist',
		format: 'esm',
		platform: 'node',
		target: 'node22',
		splitting: true,
		chunkNames: 'chunks/[name]-[hash]',
		external: ['vscode'],
		banner: { js: requireForCommonJs },
	},
	{
		...common,
		entryPoints: { main: 'media/panel/main.ts', panel: 'media/panel/panel.css' },
		outdir: 'dist/panel',
		format: 'iife',
		platform: 'browser',
	},
];

await rm('dist', { recursive: true, force: true });
await mkdir('dist', { recursive: true });
if (watch) await Promise.all(builds.map(async (options) => (await esbuild.context(options)).watch()));
else await Promise.all(builds.map((options) => esbuild.build(options)));
