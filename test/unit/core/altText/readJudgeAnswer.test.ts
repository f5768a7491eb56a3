import assert from 'node:assert/strict';
import fc from 'fast-check';
import { altVerdicts } from '../../../../src/core/altText/judgement.ts';
import { readJudgeAnswer } from '../../../../src/core/altText/readJudgeAnswer.ts';

describe('What a model says about an alt text', () => {
	const json = '{"verdict": "vague", "better": "Sales by quarter.", "reason": "It names no data."}';
	const whole = { verdict: 'vague', better: 'Sales by quarter.', reason: 'It names no data.' };

	for (const [name, written, expected] of [
		['is read from the JSON', json, whole],
		['is read from JSON in a fence', `I looked.\n\`\`\`json\n${json}\n\`\`\`\nAnything else?`, whole],
		['is the last of several', `{"verdict":"fits","better":""} No:\n${json}`, whole],
		['is read behind an object about something else', `{"kind":"informative","alt":"A cat."} ${json}`, whole],
		[
			'is read behind a comma too many, over a line break',
			'{"verdict":"wrong","better":"A\ncat.","reason":"A dog",}',
			{ verdict: 'wrong', better: 'A cat.', reason: 'A dog' },
		],
		[
			'is read from single quotes',
			"{'verdict': 'repeats', 'better': 'A cat.', 'reason': 'x'}",
			{ verdict: 'repeats', better: 'A cat.', reason: 'x' },
		],
		[
			'is read from curly quotes',
			'{“verdict”：“fits”，“reason”：“合适。”}',
			{ verdict: 'fits', better: undefined, reason: '合适。' },
		],
		[
			'is read from an object that was cut',
			'{"verdict": "vague", "better": "Sales by quar',
			{ verdict: 'vague', better: undefined, reason: '' },
		],
		[
			'is read under other names',
			'{"judgment":"Wrong","suggestion":"A dog.","explanation":"It is a dog."}',
			{ verdict: 'wrong', better: 'A dog.', reason: 'It is a dog.' },
		],
		[
			'may have no better text',
			'{"verdict":"fits","better":null,"reason":"x"}',
			{ verdict: 'fits', better: undefined, reason: 'x' },
		],
		[
			'is empty for decoration',
			'{"verdict":"empty","better":"","reason":"A rule."}',
			{ verdict: 'empty', better: '', reason: 'A rule.' },
		],
		['is read with a dot and in capitals', '{"verdict":"FITS."}', { verdict: 'fits', better: undefined, reason: '' }],
		[
			'is read from a few words',
			'{"verdict":"too vague","better":"A cat."}',
			{ verdict: 'vague', better: 'A cat.', reason: '' },
		],
		['is none without JSON', 'The alt text fits the picture.', undefined],
		['is none in an alt text', '{"kind":"informative","alt":"A cat.","reason":"x"}', undefined],
		['is none of five', '{"verdict":"fits|vague|wrong|repeats|empty"}', undefined],
		['is none of two', '{"verdict":"vague or wrong"}', undefined],
		['is none that says no', '{"verdict":"not fits"}', undefined],
		['is none in another word', '{"verdict":"good"}', undefined],
		['is none in a long text', `{"verdict":"${'It is quite vague. '.repeat(10)}"}`, undefined],
		['is none as a number', '{"verdict":1,"better":"A cat."}', undefined],
		['is none of nothing', '', undefined],
		[
			'is none of a picture that was not seen',
			'{"verdict":"fits","reason":"I cannot see the image, but the text is plausible."}',
			undefined,
		],
		['is none behind a refusal', `I'm unable to view the image. ${json}`, undefined],
		['is none with a refusal for a text', '{"verdict":"wrong","better":"I cannot see the image."}', undefined],
		[
			'comes without an apology',
			'{"verdict":"wrong","better":"Sorry, something went wrong."}',
			{ verdict: 'wrong', better: undefined, reason: '' },
		],
		[
			'comes without words about the task',
			'{"verdict":"vague","better":"Sure! A cat."}',
			{ verdict: 'vague', better: undefined, reason: '' },
		],
		[
			'comes without a placeholder',
			'{"verdict":"vague","better":"image"}',
			{ verdict: 'vague', better: undefined, reason: '' },
		],
		[
			'comes without what would fill a document',
			JSON.stringify({ verdict: 'vague', better: 'a'.repeat(5000) }),
			{ verdict: 'vague', better: undefined, reason: '' },
		],
		[
			'has no marks and no "Image of" in its text',
			'{"verdict":"vague","better":"\\"Image of a **cat**.\\""}',
			{ verdict: 'vague', better: 'A cat.', reason: '' },
		],
	] as const) {
		it(name, () => assert.deepEqual(readJudgeAnswer(written), expected));
	}

	it('is read as it was written, wherever it stands', () => {
		const letters = fc.array(fc.constantFrom('a', 'Z', ' ', 'é', '图', ',', ':', "'", '}', '{', '\\', '"'), {
			maxLength: 20,
		});
		const text = letters.map((each) => `A b${each.join('').trim()}c.`);
		fc.assert(
			fc.property(fc.constantFrom(...altVerdicts), text, text, (verdict, better, reason) => {
				const read = readJudgeAnswer(`Well. ${JSON.stringify({ verdict, better, reason })} Done.`);
				assert.equal(read?.verdict, verdict);
				assert.equal(read.better, better.replaceAll(/ +/g, ' '));
				assert.equal(read.reason, reason.replaceAll(/ +/g, ' '));
			}),
		);
	});
});
