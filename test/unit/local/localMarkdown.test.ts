import assert from 'node:assert/strict';
import { marked } from 'marked';
import { colourList, escapeMarkdown, fence, fencedLines } from '../../../src/engines/localEngine.ts';
import { plainWords } from './plainWords.ts';

/** Text that would be markup, links or HTML if it were let loose. */
const hostile = [
	'# heading',
	'**bold** _em_ `code`',
	'[click](https://evil.example)',
	'![x](https://evil.example/pixel.png)',
	'<img src=x onerror=alert(1)>',
	'https://evil.example www.evil.example a@evil.example',
	'| a | b |',
	'- item',
	'1. item',
	'> quote',
	'---',
	'&lt;b&gt;',
	'\\*',
	'```',
	'````',
	'   ````` end',
	'~~~~',
];

describe('Markdown of the local engine', () => {
	for (const text of hostile) {
		it(`fences ${JSON.stringify(text)}`, () => {
			const markdown = `${fence}text\n${fencedLines([{ text, indent: 0 }])}${fence}\n`;
			const tokens = marked.lexer(markdown).filter(({ type }) => type !== 'space');
			assert.equal(tokens.length, 1, JSON.stringify(tokens));
			const [token] = tokens;
			assert.ok(token?.type === 'code');
			assert.equal(String(token['text']).trim(), text.trim());
		});

		it(`escapes ${JSON.stringify(text)} in a heading`, () => {
			const html = marked.parse(`## x ${escapeMarkdown(text)}`, { async: false });
			assert.match(html, /^<h2>[^<]*<\/h2>\n$/);
		});
	}

	it('keeps lines and indents', () => {
		const lines = [
			{ text: 'if (a) {', indent: 0 },
			{ text: 'b();', indent: 2 },
		];
		assert.equal(fencedLines(lines), 'if (a) {\n  b();\n');
	});

	it('drops what can only be misused', () => {
		assert.equal(fencedLines([{ text: 'a\u202Eb\u0007\n\u200Bc', indent: 0 }]), 'abc\n');
	});

	it('words the colours', () => {
		const colours = [
			{ hex: '#ffffff', hue: 'white', shade: 'plain', share: 0.756 },
			{ hex: '#0b2250', hue: 'blue', shade: 'dark', share: 0.1 },
		] as const;
		assert.equal(colourList(colours, plainWords), 'white (`#ffffff`, 76 %), dark blue (`#0b2250`, 10 %)');
	});
});
