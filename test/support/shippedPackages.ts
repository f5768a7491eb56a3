// Whose work is in the package, under which licence: media/third-party-notices.md is made of this.
/** Names as in test/fixtures/licences, or `Apache-2.0`. */
export type Licence =
	| 'Apache-2.0'
	| 'BSD-2-Clause'
	| 'BSD-3-Clause'
	| 'GPL-3.0'
	| 'IJG'
	| 'ISC'
	| 'LGPL-2.1'
	| 'LGPL-3.0'
	| 'libpng-2.0'
	| 'libtiff'
	| 'MIT'
	| 'MPL-2.0'
	| 'Zlib';

/** A library that a package has inside. */
export interface Part {
	readonly name: string;
	readonly licences: readonly Licence[];
	readonly copyright: string;
	/** Its name in the `versions.json` of the package. */
	readonly version?: string;
}

export interface ShippedPackage {
	readonly name: string;
	/** What the package's own licence is; the text is its file. */
	readonly licence: string;
	/** For a package without a licence file. */
	readonly without?: { readonly licence: Licence; readonly copyright: string };
	/** Its files in dist/local/; a package without any is in the bundles. */
	readonly files?: readonly string[];
	readonly parts?: readonly Part[];
	readonly remark?: string;
}

const emscripten: Part = {
	name: 'Emscripten (with musl)',
	licences: ['MIT'],
	copyright: 'Copyright (c) 2010-2014 Emscripten authors, see AUTHORS file; Copyright © 2005-2020 Rich Felker, et al.',
};
const libpng: Part = {
	name: 'libpng',
	licences: ['libpng-2.0'],
	copyright:
		'Copyright (c) 1995-2025 The PNG Reference Library Authors; 2018-2025 Cosmin Truta; 2000-2002, 2004, 2006-2018 Glenn Randers-Pehrson; 1996-1997 Andreas Dilger; 1995-1996 Guy Eric Schalnat, Group 42, Inc.',
};
const libtiff: Part = {
	name: 'libtiff',
	licences: ['libtiff'],
	copyright: 'Copyright © 1988-1997 Sam Leffler; Copyright © 1991-1997 Silicon Graphics, Inc.',
};
const libwebp: Part = {
	name: 'libwebp',
	licences: ['BSD-3-Clause'],
	copyright: 'Copyright (c) 2010, Google Inc. All rights reserved.',
};

const skia = 'Copyright (c) 2011 Google Inc.; Copyright (c) 2020 Yevhenii Reizner';

const trainedData = (script: string): ShippedPackage => ({
	name: `@tesseract.js-data/${script}`,
	licence: 'MIT; the data in it Apache-2.0',
	without: { licence: 'MIT', copyright: 'By Balearica and jeromewu.' },
	files: [`${script}.traineddata.br`],
	parts: [
		{ name: 'tessdata_best', licences: ['Apache-2.0'], copyright: 'Copyright Google Inc. and the Tesseract authors' },
	],
});

const font = (name: string, parts: readonly string[]): ShippedPackage => ({
	name: `@fontsource/${name}`,
	licence: 'OFL-1.1',
	files: parts.map((part) => `${name}-${part}-normal.woff2`),
});

