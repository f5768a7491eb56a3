import { altState } from '../markup/altState.ts';
import { visibleLine } from '../visibleText.ts';
import { lastObject, withoutObject, type AnswerFields, type FieldNames } from './answerObject.ts';
import { altVerdicts, type AltVerdict, type JudgeAnswer } from './judgement.ts';
import { cleanAlt, isBlind, isRefusalText, longestAlt, opensTask } from './readAltAnswer.ts';

type Fields = AnswerFields<'verdict' | 'better' | 'reason'>;

const names: FieldNames<keyof Fields> = {
	verdict: ['verdict', 'judgement', 'judgment', 'rating', 'result'],
	better: ['better', 'better_alt', 'betterAlt', 'better_text', 'improved', 'suggestion', 'alt', 'alt_text'],
	reason: ['reason', 'explanation', 'why'],
};

/**
 * Reads what a model says about an alt text, as leniently as `readAltAnswer`. Returns undefined where there is no verdict, or the
 * model didn't see the image: nothing may be said about a text then.
 */
export function readJudgeAnswer(answer: string): JudgeAnswer | undefined {
	const found = lastObject(answer, names, ({ verdict }) => verdictOf(verdict) !== undefined);
	const verdict = verdictOf(found?.verdict);
	if (!found || !verdict) return undefined;
	const reason = visibleLine(found.reason ?? '');
	if (isBlind(reason) || isBlind(withoutObject(answer)) || isBlind(found.better ?? '')) return undefined;
	return { verdict, better: betterOf(found.better), reason };
}

/** The longest verdict, in characters: a longer one is a text about it. */
const longestVerdict = 60;

/** Returns the one verdict that is named; a list of them, or "not fits", is none. */
function verdictOf(named: string | undefined): AltVerdict | undefined {
	const words =
		named
			?.slice(0, longestVerdict + 1)
			.trim()
			.toLowerCase() ?? '';
	if (words.length > longestVerdict) return undefined;
	const exact = altVerdicts.find((verdict) => words.replaceAll(/[^a-z]/g, '') === verdict);
	if (exact) return exact;
	const contained = altVerdicts.filter((verdict) => words.includes(verdict));
	return contained.length === 1 && contained[0] !== 'fits' ? contained[0] : undefined;
}

/** Returns a better text; undefined for one that isn't there or mustn't get into a document. */
function betterOf(given: string | undefined): string | undefined {
	if (given === undefined) return undefined;
	const better = cleanAlt(given);
	if (better === '') return better;
	const isUnusable =
		better.length > longestAlt ||
		isRefusalText(better) ||
		opensTask(better) ||
		altState(better, undefined) === 'placeholder';
	return isUnusable ? undefined : better;
}
