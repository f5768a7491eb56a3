import assert from 'node:assert/strict';
import fc from 'fast-check';
import { visibleLine, visibleText } from '../../../src/core/visibleText.ts';

describe('What can be seen of a text', () => {
	for (const [name, text, expected] of [
		['plain words', 'A cat, 猫, on a\tmat\r\nin the sun', 'A cat, 猫, on a\tmat\r\nin the sun'],
		['no direction marks', 'a\u{202E}b\u{2066}c\u{2069}d\u{200F}e\u{61C}f', 'abcdef'],
		['no blanks without width', 'a\u{200B}b\u{2060}c\u{FEFF}d\u{AD}e', 'abcde'],
		['no tags', 'a\u{E0041}\u{E0042}b\u{E0001}', 'ab'],
		['no controls', 'a\0b\u{1B}[31mc\u{9B}d\u{7F}', 'ab[31mcd'],
		['no halves of pairs', 'a\u{D800}b\u{DC00}', 'ab'],
		['no fillers', 'a\u{3164}b\u{115F}\u{1160}c\u{FFA0}d\u{2800}e\u{34F}f\u{180E}g', 'abcdefg'],
		['no invisible operators and no annotations', '2\u{2062}x\u{FFF9}y\u{FFFB}', '2xy'],
		['no joiner among letters that do not join', 'a\u{200D}b\u{200C}c', 'abc'],
		['the joiner of Persian', 'می\u{200C}خواهم', 'می\u{200C}خواهم'],
		['the joiner of Hindi', 'क्\u{200D}ष', 'क्\u{200D}ष'],
		['the joiner of Sinhala', 'ශ්\u{200D}රී', 'ශ්\u{200D}රී'],
		['no second joiner', 'می\u{200C}\u{200C}خواهم', 'می\u{200C}خواهم'],
		[
			'the parts of an emoji',
			'👩\u{200D}💻 👨🏽\u{200D}🚀 ❤\u{FE0F}\u{200D}🔥',
			'👩\u{200D}💻 👨🏽\u{200D}🚀 ❤\u{FE0F}\u{200D}🔥',
		],
		['no joiner behind an emoji', '👩\u{200D} x', '👩 x'],
		['a key', '1\u{FE0F}\u{20E3} 2\u{FE0F}', '1\u{FE0F}\u{20E3} 2'],
		['one selector behind an emoji', '☺\u{FE0F}\u{FE0F}\u{FE0E}', '☺\u{FE0F}'],
		['no selector behind a letter', 'a\u{FE0F}b\u{FE01}c\u{E0100}', 'abc'],
		['one selector behind an ideograph', '葛\u{E0100}\u{E0101} 神\u{FE00}', '葛\u{E0100} 神\u{FE00}'],
		[
			'a flag of a region',
			'🏴\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}\u{E007F}!',
			'🏴\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}\u{E007F}!',
		],
		['no flag without an end', '🏴\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}!', '🏴!'],
		[
			'no tags behind a flag',
			'🏴\u{E0067}\u{E0062}\u{E0073}\u{E007F}\u{E0061}\u{E007F}',
			'🏴\u{E0067}\u{E0062}\u{E0073}\u{E007F}',
		],
		['no tags that name no region', '🏴\u{E0041}\u{E0020}\u{E0041}\u{E007F}', '🏴'],
		['line separators as line breaks', 'a\u{2028}b\u{2029}c', 'a\nb\nc'],
		['the letters of Mongolian', 'ᠭ\u{180B}\u{180B}', 'ᠭ\u{180B}'],
	] as const) {
		it(name, () => assert.equal(visibleText(text), expected));
	}

	it('has nothing of the category Cf but joiners and flags, and stays as it is', () => {
		const sign = fc.oneof(
			fc.constantFrom(
				...Array.from('aी्कیم葛👩🏽🏴❤1#☺'),
				'\u{200D}',
				'\u{200C}',
				'\u{FE0F}',
				'\u{FE00}',
				'\u{E0100}',
				'\u{20E3}',
			),
			fc.constantFrom(
				'\u{E0067}',
				'\u{E0062}',
				'\u{E0073}',
				'\u{E007F}',
				'\u{202E}',
				'\u{3164}',
				' ',
				'\n',
				'\u{180B}',
				'ᠭ',
			),
			fc.string({ unit: 'binary', minLength: 1, maxLength: 2 }),
			fc.nat(0xffff).map((unit) => String.fromCharCode(unit)),
		);
		fc.assert(
			fc.property(fc.array(sign, { maxLength: 30 }), (signs) => {
				const seen = visibleText(signs.join(''));
				assert.equal(visibleText(seen), seen);
				const line = visibleLine(signs.join(''));
				assert.equal(visibleLine(line), line);
				assert.doesNotMatch(
					seen.replaceAll(/\u{1F3F4}[\u{E0030}-\u{E007A}]{3,6}\u{E007F}/gu, '').replaceAll(/[\u{200C}\u{200D}]/gu, ''),
					/(?![\t\n\r])[\p{Cf}\p{Cc}\p{Cs}]/u,
				);
				assert.doesNotMatch(seen, /[\u{200C}\u{200D}](?![\p{L}\p{M}\p{Extended_Pictographic}])/u);
			}),
			{ numRuns: 3000 },
		);
	});
});

describe('A visible line', () => {
	for (const [name, text, expected] of [
		['has single blanks', ' a \n\r\n\t b\u{A0}\u{3000}c ', 'a b c'],
		['has single blanks also where something was taken out', 'a \u{200B} b', 'a b'],
		['takes controls for blanks', 'a\0b\u{85}c', 'a b c'],
		['may be empty', '\u{202E} \u{2066}', ''],
	] as const) {
		it(name, () => assert.equal(visibleLine(text), expected));
	}
});
