// Builds dist/: the extension host's modules (with a chunk for each heavy part), the panel's page, and dist/local/ with all
// that converting pictures and reading text on this machine need. `--out <folder>` builds elsewhere. With GLIMPSE_BUILT set
// nothing is built: vsce builds before it packs, and tests pack what they run on.
import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { brotliCompress, constants, gunzipSync } from 'node:zlib';
import * as esbuild from 'esbuild';

if (process.env['GLIMPSE_BUILT']) process.exit();

const {
	values: { watch, out },
} = parseArgs({ options: { watch: { type: 'boolean', default: false }, out: { type: 'string', default: 'dist' } } });

/** Bundled CommonJS packages call `require` for Node's own modules; an ES module has to make it first. */
const requireForCommonJs =
	"import { createRequire as glimpseCreateRequire } from 'node:module'; const require = glimpseCreateRequire(import.meta.url);";

const olderNode = 'src/cli/olderNode.ts';

/** @type {{ version: string }} */
const { version } = JSON.parse(await readFile('package.json', 'utf8'));

/** @type {esbuild.BuildOptions} */
const common = { bundle: true, minify: !watch, sourcemap: watch, logLevel: 'warning', target: 'es2024' };

/**
 * Keeps all that loads with the extension in one chunk. Modules are put together by the entries that reach them, and each
 * lazily loaded module is such an entry: with the extension's own module imported by all of them, they agree about the rest.
 * @type {esbuild.Plugin}
 */
