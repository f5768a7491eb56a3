import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Lexer, type Token } from 'marked';
import { readBlocks } from '../../../media/panel/answerBlocks.ts';
import { waitBeforeDrawing } from '../../../media/panel/drawingPace.ts';
import { lexMarkdown } from '../../../src/core/markdown/lexMarkdown.ts';
import { spokenBlocks } from '../../../media/panel/plainTextView.ts';
import { plainText } from '../../../src/core/markdown/plainText.ts';
import { hostilePatterns } from '../../support/hostilePatterns.ts';
import { assertLinear } from '../../support/linearTime.ts';

/** Milliseconds of processor time for any answer of a hundred thousand characters: about ten times what the slowest takes. */
const most = 1200;

function processorTime(run: () => unknown): number {
	const before = process.cpuUsage();
	run();
	const { user, system } = process.cpuUsage(before);
	return (user + system) / 1000;
}

/** The levels of tokens in tokens, counted without recursion. */
function levelsOf(blocks: readonly Token[]): number {
	let levels = 0;
	for (let level: readonly Token[] = blocks; level.length > 0; levels++) {
		level = level.flatMap((token) => {
			const { tokens = [], items = [] } = token as { tokens?: readonly Token[]; items?: readonly Token[] };
			return [...tokens, ...items];
		});
	}
	return levels;
}

/** What is quadratic in marked, found by trying a hundred thousand combinations of Markdown's signs. */
const slow: readonly string[] = [
	'_a',
	'**[ ',
	'a!*',
	'a |**',
	'~~www.)',
	'_www.\n~~~',
	' \n\t',
	'</a>**_',
	'\n|-|-|\n',
	'+ \n|-|-|\n@~~',
	'\n|-|-|\n</a>|',
	'*\n\t#',
	'+ \n\t\\\n@',
	'\n1. [ ] >\n\n',
	'\n1. ][ ] \n[a]: b "',
	'\\\n[a]\n|-|-|\n',
	'|- \n|-|-|\n&',
	'- |a|b|',
	'> 1. \n  ',
	'> ',
	'- ',
	'1. ',
	'* + ',
	'a[^1]: ',
];

/** What models write beside Markdown, without an end or in each other. */
const beside: readonly string[] = [
	'$',
	'$ ',
	'$a',
	'$a$',
	'$$',
	'$$\n',
	'$$a$$\n',
	'a\n$$\n',
	'\\(',
	'\\[\n',
	'\\(a\\)',
	'*$*a$',
	'<table>',
	'<table>\n\n',
	'<table>\n\na\n\n',
	'<table></table>\n',
	'</table>\n',
	'<td>',
	'<table><td>',
	'<table><tr><td>a</td></tr>',
	'<details>',
	'<details>\n\n',
	'<details>\n<summary>',
	'</details>\n',
	'<details>\na\n</details>\n',
	'<b>',
	'<b><i>',
	'<b></b>',
	'</b>',
	'<br>',
	'[^a]',
	'[^1]: ',
	'[^1]: a\n',
	'[^1]: a\n\n    ',
	'a~b~',
	'a^b^',
	'~ ^ ',
];

