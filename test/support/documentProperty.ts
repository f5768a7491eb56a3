import assert from 'node:assert/strict';
import fc from 'fast-check';
import { altEdit, decorativeEdit } from '../../src/core/markup/altEdit.ts';
import { readBackAlt } from './readBackAlt.ts';
import type { ImageReference } from '../../src/core/markup/imageReference.ts';
import { markupLanguages, type MarkupLanguage } from '../../src/core/markup/languages.ts';
import type { MarkupDocument } from '../../src/core/markup/markupDocument.ts';
import { readMarkup } from '../../src/core/markup/readMarkup.ts';
import { surroundingOf } from '../../src/core/markup/surrounding.ts';
import { lineEnds } from './lineEnds.ts';
import { hostilePatterns } from './hostilePatterns.ts';

const fragments = [
	'![](a.png)',
	'![old *text*](<b c.png> "t")',
	'[![x](c.png)](https://d.e)',
	'![one]\n\n[one]: one.png\n\n',
	'| a | ![b](f.png) |\n|---|---|\n',
	'> - ![](q.png)\n',
	'<img src="d.png" alt="x">',
	"<img src={'c.png'} alt={'y'} />",
	'<picture><source srcset="d.webp"><img src="d.png"></picture>',
	'<svg viewBox="0 0 1 1"><title>t</title><path d="M0"/></svg>',
	'<a href="f"><img src="f.png"></a>',
	'<figure><img src="g.png"><figcaption>A caption</figcaption></figure>',
	'<template><img :src="\'c.png\'"></template>',
	'const a = <Image src={logo} />;',
	'import logo from "./l.png"\n\n',
	'{open && <img src="d.png" />}',
	'{{ a < b }}',
	'---\nlang: de\n---\n',
	'```\n![](no.png)\n```\n',
	'<!-- ',
	' -->',
	'<script>',
	'</script>',
	'# Head\n\n',
	'{% if a %}',
	'<?php a ?>',
	'<%= a %>',
	'@(a)',
	'![[w.png|100]]',
	'{{< figure src="h.png" >}}',
	'.. image:: r.png\n   :alt: old\n\n',
	'image::d.png[]\n',
	'#image("t.png")',
	'\\includegraphics{l.png}',
	'[[file:o.png]]\n',
	'![C](p.png){fig-alt="x"}',
	'Words. More words.\n\n',
] as const;

const whole: ReadonlySet<string> = new Set(fragments);

const signs = Array.from('<>{}[]()"\'`*_~\\&|$#%!-=/ \n\r\t猫');

/** What a document is made of: fragments of markup, hostile texts of some length, and any text. */
const part: fc.Arbitrary<string> = fc.oneof(
	{ weight: 6, arbitrary: fc.constantFrom(...fragments) },
	{ weight: 3, arbitrary: fc.array(fc.constantFrom(...signs), { maxLength: 12 }).map((found) => found.join('')) },
	{ weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 20 }) },
	{
		weight: 1,
		arbitrary: fc
			.tuple(fc.constantFrom(...hostilePatterns), fc.constantFrom(40, 400, 4000))
			.map(([pattern, length]) => pattern.of(length)),
	},
);

const answer = fc.oneof(
	fc
		.array(
			fc.constantFrom(...signs, '{{ x }}', '{% y %}', '<%= z %>', '-->', '</script>', '\u{202E}', '\u{200B}', 'a'),
			{
				maxLength: 12,
			},
		)
		.map((found) => found.join('')),
	fc.string({ unit: 'binary', maxLength: 30 }),
);

/** Milliseconds in which a document is read, changed and read again. */
const longest = 2000;

interface DocumentCase {
	readonly language: MarkupLanguage;
	readonly parts: readonly string[];
	readonly alt: string;
	readonly at: number;
	readonly ends: keyof typeof lineEnds;
}

/**
 * Whatever a document holds, it is read in good time and without an error, and what is written into it reads back. `tell` hears
 * what came of each.
 */
export function documentProperty({
	tell = () => undefined,
}: { readonly tell?: (outcome: string) => void } = {}): fc.IPropertyWithHooks<[DocumentCase]> {
	const documentCase: fc.Arbitrary<DocumentCase> = fc.record({
		language: fc.constantFrom(...markupLanguages),
		parts: fc.oneof(
			fc.array(part, { minLength: 1, maxLength: 12 }),
			fc.array(fc.constantFrom(...fragments), { minLength: 1, maxLength: 12 }),
		),
		alt: answer,
		at: fc.nat(),
		ends: fc.constantFrom('LF', 'CRLF', 'CR', 'mixed'),
	});
	return fc.property(documentCase, ({ language, parts, alt, at, ends }) => {
		const text = ends === 'LF' ? parts.join('') : lineEnds[ends](parts.join(''));
		const start = process.cpuUsage();
		const document = readMarkup(text, language);
		look(document, text, at);
		const index = at % Math.max(document.references.length, 1);
		const reference = document.references[index];
		const edit = reference && altEdit(reference, alt);
		if (edit) {
			const after = readMarkup(text.slice(0, edit.start) + edit.newText + text.slice(edit.end), language);
			// In broken markup a sign may end what was open before it, and what was left alone may be another part afterwards.
			if (document.isWhole && after.isWhole && !isLossy(reference) && parts.every((each) => whole.has(each))) {
				assert.equal(
					after.references[index]?.alt,
					readBackAlt(alt, language),
					`${JSON.stringify(text)} → ${JSON.stringify(edit)}`,
				);
			}
		}
		const { user, system } = process.cpuUsage(start);
		assert.ok(
			(user + system) / 1000 < longest,
			`took ${(user + system) / 1000} ms: ${language} ${JSON.stringify(parts)}`,
		);
		tell(!document.isWhole ? 'left alone in part' : edit ? 'written' : reference ? 'not to be written' : 'no picture');
	});
}

/** Tells whether a language has no escapes for some signs. */
function isLossy({ slot }: ImageReference): boolean {
	return slot?.writing.kind === 'escaped' && ['wikilink', 'hugo', 'org'].includes(slot.writing.by);
}

function look(document: MarkupDocument, text: string, at: number): void {
	document.outline();
	for (const reference of document.references) {
		surroundingOf(reference, document);
		decorativeEdit(reference);
	}
	for (const offset of [0, text.length, at % (text.length + 1), text.length >> 1]) document.canInsertAt(offset);
}
