import assert from 'node:assert/strict';
import { cellText, firstParagraph, withFigureAlt } from '../../../../src/core/notebook/cellAnswer.ts';
import { assertLinear } from '../../../support/linearTime.ts';

describe('An answer in a cell', () => {
	for (const [answer, text] of [
		['A chart with **three** bars.', 'A chart with **three** bars.'],
		['Less than: 3 < 4, `a<1`.', 'Less than: 3 < 4, `a<1`.'],
		['See [the page](https://a.example).', 'See [the page](https://a.example).'],
		['![x](https://leak.example/?seen)', '!\\[x](https://leak.example/?seen)'],
		['![x][1]\n\n[1]: https://leak.example', '!\\[x][1]\n\n[1]: https://leak.example'],
		['!![x](y)', '!!\\[x](y)'],
		['<img src="https://leak.example">', '&lt;img src="https://leak.example">'],
		['<IMG SRC=x onerror=y>', '&lt;IMG SRC=x onerror=y>'],
		['</p><style>@import "x"</style>', '&lt;/p>&lt;style>@import "x"&lt;/style>'],
		['<!-- a --><?b?>', '&lt;!-- a -->&lt;?b?>'],
		['`<b>` and\n```\n![c](d)\n```', '`&lt;b>` and\n```\n!\\[c](d)\n```'],
	] as const) {
		it(`loads nothing: ${answer.replaceAll('\n', ' ')}`, () => assert.equal(cellText(answer), text));
	}

	for (const [answer, alt] of [
		['A chart with **three** bars.\n\n- one\n- two', 'A chart with three bars.'],
		['# Chart\n\nSales by\nmonth.', 'Sales by month.'],
		['# Chart', 'Chart'],
		['- one\n- two', '- one - two'],
		['A\u{202E}B', 'AB'],
		['', ''],
	] as const) {
		it(`has as alt text of ${JSON.stringify(answer)}: ${alt}`, () => assert.equal(firstParagraph(answer), alt));
	}

	it('is read in linear time', () => {
		const patterns = ['!', '<', '![', '<!', '*', '`'].map((sign) => ({
			name: sign,
			of: (length: number) => sign.repeat(length),
		}));
		assertLinear('cellText', cellText, patterns, { length: 100_000 });
		assertLinear('firstParagraph', firstParagraph, patterns, { length: 50_000 });
	});
});

describe('The alt text in the metadata of a cell', () => {
	const only = { alt: 'A.', index: 0, count: 1 } as const;
	for (const [name, before, figure, after] of [
		['of Jupyter', { id: '1', metadata: { tags: ['a'] } }, only, { id: '1', metadata: { tags: ['a'], alt: 'A.' } }],
		['of Jupyter, without any', { execution_count: 3 }, only, { execution_count: 3, metadata: { alt: 'A.' } }],
		['of Jupyter, damaged', { metadata: ['a'] }, only, { metadata: { alt: 'A.' } }],
		['with an earlier one', { metadata: { alt: 'B.' } }, only, { metadata: { alt: 'A.' } }],
		['with an earlier list', { metadata: { alt: ['B.', 'C.'] } }, only, { metadata: { alt: 'A.' } }],
		[
			'of the second of three figures',
			{ metadata: {} },
			{ alt: 'A.', index: 1, count: 3 },
			{ metadata: { alt: ['', 'A.', ''] } },
		],
		[
			'of the first of two, with an earlier list',
			{ metadata: { alt: ['B.', 'C.'] } },
			{ alt: 'A.', index: 0, count: 2 },
			{ metadata: { alt: ['A.', 'C.'] } },
		],
		[
			'of the second of two, with an earlier text',
			{ metadata: { alt: 'B.' } },
			{ alt: 'A.', index: 1, count: 2 },
			{ metadata: { alt: ['B.', 'A.'] } },
		],
	] as const) {
		it(`stands beside all else: ${name}`, () => {
			const kept = structuredClone(before);
			assert.deepEqual(withFigureAlt(before, { ...figure, isJupyter: true }), after);
			assert.deepEqual(before, kept);
		});
	}

	it('stands where other notebooks have theirs', () => {
		assert.deepEqual(withFigureAlt({ tags: 1 }, { ...only, isJupyter: false }), { tags: 1, alt: 'A.' });
	});
});
