import assert from 'node:assert/strict';
import sharp from 'sharp';
import { makePlain } from '../../../src/converter/svg/plainSvg.ts';
import { parseSvg, writeSvg } from '../../../src/converter/svg/svgDocument.ts';
import type { PictureWorker } from '../../../src/converter/pictureWorker.ts';
import { assertLinear } from '../../support/linearTime.ts';
import { builtConverter, prepareOne, refusalOf } from '../../support/testConverter.ts';

type Rgb = readonly [number, number, number];

const red: Rgb = [255, 0, 0];
const green: Rgb = [0, 128, 0];
const white: Rgb = [255, 255, 255];

/** A square that must be all green, over one that is red; `inside` may be about `.it`. */
const square = '<rect class="it" width="100" height="100" ';

/** Drawings by what they need, each green where it is drawn rightly. */
const cases: readonly (readonly [what: string, inside: string])[] = [
	[
		'a mask by opacity in a style',
		'<mask id="m" style="mask-type: alpha"><rect width="100" height="100"/></mask><rect width="100" height="100" fill="green" mask="url(#m)"/>',
	],
	[
		'a mask by opacity in a sheet',
		'<style>.m{mask-type:alpha}</style><mask id="m" class="m"><rect width="100" height="100"/></mask><rect width="100" height="100" fill="green" mask="url(#m)"/>',
	],
	['light-dark()', `${square} fill="red" style="fill: light-dark(rgb(0, 128, 0), rgb(255, 0, 0))"/>`],
	['light-dark() in an attribute', `${square} fill="light-dark(green, red)"/>`],
	[
		'a theme for dark screens',
		`<style>.it{fill:green} @media (prefers-color-scheme: dark){.it{fill:red}}</style>${square}/>`,
	],
	['a theme for light screens', `<style>@media screen{.it{fill:green}}</style>${square}/>`],
	['var()', `<style>:root{--ink:green}.it{fill:var(--ink)}</style>${square}/>`],
	['var() in an attribute', `<style>svg{--ink:green}</style>${square} fill="var(--ink)"/>`],
	['var() with a fallback', `${square} style="fill:var(--ink, green)"/>`],
	['var() inside of var()', `<style>:root{--a:var(--b);--b:green}</style>${square} fill="var(--none, var(--a))"/>`],
	['var() that is inherited', `<g style="--ink:green">${square} fill="var(--ink)"/></g>`],
	[
		'var() that differs from place to place',
		`<style>.it{fill:var(--ink)}.a{--ink:red}.b{--ink:green}</style><g class="a">${square}/></g><g class="b">${square}/></g>`,
	],
	[
		'var() that is defined in itself',
		`<style>:root{--a:var(--a)}</style>${square} fill="green" style="fill:var(--a)"/>`,
	],
	['color() behind a plain one', `${square} style="fill:green;fill:color(srgb 0 0.50196 0)"/>`],
	['a colour nobody knows behind a plain one', `${square} style="fill:green;fill:color(unheard-of 1 0 0)"/>`],
	['rgb() without commas', `${square} fill="rgb(0 128 0 / 100%)"/>`],
	['hsl() without commas', `<style>.it{fill:hsl(120deg 100% 25.1%)}</style>${square}/>`],
	['oklch()', `${square} fill="oklch(51.975% 0.17686 142.495)"/>`],
	['color-mix()', `${square} fill="color-mix(in srgb, green 100%, red)"/>`],
	[
		'HTML as the first choice',
		'<switch><foreignObject width="1" height="1"><p xmlns="http://www.w3.org/1999/xhtml"/></foreignObject><rect width="100" height="100" fill="red"/></switch><rect width="100" height="100" fill="green"/>',
	],
	[
		'a choice by language',
		`<switch><g systemLanguage="de">${square} fill="red"/></g><g systemLanguage="en-US">${square} fill="green"/></g>${square} fill="red"/></switch>`,
	],
	[
		'a choice with none of the languages',
		`<switch><g systemLanguage="de">${square} fill="red"/></g>${square} fill="green"/></switch>`,
	],
	[
		'an animation that stays',
		`<style>@keyframes a{from{opacity:0}to{opacity:1}}.it{opacity:0;animation:a 1s forwards}</style>${square} fill="green"/>`,
	],
	[
		'an animation that stays, by its name',
		`<style>@keyframes a{0%{fill:red}100%{fill:green}}.it{animation-name:a;animation-fill-mode:both}</style>${square} fill="red"/>`,
	],
	[
		'an animation that goes on',
		`<style>@keyframes a{0%{opacity:0}50%{opacity:1}100%{opacity:0}}.it{opacity:0;animation:a 1s infinite}</style>${square} fill="green"/>`,
	],
	[
		'an animation that ends as it began',
		`<style>@keyframes a{to{fill:red}}.it{animation:a 1s}</style>${square} fill="green"/>`,
	],
	[
		'SMIL that stays',
		`${square} fill="green" opacity="0"><animate attributeName="opacity" from="0" to="1" dur="1s" fill="freeze"/></rect>`,
	],
	[
		'a transform in a style',
		`<rect x="-100" width="100" height="100" fill="green" style="transform:translateX(100px)"/>`,
	],
	[
		'a transform around an origin',
		`<rect x="100" y="0" width="100" height="100" fill="green" transform="rotate(180)" style="transform-origin:100px 50px"/>`,
	],
	[
		'a transform around the middle of a shape',
		`<rect width="100" height="100" fill="green" style="transform:rotate(0.5turn);transform-box:fill-box;transform-origin:center"/>`,
	],
	[
		'a transform in a sheet',
		`<style>.it{transform:translate(0,-100px)}</style><rect class="it" y="100" width="100" height="100" fill="green"/>`,
	],
	['a sum', `<rect width="calc(50px + 50px)" height="100" fill="green"/>`],
	[
		'a face of a font and an import',
		`<style>@import url(a.css);@font-face{font-family:a;src:url(b)}.it{fill:green}</style>${square}/>`,
	],
];

