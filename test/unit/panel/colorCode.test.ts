import assert from 'node:assert/strict';
import { languages } from 'sugar-high/lang';
import { codeWords } from '../../../media/panel/colorCode.ts';
import { hostilePatterns } from '../../support/hostilePatterns.ts';
import { assertLinear } from '../../support/linearTime.ts';

/** The words with a color, as `kind:word`. */
function colored(code: string, language: string): string | undefined {
	const words = codeWords(code, language)?.filter(({ kind }) => kind !== undefined);
	return words?.map(({ kind, text }) => `${kind}:${text}`).join(' ');
}

describe('The colors of code', () => {
	for (const [language, code, expected] of [
		['ts', "const a = 'b'; // c", "keyword:const string:'b' comment:// c"],
		['python', 'def f(x): return "a" # b', 'keyword:def keyword:return string:"a" comment:# b'],
		['bash', 'if true; then echo "a"; fi', 'keyword:if keyword:then string:"a" keyword:fi'],
		['SQL', "select a from b where c = 'd'", "keyword:select keyword:from keyword:where string:'d'"],
		['brainfuck', '+++', undefined],
		['', 'a', undefined],
	] as const) {
		it(`are those of ${language || 'no language'}`, () => assert.equal(colored(code, language), expected));
	}

	it('leave very long code as it is', () => assert.equal(codeWords('a'.repeat(20_001), 'ts'), undefined));

	it('take linear time, whatever stands there, and lose nothing', () => {
		const all = (text: string): void => {
			for (const { id } of languages) {
				const words = codeWords(text, id);
				if (words) assert.equal(words.map((word) => word.text).join(''), text, id);
			}
		};
		assertLinear('codeWords', all, hostilePatterns, { length: 1000 });
	}).timeout(240_000);
});
