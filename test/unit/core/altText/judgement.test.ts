import assert from 'node:assert/strict';
import fc from 'fast-check';
import { altVerdicts, decideJudgement, type AltVerdict } from '../../../../src/core/altText/judgement.ts';

/** What is decided, in short: the verdict, and the better text in quotes; `?` where a person has to decide. */
function decided(verdict: AltVerdict, better: string | undefined, place: 'free' | 'GitHub' | 'link'): string {
	const {
		judgement,
		better: text,
		isDoubtful,
	} = decideJudgement(
		{ verdict, better, reason: 'Why.' },
		{ alt: 'A cat, asleep', isOnGitHub: place === 'GitHub', isAloneInLink: place === 'link' },
	);
	assert.equal(judgement.reason, 'Why.');
	return `${judgement.verdict}${text === undefined ? '' : ` "${text}"`}${isDoubtful ? '?' : ''}`;
}

describe('A judgement of an alt text', () => {
	for (const [verdict, better, place, expected] of [
		['fits', undefined, 'free', 'fits'],
		['fits', '', 'free', 'fits'],
		['fits', 'A cat, asleep', 'free', 'fits'],
		// Another text beside "fits": the verdict counts.
		['fits', 'A gray cat sleeps.', 'free', 'fits'],
		['vague', 'A gray cat sleeps.', 'free', 'vague "A gray cat sleeps."'],
		['vague', undefined, 'free', 'vague'],
		['vague', '', 'free', 'vague'],
		// The same text is no better one.
		['vague', 'A cat, asleep.', 'free', 'vague'],
		['wrong', 'a cat asleep', 'free', 'wrong'],
		['wrong', 'A dog.', 'free', 'wrong "A dog."'],
		['wrong', '', 'link', 'wrong'],
		['repeats', 'A dog.', 'free', 'repeats "A dog."'],
		['repeats', undefined, 'free', 'repeats'],
		['repeats', '', 'free', 'empty ""'],
		['repeats', '', 'GitHub', 'repeats'],
		['repeats', '', 'link', 'repeats'],
		['empty', '', 'free', 'empty ""'],
		['empty', undefined, 'free', 'empty ""'],
		['empty', 'A cat.', 'free', 'empty ""'],
		// Without a text, the link would have no name.
		['empty', '', 'GitHub', 'empty ""?'],
		['empty', undefined, 'link', 'empty ""?'],
		['empty', 'Home', 'link', 'vague "Home"'],
		['empty', 'A cat asleep', 'GitHub', 'fits'],
	] as const) {
		it(`${verdict}, ${better === undefined ? 'no text' : `“${better}”`}, ${place}: ${expected}`, () => {
			assert.equal(decided(verdict, better, place), expected);
		});
	}

	it('never proposes another text for one that fits, nor an empty one where a link needs a name', () => {
		const better = fc.option(fc.constantFrom('', ' ', '!', 'A cat asleep', 'A dog.'), { nil: undefined });
		fc.assert(
			fc.property(
				fc.constantFrom(...altVerdicts),
				better,
				fc.boolean(),
				fc.boolean(),
				fc.constantFrom('A cat, asleep', '!', '…'),
				(verdict, text, isOnGitHub, isAloneInLink, alt) => {
					const found = decideJudgement({ verdict, better: text, reason: '' }, { alt, isOnGitHub, isAloneInLink });
					if (found.judgement.verdict === 'fits') assert.equal(found.better, undefined);
					if (found.better === '') assert.equal(found.isDoubtful, isOnGitHub || isAloneInLink);
					if (found.better !== undefined) assert.notEqual(found.better, alt);
				},
			),
		);
	});
});
