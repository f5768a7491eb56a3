import assert from 'node:assert/strict';
import { readFile, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import Ajv from 'ajv';
import draft04 from 'ajv/lib/refs/json-schema-draft-04.json' with { type: 'json' };
import { altTextRuleIds } from '../../../src/core/review/altTextRules.ts';
import manifest from '../../../package.json' with { type: 'json' };
import { projectDir, searchPath } from '../../support/places.mjs';
import { runCli } from '../../support/runCli.ts';
import { Repositories, type RepositoryFiles } from './repositories.ts';

const image = '![](a.png)\n';
const good = '![A cat on a red roof](a.png)\n';
const picture = { 'a.png': 'png' };

/** A row of the table of options: what stands where, what is run, and what comes. */
interface Case {
	readonly why: string;
	readonly files?: RepositoryFiles;
	/** The folder that it runs in. */
	readonly in?: string;
	readonly args: readonly string[];
	readonly code: 0 | 1 | 2;
	/** What the output has, and what it lacks. */
	readonly says?: readonly (string | RegExp)[];
	readonly omits?: readonly string[];
}

const two: RepositoryFiles = { ...picture, 'a.md': image, 'docs/b.rst': '.. image:: ../a.png\n' };

const cases: readonly Case[] = [
	{
		why: 'finds what is missing',
		files: two,
		args: ['check'],
		code: 1,
		says: ['a.md:1:1: warning: This image has no alt text. [missing]', 'docs/b.rst:1:1: warning'],
	},
	{
		why: 'says when nothing is found',
		files: { ...picture, 'a.md': good },
		args: ['check'],
		code: 0,
		says: ['1 image in 1 document: nothing found.'],
	},
	{ why: 'takes a folder', files: two, args: ['check', 'docs'], code: 1, says: ['docs/b.rst'], omits: ['a.md'] },
	{ why: 'takes a file', files: two, args: ['check', 'a.md'], code: 1, says: ['a.md'], omits: ['b.rst'] },
	{
		why: 'names a file once',
		files: two,
		args: ['check', '.', 'a.md', './docs/../a.md'],
		code: 1,
		says: ['2 images in 2 documents'],
	},
	{
		why: 'passes over named files of other kinds',
		files: two,
		args: ['check', 'a.png'],
		code: 0,
		says: ['0 images in 0 documents'],
	},
	{
		why: 'shows paths from where it runs',
		files: two,
		in: 'docs',
		args: ['check', '..'],
		code: 1,
		says: [/^\.\.\/a\.md:1/m, /^b\.rst:1/m],
	},
	{
		why: 'refuses a path that leads nowhere',
		files: two,
		args: ['check', 'c.md'],
		code: 2,
		says: ["c.md doesn't exist."],
	},
	{
		why: 'lets warnings pass up to a limit',
		files: two,
		args: ['check', '--max-warnings', '2'],
		code: 0,
		says: ['2 warnings'],
	},
	{ why: 'lets no more pass', files: two, args: ['check', '--max-warnings=1'], code: 1 },
	{
		why: 'switches a rule off',
		files: two,
		args: ['check', '--rules', 'missing=off'],
		code: 0,
		says: ['nothing found'],
	},
	{
		why: 'takes several rules',
		files: { ...two, 'c.md': '![image of a cat](a.png)\n' },
		args: ['check', '--rules', 'missing=hint,image-of=warning', '--rules', 'too-long=off'],
		code: 1,
		says: ['hint: This image has no alt text', /c\.md.*warning/, '1 warning, 2 hints'],
	},
	{
		why: 'counts information for nothing',
		files: { ...picture, 'c.md': '![Image of a cat](a.png)\n' },
		args: ['check'],
		code: 0,
		says: ['information: Screen readers', '1 for information'],
	},
	{
		why: 'takes one error for too many',
		files: two,
		args: ['check', '--rules', 'missing=error', '--max-warnings', '100'],
		code: 1,
		says: ['2 errors'],
	},
	{
		why: 'refuses an unknown rule',
		args: ['check', '--rules', 'colour=off'],
		code: 2,
		says: [/^--rules: there is no rule “colour”. The rules are unresolved, /],
	},
	{
		why: 'refuses an unknown severity',
		args: ['check', '--rules', 'missing=fatal'],
		code: 2,
		says: ['--rules: “missing” must be off, hint, information, warning, error. It is “fatal”.'],
	},
	{ why: 'refuses a rule without a severity', args: ['check', '--rules', 'missing'], code: 2 },
	{
		why: 'refuses an unknown format',
		args: ['check', '--format', 'xml'],
		code: 2,
		says: ['--format must be one of text, json, sarif, github. It is “xml”.'],
	},
	{
		why: 'refuses a limit that is no number',
		args: ['check', '--max-warnings', '-1'],
		code: 2,
		says: ['--max-warnings'],
	},
	{
		why: 'refuses an unknown option',
		args: ['check', '--quiet'],
		code: 2,
		says: ["Unknown option '--quiet'. See glimpse --help."],
	},
	{ why: 'refuses options of the other command', args: ['check', '--dry-run'], code: 2, says: ['--dry-run'] },
	{
		why: 'refuses an unknown command',
		args: ['lint'],
		code: 2,
		says: ['There is no command “lint”, only check and write.'],
	},
	{ why: 'asks what to do', args: [], code: 2, says: ['glimpse check'] },
	{
		why: 'helps',
		args: ['--help'],
		code: 0,
		says: ['glimpse check [path…]', '--max-warnings', 'GLIMPSE_API_KEY', ...altTextRuleIds],
	},
	{ why: 'helps with a command', args: ['check', '-h'], code: 0, says: ['glimpse write'] },
	{ why: 'tells its version', args: ['--version'], code: 0, says: [`${manifest.version}\n`] },
	// What the repository says.
	{
		why: 'reads .glimpserc.json',
		files: { ...two, '.glimpserc.json': '{ "rules": { "missing": "off" } } // off' },
		args: ['check'],
		code: 0,
	},
	{
		why: 'reads package.json',
		files: { ...two, 'package.json': '{ "glimpse": { "rules": { "missing": "off" } } }' },
		args: ['check'],
		code: 0,
	},
	{
		why: 'reads the nearest upwards',
		files: { ...two, '.glimpserc.json': '{"rules":{"missing":"off"}}', 'docs/package.json': '{"name":"docs"}' },
		in: 'docs',
		args: ['check', '.'],
		code: 0,
	},
	{
		why: 'puts options before it',
		files: { ...two, '.glimpserc.json': '{"rules":{"missing":"off"}}' },
		args: ['check', '--rules', 'missing=warning'],
		code: 1,
	},
	{
		why: 'leaves out what it excludes',
		files: { ...two, '.glimpserc.json': '{"exclude":["docs/**"]}' },
		args: ['check'],
		code: 1,
		omits: ['docs'],
	},
	{
		why: 'leaves out by name',
		files: { ...two, 'x/docs/c.md': image, '.glimpserc.json': '{"exclude":["docs", "a.*"]}' },
		args: ['check', '.', 'a.md', 'x'],
		code: 0,
	},
	{
		why: 'counts exclusions from where they stand',
		files: { ...two, 'sub/.glimpserc.json': '{"exclude":["docs/**"]}', 'sub/docs/a.md': image },
		in: 'sub',
		args: ['check', '..'],
		code: 1,
		says: ['2 images in 2 documents'],
	},
	{
		why: 'measures with its length',
		files: {
			...picture,
			'a.md': '![A cat on a red roof, and a bird](a.png)\n',
			'.glimpserc.json': '{"maxLength":20,"rules":{"too-long":"warning"}}',
		},
		args: ['check'],
		code: 1,
		says: ['up to 20 are easy'],
	},
	...['endpoint', 'apiKey', 'model', 'key', 'ignore'].map((key): Case => ({
		why: `lets it set no ${key}`,
		files: { '.glimpserc.json': `{"${key}":"https://evil.example"}` },
		args: ['check'],
		code: 2,
		says: [`.glimpserc.json: “${key}” can't be set there, only rules, exclude, maxLength.`],
	})),
	{
		why: 'refuses broken JSON',
		files: { '.glimpserc.json': '{' },
		args: ['check'],
		code: 2,
		says: [".glimpserc.json isn't valid JSON."],
	},
	{ why: 'passes over a broken package.json', files: { ...two, 'package.json': '{' }, args: ['check'], code: 1 },
	{
		why: 'refuses a list',
		files: { '.glimpserc.json': '[]' },
		args: ['check'],
		code: 2,
		says: ['.glimpserc.json must be an object.'],
	},
	{
		why: 'refuses rules that are none',
		files: { '.glimpserc.json': '{"rules":["missing"]}' },
		args: ['check'],
		code: 2,
		says: ['.glimpserc.json: “rules” must be'],
	},
	{
		why: 'refuses a wrong severity in it',
		files: { 'package.json': '{"glimpse":{"rules":{"missing":2}}}' },
		args: ['check'],
		code: 2,
		says: ['“glimpse” in package.json, “rules”: “missing” must be off'],
	},
	{
		why: 'refuses exclusions that are none',
		files: { '.glimpserc.json': '{"exclude":"docs"}' },
		args: ['check'],
		code: 2,
		says: ['.glimpserc.json: “exclude” must be a list'],
	},
	{
		why: 'refuses a pattern that takes forever',
		files: { '.glimpserc.json': JSON.stringify({ exclude: ['*a'.repeat(30)] }) },
		args: ['check'],
		code: 2,
		says: ['too many stars'],
	},
	{
		why: 'refuses a wrong length',
		files: { '.glimpserc.json': '{"maxLength":"long"}' },
		args: ['check'],
		code: 2,
		says: ['.glimpserc.json: “maxLength” must be a whole number within 20 and 2000.'],
	},
	// What is passed over without being told.
	{ why: 'heeds .gitignore', files: { ...two, '.gitignore': '/docs/\n' }, args: ['check'], code: 1, omits: ['docs'] },
	{
		why: 'passes over packages',
		files: { ...picture, 'node_modules/x/README.md': image, 'docs/node_modules/y/a.md': image },
		args: ['check'],
		code: 0,
	},
	{
		why: 'heeds comments',
		files: {
			...picture,
			'a.md': `<!-- glimpse-disable-next-line missing -->\n${image}`,
			'b.md': '<!-- glimpse-disable unresolved -->\n![A cat on a roof](none.png)\n',
		},
		args: ['check'],
		code: 0,
	},
	// Paths that lead nowhere.
	{
		why: 'finds a path that leads nowhere',
		files: { ...picture, 'docs/a.md': '![A cat on a red roof](img/none.png)\n![A dog at the door](../a.png)\n' },
		args: ['check'],
		code: 1,
		says: [
			'docs/a.md:1:1: warning: From this document, img/none.png leads to no picture. Check the path. [unresolved]',
			'1 warning',
		],
	},
	{
		why: 'finds the pictures of a site wherever its tool keeps them',
		files: {
			...picture,
			'site/static/img/b.png': 'png',
			'content/a.md': '![A cat on a red roof](/img/b.png)\n![A dog at the door](/img/c.png)\n',
		},
		args: ['check', 'content'],
		code: 1,
		says: ['a.md:2:1', '1 warning'],
	},
	...[
		'https://e.org/x.png',
		'//e.org/x.png',
		'data:image/png;base64,AAAA',
		'{{ site.url }}/x.png',
		'${base}/x.png',
		'cid:x.png',
		'guide',
		'#x',
		'x.*',
		'%site%/x.png',
	].map((address): Case => ({
		why: `says nothing of ${address}`,
		files: { 'a.html': `<img alt="A cat on a red roof" src="${address}">` },
		args: ['check'],
		code: 0,
	})),
	{
		why: 'decodes paths',
		files: {
			'a b.png': 'png',
			'ü.png': 'png',
			'a.md': '![A cat on a red roof](a%20b.png) ![A dog on a red roof](%C3%BC.png)\n',
		},
		args: ['check'],
		code: 0,
	},
	{
		why: 'finds a picture from the root of the repository, as tools do',
		files: { 'img/b.png': 'png', 'docs/guide/a.md': '![A cat on a red roof](img/b.png)\n' },
		args: ['check', 'docs'],
		code: 0,
	},
	{
		why: 'finds a relative path that leads nowhere, though such a picture is in another folder',
		files: { 'other/img/b.png': 'png', 'docs/guide/a.md': '![A cat on a red roof](img/b.png)\n' },
		args: ['check', 'docs'],
		code: 1,
		says: ['[unresolved]'],
	},
	{
		why: 'lets tools that count from a setting find a picture anywhere',
		files: { 'other/img/b.png': 'png', 'docs/guide/a.adoc': 'image::img/b.png[A cat on a red roof]\n' },
		args: ['check', 'docs'],
		code: 0,
	},
	// Odd names and texts.
	{
		why: 'reads UTF-16 by its mark',
		files: { ...picture, 'a.md': Buffer.from(`\u{FEFF}${image}`, 'utf16le') },
		args: ['check'],
		code: 1,
		says: ['a.md:1:1'],
	},
	{
		why: 'counts lines and columns',
		files: { ...picture, 'a.md': `\u{FEFF}# Title\r\n\r\nWords 𝒳 ${image}` },
		args: ['check'],
		code: 1,
		says: ['a.md:3:10'],
	},
	{
		why: 'shows no control characters',
		files: { ...picture, 'a\u{1B}[31m\n.md': image },
		args: ['check'],
		code: 1,
		says: [/^a ?\[31m \.md:1:1/m],
		omits: ['\u{1B}'],
	},
	{
		why: 'begins no line with a command of a workflow',
		files: { ...picture, '::error::x.md': image, '##[error]y.md': image },
		args: ['check'],
		code: 1,
		says: ['./::error::x.md'],
		omits: ['\n::', '##['],
	},
];

/** What is read of a result in SARIF. */
interface SarifResult {
	readonly ruleId: string;
	readonly ruleIndex: number;
	readonly level: string;
	readonly locations: readonly [
		{
			readonly physicalLocation: {
				readonly artifactLocation: { readonly uri: string };
				readonly region: { readonly startLine: number; readonly startColumn: number };
			};
		},
	];
}

describe('glimpse check', () => {
	const repositories = new Repositories();
	afterEach(() => repositories.removeAll());

	for (const { why, files = {}, in: folder = '.', args, code, says = [], omits = [] } of cases) {
		it(why, async () => {
			const cwd = join(await repositories.make(files), folder);
			const result = await runCli(args, { cwd });
			const output = `\n${code === 2 ? result.stderr : result.stdout}`.slice(1);
			assert.equal(result.code, code, JSON.stringify(result));
			assert.equal(code === 2 ? result.stdout : result.stderr, '');
			if (code === 2) assert.equal(output.trimEnd().split('\n').length, 1);
			for (const each of says) assert.ok(typeof each === 'string' ? output.includes(each) : each.test(output), output);
			for (const each of omits) assert.ok(!output.includes(each), output);
		});
	}

	it('reports as JSON', async () => {
		const cwd = await repositories.make({ ...picture, 'docs/a.md': '# A\n\n![](../a.png) ![image](../a.png)\n' });
		const { stdout, code } = await runCli(['check', '--format', 'json'], { cwd });
		assert.equal(code, 1);
		assert.deepEqual(JSON.parse(stdout), {
			version: 1,
			documents: 1,
			images: 2,
			findings: [
				{
					file: 'docs/a.md',
					line: 3,
					column: 1,
					rule: 'missing',
					severity: 'warning',
					message: 'This image has no alt text.',
					picture: '../a.png',
					alt: '',
				},
				{
					file: 'docs/a.md',
					line: 3,
					column: 15,
					rule: 'placeholder',
					severity: 'warning',
					message: 'The alt text “image” says nothing about this image.',
					picture: '../a.png',
					alt: 'image',
				},
			],
		});
	});

	it('reports as SARIF that its schema accepts', async () => {
		const cwd = await repositories.make({
			...picture,
			'docs/a b,%:ü.md': '![](../a.png)\n\n![Image of a cat](../none.png)\n',
		});
		const { stdout } = await runCli(['check', '..', '--format', 'sarif', '--rules', 'missing=error'], {
			cwd: join(cwd, 'docs'),
		});
		const log = JSON.parse(stdout);
		const schema = JSON.parse(await readFile(join(projectDir, 'test/fixtures/sarif/sarif-2.1.0-rtm.5.json'), 'utf8'));
		const ajv = new Ajv({ schemaId: 'auto', meta: false });
		ajv.addMetaSchema(draft04);
		const validate = ajv.compile(schema);
		assert.ok(validate(log), JSON.stringify(validate.errors));
		assert.ok(!validate({ ...log, version: '2.0.0' }));
		const [run] = log.runs;
		assert.deepEqual(
			run.tool.driver.rules.map(({ id }: { id: string }) => id),
			altTextRuleIds,
		);
		assert.ok(
			run.tool.driver.rules.every(({ helpUri }: { helpUri: string }) => helpUri.startsWith('https://www.w3.org/')),
		);
		const found = run.results.map(({ ruleId, ruleIndex, level, locations }: SarifResult) => {
			const { artifactLocation, region } = locations[0].physicalLocation;
			assert.equal(altTextRuleIds[ruleIndex], ruleId);
			return [ruleId, level, artifactLocation.uri, region.startLine, region.startColumn];
		});
		const uri = 'docs/a%20b%2C%25%3A%C3%BC.md';
		assert.deepEqual(found, [
			['missing', 'error', uri, 1, 1],
			['unresolved', 'warning', uri, 3, 1],
			['image-of', 'note', uri, 3, 1],
		]);
	});

	it('reports as commands of a GitHub workflow, whose names end no command', async () => {
		const cwd = await repositories.make({
			...picture,
			'docs/a,b:c%\n::error::d.md': '![](../a.png)\n',
			'docs/e.md': '![x.png\u{2028}::error::](../x.png)\n![Image of 100% :: x](../a.png)\n',
		});
		const { stdout } = await runCli(['check', '.', '--format', 'github'], { cwd: join(cwd, 'docs') });
		assert.deepEqual(stdout.split('\n').slice(0, -2), [
			'::warning file=docs/a%2Cb%3Ac%25%0A%3A%3Aerror%3A%3Ad.md,line=1,col=1,title=Alt text%3A missing::This image has no alt text.',
			'::warning file=docs/e.md,line=1,col=1,title=Alt text%3A unresolved::From this document, ../x.png leads to no picture. Check the path.',
			"::notice file=docs/e.md,line=2,col=1,title=Alt text%3A image-of::Screen readers already say that this is an image. The alt text doesn't need to.",
		]);
	});

	it('follows links, and each folder once', async () => {
		const cwd = await repositories.make({ ...picture, 'docs/a.md': image });
		await symlink('docs', join(cwd, 'also'));
		await symlink('..', join(cwd, 'docs/up'));
		await symlink('nowhere', join(cwd, 'broken.md'));
		const { stdout } = await runCli(['check'], { cwd });
		assert.match(stdout, /^docs\/a\.md:1:1: .*\n1 image in 1 document: 1 warning\.\n$/);
	});

	it("checks the project's own texts and fixtures", async () => {
		const own = await runCli(['check', 'README.md', 'media', '--format', 'json'], { cwd: projectDir });
		const { findings } = JSON.parse(own.stdout) as { findings: readonly { file: string; rule: string }[] };
		// The samples lack what the extension is to write there.
		assert.deepEqual(
			findings.map(({ file, rule }) => `${file} ${rule}`),
			Array.from({ length: 3 }, () => 'media/samples/README.md missing'),
		);
		const fixtures = await runCli(['check', 'test/fixtures'], { cwd: projectDir });
		assert.equal(fixtures.code, 1);
		assert.doesNotMatch(fixtures.stdout, /\[(?!missing)/);
	});

	it('runs on the Node of this machine', async function () {
		const node = searchPath('node');
		assert.ok(node);
		const cwd = await repositories.make(two);
		const { code, stdout, stderr } = await runCli(['check'], { cwd, node });
		assert.deepEqual([code, stderr], [1, ''], stdout);
		assert.match(stdout, /2 warnings\.\n$/);
	});
});
