import assert from 'node:assert/strict';
import fc from 'fast-check';
import { altEdit, decorativeEdit } from '../../../../src/core/markup/altEdit.ts';
import { visibleLine } from '../../../../src/core/visibleText.ts';
import type { ImageReference } from '../../../../src/core/markup/imageReference.ts';
import { finish } from '../../../../src/core/markup/markupDocument.ts';
import { lineEnds } from '../../../support/lineEnds.ts';
import { readMarkup, readMarkupInSteps } from '../../../../src/core/markup/readMarkup.ts';

/** Whole pieces of documents, and pieces that break what comes behind them. */
const pieces: Readonly<Record<string, readonly string[]>> = {
	markdown: [
		'![](a.png)',
		'![old *text*](<b c.png> "t")',
		'[![x](c.png)](https://d.e)',
		'![one]',
		'![two][]',
		'![x][one]',
		'<img src="d.png">',
		'<img alt=cat src=e.png>',
		'| a | ![b](f.png) |\n|---|---|\n| <img src="g.png"> | ![](h.png) |',
		'> ![](q.png)\n> b',
		'- ![](l.png)',
		'\n\n[one]: one.png\n[two]: <two.png>\n\n',
		'```\n![](no.png)\n```',
		'`![](no.png)`',
		'<!-- ![](no.png) -->',
		'<p>\n<img src="i.png" alt=\'x\'>\n</p>\n\n',
		'# Head\n',
		'\n\n',
		'\n',
		' text * with _ [ signs ',
		'```',
		'<!--',
		'`',
		'![',
	],
	mdx: [
		'![](a.png)',
		'<Image src="b.png" />',
		'<img src={"c.png"} alt={"x"} />',
		'{open && <img src="d.png" />}',
		'\n\nimport logo from "./l.png"\n\n',
		'<Image src={logo} alt="" />',
		'{/* <img src="no.png" /> */}',
		'<div>\n\n![x](e.png)\n\n</div>',
		'`{`',
		'\n\n',
		' text } ',
	],
	quarto: [
		'![A caption](a.png)',
		'![](b.png){fig-alt="x"}',
		'![C](c.png){#fig-c width=50%}',
		'<img src="d.png">',
		'\n\n',
		'```{r}\n![](no.png)\n```\n',
		' text ',
		'{',
		'`',
	],
	restructuredtext: [
		'.. image:: a.png\n',
		'.. image:: b.png\n   :alt: x\n',
		'.. figure:: c.png\n   :width: 3\n\n   Words\n\n',
		'.. |d| image:: d.png\n',
		'\n\n',
		'Words::\n\n   .. image:: no.png\n\n',
		'.. code-block:: rst\n\n   .. image:: no.png\n\n',
		'Head\n====\n',
		' text ',
	],
	asciidoc: [
		'image::a.png[]\n',
		'\nimage::b.png[x]\n',
		'image:c.png["x",300]',
		' image:d.png[width=3] ',
		'\n\n',
		'----\nimage::no.png[]\n----\n',
		'== Head\n',
		'// image::no.png[]\n',
		'text ',
		'"',
		']',
	],
	typst: [
		'#image("a.png")',
		'#image("b.png", alt: "x")',
		'#figure(image("c.png", width: 3cm), caption: [a])',
		'\n',
		'// #image("no.png")\n',
		'`#image("no.png")`',
		'/* #image("no.png") */',
		'= Head\n',
		'https://a.b/c ',
		'"',
		')',
	],
	latex: [
		'\\includegraphics{a.png}',
		'\\includegraphics[alt={x}]{b.png}',
		'\\includegraphics[width=3cm]{c.png}',
		'\n',
		'% \\includegraphics{no.png}\n',
		'\\verb|\\includegraphics{no.png}|',
		'\\begin{verbatim}\n\\includegraphics{no.png}\n\\end{verbatim}',
		'\\section{Head}\n',
		'50\\% ',
		'{',
		'}',
	],
	html: [
		'<img src="a.png">',
		"<img src='b.png' alt='x'>",
		'<img alt src=c.png >',
		'<picture><source srcset="d.webp"><img src="d.png"></picture>',
		'<input type="image" src="e.png">',
		'<svg viewBox="0 0 1 1"><path d="M0"/></svg>',
		'<svg><title>x</title><path/></svg>',
		'<a href="f"><img src="f.png" alt="old"></a>',
		'<!-- <img src="no.png"> -->',
		'<script>"<img src=no.png>"</script>',
		'<p>text &amp; &lt;',
		'</p>',
		'<div',
		'\n',
	],
	typescriptreact: [
		'const a = <img src="a.png" />;',
		'const b = <p>text {c && <Image src={"b.png"} alt="x" />}</p>;',
		"const d = <img src='d.png' alt={'x'} />;",
		'const e = <img src={`e.png`} alt={`x`} />;',
		'const f = <svg><title>x</title><path /></svg>;',
		'const g = <svg viewBox="0"><path /></svg>;',
		'// <img src="no.png" />\n',
		'const h = a < b;',
		'const i = (;',
		'\n',
	],
	vue: [
		'<template><img src="a.png"></template>',
		'<template><p>{{ a < b }}</p><img alt="x" src="b.png" /></template>',
		'<template><img :src="\'c.png\'"><v-img src="d.png" alt="" /></template>',
		'<script>const a = "<img src=no.png>";</script>',
		'{{',
		'\n',
	],
	svelte: [
		'<img src="a.png" />',
		'{#if a < b}<img src="b.png" alt="x">{/if}',
		'<img class={a > b} src={"c.png"} alt={"x"} />',
		'<img src="no.png" alt="of {name}" />',
		'<p>{a}</p>',
		'\n',
	],
	astro: [
		'<img src="a.png" />',
		'<Image src="b.png" alt="x" />',
		'{list.map((c) => <li><img src="c.png"></li>)}',
		'<img src=`d.png` alt=`x` />',
		'<Image src="e.png" />',
		'{/* <img src="no.png" /> */}',
		'\n',
	],
};

