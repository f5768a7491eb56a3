import assert from 'node:assert/strict';
import fc from 'fast-check';
import { cutText } from '../../../../src/core/tools/cutText.ts';
import { findingLines } from '../../../../src/core/tools/findingLines.ts';
import { ToolRefusal } from '../../../../src/core/tools/toolInput.ts';
import { wantedImage } from '../../../../src/core/tools/wantedImage.ts';
import { readMarkup } from '../../../../src/core/markup/readMarkup.ts';
import { assertLinear } from '../../../support/linearTime.ts';

const note = '\n[Cut here: the rest does not fit. Ask about less at once.]';

describe('What a tool returns', () => {
	for (const [text, most, cut] of [
		['Short.', 6, 'Short.'],
		['One. Two. Three. Four. Five. Six. Seven. Eight.', 20 + note.length, undefined],
		['One. Two. Three. Four. '.repeat(10), 20 + note.length, `One. Two. Three.${note}`],
		['One\nTwo\nThree\n'.repeat(20), 8 + note.length, `One\nTwo${note}`],
		['一。二。三。'.repeat(30), 5 + note.length, `一。二。${note}`],
		['x'.repeat(200), 10 + note.length, `${'x'.repeat(10)}${note}`],
		['😀'.repeat(100), 3 + note.length, `😀${note}`],
	] as const) {
		it(`is cut at a line or a sentence: ${text.slice(0, 20)}`, () => assert.equal(cutText(text, most), cut ?? text));
	}

	it('never has more than fits, and begins as the text does', () => {
		fc.assert(
			fc.property(fc.string({ maxLength: 500 }), fc.integer({ min: note.length, max: 600 }), (text, most) => {
				const cut = cutText(text, most);
				assert.ok(cut.length <= most);
				assert.ok(text.toWellFormed().startsWith(cut.replace(note, '').toWellFormed()));
			}),
		);
	});

	it('lists findings in their order, a line each, and at most 200', () => {
		const image = (line: number) => ({
			line,
			column: 0,
			alt: '',
			source: { kind: 'address', address: 'a.png' } as const,
			findings: [{ rule: 'missing' } as const],
		});
		const document = { path: 'b.md', maxLength: 125 };
		const other = { document: { ...document, path: 'a\n\u202Eb.md' }, images: [image(1)] };
		assert.equal(findingLines([{ document, images: [] }]), 'No findings in 1 document.');
		assert.equal(
			findingLines([{ document, images: [image(4)] }, other]),
			'2 findings in 2 documents:\na b.md:2:1 missing This image has no alt text.\nb.md:5:1 missing This image has no alt text.',
		);
		const many = findingLines([{ document, images: Array.from({ length: 250 }, (_, line) => image(line)) }]).split(
			'\n',
		);
		assert.equal(many.length, 202);
		assert.equal(many.at(-1), '[50 more: check a smaller folder or a single document.]');
	});
});

describe('The image of a document that an agent means', () => {
	const text = '![](a.png) ![](img/b%20c.png?raw=1)\n\n![](./img/a.png)\n\n![](../d.png)\n\n<img\n  src="e.png">\n';
	const { references } = readMarkup(text, 'markdown');
	const found = (wish: Parameters<typeof wantedImage>[2]): string => {
		const { start, end } = wantedImage(references, text, wish);
		return text.slice(start, end);
	};

	for (const [wish, markup] of [
		[{ image: 'a.png' }, '![](a.png)'],
		[{ image: 'img/a.png' }, '![](./img/a.png)'],
		[{ image: 'docs/img/a.png' }, '![](./img/a.png)'],
		[{ image: 'img\\b c.png' }, '![](img/b%20c.png?raw=1)'],
		[{ image: 'b c.png' }, '![](img/b%20c.png?raw=1)'],
		[{ image: '/site/d.png' }, '![](../d.png)'],
		[{ line: 3 }, '![](./img/a.png)'],
		[{ line: 8 }, '<img\n  src="e.png">'],
		[{ line: 1, occurrence: 2 }, '![](img/b%20c.png?raw=1)'],
		[{ occurrence: 4 }, '![](../d.png)'],
	] as const) {
		it(`is found: ${JSON.stringify(wish)}`, () => assert.equal(found(wish), markup));
	}

	for (const [wish, sentence] of [
		[{}, /^5 images match: “a\.png” \(line 1\), “img\/b%20c\.png\?raw=1” \(line 1\), “\.\/img\/a\.png” \(line 3\), /],
		[{ image: 'f.png' }, /^The document has no image “f\.png”\. It has: /],
		[{ image: 'a.png', line: 5 }, /^The document has no image “a\.png” on line 5\. It has: /],
		[{ line: 1 }, /^2 images match: .* Say which by “line” or “occurrence”\.$/],
		[{ line: 1, occurrence: 3 }, /^The document has no image on line 1 of the number 3\./],
		[{ line: 99 }, /^The document has only 9 lines, and no line 99\. It has: /],
	] as const) {
		it(`is refused with those that there are: ${JSON.stringify(wish)}`, () => {
			assert.throws(
				() => found(wish),
				(error) => error instanceof ToolRefusal && sentence.test(error.message),
			);
		});
	}

	it('is found in time in proportion to the document', () => {
		const source = { kind: 'address', address: 'a.png' } as const;
		const find = (document: string): unknown => {
			const images = Array.from({ length: Math.ceil(document.length / 2) }, (_, index) => ({
				start: index * 2,
				end: index * 2 + 1,
				source,
			}));
			return wantedImage(images, document, { image: 'a.png', occurrence: 1 });
		};
		const lines = { name: 'lines', of: (length: number) => '.\n'.repeat(length / 2) };
		assertLinear('wantedImage', find, [lines], { length: 100_000 });
	});
});