/** The packages whose work is in the VSIX, with what is inside them. */
export const shippedPackages: readonly ShippedPackage[] = [
	font('noto-emoji', ['emoji-400']),
	font('noto-sans', ['latin-400', 'latin-700', 'latin-ext-400', 'cyrillic-400', 'greek-400']),
	font('noto-sans-mono', ['latin-400']),
	{
		name: '@resvg/resvg-wasm',
		licence: 'MPL-2.0',
		without: { licence: 'MPL-2.0', copyright: 'By yisibl and the resvg-js contributors.' },
		files: ['resvg.wasm.br'],
		remark:
			'`resvg.wasm.br` is its program, packed and otherwise unchanged; https://github.com/yisibl/resvg-js has the source. 2.6.2 is the newest build that is no preview.',
		parts: [
			{ name: 'resvg, usvg', licences: ['MPL-2.0'], copyright: 'Copyright the resvg authors' },
			{ name: 'tiny-skia, tiny-skia-path', licences: ['BSD-3-Clause'], copyright: skia },
			{
				name: 'rustybuzz',
				licences: ['MIT'],
				copyright: 'Copyright (c) HarfBuzz developers; Copyright (c) 2020 Yevhenii Reizner',
			},
			{
				name: 'fontdb, rctree, roxmltree, simplecss, svgtypes, ttf-parser, xmlparser, xmlwriter',
				licences: ['MIT'],
				copyright: 'Copyright (c) 2018 Yevhenii Reizner; rctree also (c) 2016 Simon Sapin',
			},
			{
				name: 'adler32',
				licences: ['Zlib'],
				copyright: '(C) 1995-2013 Jean-loup Gailly and Mark Adler; 2016 Remi Rampin',
			},
			{
				name: 'alloc-no-stdlib, brotli-decompressor',
				licences: ['BSD-3-Clause'],
				copyright: 'Copyright (c) 2016 Dropbox, Inc.',
			},
			{ name: 'arrayvec', licences: ['MIT'], copyright: 'Copyright (c) Ulrik Sverdrup "bluss"' },
			{ name: 'base64', licences: ['MIT'], copyright: 'Copyright (c) 2015 Alice Maz' },
			{ name: 'bitvec', licences: ['MIT'], copyright: 'Copyright (c) 2018 myrrlyn (Alexander Payne)' },
			{ name: 'bytemuck, tinyvec', licences: ['Zlib'], copyright: 'Copyright (c) 2019 Daniel "Lokathor" Gee' },
			{ name: 'bytes', licences: ['MIT'], copyright: 'Copyright (c) 2018 Carl Lerche' },
			{ name: 'data-url', licences: ['MIT'], copyright: 'Copyright (c) The rust-url developers' },
			{ name: 'deflate', licences: ['MIT'], copyright: 'Copyright (c) 2016 oyvindln' },
			{ name: 'flate2', licences: ['MIT'], copyright: 'Copyright (c) 2014 Alex Crichton' },
			{ name: 'gif, png', licences: ['MIT'], copyright: 'Copyright (c) 2015 nwin' },
			{ name: 'hashbrown', licences: ['MIT'], copyright: "Copyright (c) 2016 Amanieu d'Antras" },
			{ name: 'imagesize', licences: ['MIT'], copyright: 'Copyright (c) the imagesize authors' },
			{ name: 'jpeg-decoder', licences: ['MIT'], copyright: 'Copyright (c) the image-rs developers' },
			{ name: 'kurbo', licences: ['MIT'], copyright: 'Copyright (c) 2018 Raph Levien' },
			{
				name: 'miniz_oxide',
				licences: ['MIT'],
				copyright:
					'Copyright 2013-2014 RAD Game Tools and Valve Software; 2010-2014 Rich Geldreich and Tenacious Software LLC; (c) 2017 Frommi, oyvindln',
			},
			{ name: 'pathfinder_content', licences: ['MIT'], copyright: 'Copyright (c) the Pathfinder Project developers' },
			{ name: 'serde_json', licences: ['MIT'], copyright: 'Copyright (c) Erick Tryzelaar and David Tolnay' },
			{ name: 'slotmap', licences: ['Zlib'], copyright: 'Copyright (c) 2021 Orson Peters' },
			{ name: 'smallvec', licences: ['MIT'], copyright: 'Copyright (c) 2018 The Servo Project Developers' },
			{ name: 'unicode-bidi', licences: ['MIT'], copyright: 'Copyright (c) 2015 The Rust Project Developers' },
			{ name: 'unicode-general-category', licences: ['Apache-2.0'], copyright: 'Copyright (c) YesLogic Pty. Ltd.' },
			{ name: 'weezl', licences: ['MIT'], copyright: 'Copyright (c) HeroicKatora 2020' },
			{ name: 'woff2-rs', licences: ['MIT'], copyright: 'Copyright (c) the woff2-rs authors' },
			{
				name: 'the standard library of Rust',
				licences: ['MIT'],
				copyright: 'Copyright (c) The Rust Project Contributors',
			},
		],
	},
	...['common', 'highlight', 'javascript', 'lr', 'markdown'].map((name): ShippedPackage => {
		return { name: `@lezer/${name}`, licence: 'MIT' };
	}),
	{
		name: '@vscode/codicons',
		licence: 'CC-BY-4.0',
		remark:
			'By Microsoft. Of its icons those that the panel shows, with their coordinates rounded. Its source: https://github.com/microsoft/vscode-codicons',
	},
	{
		name: '@vscode/l10n',
		licence: 'MIT',
		without: { licence: 'MIT', copyright: 'Copyright (c) Microsoft Corporation.' },
	},
	{ name: '@tanstack/virtual-core', licence: 'MIT' },
	{ name: '@csstools/color-helpers', licence: 'MIT-0' },
	{ name: '@csstools/css-calc', licence: 'MIT' },
	{ name: '@csstools/css-color-parser', licence: 'MIT' },
	{ name: '@csstools/css-parser-algorithms', licence: 'MIT' },
	{ name: '@csstools/css-tokenizer', licence: 'MIT' },
	{ name: 'entities', licence: 'BSD-2-Clause' },
	{ name: 'ignore', licence: 'MIT' },
	{ name: 'image-dimensions', licence: 'MIT' },
	{ name: 'ipaddr.js', licence: 'MIT' },
	{
		name: 'libheif-js',
		licence: 'LGPL-3.0',
		files: ['libheif.wasm.br'],
		remark:
			'Its `libheif.js` is in `dist/local/converter.mjs`. `libheif.wasm.br` is its program, a file of its own, packed with Brotli and otherwise unchanged. It can be replaced by one that you built: https://github.com/strukturag/libheif has the source and says how. 1.23.2 is the newest build on npm, and has libde265 1.0.15, in which CVE-2026-33165 is not mended (1.0.17 has it mended): it runs as WebAssembly, with memory of its own that is limited, so that nothing beyond can be read or written.',
		parts: [
			{ name: 'libheif', licences: ['LGPL-3.0', 'GPL-3.0'], copyright: 'Copyright (c) 2017-2025 Dirk Farin' },
			{
				name: 'libde265',
				licences: ['LGPL-3.0', 'GPL-3.0'],
				copyright: 'Copyright (c) 2013-2014 struktur AG; Dirk Farin',
			},
			emscripten,
		],
	},
	{ name: 'marked', licence: 'MIT; parts BSD-3-Clause' },
	{
		name: 'mediabunny',
		licence: 'MPL-2.0',
		remark: 'Unchanged. Its source: https://github.com/Vanilagy/mediabunny',
	},
	{ name: 'picomatch', licence: 'MIT' },
	{
		name: 'tesseract.js-core',
		licence: 'Apache-2.0',
		files: ['tesseract-core-simd-lstm.wasm.br'],
		remark: 'Its `tesseract-core-simd-lstm.js` is in `dist/local/worker.mjs`.',
		parts: [
			{ name: 'Tesseract', licences: ['Apache-2.0'], copyright: 'Copyright Google Inc. and the Tesseract authors' },
			{
				name: 'Leptonica',
				licences: ['BSD-2-Clause'],
				copyright: 'Copyright (C) 2001-2020 Leptonica. All rights reserved.',
			},
			{
				name: 'giflib',
				licences: ['MIT'],
				copyright: 'Copyright (c) 1997 Eric S. Raymond; 1992 Eric Raymond; 1989 Gershon Elber',
			},
			{ name: 'libjpeg', licences: ['IJG'], copyright: 'Copyright (C) 1991-2020, Thomas G. Lane, Guido Vollbeding' },
			libpng,
			libtiff,
			libwebp,
			{ name: 'zlib', licences: ['Zlib'], copyright: '(C) 1995-2025 Jean-loup Gailly and Mark Adler' },
			emscripten,
		],
	},
	{
		name: 'saxes',
		licence: 'ISC',
		without: {
			licence: 'ISC',
			copyright: 'Copyright (c) Isaac Z. Schlueter, Louis-Dominique Dubeau and Contributors.',
		},
	},
	{ name: 'strip-json-comments', licence: 'MIT' },
	{ name: 'sugar-high', licence: 'MIT', without: { licence: 'MIT', copyright: 'Copyright (c) 2024 Nikhil S.' } },
	{ name: 'temml', licence: 'MIT' },
	...['chi_sim', 'eng', 'jpn'].map(trainedData),
	{ name: 'tldts-core', licence: 'MIT' },
	{ name: 'tldts-icann', licence: 'MIT' },
	{
		name: 'undici',
		licence: 'MIT',
		parts: [{ name: 'llhttp', licences: ['MIT'], copyright: 'Copyright Fedor Indutny, 2018.' }],
	},
	{ name: 'valibot', licence: 'MIT' },
	{
		name: 'wasm-vips',
		licence: 'MIT; libvips and others in it LGPL-2.1-or-later',
		files: ['vips-node.mjs', 'vips.wasm.br', 'vips-heif.wasm.br', 'vips-jxl.wasm.br'],
		remark:
			'In `vips-node.mjs` the most memory that it asks for is lowered, and programs of codecs are given to it unpacked. `vips.wasm.br`, `vips-heif.wasm.br` (AVIF) and `vips-jxl.wasm.br` (JPEG XL) are its programs, files of their own, packed with Brotli and otherwise unchanged. They can be replaced by ones that you built: https://github.com/kleisauke/wasm-vips says how, and names the sources.',
		parts: [
			{
				name: 'libvips',
				version: 'vips',
				licences: ['LGPL-2.1'],
				copyright: 'Copyright (C) 1989 John Cupitt, The National Gallery and the libvips contributors',
			},
			{
				name: 'GLib',
				version: 'glib',
				licences: ['LGPL-2.1'],
				copyright: 'Copyright (C) 1995-1997 Peter Mattis, Spencer Kimball and Josh MacDonald; Red Hat, Inc. and others',
			},
			{
				name: 'libexif',
				version: 'exif',
				licences: ['LGPL-2.1'],
				copyright: 'Copyright (c) 2001 Lutz Müller and others',
			},
			{
				name: 'libheif',
				version: 'heif',
				licences: ['LGPL-3.0'],
				copyright: 'Copyright (c) 2017-2026 Dirk Farin and the libheif contributors',
			},
			{
				name: 'libaom',
				version: 'aom',
				licences: ['BSD-2-Clause'],
				copyright: 'Copyright (c) 2016, Alliance for Open Media',
			},
			{
				name: 'libjxl',
				version: 'jxl',
				licences: ['BSD-3-Clause'],
				copyright: 'Copyright (c) the JPEG XL Project Authors. All rights reserved.',
			},
			{
				name: 'Brotli',
				version: 'brotli',
				licences: ['MIT'],
				copyright: 'Copyright (c) 2009, 2010, 2013-2016 by the Brotli Authors.',
			},
			{ name: 'cgif', version: 'cgif', licences: ['MIT'], copyright: 'Copyright (c) 2021-2025, Daniel Löbl' },
			{
				name: 'expat',
				version: 'expat',
				licences: ['MIT'],
				copyright:
					'Copyright (c) 1998-2000 Thai Open Source Software Center Ltd and Clark Cooper; Copyright (c) 2001 and later Expat maintainers',
			},
			{
				name: 'libffi',
				version: 'ffi',
				licences: ['MIT'],
				copyright: 'Copyright (c) 1996 and later Anthony Green, Red Hat, Inc and others.',
			},
			{
				name: 'Highway',
				version: 'highway',
				licences: ['BSD-3-Clause'],
				copyright: 'Copyright (c) the Highway Project Authors. All rights reserved.',
			},
			{
				name: 'libimagequant',
				version: 'imagequant',
				licences: ['BSD-2-Clause'],
				copyright:
					'© 1997-2002 by Greg Roelofs; based on an idea by Stefan Schneider. © 2009-2018 by Kornel Lesiński. © 1989, 1991 by Jef Poskanzer.',
			},
			{
				name: 'Little CMS',
				version: 'lcms',
				licences: ['MIT'],
				copyright: 'Copyright (c) 1998 and later Marti Maria Saguer',
			},
			{
				name: 'libnsgif',
				licences: ['MIT'],
				copyright:
					'Copyright (C) 2004 Richard Wilson; Copyright (C) 2008 Sean Fox; Copyright (C) 2013-2021 Michael Drake',
			},
			{ ...libpng, version: 'png' },
			{ ...libtiff, version: 'tiff' },
			{
				name: 'libultrahdr',
				version: 'uhdr',
				licences: ['MIT'],
				copyright: 'Copyright (c) 2022 The Android Open Source Project',
			},
			{ ...libwebp, version: 'webp' },
			{
				name: 'mozjpeg',
				version: 'mozjpeg',
				licences: ['IJG', 'BSD-3-Clause', 'Zlib'],
				copyright:
					'Copyright (C) 1991-2020, Thomas G. Lane, Guido Vollbeding; Copyright (C) 1999-2006, MIYASAKA Masaru; Copyright (C) 2009-2023, D. R. Commander; Copyright (C) 2014, Mozilla Corporation',
			},
			{
				name: 'zlib-ng',
				version: 'zlib-ng',
				licences: ['Zlib'],
				copyright: '(C) 1995-2025 Jean-loup Gailly and Mark Adler',
			},
			{ ...emscripten, version: 'emscripten' },
		],
	},
	{ name: 'xmlchars', licence: 'MIT' },
];
