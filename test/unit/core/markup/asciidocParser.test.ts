import assert from 'node:assert/strict';
import { convert } from 'asciidoctor';
import { parseFragment } from 'parse5';
import { altEdit } from '../../../../src/core/markup/altEdit.ts';
import { readMarkup } from '../../../../src/core/markup/readMarkup.ts';

const answers = [
	'A cat, asleep = yes.',
	'a "b" \'c\' `d`',
	'[e] {f} <g> \\h\\',
	'*bold* _italic_ #mark# ^up^ ~down~ +pass+ **b** __i__',
	'a -- b -> c => d <- e ... (C) (R) (TM)',
	'https://a.b/c mailto:d@e.f <<ref>> ((index)) footnote:[x] image:b.png[]',
	'R&D &amp; &lt; &#65;',
	'{doctitle} {empty}',
	'a | b',
	'猫🐈',
	'100%',
];

/** Documents with one image. */
const documents = [
	'image::a.png[]',
	'image::a.png[old,300]',
	'See image:a.png[] here',
	'*image:a.png[width=3]* b',
	'|===\n|image:a.png[alt=x]\n|===',
];

function altIn(html: string): string | undefined {
	const pending: object[] = [parseFragment(html)];
	for (let node = pending.pop(); node; node = pending.pop()) {
		if ('tagName' in node && node.tagName === 'img' && 'attrs' in node && Array.isArray(node.attrs)) {
			const found: unknown = node.attrs.find((each: { readonly name: string }) => each.name === 'alt');
			return typeof found === 'object' && found !== null && 'value' in found ? String(found.value) : undefined;
		}
		if ('childNodes' in node && Array.isArray(node.childNodes)) pending.push(...(node.childNodes as object[]));
	}
	return undefined;
}

describe('An alt text in AsciiDoc', () => {
	for (const document of documents) {
		for (const answer of answers) {
			it(`is read by Asciidoctor as it was answered: ${document} ${answer}`, async () => {
				const [reference] = readMarkup(document, 'asciidoc').references;
				const edit = reference && altEdit(reference, answer);
				assert.ok(edit);
				const after = document.slice(0, edit.start) + edit.newText + document.slice(edit.end);
				assert.equal(altIn(String(await convert(after))), answer, after);
			});
		}
	}
});