const oneEagerChunk = {
	name: 'one eager chunk',
	setup(build) {
		const eager = resolve('src/extension.ts');
		build.onResolve({ filter: /^\.{1,2}\// }, ({ kind, path, resolveDir }) =>
			kind === 'dynamic-import' ? { path: resolve(resolveDir, path), namespace: 'lazy' } : undefined,
		);
		build.onLoad({ filter: /./, namespace: 'lazy' }, ({ path }) => ({
			contents: `import ${JSON.stringify(eager)}; export * from ${JSON.stringify(path)};`,
			resolveDir: '.',
		}));
	},
};

/**
 * Puts icons into the script as text, to a hundredth of a pixel: the further decimals are a third of it.
 * @type {esbuild.Plugin}
 */
const iconsAsText = {
	name: 'icons as text',
	setup(build) {
		build.onLoad({ filter: /\.svg$/ }, async ({ path }) => {
			const svg = await readFile(path, 'utf8');
			const contents = svg.replaceAll(/\d*\.\d{3,}/g, (number) => `${Math.round(Number(number) * 100) / 100}`);
			return { contents, loader: 'text' };
		});
	},
};

/**
 * Leaves what the panel's page imports later to files of their own, which share nothing with it: with code splitting a file
 * of a hundred bytes would be loaded before it.
 * @type {esbuild.Plugin}
 */
const importsStay = {
	name: 'imports stay',
	setup(build) {
		build.onResolve({ filter: /^\.\// }, ({ kind, path }) =>
			kind === 'dynamic-import' ? { path: path.replace(/\.ts$/, '.js'), external: true } : undefined,
		);
	},
};

/** @type {esbuild.BuildOptions[]} */
const builds = [
	{
		...common,
		entryPoints: { extension: 'src/extension.ts' },
		outdir: out,
		format: 'esm',
		platform: 'node',
		target: 'node22',
		splitting: true,
		chunkNames: 'chunks/[name]-[hash]',
		external: ['vscode'],
		plugins: [oneEagerChunk],
		banner: { js: requireForCommonJs },
	},
	{
		...common,
		entryPoints: {
			main: 'media/panel/main.ts',
			drawFormula: 'media/panel/drawFormula.ts',
			colorCode: 'media/panel/colorCode.ts',
			panel: 'media/panel/panel.css',
		},
		outdir: join(out, 'panel'),
		format: 'esm',
		platform: 'browser',
		plugins: [iconsAsText, importsStay],
	},
	{
		...common,
		entryPoints: { main: 'media/review/main.ts', review: 'media/review/review.css' },
		outdir: join(out, 'review'),
		format: 'esm',
		platform: 'browser',
	},
	{
		...common,
		entryPoints: { cli: 'src/cli/main.ts' },
		outdir: out,
		outExtension: { '.js': '.mjs' },
		format: 'esm',
		platform: 'node',
		target: 'node20',
		inject: [olderNode],
		define: { glimpseVersion: JSON.stringify(version) },
		banner: { js: requireForCommonJs },
	},
	{
		...common,
		entryPoints: {
			worker: 'src/ocr/ocrProcess.ts',
			converter: 'src/converter/pictureProcess.ts',
			video: 'src/converter/videoProcess.ts',
			markup: 'src/documents/markupProcess.ts',
		},
		outdir: join(out, 'local'),
		outExtension: { '.js': '.mjs' },
		format: 'esm',
		platform: 'node',
		// The command line starts them with Node 20 too.
		target: 'node20',
		inject: [olderNode],
		banner: {
			js: `${requireForCommonJs} const __dirname = import.meta.dirname, __filename = import.meta.filename;`,
		},
	},
];

/** What the worker processes of dist/local/ load at run time. */
const localFiles = [
	...['latin-400', 'latin-700', 'latin-ext-400', 'cyrillic-400', 'greek-400'].map(
		(part) => `@fontsource/noto-sans/files/noto-sans-${part}-normal.woff2`,
	),
	'@fontsource/noto-sans-mono/files/noto-sans-mono-latin-400-normal.woff2',
	'@fontsource/noto-emoji/files/noto-emoji-emoji-400-normal.woff2',
];

/** The data of text recognition; they come packed in a way that takes a twentieth more. */
const trainedData = ['eng', 'chi_sim', 'jpn'].map((script) => [
	`${script}.traineddata.br`,
	`@tesseract.js-data/${script}/4.0.0_best_int/${script}.traineddata.gz`,
]);

/** Programs and data that the worker processes unpack when they need them; packed they take a quarter less than in the package's own zip. */
const packedFiles = {
	'vips.wasm.br': 'wasm-vips/lib/vips.wasm',
	'vips-heif.wasm.br': 'wasm-vips/lib/vips-heif.wasm',
	'vips-jxl.wasm.br': 'wasm-vips/lib/vips-jxl.wasm',
	// Of tesseract's programs only the one that every supported Node runs.
	'tesseract-core-simd-lstm.wasm.br': 'tesseract.js-core/tesseract-core-simd-lstm.wasm',
	'resvg.wasm.br': '@resvg/resvg-wasm/index_bg.wasm',
	'libheif.wasm.br': 'libheif-js/libheif-wasm/libheif.wasm',
	...Object.fromEntries(trainedData),
};

/** What vips gets at most, in pages of 64 KB. A picture that needs more is refused, and the window's other work goes on. */
const vipsPages = (768 * 1024) / 64;

/**
 * What is changed in its script: it makes the memory by itself, up to 2 GB, and takes no other; programs of further codecs it
 * reads from files alone, unpacked.
 */
const vipsChanges = [
	['maximum:32768,shared:!0', `maximum:${vipsPages},shared:!0`],
	['var Da={},', 'var Da=Module.codecs??{},'],
];

/** @param {string} target */
async function writeVipsScript(target) {
	let script = await readFile(join('node_modules', 'wasm-vips/lib/vips-node.mjs'), 'utf8');
	for (const [before = '', after = ''] of vipsChanges) {
		if (script.split(before).length !== 2) throw new Error(`The script of vips has no \`${before}\`.`);
		script = script.replace(before, after);
	}
	await writeFile(target, script);
}

async function copyLocalFiles() {
	await mkdir(join(out, 'local'), { recursive: true });
	await Promise.all([
		...localFiles.map((file) => copyFile(join('node_modules', file), join(out, 'local', basename(file)))),
		writeVipsScript(join(out, 'local', 'vips-node.mjs')),
		...Object.entries(packedFiles).map(async ([name, file]) => {
			const found = await readFile(join('node_modules', file));
			const program = file.endsWith('.gz') ? gunzipSync(found) : found;
			// The last two steps of quality take ten times as long for a tenth of the bytes: one of them is for what is small.
			const quality = program.byteLength < 2_500_000 ? 10 : 9;
			const params = { [constants.BROTLI_PARAM_QUALITY]: quality, [constants.BROTLI_PARAM_LGWIN]: 24 };
			await writeFile(join(out, 'local', name), await promisify(brotliCompress)(program, { params }));
		}),
	]);
}

await rm(out, { recursive: true, force: true });
await copyLocalFiles();
if (watch) await Promise.all(builds.map(async (options) => (await esbuild.context(options)).watch()));
else await Promise.all(builds.map((options) => esbuild.build(options)));
