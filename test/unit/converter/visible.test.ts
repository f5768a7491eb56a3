import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import type { PictureWorker } from '../../../src/converter/pictureWorker.ts';
import type { PreparedImage } from '../../../src/core/media.ts';
import { createLocalEngine } from '../../../src/engines/localEngine.ts';
import { bmpFile, icoFile } from '../../support/bmpFile.ts';
import { pngBomb } from '../../support/pngBomb.ts';
import { builtConverter, prepareOne, prepareWith, refusalOf } from '../../support/testConverter.ts';
import { builtFolder } from '../local/builtFolder.ts';
import { plainWords } from '../local/plainWords.ts';

/** Words on nothing. */
const onNothing = (colour: string): Buffer =>
	Buffer.from(
		`<svg xmlns="http://www.w3.org/2000/svg" width="320" height="120"><text x="20" y="80" font-family="DejaVu Sans, sans-serif" font-weight="bold" font-size="60" fill="${colour}">Words</text></svg>`,
	);
const png = (colour: string): Promise<Buffer> => sharp(onNothing(colour)).png().toBuffer();

/** The same pixels as the file of a format that sharp can't write. */
async function bitmap(colour: string): Promise<Parameters<typeof bmpFile>> {
	const { data, info } = await sharp(onNothing(colour)).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
	const pixels = Buffer.alloc(info.width * info.height * 3);
	for (let index = 0; index < info.width * info.height; index++) data.copy(pixels, index * 3, index * 4, index * 4 + 3);
	const opacity = (index: number): number => data[index * 4 + 3] ?? 0;
	return [
		{ width: info.width, height: info.height, pixels },
		{ depth: 32, opacity },
	];
}

const formats: Readonly<Record<string, (colour: string) => Promise<Buffer> | Buffer>> = {
	PNG: png,
	WebP: async (colour) =>
		sharp(await png(colour))
			.webp()
			.toBuffer(),
	GIF: async (colour) =>
		sharp(await png(colour))
			.gif()
			.toBuffer(),
	TIFF: async (colour) =>
		sharp(await png(colour))
			.tiff({ compression: 'lzw' })
			.toBuffer(),
	AVIF: async (colour) =>
		sharp(await png(colour))
			.avif({ effort: 0 })
			.toBuffer(),
	BMP: async (colour) => bmpFile(...(await bitmap(colour))),
	ICO: async (colour) => {
		const [pixels, options] = await bitmap(colour);
		return icoFile([{ ...pixels, ...options }]);
	},
	SVG: onNothing,
};

/** The darkest and the lightest pixel: 0 to 255. */
async function range(bytes: Uint8Array): Promise<readonly [number, number]> {
	const { channels } = await sharp(bytes).greyscale().stats();
	return [channels[0]?.min ?? 0, channels[0]?.max ?? 0];
}

