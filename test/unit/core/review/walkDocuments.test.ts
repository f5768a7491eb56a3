import assert from 'node:assert/strict';
import fc from 'fast-check';
import { markupLanguages } from '../../../../src/core/markup/languages.ts';
import { markupLanguageOf } from '../../../../src/core/review/documentFiles.ts';
import { walkDocuments, type FileTree, type FolderEntry } from '../../../../src/core/review/walkDocuments.ts';

/** Files by their paths; a path that ends with ` -> target` is a link to a folder. */
type Files = Readonly<Record<string, string>>;

/** A tree in memory, with `/r` as its root. */
function treeOf(files: Files): FileTree {
	const links = new Map<string, string>();
	const texts = new Map<string, string>();
	for (const [path, text] of Object.entries(files)) {
		const [name = '', target] = path.split(' -> ');
		if (target === undefined) texts.set(`/r/${name}`, text);
		else links.set(`/r/${name}`, `/r/${target}`.replace(/\/$/, ''));
	}
	/** Follows links, as often as a path can hold any. */
	const real = (path: string): string => {
		let at = path;
		for (let count = 0; count < 100; count++) {
			const link = [...links.keys()].find((each) => at === each || at.startsWith(`${each}/`));
			if (link === undefined) return at;
			at = `${links.get(link)}${at.slice(link.length)}`;
		}
		return at;
	};
	return {
		async list(folder) {
			const prefix = `${real(folder)}/`;
			const entries = new Map<string, FolderEntry>();
			for (const path of [...texts.keys(), ...links.keys()]) {
				if (!path.startsWith(prefix)) continue;
				const [name = '', ...rest] = path.slice(prefix.length).split('/');
				const isLink = rest.length === 0 && links.has(path);
				entries.set(name, { name, kind: rest.length > 0 || isLink ? 'folder' : 'file', isLink });
			}
			return [...entries.values()];
		},
		readText: async (path) => texts.get(real(path)),
		realPath: async (folder) => real(folder),
	};
}

async function found(
	files: Files,
	{ from = '/r', isExcluded = () => false }: { from?: string; isExcluded?: (path: string) => boolean } = {},
): Promise<readonly string[]> {
	const paths: string[] = [];
	const { signal } = new AbortController();
	for await (const { path } of walkDocuments(treeOf(files), from, { root: '/r', isExcluded, signal })) {
		paths.push(path.slice('/r/'.length));
	}
	return paths;
}

const all = { 'a.md': '', 'b/c.md': '', 'b/d/e.md': '', 'b/d/f.txt': '', 'z.rst': '' };

const cases: readonly {
	readonly why: string;
	readonly files: Files;
	readonly from?: string;
	readonly without?: (path: string) => boolean;
	readonly found: readonly string[];
}[] = [
	{ why: 'all of them, the files of a folder first', files: all, found: ['a.md', 'z.rst', 'b/c.md', 'b/d/e.md'] },
	{ why: 'those below a folder', files: all, from: '/r/b', found: ['b/c.md', 'b/d/e.md'] },
	{
		why: 'not what is excluded, by its path from the root',
		files: all,
		from: '/r/b',
		without: (path) => path === 'b/d',
		found: ['b/c.md'],
	},
	{
		why: 'not what .gitignore names',
		files: { ...all, '.gitignore': '/b/d/\n# a.md\n*.rst' },
		found: ['a.md', 'b/c.md'],
	},
	{
		why: 'not what one above the folder names',
		files: { ...all, '.gitignore': 'd/' },
		from: '/r/b',
		found: ['b/c.md'],
	},
	{ why: 'not what one in a folder names', files: { ...all, 'b/.gitignore': 'e.md\nc.md' }, found: ['a.md', 'z.rst'] },
	{
		why: 'what an inner one takes back',
		files: { ...all, '.gitignore': '*.md', 'b/.gitignore': '!c.md' },
		found: ['z.rst', 'b/c.md'],
	},
	{
		why: 'nothing below a folder that is left out, whatever is taken back there',
		files: { ...all, '.gitignore': 'b/', 'b/.gitignore': '!c.md' },
		found: ['a.md', 'z.rst'],
	},
	{
		why: 'names that differ in case from a rule',
		files: { 'Build/a.md': '', '.gitignore': 'build/' },
		found: ['Build/a.md'],
	},
	{
		why: 'all, where a rule would take forever',
		files: { ...all, '.gitignore': `${'*a'.repeat(20)}\n*.rst` },
		found: ['a.md', 'b/c.md', 'b/d/e.md'],
	},
	{
		why: 'nothing in .git',
		files: { 'a.md': '', '.git/b.md': '', '.github/c.md': '' },
		found: ['a.md', '.github/c.md'],
	},
	{
		why: 'what a link leads to',
		files: { 'a.md': '', 'l -> s/x': '', 's/x/b.md': '' },
		without: (path) => path === 's',
		found: ['a.md', 'l/b.md'],
	},
	{
		why: 'a folder by its own name, though a link comes first',
		files: { 'z/a.md': '', 'b -> z': '' },
		found: ['z/a.md'],
	},
	{ why: 'no end of a link to itself', files: { 'b/a.md': '', 'b/up -> ': '', 'b/self -> b': '' }, found: ['b/a.md'] },
];

