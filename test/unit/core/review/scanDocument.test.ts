import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readMarkup } from '../../../../src/core/markup/readMarkup.ts';
import { findingsIn } from '../../../../src/core/review/findings.ts';
import { picturePaths } from '../../../../src/core/review/picturePaths.ts';
import { assertLinear } from '../../../support/linearTime.ts';
import { scanDocument, type ScannedDocument } from '../../../../src/core/review/scanDocument.ts';

const limits = { maxLength: 125 };

function scan(text: string, markupLanguage = 'markdown'): ScannedDocument {
	return scanDocument(readMarkup(text, markupLanguage), text, { markupLanguage, ...limits });
}

const text = `# Sales

The year so far.

![](chart.png) ![A cat on a red roof](cat.png)
![](https://e.org/x.png)
[![image](data:image/png;base64,AA)](https://e.org)
`;

describe('The scan of a document', () => {
	it('returns the images that break rules, with what a review shows', () => {
		const { images, named, of } = scan(text);
		assert.equal(of, 4);
		assert.deepEqual(
			images.map(({ line, column, markup, findings }) => [line, column, markup, findings]),
			[
				[4, 0, '![](chart.png)', [{ rule: 'missing' }]],
				[5, 0, '![](https://e.org/x.png)', [{ rule: 'missing' }]],
				[6, 1, '![image](data:image/png;base64,AA)', [{ rule: 'placeholder' }]],
			],
		);
		const [first] = images;
		assert.deepEqual(first?.surrounding, { heading: 'Sales', before: 'The year so far.' });
		assert.deepEqual([first.state, first.alt, first.canWrite, first.canMarkDecorative], ['missing', '', true, true]);
		assert.deepEqual(
			named.map(({ line, column, paths }) => [line, column, paths]),
			[
				[4, 0, ['chart.png']],
				[4, 15, ['cat.png']],
			],
		);
	});

	it('returns those that have a text, too, where they are wanted', () => {
		const written = [
			'![A cat on a red roof](cat.png)',
			'![](chart.png)',
			'![image](a.png)',
			'<img src="b.png" alt="">',
			'<img src="{{ c }}" alt="A dog in the snow">',
		].join('\n\n');
		const states = (images: 'broken' | 'withText' | undefined): readonly string[] =>
			scanDocument(readMarkup(written, 'markdown'), written, {
				markupLanguage: 'markdown',
				...limits,
				images,
			}).images.map(({ state, findings }) => `${state} ${findings.map(({ rule }) => rule).join(' ')}`);
		assert.deepEqual(states('broken'), ['missing missing', 'placeholder placeholder']);
		assert.deepEqual(states(undefined), states('broken'));
		assert.deepEqual(states('withText').slice(0, 3), ['written ', ...states('broken')]);
	});

	it('names no picture where a comment has it pass over its path', () => {
		assert.deepEqual(scan('![](a.png)<!-- glimpse-disable-line unresolved -->').named, []);
		assert.equal(scan('![](a.png)<!-- glimpse-disable-line missing -->').named.length, 1);
	});

	it('finds what the rules find, where it stands', () => {
		const piece = fc.constantFrom(
			'![](a.png)',
			'![image](b.png)',
			'<img src="c.png">',
			'![A cat](d.png)',
			'words ',
			'\n',
			'\r\n',
			'\r',
			'# Head\n',
			'𝒳',
			'<!-- glimpse-disable-line -->',
		);
		fc.assert(
			fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
				const written = pieces.join('');
				const { images } = scan(written);
				const { references } = readMarkup(written, 'markdown');
				const expected = findingsIn(readMarkup(written, 'markdown'), written, limits);
				assert.deepEqual(
					images.flatMap(({ start, findings }) => findings.map(({ rule }) => [start, rule])),
					expected.map(({ image, rule }) => [references[image]?.start, rule]),
				);
				const lines = written.split(/\r\n|[\n\r]/);
				for (const { line, column, markup } of images) {
					const [firstLine = ''] = markup.split(/\r\n|[\n\r]/);
					assert.equal(lines[line]?.slice(column, column + firstLine.length), firstLine);
				}
			}),
		);
	});
});

describe('The paths that have to lead to a picture', () => {
	for (const [address, isFollowed] of [
		['a.png', true],
		['../a b.png', true],
		['/img/a.svg?v=2', true],
		['img\\a.png', true],
		['a%20b.png', true],
		['C:/a.png', true],
		['https://e.org/a.png', false],
		['//e.org/a.png', false],
		['data:image/png;base64,AA', false],
		['attachment:a.png', false],
		['module:ROOT:a.png', false],
		['#a.png', false],
		['', false],
		['guide', false],
		['guide.html', false],
		['{{ site.base }}/a.png', false],
		['{imagesdir}/a.png', false],
		['${base}/a.png', false],
		['<%= base %>/a.png', false],
		['$base/a.png', false],
		['|base|/a.png', false],
		['figure.*', false],
		['img/*.png', false],
	] as const) {
		it(`${address || '(none)'}: ${isFollowed ? 'followed' : 'not'}`, () => {
			assert.equal(picturePaths({ kind: 'address', address }).length > 0, isFollowed);
		});
	}

	for (const [specifier, isFollowed] of [
		['./a.png', true],
		['../img/a.svg?raw', true],
		['./Logo', false],
		['./Logo.vue', false],
		['@/a.png', false],
		['package/a.png', false],
	] as const) {
		it(`import ${specifier}: ${isFollowed ? 'followed' : 'not'}`, () => {
			assert.equal(picturePaths({ kind: 'module', specifier }).length > 0, isFollowed);
		});
	}

	it('are told in time proportional to their length', () => {
		const patterns = ['[', '[a', '%4', '{', '/', 'a:'].map((part) => ({
			name: part,
			of: (length: number) => part.repeat(length / part.length),
		}));
		assertLinear('picturePaths', (address) => picturePaths({ kind: 'address', address }), patterns, {
			length: 50_000,
		});
	});

	it('are those of a choice where all can be followed', () => {
		const address = (each: string) => ({ kind: 'address', address: each }) as const;
		assert.deepEqual(picturePaths({ kind: 'choice', pictures: [address('a.png'), address('b.png')] }), [
			'a.png',
			'b.png',
		]);
		assert.deepEqual(
			picturePaths({ kind: 'choice', pictures: [address('a.png'), address('https://e.org/b.png')] }),
			[],
		);
		assert.deepEqual(picturePaths({ kind: 'computed' }), []);
		assert.deepEqual(picturePaths({ kind: 'svg', markup: '<svg/>' }), []);
	});
});
