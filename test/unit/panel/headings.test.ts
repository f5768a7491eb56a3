import assert from 'node:assert/strict';
import { Lexer } from 'marked';
import { closeHeadingGaps } from '../../../media/panel/answerBlocks.ts';

/** The depths of a text's headings after the gaps were closed, and the last of them. */
function depths(markdown: string, before: number): readonly [string, number] {
	const { blocks, depth } = closeHeadingGaps(new Lexer({ gfm: true }).lex(markdown), before);
	const headings = blocks.filter(({ type }) => type === 'heading');
	return [headings.map((block) => Number((block as { depth?: number }).depth)).join(), depth];
}

describe('The levels of headings in an answer', () => {
	const cases: readonly [title: string, markdown: string, before: number, expected: readonly [string, number]][] = [
		['stay as they are', '# a\n\n## b\n\n### c\n\n# d', 0, ['1,2,3,1', 1]],
		['begin with the first', '### a\n\nwords\n\n### b', 0, ['1,2', 2]],
		['follow those before', '#### a', 2, ['3', 3]],
		['may go up by any number', '# a\n\n## b\n\n### c\n\n## d', 3, ['1,2,3,2', 2]],
		['are none without headings', 'words', 2, ['', 2]],
	];
	for (const [title, markdown, before, expected] of cases) {
		it(title, () => assert.deepEqual(depths(markdown, before), expected));
	}
});
