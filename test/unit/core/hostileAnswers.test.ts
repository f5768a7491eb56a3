import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isOnGitHub } from '../../../src/core/altText/altText.ts';
import { languageOfPath, languageOfText } from '../../../src/core/altText/documentLanguage.ts';
import {
	isAboutTask,
	isBlind,
	isRefusalText,
	opensTask,
	readAltAnswer,
} from '../../../src/core/altText/readAltAnswer.ts';
import { decideJudgement } from '../../../src/core/altText/judgement.ts';
import { readJudgeAnswer } from '../../../src/core/altText/readJudgeAnswer.ts';
import { emptyConversation, reduce } from '../../../src/core/conversation.ts';
import { FileFinder, findFileReferences } from '../../../src/core/fileReferences.ts';
import { fileNameFrom } from '../../../src/core/path.ts';
import { hostilePatterns } from '../../support/hostilePatterns.ts';
import { assertLinear, type Pattern } from '../../support/linearTime.ts';

describe('A hostile answer is read in linear time', () => {
	for (const [name, run] of [
		['readAltAnswer', readAltAnswer],
		['readJudgeAnswer', readJudgeAnswer],
		['isRefusal', isRefusalText],
		['opensTask', opensTask],
		['isAboutTask', isAboutTask],
		['isBlind', isBlind],
		['languageOfText', languageOfText],
		['languageOfPath', languageOfPath],
		['isOnGitHub', isOnGitHub],
		['findFileReferences', findFileReferences],
		['fileNameFrom', fileNameFrom],
	] as const) {
		it(`by ${name}`, () => assertLinear(name, run, hostilePatterns, { length: 10_000 }));
	}

	// The object is looked for in the last 20,000 characters: what is in it counts, not what is before it.
	const inObject = hostilePatterns.map((pattern): Pattern => ({
		name: pattern.name,
		of: (length) => `{"kind": "informative", "alt": ${pattern.of(length)}, "reason": "x"`,
	}));
	it('in an object that was cut', () => assertLinear('readAltAnswer', readAltAnswer, inObject, { length: 4500 }));

	for (const field of ['verdict', 'better', 'reason']) {
		const inField = hostilePatterns.map((pattern): Pattern => ({
			name: pattern.name,
			of: (length) => `{"verdict": "vague", "${field}": "${pattern.of(length)}`,
		}));
		it(`in a judgement that was cut in its ${field}`, () => {
			assertLinear('readJudgeAnswer', readJudgeAnswer, inField, { length: 4500 });
		});
	}

	// The text that is compared is that of the document, of any length.
	it('where a better text is held against the one that is there', () => {
		const compare = (alt: string): unknown =>
			decideJudgement({ verdict: 'vague', better: alt, reason: '' }, { alt, isOnGitHub: false, isAloneInLink: false });
		assertLinear('decideJudgement', compare, hostilePatterns, { length: 10_000 });
	});

	it('piece by piece, however many there are', () => {
		const question = { id: 'a', task: 'ask', text: '', sources: [], follows: false } as const;
		const asked = reduce(emptyConversation, { kind: 'asked', question });
		const pieces = (length: number) => {
			let conversation = asked;
			for (let index = 0; index < length; index++) {
				conversation = reduce(conversation, { kind: 'part', turnId: 'a', part: { kind: 'text', text: 'ab' } });
			}
			return conversation.turns[0]?.text.length;
		};
		assert.equal(pieces(1000), 2000);
		assertLinear('reduce', (text) => pieces(text.length), [{ name: 'pieces', of: (length) => 'a'.repeat(length) }], {
			length: 10_000,
		});
	});
});

describe('A hostile answer to a question for alt text', () => {
	for (const [name, answer, alt] of [
		['of stars is read as it stands', `${'*'.repeat(44)} x`, `${'*'.repeat(44)} x`],
		['behind many stars is still read', `${'*'.repeat(40)} Alt text: A cat.`, 'A cat.'],
		['that would fill a document is none', JSON.stringify({ kind: 'text', alt: 'a'.repeat(5000) }), undefined],
		['with a refusal behind a long text is none', `${'Well. '.repeat(2000)}I cannot see the image.`, undefined],
		[
			'with an object behind a long refusal is none',
			`I cannot see the image.${' Well.'.repeat(1000)}{"kind":"informative","alt":"A cat."}`,
			undefined,
		],
		['with a label behind a long text is read', `${'Well.\n'.repeat(2000)}Alt text: A cat.`, 'A cat.'],
		['with a picture that has no end is none', '![a cat'.repeat(400), undefined],
	] as const) {
		it(name, () => assert.equal(readAltAnswer(answer)?.alt, alt));
	}
});

