import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import sharp from 'sharp';
import { svgCost } from '../../../src/converter/svg/svgCost.ts';
import { parseSvg, writeSvg } from '../../../src/converter/svg/svgDocument.ts';
import type { PictureWorker } from '../../../src/converter/pictureWorker.ts';
import { pngBomb } from '../../support/pngBomb.ts';
import { builtConverter, prepareOne, refusalOf } from '../../support/testConverter.ts';

const svgOf = (content: string, before = ''): string =>
	`${before}<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="100" height="100"><rect width="100" height="100" fill="#0a0"/>${content}</svg>`;
const imageOf = (address: string, attribute = 'href'): string =>
	`<image ${attribute}="${address}" width="100" height="100"/>`;
const encoded = (bytes: Buffer): string => bytes.toString('base64');
const percent = (bytes: Buffer): string =>
	Array.from(bytes, (byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');

/** All ways to write a picture into a drawing. */
const spellings: Readonly<Record<string, (png: Buffer) => string>> = {
	plain: (png) => svgOf(imageOf(`data:image/png;base64,${encoded(png)}`)),
	'in capitals': (png) => svgOf(imageOf(`DATA:IMAGE/PNG;BASE64,${encoded(png)}`)),
	'with a parameter': (png) => svgOf(imageOf(`data:image/png;name=a;base64,${encoded(png)}`)),
	'of another type': (png) => svgOf(imageOf(`data:text/plain;base64,${encoded(png)}`)),
	'with blanks': (png) => svgOf(imageOf(` data:image/png;base64,${encoded(png).replaceAll(/.{40}/g, '$& ')}`)),
	'percent-encoded': (png) => svgOf(imageOf(`data:image/png,${percent(png)}`)),
	'percent-encoded base64': (png) => svgOf(imageOf(`data:image/png;base64,${percent(Buffer.from(encoded(png)))}`)),
	'with character references': (png) => svgOf(imageOf(`&#100;ata:image/png;base64,${encoded(png)}`)),
	'in an entity': (png) =>
		svgOf(imageOf('&a;'), `<!DOCTYPE svg [<!ENTITY a "&#100;ata:image/png;base64,${encoded(png)}">]>`),
	'in entities within entities': (png) =>
		svgOf(
			imageOf('&b;/png;base64,&a;'),
			`<!DOCTYPE svg [<!ENTITY c "data:"><!ENTITY b '&c;image'><!ENTITY a "${encoded(png)}">]>`,
		),
	'with the older attribute': (png) => svgOf(imageOf(`data:image/png;base64,${encoded(png)}`, 'xlink:href')),
	'with single quotes': (png) =>
		svgOf(`<image href='data:image/png;base64,${encoded(png)}' width='100' height='100'/>`),
	'with a prefix for all': (png) =>
		`<s:svg xmlns:s="http://www.w3.org/2000/svg" width="100" height="100"><s:image href="data:image/png;base64,${encoded(png)}" width="100" height="100"/></s:svg>`,
	'in UTF-16': (png) => `\ufeff${svgOf(imageOf(`data:image/png;base64,${encoded(png)}`))}`,
};

const bytesOf = (name: string, text: string): Buffer => Buffer.from(text, name === 'in UTF-16' ? 'utf16le' : 'utf8');

describe('pictures inside a drawing', function () {
	this.timeout(30_000);
	let converter: PictureWorker;
	let blue: Buffer;
	let bomb: Buffer;
	before(async () => {
		converter = builtConverter();
		blue = await sharp({ create: { width: 8, height: 8, channels: 3, background: '#00c' } })
			.png()
			.toBuffer();
		bomb = await pngBomb(60_000, 60_000);
	});
	after(() => converter.dispose());

	async function meanOf(text: string, name = ''): Promise<readonly number[]> {
		const { bytes } = await prepareOne(converter, { bytes: bytesOf(name, text) });
		return (await sharp(bytes).stats()).channels.map(({ mean }) => Math.round(mean));
	}

	for (const [name, write] of Object.entries(spellings)) {
		it(`${name}: is drawn, and refused where it is too large`, async () => {
			assert.deepEqual(await meanOf(write(blue), name), [0, 0, 204]);
			const { kind } = await refusalOf(converter, { bytes: bytesOf(name, write(bomb)) });
			assert.equal(kind, 'pictureBroken');
		});
	}

	for (const packed of [(text: string) => Buffer.from(text), (text: string) => gzipSync(text)]) {
		it(`shows a drawing inside, ${packed('').length > 0 ? 'packed' : 'as it is'}, and no picture inside that`, async () => {
			const write = (inner: string): string => svgOf(imageOf(`data:image/svg+xml;base64,${encoded(packed(inner))}`));
			const empty = svgOf('').replace('#0a0', '#c00');
			assert.deepEqual(await meanOf(write(empty)), [204, 0, 0]);
			const withBomb = svgOf(imageOf(`data:image/png;base64,${encoded(bomb)}`)).replace('#0a0', '#c00');
			assert.deepEqual(await meanOf(write(withBomb)), [204, 0, 0]);
		});
	}

	it('outside are never loaded', async () => {
		for (const address of ['file:///etc/hostname', 'https://a.example/b.png', 'b.png', '//a.example/b.png']) {
			assert.deepEqual(await meanOf(svgOf(imageOf(address))), [0, 170, 0], address);
		}
	});
});

describe('drawings', () => {
	it('keep their entities, texts and white space', () => {
		const text =
			'<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY ns_svg "http://www.w3.org/2000/svg"><!-- > "] -->]>' +
			'<svg xmlns="&ns_svg;" a="1 &#10;&lt;"><!-- gone --><text xml:space="preserve"> a &amp; <![CDATA[<b>]]></text></svg>';
		assert.equal(
			writeSvg(parseSvg(text)),
			'<svg xmlns="http://www.w3.org/2000/svg" a="1 &#10;&lt;"><text xml:space="preserve"> a &amp; &lt;b&gt;</text></svg>',
		);
	});

	it('that refer to each other without end, or multiply, are refused or empty, and soon', () => {
		const laughs = Array.from({ length: 30 }, (_, index) => `<!ENTITY a${index + 1} "${`&a${index};`.repeat(10)}">`);
		const started = performance.now();
		const drawing = parseSvg(`<!DOCTYPE svg [<!ENTITY a0 "ha">${laughs.join('')}]><svg>&a30;</svg>`);
		assert.ok(writeSvg(drawing).length < 2_000_000);
		assert.ok(writeSvg(parseSvg('<!DOCTYPE svg [<!ENTITY a "&b;"><!ENTITY b "&a;">]><svg>&a;</svg>')).length < 100);
		const uses = Array.from(
			{ length: 40 },
			(_, index) => `<g id="g${index + 1}"><use href="#g${index}"/><use href="#g${index}"/></g>`,
		);
		assert.throws(() => svgCost(parseSvg(`<svg><g id="g0"/>${uses.join('')}</svg>`)), /parts/);
		assert.throws(() => parseSvg('<g>'.repeat(100_000)), /nested/);
		assert.ok(performance.now() - started < 10_000);
	});

	it('with more rules than can be tried on each element are refused', () => {
		const rules = Array.from({ length: 10_000 }, (_, index) => `.c${index} rect{opacity:.5}`).join('');
		const write = (count: number): string => `<svg><style>${rules}</style>${'<rect/>'.repeat(count)}</svg>`;
		assert.equal(svgCost(parseSvg(write(10))).layers, 1);
		assert.throws(() => svgCost(parseSvg(write(10_000))), /rules/);
	});

	for (const [what, content, layers] of [
		['nothing', '<g><g><rect/></g></g>', 0],
		['opacity', '<g opacity=".5"><g style="fill:red;opacity:.5"><rect/></g></g><g opacity=".5"/>', 2],
		['opacity that is none', '<g opacity="1"><g filter="none"><rect/></g></g>', 0],
		['a style sheet', '<style>/*}*/ .a, #b { opacity: .5 }</style><g class="c a"><g id="b"/></g>', 2],
		['masks of masks', '<mask id="a"><g mask="url(#b)"/></mask><mask id="b"/><g mask="url(#a)"/>', 6],
		['uses', '<g id="a" opacity=".5"/><g id="b" opacity=".5"><use href="#a"/></g><use xlink:href="#b"/>', 2],
		['patterns', '<pattern id="a"><g fill="url(#b)"/></pattern><pattern id="b"/><g fill="url(\'#a\')"/>', 2],
		['itself', '<mask id="a"><g mask="url(#a)"/></mask>', 3],
	] as const) {
		it(`have the layers of ${what}: ${layers}`, () => {
			assert.equal(svgCost(parseSvg(`<svg>${content}</svg>`)).layers, layers);
		});
	}

	it('have the layers of all steps of a filter, as large as it says', () => {
		const steps = '<feOffset/>'.repeat(8);
		const drawing = parseSvg(
			`<svg><filter id="a" width="3" height="200%">${steps}</filter><g filter="url(#a)"/></svg>`,
		);
		assert.equal(svgCost(drawing).layers, 10 * 3 * 2 + 2);
	});
});
