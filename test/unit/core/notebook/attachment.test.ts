import assert from 'node:assert/strict';
import { attachedPicture, isAttachmentAddress } from '../../../../src/core/notebook/attachment.ts';
import { assertLinear } from '../../../support/linearTime.ts';

const png = { 'image/png': 'iVBORw0K' };
const address = 'data:image/png;base64,iVBORw0K';

/** What a cell has, the address that leads to it, and the picture as a data URI. */
const found: readonly (readonly [attachments: unknown, address: string, picture: string])[] = [
	[{ 'map.png': png }, 'attachment:map.png', address],
	[{ 'map.png': png }, 'ATTACHMENT:map.png', address],
	[{ 'a map.png': png }, 'attachment:a%20map.png', address],
	[{ 'a%20map.png': png }, 'attachment:a%20map.png', address],
	[{ '50%.png': png }, 'attachment:50%.png', address],
	[{ '地図.png': png }, 'attachment:%E5%9C%B0%E5%9B%B3.png', address],
	[{ '../../etc/passwd': png }, 'attachment:../../etc/passwd', address],
	[JSON.parse('{"__proto__": {"image/png": "iVBORw0K"}}'), 'attachment:__proto__', address],
	[{ a: { 'text/plain': 'words', 'image/png': 'iVBORw0K' } }, 'attachment:a', address],
	[{ a: { 'image/png': ['iVBO\n', 'Rw0K\n'] } }, 'attachment:a', address],
	[{ a: { 'IMAGE/PNG; x=y': 'iVBORw0K' } }, 'attachment:a', address],
	[{ a: { 'image/svg+xml': '<svg/>' } }, 'attachment:a', 'data:image/svg+xml,%3Csvg%2F%3E'],
	[{ a: { 'image/svg+xml': 'PHN2Zy8+' } }, 'attachment:a', 'data:image/svg+xml;base64,PHN2Zy8+'],
	// Whether these are pictures, the process that reads them finds out.
	[{ a: { 'image/png': '%%%' } }, 'attachment:a', 'data:image/png;base64,%%%'],
	[{ a: { 'image/png': '' } }, 'attachment:a', 'data:image/png;base64,'],
];

const lost: readonly (readonly [attachments: unknown, address: string])[] = [
	[{}, 'attachment:map.png'],
	[undefined, 'attachment:map.png'],
	[null, 'attachment:map.png'],
	['map.png', 'attachment:length'],
	[{}, 'attachment:__proto__'],
	[{}, 'attachment:constructor'],
	[{}, 'attachment:toString'],
	[{ a: null }, 'attachment:a'],
	[{ a: 'iVBORw0K' }, 'attachment:a'],
	[{ a: {} }, 'attachment:a'],
	[{ a: { 'text/html': '<img src="x">' } }, 'attachment:a'],
	[{ a: { 'image/png': 7 } }, 'attachment:a'],
	[{ a: { 'image/png': ['iVBO', 7] } }, 'attachment:a'],
	[{ a: { 'image/png,<svg onload=x>': 'iVBORw0K' } }, 'attachment:a'],
	[{ a: { 'image/png': 'x'.repeat(70_000_001) } }, 'attachment:a'],
	[{ a: { 'image/png': ['x'.repeat(40_000_000), 'x'.repeat(40_000_000)] } }, 'attachment:a'],
	[{ '': png }, 'attachment'],
];

describe('An attachment of a cell', () => {
	for (const [attachments, where, picture] of found) {
		it(`is found: ${where} among ${JSON.stringify(attachments)}`, () => {
			assert.equal(attachedPicture(attachments, where)?.href, picture);
		});
	}

	for (const [attachments, where] of lost) {
		it(`is none: ${where} among ${JSON.stringify(attachments ?? 'nothing').slice(0, 80)}`, () => {
			assert.equal(attachedPicture(attachments, where), undefined);
		});
	}

	it('is named by a scheme alone', () => {
		const addresses = ['attachment:a.png', 'a.png', 'attachments/a.png', 'https://a/attachment:b'];
		assert.deepEqual(addresses.filter(isAttachmentAddress), ['attachment:a.png']);
	});

	it('is read in linear time, whatever it says it is', () => {
		const patterns = [
			{ name: 'blanks', of: (length: number) => ' '.repeat(length) },
			{ name: 'signs', of: (length: number) => '%'.repeat(length) },
			{ name: 'brackets', of: (length: number) => '<'.repeat(length) },
		];
		const read = (text: string): unknown => [
			attachedPicture({ a: { 'image/svg+xml': text } }, 'attachment:a'),
			attachedPicture({ a: { [`image/${text}`]: '' } }, 'attachment:a'),
			attachedPicture({}, `attachment:${text}`),
		];
		assertLinear('attachedPicture', read, patterns, { length: 100_000 });
	});
});
