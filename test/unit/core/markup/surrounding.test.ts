import assert from 'node:assert/strict';
import { readMarkup } from '../../../../src/core/markup/readMarkup.ts';
import { referenceAt } from '../../../../src/core/markup/referenceAt.ts';
import { surroundingOf, type Surrounding } from '../../../../src/core/markup/surrounding.ts';
import { cursorIn } from './cursor.ts';

const cases: Readonly<Record<string, readonly (readonly [what: string, document: string, around: Surrounding])[]>> = {
	markdown: [
		['nothing', '![|](a.png)', {}],
		['the nearest heading before it', '# One\n\n## Two\n\n![|](a.png)\n\n# Three', { heading: 'Two' }],
		['a heading without its markup', 'A *big* `title`\n===\n\n![|](a.png)', { heading: 'A big title' }],
		[
			'the sentences beside it in its paragraph',
			'First. Second\none: ![|](a.png) and so on. Last.',
			{ before: 'Second one:', after: 'and so on.' },
		],
		[
			'else those of the paragraphs beside it',
			'Before that. Right before.\n\n![|](a.png)\n\nRight after. After that.',
			{ before: 'Right before.', after: 'Right after.' },
		],
		[
			'none from over a heading, and none from under the next',
			'Above.\n\n# Title\n\n![|](a.png)\n\n# Next\n\nBelow.',
			{ heading: 'Title' },
		],
		['none without a letter', '—\n\n![|](a.png)\n\n***', {}],
		['no code', '```\ncode\n```\n\n![|](a.png)', {}],
		['a link around it', '[![|](a.png)](https://x.example/a?b)', { linkTarget: 'https://x.example/a?b' }],
		[
			'a link with words of its own, and a label',
			'[![|](a.png) the docs][Docs]\n\n[docs]: <docs/start.md>',
			{ linkTarget: 'docs/start.md', linkText: 'the docs', after: 'the docs' },
		],
		['a link by its own text', '[<img src="a.png"|>]\n\n[<img src="a.png">]: b.md', { linkTarget: 'b.md' }],
		[
			'HTML in it',
			'<h2>Title</h2>\n\n<p><a href="b.html">To B <img src="a.png"|></a></p>',
			{ heading: 'Title', linkTarget: 'b.html', linkText: 'To B', before: 'To B' },
		],
		[
			'HTML in a paragraph, with its words in Markdown',
			'See <a href="b.html">*B*ee &amp; \\*<b>C</b> <img src="a.png"|></a>.',
			{ linkTarget: 'b.html', linkText: 'Bee & *C', before: 'See Bee & *C' },
		],
		[
			'HTML around paragraphs in Markdown',
			'<a href="b.html">\n<p>One</p>\n\nTwo\n\n![|](a.png)\n\n</a>',
			{ linkTarget: 'b.html', linkText: 'One Two', before: 'Two' },
		],
		[
			'HTML whose text goes on behind a paragraph',
			'<a href="b.html">\nOne\n\nTwo\n\n  <i>Three <img src="a.png"|></i></a>',
			{ linkTarget: 'b.html', linkText: 'One Two Three', before: 'Three' },
		],
		['no front matter', '---\ntitle: x\n---\n\n![|](a.png)', {}],
	],
	mdx: [
		['no expressions', 'Version {v} is here.\n\n![|](a.png)', { before: 'Version is here.' }],
		['components', '<NavLink to="/b">![|](a.png)</NavLink>', { linkTarget: '/b' }],
		[
			'a component with the name of a void element',
			'<Link href="/b"><img src="a.png"| /></Link>',
			{ linkTarget: '/b' },
		],
		[
			'the words in elements',
			'<h2>A *title*</h2>\n\n<figure>\n<img src="a.png"| />\n<figcaption>A **caption** by {x}</figcaption>\n</figure>',
			{ heading: 'A title', caption: 'A caption by' },
		],
		['the void element itself', '<Link to="/b"><input><img src="a.png"| /></Link>', { linkTarget: '/b' }],
	],
	html: [
		[
			'the caption of its figure, and what stands around that',
			'<p>Before.</p><figure><img src="a.png"|><figcaption>The\n <b>caption</b></figcaption></figure><p>After.</p>',
			{ caption: 'The caption', before: 'Before.', after: 'After.' },
		],
		[
			'a button',
			'<button><img src="a.png"|> Save &amp; close</button>',
			{ isButton: true, linkText: 'Save & close', after: 'Save & close' },
		],
		['a button by itself', '<input type="image" src="a.png"|>', { isButton: true }],
		[
			'the innermost link, with its entities read',
			'<a href="out"><summary><a href="/a?b=1&amp;c"><img src="a.png"|></a></summary></a>',
			{ linkTarget: '/a?b=1&c' },
		],
		[
			'what an area leads to',
			'<img usemap="#m" src="a.png"><map name="m"><area shape="rect" coords="0,0,1,1" href="north"|></map>',
			{ linkTarget: 'north' },
		],
		[
			'blocks end a sentence, inline elements do not',
			'<p>One</p><p>Two <em>and</em> three</p><img src="a.png"|><div>Four</div>',
			{ before: 'Two and three', after: 'Four' },
		],
		['a void element in any case', '<LINK href="/b"><img src="a.png"|>', {}],
		['nothing silent', '<style>p {}</style><script>x()</script><img src="a.png"|><template>t</template>', {}],
		['no more than 300 characters', `<p>${'word '.repeat(100)}</p><img src="a.png"|>`, { before: 'word '.repeat(60) }],
	],
	javascriptreact: [
		['nothing computed', 'const a = <p>Before {x} this. <img src="a.png"| /></p>;', { before: 'Before this.' }],
		[
			'a link of a framework',
			'const a = <Link to="/b"><img src="a.png"| /> B</Link>;',
			{
				linkTarget: '/b',
				linkText: 'B',
				after: 'B',
			},
		],
	],
	vue: [
		[
			'its template, no script',
			'<script>x</script><template><p>Hi {{ x }}.</p><img src="a.png"|></template>',
			{
				before: 'Hi .',
			},
		],
		[
			'a template within',
			'<template><template #aside><p>One</p><img src="a.png"|></template></template>',
			{ before: 'One' },
		],
		[
			'a component with the name of a void element',
			'<template><Link href="/b"><img src="a.png"| /> B</Link></template>',
			{ linkTarget: '/b', linkText: 'B', after: 'B' },
		],
	],
	svelte: [
		['no blocks', '{#if x}<p>Yes.</p>{/if}<img src="a.png"|>', { before: 'Yes.' }],
		[
			'components with the names of void elements',
			'<Link href="/b"><Base><img src="a.png"| /></Base> B<input></Link>',
			{ linkTarget: '/b', linkText: 'B', after: 'B' },
		],
	],
	astro: [
		['no expressions', '---\nconst x = 1;\n---\n<p>Hi {x}</p><img src="a.png"|>', { before: 'Hi' }],
		[
			'components with the names of void elements',
			'{open && <Link href={"/c"}><Link href="/b"><Col><img src="a.png"| /></Col> B</Link></Link>}',
			{ linkTarget: '/b', linkText: 'B', after: 'B' },
		],
		[
			'components with the names of elements that end by themselves',
			'<Link href="/b"><Option><Option><img src="a.png"| /></Option> B</Option></Link>',
			{ linkTarget: '/b', linkText: 'B', after: 'B' },
		],
	],
};

for (const [language, rows] of Object.entries(cases)) {
	describe(`What stands around a picture in ${language}`, () => {
		for (const [what, marked, around] of rows) {
			it(what, () => {
				const { text, offset } = cursorIn(marked);
				const document = readMarkup(text, language);
				const reference = referenceAt(document, offset);
				assert.ok(reference);
				assert.deepEqual(surroundingOf(reference, document), around);
			});
		}
	});
}
