import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { altAnswer, questionText } from '../../support/altTextRequests.ts';
import { startGlmServer, type GlmServer } from '../../support/glmServer.ts';
import { projectDir, searchPath } from '../../support/places.mjs';
import { cliFile, runCli, type CliResult } from '../../support/runCli.ts';
import { Repositories, type RepositoryFiles } from './repositories.ts';

const key = 'test-key.0123456789abcdef';

describe('glimpse write', () => {
	const repositories = new Repositories();
	let glm: GlmServer;
	let picture: Uint8Array;
	let other: Uint8Array;
	/** The user's folder for kept answers. */
	let cache = '';

	before(async () => {
		glm = await startGlmServer({ keys: [key] });
		picture = await readFile(join(projectDir, 'media/samples/dialog-light.png'));
		other = await readFile(join(projectDir, 'media/samples/settings-light.png'));
	});
	beforeEach(async () => {
		cache = await mkdtemp(join(tmpdir(), 'glimpse-cache-'));
	});
	afterEach(async () => {
		glm.reset();
		await repositories.removeAll();
		await rm(cache, { recursive: true, force: true });
	});
	after(() => glm.stop());

	const environment = (): Record<string, string> => ({
		GLIMPSE_API_KEY: key,
		XDG_CACHE_HOME: cache,
		LOCALAPPDATA: cache,
		HOME: cache,
	});

	async function run(cwd: string, ...args: readonly string[]): Promise<CliResult> {
		const result = await runCli(['write', '--endpoint', glm.endpoint, ...args], { cwd, env: environment() });
		assert.ok(!`${result.stdout}${result.stderr}`.includes(key));
		return result;
	}

	const answer = (alt: string, kind?: string): void => void glm.script({ kind: 'text', text: altAnswer(alt, kind) });

	const make = (files: RepositoryFiles): Promise<string> =>
		repositories.make({ 'a.png': picture, 'img/b.png': other, ...files });

	it('writes what is missing, and nothing else', async () => {
		const cwd = await make({
			'a.md':
				'# Save\r\n\r\nThe dialog asks first.\r\n\r\n![](a.png "t")\r\n\r\n![Kept](img/b.png) ![image](img/b.png)\r\n',
			'b.md': '![A cat on a roof](a.png)\n',
		});
		answer('The dialog asks whether to save.');
		answer('The settings.');
		const { code, stdout, stderr } = await run(cwd);
		assert.deepEqual([code, stderr], [0, ''], stdout);
		assert.equal(
			await readFile(join(cwd, 'a.md'), 'utf8'),
			'# Save\r\n\r\nThe dialog asks first.\r\n\r\n![The dialog asks whether to save.](a.png "t")\r\n\r\n![Kept](img/b.png) ![The settings.](img/b.png)\r\n',
		);
		assert.match(stdout, /^a\.md:5:1: “The dialog asks whether to save\.”\n/);
		assert.match(stdout, /\n2 images without alt text: 2 written\.\n$/);
		const [first] = glm.requests;
		assert.match(questionText(first), /Nearest heading: "Save"/);
		assert.match(questionText(first), /at most 125 characters/);
		assert.equal(first?.headers.authorization, `Bearer ${key}`);
		assert.deepEqual((await readdir(cwd)).sort(), ['.git', 'a.md', 'a.png', 'b.md', 'img']);
	});

	it('asks once for a shorter one', async () => {
		const cwd = await make({ 'a.md': '![](a.png)\n', '.glimpserc.json': '{"maxLength":20}' });
		answer('A dialog that asks whether to save what was changed.');
		answer('The dialog to save.');
		assert.equal((await run(cwd)).code, 0);
		assert.equal(await readFile(join(cwd, 'a.md'), 'utf8'), '![The dialog to save.](a.png)\n');
		assert.match(questionText(glm.requests[1]), /at most 20 characters/);
	});

	it('marks what is decorative, in Markdown by a comment', async () => {
		const cwd = await make({ 'docs/a.md': '![](../a.png)\n', 'docs/b.html': '<img src="../a.png">\n' });
		answer('', 'decorative');
		answer('', 'decorative');
		const { code, stdout } = await run(cwd);
		assert.equal(code, 0, stdout);
		assert.match(
			await readFile(join(cwd, 'docs/a.md'), 'utf8'),
			/^!\[\]\(\.\.\/a\.png\)<!-- glimpse-disable-image missing -->\n$/,
		);
		assert.equal(await readFile(join(cwd, 'docs/b.html'), 'utf8'), '<img src="../a.png" alt="">\n');
		assert.match(stdout, /0 written, 2 decorative\.\n$/);
		assert.equal((await runCli(['check'], { cwd })).code, 0);
	});

	it('leaves to people what may be decorative in a link', async () => {
		const cwd = await make({ 'a.html': '<a href="b"><img src="a.png"></a>\n' });
		answer('', 'decorative');
		const { code, stderr } = await run(cwd);
		assert.equal(code, 1);
		assert.match(stderr, /^a\.html:1:13: It may be decorative/);
		assert.equal(await readFile(join(cwd, 'a.html'), 'utf8'), '<a href="b"><img src="a.png"></a>\n');
	});

	it('keeps answers, and asks again without them', async () => {
		const cwd = await make({ 'a.md': '![](a.png)\n' });
		answer('The dialog.');
		assert.equal((await run(cwd)).code, 0);
		await writeFile(join(cwd, 'a.md'), '![](a.png)\n');
		assert.equal((await run(cwd)).code, 0);
		assert.equal(glm.requests.length, 1);
		assert.equal(await readFile(join(cwd, 'a.md'), 'utf8'), '![The dialog.](a.png)\n');
		await writeFile(join(cwd, 'a.md'), '![](a.png)\n');
		answer('A dialog.');
		assert.equal((await run(cwd, '--no-cache')).code, 0);
		assert.equal(glm.requests.length, 2);
		assert.equal((await readdir(join(cache, 'glimpse'))).length, 1);
	});

	it('keeps answers beside those of other tools, and not behind a link', async () => {
		const cwd = await make({ 'a.md': '![](a.png)\n', 'node_modules/x/package.json': '{}' });
		answer('The dialog.');
		assert.equal((await run(cwd)).code, 0);
		assert.equal((await readdir(join(cwd, 'node_modules/.cache/glimpse'))).length, 1);
		assert.deepEqual(await readdir(cache), []);
		const linked = await make({ 'a.md': '![](a.png)\n', 'node_modules/x/package.json': '{}' });
		await symlink(cwd, join(linked, 'node_modules/.cache'));
		answer('The dialog.');
		assert.equal((await run(linked)).code, 0);
		assert.deepEqual(await readdir(cache), ['glimpse']);
	});

	it('asks once about what is asked twice', async () => {
		const cwd = await make({ 'a.md': '![](a.png)\n\n![](a.png)\n', 'b.md': '![](a.png)\n' });
		for (let count = 0; count < 3; count++) answer('The dialog.');
		assert.equal((await run(cwd)).code, 0);
		assert.equal(glm.requests.length, 1);
		assert.equal(await readFile(join(cwd, 'a.md'), 'utf8'), '![The dialog.](a.png)\n\n![The dialog.](a.png)\n');
	});

	it('says what it would send, and sends nothing', async () => {
		const cwd = await make({ 'a.md': '![](a.png)\n\n![](a.png)\n\n![](none.png)\n' });
		const { code, stdout } = await runCli(['write', '--dry-run', '--model', 'glm-4.6v'], { cwd });
		assert.equal(code, 0);
		assert.match(
			stdout,
			/^a\.md:1:1: a\.png\na\.md:3:1: a\.png\na\.md:5:1: not sent: none\.png leads to no picture\.\n/,
		);
		assert.match(
			stdout,
			/2 images \(1 picture\) would be sent to open\.bigmodel\.cn for glm-4\.6v\. This costs about ¥\d+\.\d\d\.\n$/,
		);
		assert.equal(await readFile(join(cwd, 'a.md'), 'utf8'), '![](a.png)\n\n![](a.png)\n\n![](none.png)\n');
	});

	it('sends no picture that is excluded, outside the repository, or leads there', async () => {
		const outside = await repositories.make({ 'secret.png': picture });
		const cwd = await make({
			'private/p.png': picture,
			'a.md': `![](private/p.png)\n\n![](../${outside.split('/').at(-1)}/secret.png)\n\n![](link.png)\n\n![](alias.png)\n`,
			'.glimpserc.json': '{"exclude":["private"]}',
		});
		await symlink(join(outside, 'secret.png'), join(cwd, 'link.png'));
		await symlink('private/p.png', join(cwd, 'alias.png'));
		const { code, stderr, stdout } = await run(cwd);
		assert.equal(code, 1, stdout);
		assert.equal(glm.requests.length, 0);
		assert.deepEqual(
			stderr
				.trim()
				.split('\n')
				.map((line) => line.replace(/^.*?: /, ''))
				.sort(),
			[
				'p.png is excluded, so it was not sent.',
				'alias.png is excluded, so it was not sent.',
				'link.png is excluded, so it was not sent.',
				'secret.png is excluded, so it was not sent.',
			].sort(),
		);
		assert.match(stdout, /0 written, 4 not written\.\n$/);
	});

	it('writes into no document outside the repository', async () => {
		const outside = await repositories.make({ 'b.md': '![](a.png)\n', 'a.png': picture });
		const cwd = await make({});
		await symlink(join(outside, 'b.md'), join(cwd, 'b.md'));
		answer('The dialog.');
		const { code, stderr } = await run(cwd);
		assert.equal(code, 1);
		assert.match(stderr, /b\.md:1:1: The document is outside the repository\./);
		assert.equal(await readFile(join(outside, 'b.md'), 'utf8'), '![](a.png)\n');
	});

	it('keeps byte order mark, mode and link, and leaves other encodings alone', async () => {
		const cwd = await make({
			'real/a.md': '\u{FEFF}![](../a.png)\r\n',
			'b.md': Buffer.from('![](a.png) caf\u{E9}\n', 'latin1'),
			'c.md': Buffer.from('\u{FEFF}![](a.png)\n', 'utf16le'),
		});
		await chmod(join(cwd, 'real/a.md'), 0o640);
		await symlink('real/a.md', join(cwd, 'z.md'));
		for (let count = 0; count < 4; count++) answer('The dialog.');
		const { code, stderr } = await run(cwd, 'real', 'b.md', 'c.md');
		assert.equal(code, 1);
		assert.match(stderr, /b\.md:1:1: The document isn't UTF-8/);
		assert.match(stderr, /c\.md:1:1: The document isn't UTF-8/);
		assert.equal(await readFile(join(cwd, 'z.md'), 'utf8'), '\u{FEFF}![The dialog.](../a.png)\r\n');
		assert.equal((await stat(join(cwd, 'real/a.md'))).mode & 0o777, 0o640);
	});

	it('writes into a document that was changed meanwhile, but not into an image that was', async () => {
		const cwd = await make({ 'a.md': 'One\n\n![](a.png)\n\n![image](img/b.png)\n' });
		const held = glm.script({ kind: 'text', text: altAnswer('The dialog.'), isHeld: true });
		answer('The settings.');
		const running = run(cwd);
		await held.request;
		await writeFile(join(cwd, 'a.md'), 'More\n\nOne\n\n![](a.png)\n\n![My own](img/b.png)\n');
		held.release();
		const { code, stderr } = await running;
		assert.equal(code, 1);
		assert.equal(
			await readFile(join(cwd, 'a.md'), 'utf8'),
			'More\n\nOne\n\n![The dialog.](a.png)\n\n![My own](img/b.png)\n',
		);
		assert.match(stderr, /a\.md:5:1: The image was changed meanwhile, so nothing was written\./);
	});

	it('ends at a refusal that holds for all, and keeps what came', async () => {
		const cwd = await make({ 'a.md': '![](a.png)\n', 'b.md': '![](img/b.png)\n' });
		answer('The dialog.');
		glm.script({ kind: 'error', error: '1113' });
		const { code, stderr, stdout } = await run(cwd);
		assert.equal(code, 2, stdout);
		assert.match(stderr, /^There is no balance for this API key at 127\.0\.0\.1/m);
		const texts = await Promise.all(['a.md', 'b.md'].map((name) => readFile(join(cwd, name), 'utf8')));
		assert.equal(texts.filter((each) => each.includes('The dialog.')).length, 1);
		assert.match(stdout, /1 written, 1 not asked about\.\n$/);
	});

	it('goes on after one that is about a picture', async () => {
		const cwd = await make({ 'a.md': '![](broken.png)\n\n![](a.png)\n', 'broken.png': 'no picture' });
		answer('The dialog.');
		const { code, stderr } = await run(cwd);
		assert.equal(code, 1);
		assert.match(stderr, /^a\.md:1:1: broken\.png is no picture/);
		assert.match(await readFile(join(cwd, 'a.md'), 'utf8'), /!\[The dialog\.\]\(a\.png\)/);
	});

	it('follows no redirect, and names no key', async () => {
		const cwd = await make({ 'a.md': '![](a.png)\n' });
		glm.script({ kind: 'redirect', to: 'https://evil.example/' });
		const { code, stderr } = await run(cwd);
		assert.equal(code, 2);
		assert.match(stderr, /redirects to another address, and nothing was sent there/);
	});

	it('refuses to start without a key, over plain http, or with a key that is none', async () => {
		const cwd = await make({ 'a.md': '![](a.png)\n' });
		for (const [args, env, says] of [
			[[], {}, /^There is no API key for open\.bigmodel\.cn: set the environment variable GLIMPSE_API_KEY\.\n$/],
			[['--endpoint', 'http://example.org/v1'], { GLIMPSE_API_KEY: key }, /^--endpoint must be an https address/],
			[['--endpoint', 'http://192.168.1.2/v1'], { GLIMPSE_API_KEY: key }, /this machine alone/],
			[['--endpoint', 'https://u:p@example.org/v1'], { GLIMPSE_API_KEY: key }, /^--endpoint must be/],
			[[], { GLIMPSE_API_KEY: 'a\nb' }, /^The environment variable GLIMPSE_API_KEY has characters/],
			[['--model', ' '], { GLIMPSE_API_KEY: key }, /^--model must name a model/],
		] as const) {
			const { code, stderr, stdout } = await runCli(['write', ...args], { cwd, env });
			assert.deepEqual([code, stdout], [2, '']);
			assert.match(stderr, says);
		}
	});

	it('stops at Ctrl+C, and keeps what came', async () => {
		const cwd = await make({
			'a.md': '![](a.png)\n',
			'b.md': '![](img/b.png)\n',
			'c.md': '![](c.png)\n',
			'c.png': await readFile(join(projectDir, 'media/samples/chart-sales.png')),
		});
		answer('The dialog.');
		const held = glm.script({ kind: 'text', text: altAnswer('The settings.'), isHeld: true });
		const third = glm.script({ kind: 'text', text: altAnswer('The settings.'), isHeld: true });
		const child = spawn(process.execPath, [cliFile(), 'write', '--endpoint', glm.endpoint], {
			cwd,
			env: { ...process.env, ...environment() },
			stdio: ['ignore', 'pipe', 'pipe'],
		});
		let output = '';
		child.stdout.on('data', (data) => (output += String(data)));
		const exited = once(child, 'close');
		// The first is written while the others are still asked about.
		await Promise.all([held.request, third.request, once(child.stdout, 'data')]);
		child.kill('SIGINT');
		assert.deepEqual(await exited, [130, null]);
		assert.match(output, /3 images without alt text: 1 written, 2 not asked about\.\n$/);
		const names = ['a.md', 'b.md', 'c.md'];
		const texts = await Promise.all(names.map((name) => readFile(join(cwd, name), 'utf8')));
		assert.equal(texts.filter((each) => each.includes('The dialog.')).length, 1);
	});

	it('asks with the Node of this machine about a picture that has to be converted', async () => {
		const node = searchPath('node');
		assert.ok(node);
		const cwd = await make({
			'a.md': '![](a.svg)\n\n![](b.heic)\n',
			'a.svg':
				'<svg xmlns="http://www.w3.org/2000/svg" width="90" height="60"><rect width="90" height="60" fill="red"/></svg>',
			'b.heic': await readFile(join(projectDir, 'test/fixtures/pictures/quarters.heic')),
		});
		answer('A red field.');
		answer('Four quarters.');
		const { code, stderr } = await runCli(['write', '--endpoint', glm.endpoint], { cwd, env: environment(), node });
		assert.deepEqual([code, stderr], [0, '']);
	});

	it('changes nothing but alt texts, whatever the document', async () => {
		const piece = fc.constantFrom(
			'![](a.png)',
			'![image](a.png "t")',
			'<img src="a.png">',
			'![A cat on a roof](a.png)',
			'`![](a.png)`',
			'\n\n',
			'\r\n',
			'Ünits 𝒳 ',
			'| ![](a.png) | b |\n|---|---|\n',
			'<!-- glimpse-disable-next-line -->\n',
			'# Head\n\n',
		);
		const made = fc
			.sample(fc.array(piece, { minLength: 1, maxLength: 12 }), { numRuns: 40, seed: 7 })
			.map((parts) => parts.join(''));
		const files = Object.fromEntries(made.map((text, index) => [`d${index}.md`, text]));
		const cwd = await make(files);
		// Each question has its own answer, and any is right here.
		for (let count = 0; count < 400; count++) answer('Wrtn');
		const { stderr } = await run(cwd);
		assert.equal(stderr, '');
		const bare = (text: string): string =>
			text
				.replaceAll(/ alt="Wrtn"/g, '')
				.replaceAll('Wrtn', '')
				.replaceAll('![image]', '![]');
		for (const [name, text] of Object.entries(files)) {
			assert.equal(bare(await readFile(join(cwd, name), 'utf8')), bare(text));
		}
		const { stdout } = await runCli(['check', '--format', 'json'], { cwd });
		const left = JSON.parse(stdout).findings.filter(({ rule }: { rule: string }) => /missing|placeholder/.test(rule));
		assert.deepEqual(left, []);
	});
});
