import assert from 'node:assert/strict';
import { GFM, parser } from '@lezer/markdown';
import fc from 'fast-check';
import { linearInline } from '../../../../src/core/markup/markdownInline.ts';

const original = parser.configure(GFM);
const linear = parser.configure([GFM, linearInline('gfm')]);

/** The tree as text, a node per word. */
function shape(markdown: typeof parser, text: string): string {
	const nodes: string[] = [];
	markdown.parse(text).iterate({ enter: ({ name, from, to }) => void nodes.push(`${name} ${from}-${to}`) });
	return nodes.join('\n');
}

const signs = (
	'* ** *** _ __ ~~ ~ ` `` [ ] ( ) ![ ]( ][ < > <b> </b> <!-- --> <?x ?> <a:b> <x@y.z> \\ & &amp; &#65; ! " \' = / | : ' +
	'a bc 1 é 猫 . , http://a.b/c_d www.a.b a@b.c mailto:a@b.c xmpp:a@b.c/d <img src="x"> <a b=\'c\' d=e /> <![CDATA[x]]> <!A b> ' +
	'![a](b) [a](b "c") [a][b] [a](<b c>) *a* **b** _c_ `d`'
).split(' ');

describe('The inline text of Markdown', () => {
	it('is read as the parser itself does', () => {
		const part = fc.oneof(
			{ weight: 4, arbitrary: fc.constantFrom(...signs) },
			fc.constantFrom(' ', ' ', '  ', '\n', '  \n', '\\\n'),
		);
		fc.assert(
			fc.property(fc.array(part, { maxLength: 24 }), (parts) => {
				const text = parts.join('');
				assert.equal(shape(linear, text), shape(original, text), JSON.stringify(text));
			}),
			{ numRuns: 5000 },
		);
	});
});
