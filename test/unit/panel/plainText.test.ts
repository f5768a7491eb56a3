import assert from 'node:assert/strict';
import { Lexer } from 'marked';
import { lexMarkdown } from '../../../src/core/markdown/lexMarkdown.ts';
import type { Turn } from '../../../src/core/conversation.ts';
import { pictureAlt } from '../../../media/panel/pictureAlt.ts';
import { spokenBlocks } from '../../../media/panel/plainTextView.ts';
import { plainText } from '../../../src/core/markdown/plainText.ts';

const lex = (markdown: string) => new Lexer({ gfm: true }).lex(markdown);

describe('An answer as plain text', () => {
	const cases: readonly [title: string, markdown: string, text: string][] = [
		['emphasis and code spans', 'A **bold** and *slanted* `word`, ~~gone~~.', 'A bold and slanted word, gone.'],
		['headings', '# One\n\n## Two\nwords', 'One\n\nTwo\n\nwords'],
		['entities', 'Tom &amp; Jerry &lt;3 \\*', 'Tom & Jerry <3 *'],
		[
			'lists with their marks',
			'- one\n- two\n  - inner\n\n3. three\n4. four',
			'- one\n- two\n  - inner\n\n3. three\n4. four',
		],
		['tasks', '- [x] done\n- [ ] not', '- ☑ done\n- ☐ not'],
		['tables with their columns', '| a | b |\n|-|-|\n| 1 | **2** |\n| 3 | |', 'a: 1; b: 2\na: 3; b'],
		['code as it is', '```ts\nconst a = "**";\n```', 'const a = "**";'],
		['quotes', '> said\n> twice', 'said\ntwice'],
		['links with their address', '[here](https://a.example/b)', 'here (https://a.example/b)'],
		['pictures by their alt', '![a cat](https://a.example/c.png)', 'a cat'],
		['raw HTML', 'a <b>c</b>', 'a <b>c</b>'],
		['line breaks', 'one  \ntwo', 'one\ntwo'],
	];
	for (const [title, markdown, text] of cases) {
		it(`has ${title}`, () => assert.equal(plainText(lex(markdown)), text));
	}
});

describe('What models write beside Markdown, as plain text,', () => {
	const cases: readonly [title: string, markdown: string, text: string][] = [
		['formulas in the words of LaTeX', 'It is $x^2$.\n\n$$\ny\n$$', 'It is x^2.\n\ny'],
		['a table in HTML with its columns', '<table><tr><th>a</th></tr><tr><td>1<br>2</td></tr></table>', 'a: 1\n2'],
		[
			'a table with spans by its rows',
			'<table><tr><td colspan=2>a</td></tr><tr><td>1</td><td>2</td></tr></table>',
			'a\n1; 2',
		],
		['details with what they hide', '<details><summary>More</summary>\n\n- a\n\n</details>', 'More\n\n- a'],
		['what stands lower and higher', 'H~2~O, x<sup>2</sup>', 'H2O, x2'],
		['footnotes by their marks', 'a[^1]\n\n[^1]: Note.', 'a[^1]\n\n[^1]: Note.'],
	];
	for (const [title, markdown, text] of cases) {
		it(`has ${title}`, () => assert.equal(plainText(lexMarkdown(markdown)), text));
	}
});

describe('What is read out', () => {
	it('is each block, and code only as being there', () => {
		assert.deepEqual(spokenBlocks(lex('One.\n\n```\nx\n```\n\n---\n\nTwo.')), ['One.', 'A block of code.', 'Two.']);
	});
});

describe("The alt text of a question's picture", () => {
	const turn = {
		status: 'done',
		answerer: { engine: 'glm', model: 'm', host: 'h' },
		pictures: [{}],
		text: '# A chart\n\nA **bar chart** of sales, v2.5. It has four bars.',
	} as unknown as Turn;
	const cases: readonly [title: string, turn: Partial<Turn>, alt: string][] = [
		['the name and the first sentence', {}, 'a.png: A bar chart of sales, v2.5.'],
		['the name alone while the answer is written', { status: 'streaming' }, 'a.png'],
		["the name alone beside this machine's answer", { answerer: { engine: 'local' } }, 'a.png'],
		['the name alone among several', { pictures: [{}, {}] as unknown as Turn['pictures'] }, 'a.png'],
		['the name alone where nothing is said', { text: '```\nx\n```' }, 'a.png'],
		['a sentence of another script', { text: '这是一张图。有四个条。' }, 'a.png: 这是一张图。'],
	];
	for (const [title, changed, alt] of cases) {
		it(`is ${title}`, () => assert.equal(pictureAlt('a.png', { ...turn, ...changed }, 'en'), alt));
	}
});
