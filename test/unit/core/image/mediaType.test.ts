import assert from 'node:assert/strict';
import { mediaTypeOf } from '../../../../src/core/image/mediaType.ts';

const latin1 = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));

const cases: readonly [head: string, mediaType: string | undefined][] = [
	['\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'image/png'],
	['\x89PNG\n\x1a\n', undefined],
	['\xff\xd8\xff\xe0\0\x10JFIF', 'image/jpeg'],
	['GIF87a', 'image/gif'],
	['GIF89a', 'image/gif'],
	['RIFF\x24\0\0\0WEBPVP8 ', 'image/webp'],
	['RIFF\x24\0\0\0WAVEfmt ', undefined],
	['BM\x36\0\0\0', 'image/bmp'],
	['\0\0\x01\0\x01\0', 'image/x-icon'],
	['II*\0\x08', 'image/tiff'],
	['MM\0*\0', 'image/tiff'],
	['\0\0\0\x1cftypavif', 'image/avif'],
	['\0\0\0\x18ftypheic', 'image/heic'],
	['\0\0\0\x14ftypqt  ', 'video/quicktime'],
	['\0\0\0\x20ftypisom', 'video/mp4'],
	['\x1a\x45\xdf\xa3\x9f', 'video/webm'],
	['II+\0\x08\0\0\0', 'image/tiff'],
	['MM\0+\0\x08', 'image/tiff'],
	['\0\0\x02\0\x01\0', 'image/x-win-cursor'],
	['\xff\x0a\x10', 'image/jxl'],
	['\0\0\0\x0cJXL \r\n\x87\n', 'image/jxl'],
	['8BPS\0\x01', 'image/vnd.adobe.photoshop'],
	['qoif\0\0', 'image/qoi'],
	['P6\n3 4\n255\n', 'image/x-portable-anymap'],
	['P5\n# a remark\n3 4\n255\n', 'image/x-portable-anymap'],
	['P6 for short', undefined],
	['#?RADIANCE\nFORMAT', 'image/vnd.radiance'],
	['\0\0\0\x10ftypmif3avif', 'image/avif'],
	['\0\0\0\x10ftypmif3heic', 'image/heic'],
	['\0\0\0\x1cftypmif2\0\0\0\0mif2avif', 'image/avif'],
	['\0\0\0\x18ftypjpeg\0\0\0\0jpegmif1', 'image/heif'],
	['\0\0\0\x18ftypavci\0\0\0\0mif1avci', 'image/heif'],
	['\0\0\0\x18ftypvvic\0\0\0\0mif1vvic', 'image/heif'],
	['\0\0\0\x18ftypmif1\0\0\0\0mif1avci', 'image/heif'],
	['\0\0\0\x1cftypcomp\0\0\0\0mif1heic', 'image/heic'],
	['\0\0\0\x18ftypcrx \0\0\0\x01crx isom', 'image/x-raw'],
	['\0\0\0\x1cftypisom\0\0\0\0isommif1', 'video/mp4'],
	['\0\0\0\x18ftypM4V \0\0\0\0M4V mp42', 'video/mp4'],
	['<svg xmlns="http://www.w3.org/2000/svg">', 'image/svg+xml'],
	['\xef\xbb\xbf<?xml version="1.0"?>\n<!-- made by hand -->\n<svg>', 'image/svg+xml'],
	['\0\0\0\x1cftypmif1\0\0\0\0mif1avifmiaf', 'image/avif'],
	['\0\0\0\x1cftypmif1\0\0\0\0mif1heicmiaf', 'image/heic'],
	['<?xml version="1.0"?><!DOCTYPE svg PUBLIC "a" "b" [ <!ENTITY x "y"> ]>\n<svg>', 'image/svg+xml'],
	['<!DOCTYPE svg>\n<svg>', 'image/svg+xml'],
	[`<!--${'-'.repeat(5000)}-->\n<s:svg xmlns:s="http://www.w3.org/2000/svg">`, 'image/svg+xml'],
	[`\xff\xfe${Array.from('<svg>', (letter) => `${letter}\0`).join('')}`, 'image/svg+xml'],
	['<!----><!---->'.repeat(500), undefined],
	['<!DOCTYPE html><html>', undefined],
	['<html><svg>', undefined],
	['Just a text that ends in .png', undefined],
	['', undefined],
];

describe('mediaTypeOf', () => {
	for (const [head, expected] of cases) {
		it(`${JSON.stringify(head.slice(0, 16))} → ${expected ?? 'nothing known'}`, () => {
			assert.equal(mediaTypeOf(latin1(head)), expected);
		});
	}
});
