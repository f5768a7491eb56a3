import assert from 'node:assert/strict';
import { countCjk, lineText, type Word } from '../../../src/ocr/lineText.ts';
import type { GreyImage } from '../../../src/ocr/greyImage.ts';

/** A drawing (# is ink), enlarged ten times, and words as runs of columns of the drawing. */
function lineOf(
	drawing: readonly string[],
	words: readonly (readonly [text: string, from: number, to: number])[],
): { image: GreyImage; words: Word[] } {
	const scale = 10;
	const width = (drawing[0]?.length ?? 0) * scale;
	const height = drawing.length * scale;
	const pixels = new Uint8Array(width * height);
	for (let y = 0; y < height; y++)
		for (let x = 0; x < width; x++)
			pixels[y * width + x] = drawing[Math.floor(y / scale)]?.[Math.floor(x / scale)] === '#' ? 0 : 255;
	const boxes = words.map(([text, from, to]) => ({
		text,
		left: from * scale,
		right: to * scale,
		top: 0,
		bottom: height,
	}));
	return { image: { width, height, pixels }, words: boxes };
}

const blank = ['      ', '      ', '      '];

const cases: readonly {
	readonly name: string;
	readonly drawing: readonly string[];
	readonly words: readonly (readonly [string, number, number])[];
	readonly text: string;
}[] = [
	{ name: 'nothing', drawing: blank, words: [], text: '' },
	{
		name: 'a space',
		drawing: ['##  ##', '##  ##', '##  ##', '      ', '      '],
		words: [
			['ab', 0, 2],
			['cd', 4, 6],
		],
		text: 'ab cd',
	},
	{
		name: 'an underscore',
		drawing: ['## ##', '## ##', '## ##', '     ', '     ', '  #  '],
		words: [
			['ab', 0, 2],
			['cd', 3, 5],
		],
		text: 'ab_cd',
	},
	{
		name: 'an underscore in the box of the second word',
		drawing: ['## ##', '## ##', '## ##', '     ', '     ', '  #  '],
		words: [
			['ab', 0, 2],
			['cd', 2, 5],
		],
		text: 'ab_cd',
	},
	{
		name: 'two underscores',
		drawing: ['##  ##', '##  ##', '##  ##', '      ', '      ', '  ##  '],
		words: [
			['ab', 0, 2],
			['cd', 4, 6],
		],
		text: 'ab__cd',
	},
	{
		name: 'an underline',
		drawing: ['## ##', '## ##', '## ##', '     ', '     ', '#####'],
		words: [
			['ab', 0, 2],
			['cd', 3, 5],
		],
		text: 'ab cd',
	},
	{
		name: 'the word I, which stands where the letters stand',
		drawing: ['#  ##', '#  ##', '#  ##', '     '],
		words: [
			['|', 0, 1],
			['am', 3, 5],
		],
		text: 'I am',
	},
	{
		name: 'a bar, which reaches below them',
		drawing: ['#  ##', '#  ##', '#  ##', '#    '],
		words: [
			['|', 0, 1],
			['am', 3, 5],
		],
		text: '| am',
	},
	{
		name: 'a space that was overlooked',
		drawing: ['# # #   ## #', '# # #   ## #', '# # #   ## #'],
		words: [['thein', 0, 12]],
		text: 'the in',
	},
	{
		name: 'a number apart from its unit',
		drawing: ['# # #  # #', '# # #  # #', '# # #  # #', ...blank, ...blank],
		words: [['20.5KB', 0, 10]],
		text: '20.5 KB',
	},
	{
		name: 'a path without spaces',
		drawing: blank,
		words: [
			['./src/Cart.', 0, 3],
			['vue', 4, 6],
		],
		text: './src/Cart.vue',
	},
	{
		name: 'an address without spaces',
		drawing: blank,
		words: [
			['http:', 0, 3],
			['//a.example', 4, 6],
		],
		text: 'http://a.example',
	},
	{
		name: 'a sentence after a full stop',
		drawing: blank,
		words: [
			['it.', 0, 3],
			['go', 4, 6],
		],
		text: 'it. go',
	},
	{
		name: 'a command after a prompt',
		drawing: blank,
		words: [
			['$', 0, 1],
			['1s', 3, 6],
		],
		text: '$ ls',
	},
	{ name: 'the permissions of a file', drawing: blank, words: [['-rW-r--r--', 0, 6]], text: '-rw-r--r--' },
	{
		name: 'a small letter with a dot',
		drawing: ['#   ', '    ', '# ##', '# ##', '# ##', '    ', '    '],
		words: [['Is', 0, 4]],
		text: 'is',
	},
	{
		name: 'a capital without one',
		drawing: ['#   ', '#   ', '# ##', '# ##', '    '],
		words: [['Is', 0, 4]],
		text: 'Is',
	},
	{ name: 'small letters alone', drawing: ['####', '####'], words: [['Sr', 0, 4]], text: 'sr' },
	{ name: 'a capital that is taller', drawing: ['#   ', '# ##', '# ##'], words: [['So', 0, 4]], text: 'So' },
	{ name: 'quotes of one kind', drawing: blank, words: [["'a’", 0, 6]], text: "'a'" },
	{ name: 'curly quotes where all are', drawing: blank, words: [['‘a’', 0, 6]], text: '‘a’' },
	{
		name: 'Chinese characters',
		drawing: blank,
		words: [
			['保', 0, 1],
			['存', 2, 3],
			['。', 4, 5],
		],
		text: '保存。',
	},
	{
		name: 'Chinese with a space beside English',
		drawing: ['##  ##', '##  ##', '##  ##'],
		words: [
			['保存', 0, 2],
			['OK', 4, 6],
		],
		text: '保存 OK',
	},
	{
		name: 'Chinese close beside numbers',
		drawing: ['####### #', '####### #', '####### #', '####### #', '####### #'],
		words: [
			['3', 0, 3],
			['月', 3, 7],
			['9', 8, 9],
		],
		text: '3月9',
	},
];

describe('lineText', () => {
	for (const { name, drawing, words, text } of cases) {
		it(`writes ${name}`, () => {
			const line = lineOf(drawing, words);
			assert.equal(lineText(line.image, line.words), text);
		});
	}

	it('counts Chinese and Japanese letters', () => {
		assert.equal(countCjk('a保存ネ。1'), 3);
	});
});
