import assert from 'node:assert/strict';
import { decorativeEdit } from '../../../../src/core/markup/altEdit.ts';
import { readMarkup } from '../../../../src/core/markup/readMarkup.ts';

describe('The state of an alt text', () => {
	for (const [markup, state] of [
		['<img src="a.png">', 'missing'],
		['<img src="a.png" alt="">', 'empty'],
		['<img src="a.png" aria-hidden="true">', 'empty'],
		['<img src="a.png" alt="x" role="presentation">', 'empty'],
		['<img src="a.png" role=none>', 'empty'],
		['<img src="a.png" alt="image">', 'placeholder'],
		['<img src="a.png" alt=" ">', 'placeholder'],
		['<img src="a.png" alt="Alt text">', 'placeholder'],
		['<img src="a.png" alt="图片">', 'placeholder'],
		['<img src="a.png" alt="画像">', 'placeholder'],
		['<img src="a.png" alt="Screenshot 12">', 'placeholder'],
		['<img src="img/IMG_2034.png?x" alt="IMG_2034">', 'placeholder'],
		['<img src="a.png" alt="photo-1.JPG">', 'placeholder'],
		['<img src="my%20cat.png" alt="my cat">', 'placeholder'],
		['<img src="a.png" alt="Screenshot of a cat">', 'written'],
		['<img src="a.png" alt="Images are sent">', 'written'],
		['<img src="a.png" aria-label="A cat">', 'expression'],
		['<svg aria-hidden="true"><path/></svg>', 'empty'],
		['<svg><path/></svg>', 'missing'],
	] as const) {
		it(`${markup.slice(0, 70)}: ${state}`, () => {
			const [reference] = readMarkup(markup, 'html').references;
			assert.equal(reference?.state, state);
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
