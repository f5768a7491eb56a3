import assert from 'node:assert/strict';
import { pictureItem } from '../../../../src/core/notebook/outputPicture.ts';

/** The media types of an output's forms in their order, and the one that is taken; `-` before one without a byte. */
const outputs: readonly (readonly [forms: string, taken: string | undefined])[] = [
	['text/plain, image/png', 'image/png'],
	['image/svg+xml, image/png', 'image/png'],
	['image/svg+xml, text/html', 'image/svg+xml'],
	['image/gif, image/jpeg, image/webp', 'image/jpeg'],
	['image/bmp', 'image/bmp'],
	['image/tiff', 'image/tiff'],
	['text/html, image/tiff', 'image/tiff'],
	['text/html, text/plain', 'text/html'],
	['IMAGE/PNG; charset=binary', 'IMAGE/PNG; charset=binary'],
	['-image/png, image/jpeg', 'image/jpeg'],
	['-image/png', undefined],
	['text/plain', undefined],
	['application/vnd.plotly.v1+json', undefined],
	['application/pdf', undefined],
	['application/vnd.code.notebook.stdout', undefined],
	['', undefined],
];

describe('The picture of an output', () => {
	for (const [forms, taken] of outputs) {
		it(`is ${taken ?? 'none'} of: ${forms}`, () => {
			const items = forms
				.split(', ')
				.filter(Boolean)
				.map((form) => ({ mime: form.replace(/^-/, ''), data: new Uint8Array(form.startsWith('-') ? 0 : 1) }));
			assert.equal(pictureItem(items)?.mime, taken);
		});
	}
});