describe('what is prepared can be seen', function () {
	this.timeout(30_000);
	let converter: PictureWorker;
	before(() => {
		converter = builtConverter();
	});
	after(() => converter.dispose());

	it('a hole in a large picture that begins without one has its background, and no edge of the colour that it hides', async () => {
		const size = { width: 6400, height: 400, channels: 4 } as const;
		const hole = { width: 800, height: 160, channels: 4 } as const;
		// Hidden green, which would show where colours aren't weighed by their opacity.
		const bytes = await sharp({ create: { ...size, background: { r: 200, g: 0, b: 0, alpha: 1 } } })
			.composite([
				{
					input: { create: { ...hole, background: { r: 0, g: 0, b: 0, alpha: 1 } } },
					blend: 'dest-out',
					left: 2800,
					top: 120,
				},
			])
			.raw()
			.toBuffer();
		for (let at = 0; at < bytes.length; at += 4) if (bytes[at + 3] === 0) bytes[at + 1] = 255;
		const image = await prepareOne(converter, { bytes: await sharp(bytes, { raw: size }).png().toBuffer() });
		assert.deepEqual([image.width, image.origin?.background], [6000, 'white']);
		const { data, info } = await sharp(image.bytes).raw().toBuffer({ resolveWithObject: true });
		const middle = (Math.floor(info.height / 2) * info.width + info.width / 2) * 3;
		assert.deepEqual([...data.subarray(middle, middle + 3)], [255, 255, 255]);
		for (let at = 0; at < data.length; at += 3)
			assert.ok((data[at + 1] ?? 0) <= (data[at] ?? 0) + 8, `green at ${at / 3}`);
	});

	for (const [format, make] of Object.entries(formats)) {
		it(`${format}: white words on nothing stand on black, black ones on white`, async () => {
			for (const [colour, background] of [
				['#fff', 'black'],
				['#000', 'white'],
			] as const) {
				const image = await prepareOne(converter, { bytes: await make(colour) });
				assert.equal(image.origin?.background, background);
				assert.equal((await sharp(image.bytes).metadata()).hasAlpha, false);
				const [dark, light] = await range(image.bytes);
				assert.ok(dark < 60 && light > 200, `${colour}: ${dark} to ${light}`);
			}
		});
	}

	it('HEIC: white words on nothing stand on black', async () => {
		const bytes = readFileSync(new URL('../../fixtures/pictures/white-text.heic', import.meta.url));
		const image = await prepareOne(converter, { bytes });
		assert.equal(image.origin?.background, 'black');
		const [dark, light] = await range(image.bytes);
		assert.ok(dark < 60 && light > 200, `${dark} to ${light}`);
	});

	it('a PNG with an alpha channel in which nothing is transparent is left as it is', async () => {
		const bytes = await sharp({ create: { width: 60, height: 40, channels: 4, background: '#456' } })
			.png()
			.toBuffer();
		const image = await prepareOne(converter, { bytes });
		assert.equal((await sharp(image.bytes).metadata()).hasAlpha, true);
		assert.equal(image.origin?.background, undefined);
	});

	/** What the shipped text recognition reads. */
	async function textIn(image: PreparedImage): Promise<string> {
		const engine = createLocalEngine({ words: plainWords, folder: builtFolder(), languages: ['en'] });
		let text = '';
		try {
			const asked = { task: 'describe', messages: [{ role: 'user', text: '', media: [image] }] } as const;
			for await (const part of engine.answer(asked, new AbortController().signal)) {
				if (part.kind === 'text') text += part.text;
			}
		} finally {
			engine.dispose();
		}
		return text;
	}

	it('SVG: its text is there, whichever font it names', async () => {
		const fonts = ['Arial', 'Georgia, serif', 'Consolas, monospace', 'system-ui', 'Nobody Has This'];
		const lines = fonts.map(
			(font, index) => `<text x="20" y="${50 + index * 50}" font-family="${font}">Station number ${index + 1}</text>`,
		);
		const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="600" height="300"><rect width="600" height="300" fill="#fff"/><g font-size="28">${lines.join('')}</g></svg>`;
		const text = await textIn(await prepareOne(converter, { bytes: Buffer.from(svg), name: 'a.svg' }));
		for (let number = 1; number <= 5; number++) assert.match(text, new RegExp(`Station number ${number}`));
	});

	it('SVG: bold, accents, Greek, Cyrillic and emoji are drawn with their letters', async () => {
		const draw = async (text: string, weight = 400): Promise<Uint8Array> => {
			const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="400" height="80"><text x="9" y="50" font-size="30" font-weight="${weight}">${text}</text></svg>`;
			return (await prepareOne(converter, { bytes: Buffer.from(svg) })).bytes;
		};
		// A letter that no font has is drawn as the same box.
		for (const [one, other] of [
			['é', 'ö'],
			['ő', 'ř'],
			['λ', 'Ω'],
			['Ж', 'я'],
			['a ✅', 'a ❌'],
			['⚠️ 📦', '⚠️ 🚀'],
		] as const) {
			assert.notDeepEqual(await draw(one), await draw(other), `${one} and ${other}`);
		}
		assert.notDeepEqual(await draw('bold', 700), await draw('bold'));
	});

	it('SVG: loads nothing from outside, and no picture inside that is too large', async () => {
		const bomb = await pngBomb(60_000, 60_000);
		const svg = (href: string): Buffer =>
			Buffer.from(
				`<svg xmlns="http://www.w3.org/2000/svg" width="100" height="100"><rect width="100" height="100" fill="#0a0"/><image href="${href}" width="100" height="100"/></svg>`,
			);
		const outside = await prepareOne(converter, { bytes: svg('file:///etc/hostname') });
		const { channels } = await sharp(outside.bytes).stats();
		assert.deepEqual(
			channels.map(({ mean }) => Math.round(mean)),
			[0, 170, 0],
		);
		const { kind } = await refusalOf(converter, { bytes: svg(`data:image/png;base64,${bomb.toString('base64')}`) });
		assert.equal(kind, 'pictureBroken');
	});

	it('a colour profile is applied where a picture is encoded anew', async () => {
		const p3 = await sharp({ create: { width: 40, height: 40, channels: 3, background: '#ff0000' } })
			.withIccProfile('p3')
			.webp({ lossless: true })
			.toBuffer();
		const image = await prepareOne(converter, { bytes: p3 });
		const expected = await sharp(p3).toColourspace('srgb').withIccProfile('srgb').raw().toBuffer();
		const found = await sharp(image.bytes).raw().toBuffer();
		for (let channel = 0; channel < 3; channel++) {
			assert.ok(
				Math.abs((found[channel] ?? 0) - (expected[channel] ?? 0)) <= 3,
				`${found[channel]} ${expected[channel]}`,
			);
		}
		assert.equal((await sharp(image.bytes).metadata()).icc, undefined);
	});

	it('a wide capture is cut from left to right, a panorama is not', async () => {
		const words = Array.from(
			{ length: 40 },
			(_, index) => `<text x="${index * 300 + 20}" y="200">Column ${index}</text>`,
		);
		const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="12000" height="900"><rect width="12000" height="900" fill="#fff"/><g font-size="16">${words.join('')}</g></svg>`;
		const capture = await sharp(Buffer.from(svg)).png().toBuffer();
		const pieces = await prepareWith(converter, { bytes: capture });
		assert.ok(pieces.length >= 3);
		assert.equal(pieces[0]?.origin?.tile?.direction, 'right');
		assert.ok(pieces.every(({ height }) => height === 900));
		const photo = await sharp(readFileSync(new URL('../../../media/samples/photo-landscape.jpg', import.meta.url)))
			.extend({ right: 7 * 1600, extendWith: 'repeat' })
			.jpeg()
			.toBuffer();
		assert.equal((await prepareWith(converter, { bytes: photo })).length, 1);
	});

	it('a tall page that is full of text is cut from top to bottom', async () => {
		const line = 'The quick brown fox jumps over the lazy dog and finds what stands behind the hedge. '.repeat(2);
		const lines = Array.from({ length: 50 }, (_, index) => `<text x="40" y="${index * 20 + 16}">${line}</text>`);
		const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="1000"><rect width="1200" height="1000" fill="#fff"/><g font-size="15" fill="#222">${lines.join('')}</g></svg>`;
		const page = sharp(Buffer.from(svg)).extend({ bottom: 11_000, extendWith: 'repeat' });
		const pieces = await prepareWith(converter, { bytes: await page.png().toBuffer() });
		assert.ok(pieces.length >= 3);
		assert.equal(pieces[0]?.origin?.tile?.direction, 'down');
		assert.ok(pieces.every(({ width }) => width === 1200));
	});
});