const signs = [
	'$&',
	'$1',
	'-->',
	'<!--',
	'"',
	"'",
	'`',
	'[',
	']',
	'(',
	')',
	'\\',
	'{',
	'}',
	'|',
	'&quot;',
	'&',
	'<b>',
	'</script>',
	'*',
	'_',
	'~',
	'🐈',
	'猫',
	'\n',
	'\r\n',
	' ',
	'#',
	'!',
	'@',
	'a',
	'B1',
	'${x}',
	'{{ y }}',
	'http://a.b',
	'\0',
	'\u{2028}',
];
const answer = fc.oneof(
	fc.array(fc.constantFrom(...signs), { maxLength: 12 }).map((found) => found.join('')),
	fc.string({ unit: 'grapheme', maxLength: 30 }),
	fc.string({ unit: 'binary', maxLength: 30 }),
);

/** What has to stay: the picture, its alt text, and whether it has one. */
function shape({ source, alt, element }: ImageReference): unknown {
	return { source: source.kind === 'svg' ? 'svg' : source, alt, element };
}

for (const [language, fragments] of Object.entries(pieces)) {
	describe(`An edit in any document of ${language}`, () => {
		const plain = fc
			.array(fc.constantFrom(...fragments), { minLength: 1, maxLength: 8 })
			.map((parts) => parts.join(''));
		const text = fc
			.tuple(plain, fc.constantFrom(...Object.values(lineEnds)))
			.map(([parts, withEnds]) => withEnds(parts));

		it('has the same images however its lines end', () => {
			fc.assert(
				fc.property(plain, (found) => {
					const expected = readMarkup(found, language).references.map(shape);
					for (const withEnds of Object.values(lineEnds)) {
						assert.deepEqual(
							readMarkup(withEnds(found), language).references.map(shape),
							expected,
							JSON.stringify(found),
						);
					}
				}),
				{ numRuns: 150 },
			);
		});

		it('changes the alt text alone, and reads back as it was answered', () => {
			fc.assert(
				fc.property(text, answer, fc.nat(), (before, alt, choice) => {
					const { references } = readMarkup(before, language);
					const index = choice % Math.max(references.length, 1);
					const reference = references[index];
					const edit = reference && altEdit(reference, alt);
					if (!edit) return;
					assert.ok(reference.start <= edit.start && edit.start <= edit.end && edit.end <= reference.end);
					const after = before.slice(0, edit.start) + edit.newText + before.slice(edit.end);
					assert.deepEqual(
						readMarkup(after, language).references.map(shape),
						references.map((each, at) => shape(at === index ? { ...each, alt: visibleLine(alt) } : each)),
						`${JSON.stringify(before)} → ${JSON.stringify(after)}`,
					);
				}),
				{ numRuns: 300 },
			);
		});

		it('marks as decoration alone', () => {
			fc.assert(
				fc.property(text, fc.nat(), (before, choice) => {
					const { references } = readMarkup(before, language);
					const index = choice % Math.max(references.length, 1);
					const reference = references[index];
					const edit = reference && decorativeEdit(reference);
					if (!edit) return;
					const after = before.slice(0, edit.start) + edit.newText + before.slice(edit.end);
					const found = readMarkup(after, language).references;
					assert.equal(found.length, references.length);
					const marked = found[index];
					assert.equal(marked && decorativeEdit(marked), undefined, after);
					assert.deepEqual(found.toSpliced(index, 1).map(shape), references.toSpliced(index, 1).map(shape));
				}),
				{ numRuns: 150 },
			);
		});

		it('is the same after a change, parsed in part', () => {
			fc.assert(
				fc.property(text, text, fc.nat(), (before, inserted, place) => {
					const at = place % (before.length + 1);
					const after = before.slice(0, at) + inserted + before.slice(at);
					const first = readMarkup(before, language);
					const steps = readMarkupInSteps(after, language, first);
					assert.deepEqual(finish(steps).references, readMarkup(after, language).references);
				}),
				{ numRuns: 150 },
			);
		});
	});
}
