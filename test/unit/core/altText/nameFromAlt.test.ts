import assert from 'node:assert/strict';
import fc from 'fast-check';
import { nameFromAlt } from '../../../../src/core/altText/nameFromAlt.ts';
import { fileNameFrom } from '../../../../src/core/path.ts';
import { assertLinear } from '../../../support/linearTime.ts';
import { anyAlt } from '../markup/anyAlt.ts';

describe('A file name from an alt text', () => {
	for (const [alt, name] of [
		['Settings with Dark mode switched off.', 'settings-with-dark-mode-switched-off.png'],
		['The user’s "Größe" — naïve façade, Łódź & Ærø', 'the-users-grosse-naive-facade-lodz-aero.png'],
		['42 % in 2026 (+3.5)', '42-in-2026-3-5.png'],
		['ＦＵＬＬ width ﬁne', 'full-width-fine.png'],
		['猫が窓辺で眠っている', '猫が窓辺で眠っている.png'],
		['설정 화면', '설정-화면.png'],
		['Настройки: тёмная тема', 'настройки-тёмная-тема.png'],
		['إعدادات الوضع', 'إعدادات-الوضع.png'],
		['हिन्दी पाठ', 'हिन्दी-पाठ.png'],
		['con', '_con.png'],
		['LPT1', '_lpt1.png'],
		['../../etc/passwd', 'etc-passwd.png'],
		['..\\..\\x', 'x.png'],
		['.hidden', 'hidden.png'],
		['%2e%2e%2fa', '2e-2e-2fa.png'],
		['a\u202Egnp.exe\u0000b\nc', 'agnp-exe-b-c.png'],
		['<script>alert("x")</script>', 'script-alert-x-script.png'],
		[
			'A very long alternative text that goes on and on until no file name can hold all of its many words',
			'a-very-long-alternative-text-that-goes-on-and-on-until-no.png',
		],
		['字'.repeat(100), `${'字'.repeat(60)}.png`],
		['', undefined],
		['… — !?', undefined],
		['🐈', undefined],
	] as const) {
		it(alt.slice(0, 40) || 'none', () => assert.equal(nameFromAlt(alt, 'image.png'), name));
	}

	it('keeps the extension, and has none where the file has none', () => {
		assert.equal(nameFromAlt('A cat', 'photo.v2.JPEG'), 'a-cat.JPEG');
		assert.equal(nameFromAlt('A cat', 'image'), 'a-cat');
		assert.equal(nameFromAlt('A cat', 'image.a b'), 'a-cat');
	});

	it('is a plain name of bounded length on any system, whatever the text', () => {
		const text = fc.oneof(anyAlt, fc.string({ unit: 'binary', maxLength: 300 }), fc.string({ unit: 'grapheme' }));
		fc.assert(
			fc.property(text, (alt) => {
				const name = nameFromAlt(alt, 'image.png');
				if (name === undefined) return;
				assert.match(name, /^_?[\p{L}\p{N}][\p{L}\p{M}\p{N}]*(?:-[\p{L}\p{N}][\p{L}\p{M}\p{N}]*)*\.png$/u);
				assert.ok(Array.from(name).length <= 65);
				assert.ok(Buffer.byteLength(name) <= 255);
				assert.equal(fileNameFrom(name), name);
				assert.equal(nameFromAlt(name.slice(0, -4), 'image.png'), name.replace(/^_(?!con|prn|aux|nul|com|lpt)/, ''));
			}),
		);
	});

	it('takes linear time', () => {
		const patterns = ['a', "a'", 'e\u0301', '-', ' ', '字', '\u0301', 'ß', '\uD800'].map((unit) => ({
			name: unit,
			of: (length: number) => unit.repeat(length / unit.length),
		}));
		assertLinear('nameFromAlt', (alt) => nameFromAlt(alt, 'image.png'), patterns, { length: 50_000 });
	});
});
