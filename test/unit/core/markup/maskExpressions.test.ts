import assert from 'node:assert/strict';
import fc from 'fast-check';
import { maskExpressions, type MaskOptions } from '../../../../src/core/markup/maskExpressions.ts';

describe('Expressions in braces', () => {
	const comment = /<!--[^]*?-->/y;
	const jsx: MaskOptions = { nestedMarkup: true, inQuotes: false, opaque: comment };
	const svelte: MaskOptions = { nestedMarkup: false, inQuotes: true, opaque: comment };

	for (const [name, options, text, expected] of [
		['are letters, offset for offset', jsx, '<img alt={a > b}>', '<img alt=xxxxxxx>'],
		['stay when they are not closed', jsx, '<img alt={a > b>', '<img alt={a > b>'],
		['end behind a brace in a string', jsx, '{"}"}<p>', 'xxxxx<p>'],
		['end behind a brace behind an escaped quote', jsx, '{"\\"}"}<p>', 'xxxxxxx<p>'],
		["end where an apostrophe is no string's begin", jsx, "{it's}\n<p>'", "xxxxxx\n<p>'"],
		['end behind a brace in a comment to the end of the line', jsx, '{a // }\n}<p>', 'xxxxxxxxx<p>'],
		['end behind a brace in a comment', jsx, '{/* } */}<p>', 'xxxxxxxxx<p>'],
		['end behind a brace in a template', jsx, '{`}${"`"}`}<p>', 'xxxxxxxxxxx<p>'],
		['leave the markup in them', jsx, '{a && <img src={b}>}', 'xxxxxx<img src=xxx>x'],
		['take no comparison for markup', jsx, '{a <b> c}', 'xxxxxxxxx'],
		['are text in a comment', jsx, '<!-- {a} -->', '<!-- {a} -->'],
		['are text between quotes of JSX', jsx, '<p title="{a}">', '<p title="{a}">'],
		['stand between quotes of Svelte', svelte, '<p title="{a ? "b" : c}">', '<p title="xxxxxxxxxxxxx">'],
		['leave the only quote behind which a value can end', svelte, '<p title="{a" b}>', '<p title="{a" b}>'],
	] as const) {
		it(name, () => assert.equal(maskExpressions(text, options), expected));
	}

	it('are the only thing that changes', () => {
		const signs = '{ } " \' ` < > / a = \\ & ${ // /* */ <!-- --> <p> </p> => <img'.split(' ');
		const part = fc.constantFrom(...signs, ' ', '\n');
		fc.assert(
			fc.property(fc.array(part, { maxLength: 30 }), fc.constantFrom(jsx, svelte), (parts, options) => {
				const text = parts.join('');
				const masked = maskExpressions(text, options);
				assert.equal(masked.length, text.length);
				// An attribute may be a template, too.
				const from = text.search(/[{`]/);
				const before = from < 0 ? text.length : from;
				assert.equal(masked.slice(0, before), text.slice(0, before));
				for (let at = 0; at < text.length; at++) assert.ok(masked[at] === text[at] || masked[at] === 'x');
			}),
			{ numRuns: 3000 },
		);
	});
});