describe('Markdown of any kind', () => {
	const texts: readonly (readonly [name: string, text: string])[] = [
		...hostilePatterns.map(({ name, of }) => [name, of(100_000)] as const),
		...[...slow, ...beside].map(
			(piece) => [JSON.stringify(piece), piece.repeat(Math.ceil(100_000 / piece.length))] as const,
		),
		['a table of many columns and rows', `${'|a'.repeat(9000)}|\n${'|-'.repeat(9000)}|\n${'|\n'.repeat(30_000)}`],
		['an answer of many paragraphs', '\n\na'.repeat(33_000)],
	];

	it('is read and said in little time, without an error, and nothing of it is lost', () => {
		const failed = texts.flatMap(([name, text]) => {
			const milliseconds = processorTime(() => {
				const tokens = lexMarkdown(text);
				assert.equal(
					tokens.reduce((length, { raw }) => length + raw.length, 0),
					text.replaceAll(/\r\n?/g, '\n').length,
					name,
				);
				// An item and what is in it are two.
				assert.ok(levelsOf(tokens) <= 100, name);
				plainText(tokens);
				spokenBlocks(tokens);
			});
			return milliseconds > most ? [`${name}: ${Math.round(milliseconds)} ms`] : [];
		});
		assert.deepEqual(failed, []);
	}).timeout(120_000);

	it('shows its words where it is nested too deeply', () => {
		assert.match(plainText(lexMarkdown(`${'> '.repeat(2500)}deep`)), /deep$/);
		assert.match(plainText(lexMarkdown(`${'- '.repeat(2500)}deep`)), /deep$/);
		const around = `# Title\n\n${'>'.repeat(2500)}\n\nThe end.`;
		assert.match(plainText(lexMarkdown(around)), /^Title\n\n[^]*\n\nThe end\.$/);
	});

	it('is read as ever where it is usual, however long it is', () => {
		const part = [
			'## Heading',
			'Some **bold** words with a [link](https://a.example) and `code`.',
			'- one\n- two\n  - inner',
			'| a | b |\n|---|---|\n| 1 | 2 |',
			'```ts\nconst a = 1;\n\nconst b = 2;\n```',
			'> quoted\n> twice',
		].join('\n\n');
		const text = Array.from({ length: 60 }, () => part).join('\n\n');
		assert.equal(plainText(lexMarkdown(text)), plainText(new Lexer({ gfm: true }).lex(text)));
	});

	it('keeps long code and long tables whole', () => {
		const code = `\`\`\`\n${'const a = 1;\n\n'.repeat(3000)}\`\`\``;
		const table = `| a | b |\n|---|---|\n${'| 1 | 2 |\n'.repeat(3000)}`;
		const types = lexMarkdown(`Words.\n\n${code}\n\n${table}\nMore.`).map(({ type }) => type);
		assert.deepEqual(
			types.filter((type) => type !== 'space'),
			['paragraph', 'code', 'table', 'paragraph'],
		);
	});

	it('finishes blocks of an answer that has no end', () => {
		const { finished, growing } = readBlocks('- a word and another\n'.repeat(2000));
		const length = growing.reduce((sum, { raw }) => sum + raw.length, 0);
		assert.ok(finished.length > 0 && length < 10_000, String(length));
	});

	it('throws for nothing', () => {
		const piece = fc.constantFrom(
			...slow,
			...beside,
			'\n',
			'\n\n',
			'```',
			'[a]: b\n',
			'<div>\n',
			'words ',
			'    ',
			'|a|\n|-|\n',
		);
		const text = fc.array(fc.tuple(piece, fc.nat(300)), { maxLength: 12 });
		fc.assert(
			fc.property(text, (parts) => {
				const markdown = parts.map(([each, count]) => each.repeat(count)).join('');
				assert.equal(
					lexMarkdown(markdown).reduce((length, { raw }) => length + raw.length, 0),
					markdown.length,
				);
			}),
			{ numRuns: 100 },
		);
	}).timeout(60_000);
});

describe('What models write beside Markdown', () => {
	it('is read in linear time', () => {
		const patterns = [...beside, ...beside.map((piece) => `<table><td>${piece}`)].map((piece) => ({
			name: JSON.stringify(piece),
			of: (length: number) => piece.repeat(Math.ceil(length / piece.length)),
		}));
		assertLinear('lexMarkdown', lexMarkdown, patterns, { length: 25_000 });
	}).timeout(240_000);
});

describe('The pace of drawing', () => {
	for (const [cost, now, wait] of [
		[2, 1000, 0],
		[8, 1000, 0],
		[50, 1000, 500],
		[50, 1300, 200],
		[50, 2000, 0],
		[3000, 1000, 5000],
	] as const) {
		it(`waits ${wait} ms at ${now} behind a drawing of ${cost} ms that ended at 1000`, () =>
			assert.equal(waitBeforeDrawing({ end: 1000, cost }, now), wait));
	}
});
