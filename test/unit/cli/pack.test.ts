import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { glob, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { npm } from '../../support/npm.mjs';
import { projectDir } from '../../support/places.mjs';
import { builtFolder } from '../local/builtFolder.ts';

const allowedFiles: readonly (string | RegExp)[] = [
	'LICENSE',
	'README.md',
	'dist/cli.mjs',
	'dist/local/converter.mjs',
	'dist/local/libheif.wasm.br',
	'dist/local/markup.mjs',
	/^dist\/local\/noto-(emoji|sans|sans-mono)-[\w-]+\.woff2$/,
	'dist/local/resvg.wasm.br',
	'dist/local/vips-heif.wasm.br',
	'dist/local/vips-jxl.wasm.br',
	'dist/local/vips-node.mjs',
	'dist/local/vips.wasm.br',
	'media/third-party-notices.md',
	'package.json',
];

describe('The package for npm', () => {
	let folder = '';

	before(async () => {
		builtFolder();
		folder = await mkdtemp(join(tmpdir(), 'glimpse-pack-'));
		// What is built is packed.
		await npm(['pack', '--ignore-scripts', '--pack-destination', folder], projectDir, { GLIMPSE_BUILT: '1' });
	});

	after(() => rm(folder, { recursive: true, force: true }));

	it('holds the command line with what it loads, and nothing of the editor', async () => {
		const [archive = ''] = await readdir(folder);
		const { stdout } = await promisify(execFile)('tar', ['-tzf', join(folder, archive)]);
		const files = stdout
			.trim()
			.split('\n')
			.map((path) => path.replace(/^package\//, ''));
		const isAllowed = (file: string): boolean =>
			allowedFiles.some((each) => (typeof each === 'string' ? each === file : each.test(file)));
		assert.deepEqual(
			files.filter((file) => !isAllowed(file)),
			[],
		);
		for (const each of allowedFiles) if (typeof each === 'string') assert.ok(files.includes(each), each);
	});

	it("stays out of the editor's package, which lacks nothing else that is built", async () => {
		const vsce = join(projectDir, 'node_modules/@vscode/vsce/vsce');
		const env = { ...process.env, GLIMPSE_BUILT: '1' };
		const { stdout } = await promisify(execFile)(process.execPath, [vsce, 'ls', '--no-dependencies'], {
			cwd: projectDir,
			env,
		});
		const packed = new Set(stdout.split(/\r?\n/));
		const built = await Array.fromAsync(glob('dist/**/*.*', { cwd: projectDir }));
		assert.ok(built.length > 20);
		assert.deepEqual(
			built.map((file) => file.replaceAll('\\', '/')).filter((file) => !packed.has(file)),
			['dist/cli.mjs'],
		);
	});

	it('is installed without a network, and runs with the Node of this machine', async () => {
		const [archive = ''] = (await readdir(folder)).filter((name) => name.endsWith('.tgz'));
		const empty = join(folder, 'empty');
		await mkdir(empty);
		await writeFile(join(empty, 'package.json'), '{}');
		await npm(['install', '--offline', '--no-audit', '--ignore-scripts', join(folder, archive)], empty);
		await writeFile(join(empty, 'a.md'), '![](a.png)\n');
		const { npm_lifecycle_event: _, ...env } = process.env;
		const npx = process.platform === 'win32' ? 'npx.cmd' : 'npx';
		const failure = await promisify(execFile)(npx, ['--no-install', 'glimpse', 'check'], { cwd: empty, env }).catch(
			(error: { readonly code: number; readonly stdout: string }) => error,
		);
		assert.equal('code' in failure && failure.code, 1);
		assert.match(failure.stdout, /^a\.md:1:1: warning: This image has no alt text\. \[missing\]$/m);
		assert.match(failure.stdout, /^1 image in 1 document/m);
	});
});
