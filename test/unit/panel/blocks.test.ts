import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Lexer, type Token } from 'marked';
import { readBlocks } from '../../../media/panel/answerBlocks.ts';
import { lexMarkdown } from '../../../src/core/markdown/lexMarkdown.ts';

/** What a model may write, cut at any place. */
const piece = fc.constantFrom(
	'# Title',
	'Words and more',
	'- item',
	'  - inner',
	'1. one',
	'2',
	'. two',
	'3) three',
	'> quoted',
	'```ts',
	'```',
	'| a | b |',
	'| - | - |',
	'===',
	'---',
	'    indented',
	'***',
	'**bold**',
	'[x] task',
	'<div>',
	'\n',
	'\n\n',
	'\n\n\n',
	' ',
);

/** The same with what models write beside Markdown. */
const pieceOfAll = fc.oneof(
	piece,
	fc.constantFrom(
		'$$',
		'$x$',
		'\\[',
		'\\]',
		'<table>',
		'<tr><td>',
		'</table>',
		'<details>\n',
		'<summary>a</summary>\n',
		'</details>\n',
		'[^1]: note',
		'[^1]',
		'<br>',
		'H~2~O',
	),
);

/** Checks that what is finished while pieces come is what `whole` makes of all of them. */
function checkFinished(pieces: readonly string[], whole: (text: string) => readonly Token[]): void {
	const text = pieces.join('');
	const finished: string[] = [];
	let length = 0;
	let written = '';
	for (const next of pieces) {
		written += next;
		for (const block of readBlocks(written.slice(length)).finished) {
			finished.push(`${block.type} ${block.raw}`);
			length += block.raw.length;
		}
	}
	const growing = readBlocks(text.slice(length)).growing.map(({ type, raw }) => `${type} ${raw}`);
	assert.deepEqual(
		[...finished, ...growing],
		whole(text).map(({ type, raw }) => `${type} ${raw}`),
	);
}

describe('readBlocks', () => {
	it('finishes only what the whole text keeps, however it arrives', () => {
		fc.assert(
			fc.property(fc.array(piece, { maxLength: 40 }), (pieces) =>
				checkFinished(pieces, (text) => new Lexer({ gfm: true }).lex(text)),
			),
			{ numRuns: 500 },
		);
	});

	it('finishes no part of what models write beside Markdown too early', () => {
		fc.assert(
			fc.property(fc.array(pieceOfAll, { maxLength: 40 }), (pieces) => checkFinished(pieces, lexMarkdown)),
			{ numRuns: 1000 },
		);
	});

	for (const begin of ['<table><tr><td>a\n\n', '<details>\n\n']) {
		it(`finishes nothing behind ${JSON.stringify(begin)} until it ends, or is too long to`, () => {
			const rest = 'One.\n\nTwo.\n\nThree.\n\n';
			const types = (text: string): readonly string[] => readBlocks(text).finished.map(({ type }) => type);
			assert.deepEqual(types(begin + rest), []);
			const end = begin.startsWith('<table') ? '</table>' : '</details>';
			assert.equal(types(`${begin}${rest}${end}\n\n${rest}`).includes('paragraph'), true);
			assert.ok(types(begin + rest.repeat(3000)).length > 5000);
		});
	}

	it('does finish blocks, so that a long answer costs no more at its end', () => {
		const { finished, growing } = readBlocks('# Title\n\nOne.\n\nTwo.\n\nThree.\n');
		assert.deepEqual([finished.length, growing.filter(({ type }) => type !== 'space').length], [4, 2]);
	});
});
