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
		name: 'Chinese beside English',
		drawing: blank,
		words: [
			['保存', 0, 2],
			['OK', 3, 5],
		],
		text: '保存 OK',
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