const svg = (inside: string): Buffer =>
	Buffer.from(
		`<svg xmlns="http://www.w3.org/2000/svg" width="100" height="100"><rect width="100" height="100" fill="red"/>${inside}</svg>`,
	);

describe('A drawing of today', () => {
	let converter: PictureWorker;
	before(() => {
		converter = builtConverter();
	});
	after(() => converter.dispose());

	async function colours(bytes: Buffer): Promise<ReadonlyMap<string, number>> {
		const { bytes: drawn } = await prepareOne(converter, { bytes });
		const pixels = await sharp(drawn).removeAlpha().resize(20, 20, { kernel: 'nearest' }).raw().toBuffer();
		const counts = new Map<string, number>();
		for (let at = 0; at < pixels.length; at += 3) {
			const name = nearest([pixels[at] ?? 0, pixels[at + 1] ?? 0, pixels[at + 2] ?? 0]);
			counts.set(name, (counts.get(name) ?? 0) + 1);
		}
		return counts;
	}

	for (const [what, inside] of cases) {
		it(`is drawn with ${what}`, async () => {
			assert.deepEqual(await colours(svg(inside)), new Map([['green', 400]]));
		});
	}

	/** Whether something dark stands in the upper, the lower half. */
	async function ink(bytes: Buffer): Promise<readonly [boolean, boolean]> {
		const { bytes: drawn } = await prepareOne(converter, { bytes });
		const { data, info } = await sharp(drawn)
			.flatten({ background: '#fff' })
			.greyscale()
			.raw()
			.toBuffer({ resolveWithObject: true });
		const half = (info.height >> 1) * info.width;
		return [data.subarray(0, half), data.subarray(half)].map((part) => part.some((value) => value < 128)) as [
			boolean,
			boolean,
		];
	}

	const html = (style: string, inside: string): string =>
		`<div xmlns="http://www.w3.org/1999/xhtml" style="${style}">${inside}</div>`;
	const page = (inside: string): Buffer =>
		Buffer.from(
			`<svg xmlns="http://www.w3.org/2000/svg" width="200" height="100"><rect width="200" height="100" fill="#fff"/>${inside}</svg>`,
		);

	it('has the words of HTML inside, where they would be', async () => {
		const below = `<foreignObject x="10" y="60" width="180" height="30">${html('text-align:center', 'Words')}</foreignObject>`;
		assert.deepEqual(await ink(page(below)), [false, true]);
		const above = `<foreignObject x="10" y="0" width="180" height="40">${html('', '<p>One</p>')}</foreignObject>`;
		assert.deepEqual(await ink(page(above)), [true, false]);
		const drawio = `<switch><foreignObject style="overflow: visible" width="100%" height="100%">${html('display: flex; width: 98px; height: 1px; padding-top: 80px; margin-left: 51px;', '<div style="font-size: 0px; text-align: center"><div style="font-size: 12px; color: #000">Step</div></div>')}</foreignObject><text x="100" y="20">S...</text></switch>`;
		assert.deepEqual(await ink(page(drawio)), [false, true]);
		const style = `<foreignObject width="200" height="100">${html('', '<style>words</style><script>words</script>')}</foreignObject>`;
		assert.deepEqual(await ink(page(style)), [false, false]);
	});

	it('has a font by its short form', async () => {
		const large = page('<text x="10" y="90" style="font: italic bold 80px/1.2 serif">A</text>');
		assert.deepEqual(await ink(large), [true, true]);
	});

	for (const encoding of ['ISO-8859-1', 'windows-1252']) {
		it(`is read in ${encoding}, where it says so`, async () => {
			const text = `<?xml version="1.0" encoding="${encoding}"?>${page('<text x="10" y="50">é</text>').toString()}`;
			const wide = page('<text x="10" y="50">é</text>');
			const [first, second] = [
				await prepareOne(converter, { bytes: Buffer.from(text, 'latin1') }),
				await prepareOne(converter, { bytes: wide }),
			];
			assert.ok(Buffer.from(first.bytes).equals(Buffer.from(second.bytes)));
		});
	}

	it('is refused where its custom properties grow without end', async () => {
		const grown = Array.from({ length: 40 }, (_, index) => `--a${index + 1}:var(--a${index}) var(--a${index})`).join(
			';',
		);
		const started = performance.now();
		const plain = await colours(
			svg(`<style>:root{--a0:green;${grown}}</style>${square} fill="green" style="stroke:var(--a40)"/>`),
		);
		assert.ok(performance.now() - started < 5000);
		assert.deepEqual(plain, new Map([['green', 400]]));
	});

	it('is refused where its rules are written into too many elements', async () => {
		const rules = Array.from({ length: 4000 }, () => '.it{transform:translate(1px)}').join('');
		const many = `<style>${rules}</style>${`${square}/>`.repeat(4000)}`;
		assert.equal((await refusalOf(converter, { bytes: svg(many) })).kind, 'pictureTooComplex');
	});
});

