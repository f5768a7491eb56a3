import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { readAltAnswer } from '../../../src/core/altText/readAltAnswer.ts';
import { FailureError } from '../../../src/core/failure.ts';
import { createLocalEngine, type LocalEngine } from '../../../src/engines/local/localEngine.ts';
import { builtFolder } from './builtFolder.ts';
import { plainWords } from './plainWords.ts';

/** A picture of text on a plain ground, with more drawn into it where told. */
async function textPicture(lines: readonly string[], more = ''): Promise<Uint8Array> {
	const text = lines.map((line, index) => `<text x="40" y="${80 + index * 50}" font-size="32">${line}</text>`).join('');
	const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="800" height="${120 + lines.length * 50}" font-family="DejaVu Sans"><rect width="100%" height="100%" fill="#fff"/>${text}${more}</svg>`;
	return sharp(Buffer.from(svg)).png().toBuffer();
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

	async function refusal(bytes: Uint8Array): Promise<unknown> {
		return altText(bytes).catch((error: unknown) => (error instanceof FailureError ? error.failure : error));
	}

	const cannot = { kind: 'localCannot', what: 'altText' };

	it('is the text of a picture that is nothing else', async () => {
		assert.equal(
			await altText(await textPicture(['Opening hours', 'Monday to Friday'])),
			'Opening hours Monday to Friday',
		);
	});

	it('is not proposed for a text that is long', async () => {
		const lines = Array.from({ length: 6 }, (_, index) => `This is the line with number ${index} of many`);
		assert.deepEqual(await refusal(await textPicture(lines)), cannot);
	});

	it('is not proposed where much else is drawn', async () => {
		const drawing = '<circle cx="650" cy="90" r="70" fill="#036"/><path d="M500 10v200h20V10z"/>';
		assert.deepEqual(await refusal(await textPicture(['Opening hours'], drawing)), cannot);
	});

	for (const name of ['photo-landscape.jpg', 'chart-sales.png', 'settings-light.png']) {
		it(`is not invented for ${name}`, async () => {
			const bytes = readFileSync(new URL(`../../../media/samples/${name}`, import.meta.url));
			assert.deepEqual(await refusal(bytes), cannot);
		});
	}
});