describe('The files that a hostile answer names', () => {
	/** Searches files that are given by their paths, and counts the searches. */
	function searchIn(files: readonly string[]) {
		const globs: string[] = [];
		return {
			globs,
			find: async (glob: string, most: number) => {
				globs.push(glob);
				return files.filter((file) => `/${file}`.endsWith(glob.slice('**'.length))).slice(0, most);
			},
			isAtRoot: (file: string, path: string) => file === path,
		};
	}

	for (const [name, text] of [
		['in one path of a thousand folders', `${'a/'.repeat(1000)}b.ts`],
		[
			'in thirty paths of many folders',
			Array.from({ length: 30 }, (_, at) => `x${at}/${'a/'.repeat(15)}b.ts`).join(' '),
		],
		['in a thousand paths', Array.from({ length: 1000 }, (_, at) => `a/b${at}.ts`).join(' ')],
	] as const) {
		it(`are looked up sixty times at most: ${name}`, async () => {
			const search = searchIn(['p/b.ts', 'q/b.ts']);
			const finder = new FileFinder(search, new AbortController().signal);
			for (const reference of findFileReferences(text)) await finder.find(reference);
			assert.ok(search.globs.length <= 60, String(search.globs.length));
		});
	}

	it('are not looked up any more once the turn is gone', async () => {
		const controller = new AbortController();
		const search = searchIn(['p/b.ts', 'q/b.ts']);
		const finder = new FileFinder(
			{
				...search,
				find: async (glob, most) => {
					controller.abort();
					return search.find(glob, most);
				},
			},
			controller.signal,
		);
		for (const reference of findFileReferences('p/b.ts q/b.ts')) assert.equal(await finder.find(reference), undefined);
		assert.equal(search.globs.length, 1);
	});

	for (const [files, written, found] of [
		[['src/app.ts', 'lib/app.ts'], 'src/app.ts', 'src/app.ts'],
		[['src/app.ts', 'lib/app.ts'], '/home/me/project/lib/app.ts', 'lib/app.ts'],
		[['src/app.ts'], 'other/app.ts', 'src/app.ts'],
		[['a/src/app.ts', 'b/src/app.ts'], 'src/app.ts', undefined],
		[['app.ts', 'b/app.ts'], 'app.ts', 'app.ts'],
		[['src/app.ts'], 'main.ts', undefined],
	] as const) {
		it(`${written} is ${found ?? 'none'} of ${files.join(' and ')}`, async () => {
			const [reference] = findFileReferences(written);
			assert.ok(reference);
			assert.equal(await new FileFinder(searchIn(files), new AbortController().signal).find(reference), found);
		});
	}
});

describe('The name of a file, made of any text', () => {
	for (const [text, name] of [
		['photo.png', 'photo.png'],
		['图 1.png', '图 1.png'],
		['..%2F..%2Fhome%2Fme%2F.bashrc', 'bashrc'],
		['%252e%252e%252fsecret.png', 'secret.png'],
		['..\\..\\windows\\system.ini', 'system.ini'],
		['https://example.com/a/b.png', 'b.png'],
		['../..', 'file'],
		['..', 'file'],
		['', 'file'],
		['.hidden', 'hidden'],
		['name. . ', 'name'],
		['50% off.png', '50% off.png'],
		['a\u202egnp.exe', 'agnp.exe'],
		['a\u0000b\nc.png', 'abc.png'],
		['a:b*c?.png', 'a_b_c_.png'],
		['con', '_con'],
		['NUL.txt', '_NUL.txt'],
		['com1.png', '_com1.png'],
		['\ud800.png', '\ufffd.png'],
	] as const) {
		it(`${JSON.stringify(text)} is ${name}`, () => assert.equal(fileNameFrom(text), name));
	}

	it('is one of its own where nothing is left', () => assert.equal(fileNameFrom('///', 'answer'), 'answer'));

	it('keeps its ending when it is shortened', () => {
		assert.equal(fileNameFrom(`${'a'.repeat(500)}.png`), `${'a'.repeat(96)}.png`);
	});

	it('leads nowhere else, whatever the text', () => {
		const piece = fc.oneof(
			fc.constantFrom('../', '..\\', '/', '%2f', '%5C', '%252F', '%2e', '.', ' ', 'con', ':', '\0', '\u202e', '%', 'a'),
			fc.string({ unit: 'binary', maxLength: 5 }),
		);
		fc.assert(
			fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
				const name = fileNameFrom(pieces.join(''));
				assert.doesNotMatch(name, /[/\\<>:"|?*\p{Cc}\p{Cf}]|^[. ]|[. ]$|^(?:con|nul|aux|prn)(?:\.|$)/iu);
				assert.ok(name.length > 0 && Array.from(name).length <= 101);
			}),
			{ numRuns: 1000 },
		);
	});
});