function nearest(colour: Rgb): string {
	const distance = (other: Rgb): number =>
		other.reduce((sum, value, index) => sum + Math.abs(value - (colour[index] ?? 0)), 0);
	const named = { red, green, white };
	return Object.entries(named).toSorted((a, b) => distance(a[1]) - distance(b[1]))[0]?.[0] ?? '';
}

/** A drawing with a value in each place that has values. */
function withValue(value: string): string {
	return `<svg fill="${value}" style="fill:${value};transform:${value};font:${value}"><style>.a{fill:${value}} @keyframes ${value}{} ${value}</style></svg>`;
}

describe('Making a drawing plain', () => {
	const plain = (text: string): string => {
		const drawing = parseSvg(text);
		makePlain(drawing);
		return writeSvg(drawing);
	};

	for (const value of [
		'rgb(',
		'rgb( /*',
		"rgb( '",
		'rgb(]',
		'var(',
		'var()',
		'light-dark()',
		'a;}b{',
		'{',
		'calc(1/0)',
		'url(',
		'\\',
	]) {
		it(`bears ${value}`, () => {
			plain(withValue(value));
		});
	}

	it('takes time in proportion to its length', () => {
		const list = (length: number, make: (index: number) => string): string => {
			let text = '';
			for (let index = 0; text.length < length; index++) text += make(index);
			return text;
		};
		assertLinear(
			'makePlain',
			plain,
			[
				{
					name: 'rules',
					of: (length) => `<svg><style>${list(length, (index) => `.a${index}{fill:var(--b)}`)}</style></svg>`,
				},
				{
					name: 'rules and properties',
					of: (length) =>
						`<svg><style>${list(length, (index) => `.a{--b${index}:1}.b{fill:var(--b${index})}`)}</style></svg>`,
				},
				{ name: 'open brackets', of: (length) => `<svg fill="${'rgb('.repeat(length / 4)}"/>` },
				{ name: 'blanks in a value', of: (length) => `<svg fill="rgb(${' '.repeat(length)}"/>` },
				{
					name: 'properties of an element',
					of: (length) => `<svg style="${list(length, (index) => `--a${index}:1;`)}"/>`,
				},
				{
					name: 'steps of an animation',
					of: (length) => `<svg><style>@keyframes a{${list(length, (index) => `${index}%{top:0}`)}}</style></svg>`,
				},
				{ name: 'comments', of: (length) => `<svg><style>${'/*'.repeat(length / 2)}</style></svg>` },
				{ name: 'transforms', of: (length) => `<svg><g style="transform:${'rotate('.repeat(length / 7)}"/></svg>` },
				{ name: 'numbers', of: (length) => `<svg><g style="transform:rotate(${'1'.repeat(length)})"/></svg>` },
				{
					name: 'words of HTML',
					of: (length) =>
						`<svg><foreignObject width="100" height="9"><p>${'word '.repeat(length / 5)}</p></foreignObject></svg>`,
				},
				{ name: 'fonts', of: (length) => `<svg style="font:${'a '.repeat(length / 2)}"/>` },
			],
			{ length: 40_000 },
		);
	});
});
