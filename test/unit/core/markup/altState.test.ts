import assert from 'node:assert/strict';
import { altProblem } from '../../../../src/core/markup/altState.ts';
import { decorativeEdit } from '../../../../src/core/markup/altEdit.ts';
import { readMarkup } from '../../../../src/core/markup/readMarkup.ts';

describe('The state of an alt text', () => {
	for (const [markup, state, problem] of [
		['<img src="a.png">', 'missing', 'missing'],
		['<img src="a.png" alt="">', 'empty', undefined],
		['<img src="a.png" aria-hidden="true">', 'empty', undefined],
		['<img src="a.png" alt="x" role="presentation">', 'empty', undefined],
		['<img src="a.png" role=none>', 'empty', undefined],
		['<img src="a.png" alt="image">', 'placeholder', 'placeholder'],
		['<img src="a.png" alt=" ">', 'placeholder', 'placeholder'],
		['<img src="a.png" alt="Alt text">', 'placeholder', 'placeholder'],
		['<img src="a.png" alt="图片">', 'placeholder', 'placeholder'],
		['<img src="a.png" alt="画像">', 'placeholder', 'placeholder'],
		['<img src="a.png" alt="Screenshot 12">', 'placeholder', 'placeholder'],
		['<img src="img/IMG_2034.png?x" alt="IMG_2034">', 'placeholder', 'fileName'],
		['<img src="a.png" alt="photo-1.JPG">', 'placeholder', 'fileName'],
		['<img src="my%20cat.png" alt="my cat">', 'placeholder', 'fileName'],
		['<img src="a.png" alt="Image of a cat">', 'written', 'imageOf'],
		['<img src="a.png" alt="Bild von einer Katze">', 'written', 'imageOf'],
		['<img src="a.png" alt="Screenshot of a cat">', 'written', undefined],
		['<img src="a.png" alt="Images are sent">', 'written', undefined],
		[`<img src="a.png" alt="${'x'.repeat(126)}">`, 'written', 'tooLong'],
		[`<img src="a.png" alt="${'🐈'.repeat(125)}">`, 'written', undefined],
		['<img src="a.png" aria-label="A cat">', 'expression', undefined],
		['<svg aria-hidden="true"><path/></svg>', 'empty', undefined],
		['<svg><path/></svg>', 'missing', 'missing'],
	] as const) {
		it(`${markup.slice(0, 70)}: ${state}, ${problem ?? 'nothing to report'}`, () => {
			const [reference] = readMarkup(markup, 'html').references;
			assert.equal(reference?.state, state);
			assert.equal(reference && altProblem(reference, { maxLength: 125 }), problem);
		});
	}

	it('in Markdown an empty text is a missing one', () => {
		assert.equal(readMarkup('![](a.png)', 'markdown').references[0]?.state, 'missing');
	});

	it('a drawing is marked as decoration by hiding it', () => {
		const [reference] = readMarkup('<svg viewBox="0"><title>x</title></svg>', 'html').references;
		assert.deepEqual(reference && decorativeEdit(reference), { start: 16, end: 16, newText: ' aria-hidden="true"' });
	});
});
