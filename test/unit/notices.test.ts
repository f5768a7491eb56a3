import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as esbuild from 'esbuild';
import { makeNotices, noticesFile } from '../support/makeNotices.ts';
import { projectDir } from '../support/places.mjs';
import { shippedPackages } from '../support/shippedPackages.ts';

/** The packages whose code is in the bundles that esbuild.mjs makes. */
async function bundledPackages(): Promise<readonly string[]> {
	const script = await readFile(join(projectDir, 'esbuild.mjs'), 'utf8');
	const entryPoints = [...script.matchAll(/entryPoints: \{([^}]*)\}/g)]
		.flatMap(([, list = '']) => [...list.matchAll(/'([^']+)'/g)])
		.map(([, path = '']) => path);
	assert.ok(entryPoints.length >= 3, 'esbuild.mjs names its entry points elsewhere now');
	const { metafile } = await esbuild.build({
		entryPoints,
		absWorkingDir: projectDir,
		bundle: true,
		external: ['vscode'],
		format: 'esm',
		loader: { '.svg': 'text' },
		logLevel: 'silent',
		metafile: true,
		outdir: 'dist',
		platform: 'node',
		write: false,
	});
	const packages = Object.keys(metafile.inputs).map(
		(path) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? '',
	);
	return [...new Set(packages)].filter(Boolean).sort();
}

/** The packages whose files esbuild.mjs copies into dist/local/. */
async function copiedPackages(): Promise<readonly string[]> {
	const script = await readFile(join(projectDir, 'esbuild.mjs'), 'utf8');
	const [, list = ''] = /const localFiles = \[([^;]*)\];/.exec(script) ?? [];
	const [, packed = ''] = /const packedFiles = \{([^;]*)\};/.exec(script) ?? [];
	const paths = [...`${list}${packed}`.matchAll(/[`']((?:@[\w.-]+\/)?[\w.${}-]+)\/[^`']+[`']/g)].map(
		([, name = '']) => name,
	);
	assert.ok(paths.length >= 3, 'esbuild.mjs names the copied files elsewhere now');
	const scripts = [...list.matchAll(/'(\w+)'/g)].map(([, name = '']) => name);
	return paths.flatMap((path) =>
		path.includes('$') ? scripts.map((name) => path.replace(/\$\{\w+\}/, name)) : [path],
	);
}

describe('the third-party notices', () => {
	it('name every package whose code is bundled, and every one whose files are copied', async () => {
		const notices = await readFile(noticesFile, 'utf8');
		const packages = [...(await bundledPackages()), ...(await copiedPackages())];
		assert.ok(packages.includes('undici') && packages.includes('wasm-vips'), packages.join());
		assert.deepEqual(
			packages.filter((name) => !notices.includes(`\n### ${name} `)),
			[],
		);
	});

	it('name every library whose code is in the program that draws SVG', async () => {
		const program = await readFile(join(projectDir, 'node_modules/@resvg/resvg-wasm/index_bg.wasm'), 'latin1');
		const libraries = new Set(
			[...program.matchAll(/\/([a-z][\w-]{0,60})-\d+\.\d+\.\d+\/src\//g)].map(([, name = '']) => name),
		);
		assert.ok(libraries.size > 30, `only ${libraries.size}`);
		const named = shippedPackages
			.find(({ name }) => name === '@resvg/resvg-wasm')
			?.parts?.flatMap(({ name }) => name.split(', '));
		assert.deepEqual(
			[...libraries].filter((name) => !named?.includes(name)),
			[],
		);
	});

	it('are those of the installed versions', async () => {
		const notices = await readFile(noticesFile, 'utf8');
		assert.equal(notices, await makeNotices(), 'run `node test/support/makeNotices.ts`');
	});
});