describe('The walk over documents', () => {
	for (const { why, files, from, without, found: expected } of cases) {
		it(`finds ${why}`, async () => {
			assert.deepEqual(
				await found(files, { ...(from !== undefined && { from }), ...(without && { isExcluded: without }) }),
				expected,
			);
		});
	}

	it('finds every document once, whatever the tree', async () => {
		const name = fc.constantFrom('a', 'b', 'c', '..d', 'node', '[x]', 'ü');
		const folder = fc.array(name, { maxLength: 4 }).map((parts) => parts.map((part) => `${part}/`).join(''));
		const file = fc
			.tuple(folder, name, fc.constantFrom('md', 'html', 'txt'))
			.map(([at, base, end]) => `${at}${base}.${end}`);
		const link = fc.tuple(folder, name, folder).map(([at, base, to]) => `${at}l${base} -> ${to.replace(/\/$/, '')}`);
		await fc.assert(
			fc.asyncProperty(fc.array(file, { maxLength: 12 }), fc.array(link, { maxLength: 3 }), async (paths, links) => {
				const files = Object.fromEntries([...paths, ...links].map((path) => [path, '']));
				const expected = [...new Set(paths.filter((path) => markupLanguageOf(path)))];
				const walked = await found(files);
				assert.deepEqual(walked.toSorted(), expected.toSorted());
			}),
		);
	});

	it('stops', async () => {
		const controller = new AbortController();
		const walk = walkDocuments(treeOf(all), '/r', { isExcluded: () => false, signal: controller.signal });
		await walk.next();
		await walk.next();
		controller.abort();
		await assert.rejects(async () => walk.next());
	});
});

describe('The language of a document that nobody has opened', () => {
	for (const [name, language] of [
		['README.md', 'markdown'],
		['READ.ME.MARKDOWN', 'markdown'],
		['a.mdx', 'mdx'],
		['a.Rmd', 'rmd'],
		['a.qmd', 'quarto'],
		['page.component.html', 'html'],
		['a.blade.php', 'blade'],
		['a.php', 'php'],
		['a.html.erb', 'erb'],
		['a.html.twig', 'twig'],
		['a.cshtml', 'razor'],
		['a.tsx', 'typescriptreact'],
		['a.mjs', 'javascript'],
		['a.adoc', 'asciidoc'],
		['a.tex', 'latex'],
		['a.ts', undefined],
		['a.md.bak', undefined],
		['md', undefined],
		['a.txt', undefined],
		['a.png', undefined],
		['', undefined],
	] as const) {
		it(`${name || '(none)'} is ${language ?? 'none'}`, () => {
			assert.equal(markupLanguageOf(name), language);
		});
	}

	it('is known for each language but those that have no files of their own', () => {
		const known = new Set(
			'md mdx qmd rmd html php twig j2 njk liquid hbs ejs erb razor js jsx tsx vue svelte astro rst adoc typ tex org blade.php'
				.split(' ')
				.map((end) => markupLanguageOf(`a.${end}`)),
		);
		assert.deepEqual(
			markupLanguages.filter((language) => !known.has(language)),
			['jinja-html', 'django-html', 'aspnetcorerazor', 'tex'],
		);
	});
});
