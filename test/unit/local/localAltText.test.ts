import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { readAltAnswer } from '../../../src/core/altText/readAltAnswer.ts';
import { createLocalEngine, type LocalEngine } from '../../../src/engines/localEngine.ts';
import { rejectionOf } from '../../support/rejectionOf.ts';
import { builtFolder } from './builtFolder.ts';
import { plainWords } from './plainWords.ts';

/** A picture of text on a plain ground; drawn beforehand, since the fonts of machines differ. */
function fixture(name: string): Uint8Array {
	return readFileSync(new URL(`../../fixtures/altText/${name}.png`, import.meta.url));
}

describe('Alt text on this machine alone', () => {
	let engine: LocalEngine;

	before(() => {
		engine = createLocalEngine({ words: plainWords, folder: builtFolder(), languages: ['en'] });
	});

	after(() => engine.dispose());

	async function altText(bytes: Uint8Array): Promise<string | undefined> {
		const image = { name: 'a.png', bytes, mediaType: 'image/png', width: 1, height: 1 } as const;
		let text = '';
		const request = { task: 'altText', messages: [{ role: 'user', text: 'x', media: [image] }] } as const;
		for await (const part of engine.answer(request, new AbortController().signal)) {
			if (part.kind === 'text') text += part.text;
		}
		return readAltAnswer(text)?.alt;
	}

	const cannot = { kind: 'localCannot', what: 'altText' };

	it('is the text of a picture that is nothing else', async () => {
		assert.equal(await altText(fixture('short-text')), 'Opening hours Monday to Friday');
	});

	it('is not proposed for a text that is long', async () => {
		assert.deepEqual(await rejectionOf(altText(fixture('long-text'))), cannot);
	});

	it('is not proposed where much else is drawn', async () => {
		assert.deepEqual(await rejectionOf(altText(fixture('text-and-drawing'))), cannot);
	});

	for (const name of ['photo-landscape.jpg', 'chart-sales.png', 'settings-light.png']) {
		it(`is not invented for ${name}`, async () => {
			const bytes = readFileSync(new URL(`../../../media/samples/${name}`, import.meta.url));
			assert.deepEqual(await rejectionOf(altText(bytes)), cannot);
		});
	}
});
