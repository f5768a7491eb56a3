import assert from 'node:assert/strict';
import { asCsv, asMarkdown, type ExportedRow } from '../../../../src/core/review/exportReview.ts';

function row(given: Partial<ExportedRow> = {}): ExportedRow {
	return {
		path: 'docs/a.md',
		line: 3,
		picture: 'chart.png',
		rules: ['missing'],
		alt: '',
		proposed: 'Sales by quarter.',
		state: 'proposed',
		...given,
	};
}

/** Returns the cell with the present text of a row whose text is this. */
function csvOf(alt: string): string {
	const [, line = ''] = asCsv([row({ alt, proposed: '' })]).split('\r\n');
	return line.slice('docs/a.md,3,chart.png,missing,'.length, -',,proposed'.length);
}

describe('The export of a review', () => {
	it('is CSV as spreadsheets read it', () => {
		assert.equal(
			asCsv([row(), row({ rules: ['unresolved', 'vague'], alt: 'Logo', state: 'written' })]),
			'\u{FEFF}file,line,picture,rules,alt,proposed,state\r\n' +
				'docs/a.md,3,chart.png,missing,,Sales by quarter.,proposed\r\n' +
				'docs/a.md,3,chart.png,unresolved vague,Logo,Sales by quarter.,written\r\n',
		);
	});

	for (const [what, alt, cell] of [
		['a comma', 'One, two', '"One, two"'],
		['quotes', 'A "b" c', '"A ""b"" c"'],
		['a line end', 'A\nb', '"A\nb"'],
		['a formula', '=HYPERLINK("https://e.org")', '"\'=HYPERLINK(""https://e.org"")"'],
		['a sign', '@here', "'@here"],
		['a minus', '-1', "'-1"],
		['other scripts', '図 1', '図 1'],
	] as const) {
		it(`has ${what} as text in CSV`, () => assert.equal(csvOf(alt), cell));
	}

	it('is a table of Markdown, in which nothing of a text is markup', () => {
		assert.equal(
			asMarkdown([row({ alt: 'A | b\n[c](d) <img src=x> `e` *f* ~g~ \\' })]),
			'| file | line | picture | rules | alt | proposed | state |\n' +
				'| --- | --- | --- | --- | --- | --- | --- |\n' +
				'| docs/a.md | 3 | chart.png | missing | A \\| b \\[c\\](d) \\<img src=x\\> \\`e\\` \\*f\\* \\~g\\~ \\\\ | Sales by quarter. | proposed |\n',
		);
	});
});
