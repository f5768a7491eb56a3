import { readAltAnswer } from '../../src/core/altText/readAltAnswer.ts';
import { readJudgeAnswer } from '../../src/core/altText/readJudgeAnswer.ts';
import type { Usage } from '../../src/core/answer.ts';
import type { Failure } from '../../src/core/failure.ts';

/** What came of a question: an answer, or a failure with what was written until then. */
export interface Outcome {
	readonly text: string;
	readonly reasoning: string;
	readonly finish: string | undefined;
	readonly usage: Usage | undefined;
	readonly failure: Failure | undefined;
}

/** What should come of a question. */
export interface Expectation {
	/** In a few words, for the table. */
	readonly words: string;
	/** Returns what is otherwise, in a few words; undefined if nothing is. */
	readonly deviation: (outcome: Outcome) => string | undefined;
}

/** What an answer has to speak of. */
export interface Named {
	readonly word: string;
	/** The word and others for the same. */
	readonly pattern: RegExp;
}

/** The service accepts the call; nothing is written. */
export const accepted: Expectation = {
	words: 'accepted',
	deviation: ({ failure }) => (failure ? 'refused' : undefined),
};

/** An answer with text and a reason for its end, and with its tokens where the service promises them. */
export function answer({
	names = [],
	withUsage,
}: {
	/** In this order. */
	readonly names?: readonly Named[];
	readonly withUsage: boolean;
}): Expectation {
	const words = ['an answer', ...names.map(({ word }) => `“${word}”`)].join(', ');
	return {
		words: withUsage ? `${words}; tokens` : words,
		deviation: ({ text, finish, usage, failure }) => {
			if (failure) return failure.kind === 'answerCut' ? 'no finish reason' : 'no answer';
			if (text.trim() === '') return 'no text';
			if (finish === undefined) return 'no finish reason';
			if (finish !== 'stop') return `finish reason ${finish}`;
			if (withUsage && !usage) return 'no tokens';
			let rest = text;
			for (const { word, pattern } of names) {
				const found = pattern.exec(rest);
				if (!found) return `no “${word}”`;
				rest = rest.slice(found.index + found[0].length);
			}
			return undefined;
		},
	};
}

/** An answer that keeps to so many tokens, by its finish reason, by what the service counts or by its length. */
export function shortAnswer(maxTokens: number): Expectation {
	return {
		words: `it ends by ${maxTokens} tokens`,
		deviation: ({ text, reasoning, finish, usage, failure }) => {
			if (failure) return failure.kind === 'answerCut' ? 'no finish reason' : 'no answer';
			const isShort =
				finish === 'length' ||
				(usage !== undefined && usage.completionTokens <= maxTokens) ||
				// A token is seldom more than a word.
				text.length + reasoning.length <= maxTokens * 10;
			return isShort ? undefined : `${text.length + reasoning.length} characters, ${finish ?? 'no finish reason'}`;
		},
	};
}

/** The same expectation of an answer without reasoning. */
export function withoutReasoning(expectation: Expectation): Expectation {
	return {
		words: `${expectation.words}; no reasoning`,
		deviation: (outcome) =>
			expectation.deviation(outcome) ?? (outcome.reasoning.trim() === '' ? undefined : 'it reasoned'),
	};
}

/** An answer that the alt text of an image can be read from. */
export const altText: Expectation = {
	words: 'an alt text',
	deviation: ({ text, failure }) => {
		if (failure) return 'no answer';
		const read = readAltAnswer(text);
		return read === undefined ? 'no alt text in it' : read.alt === '' ? 'an empty alt text' : undefined;
	},
};

/** A judgement by which an alt text about something else is wrong, with a better one. */
export const judgedWrong: Expectation = {
	words: 'a text that is wrong, and a better one',
	deviation: ({ text, failure }) => {
		if (failure) return 'no answer';
		const read = readJudgeAnswer(text);
		if (read === undefined) return 'no verdict in it';
		return read.verdict !== 'wrong' ? `the verdict ${read.verdict}` : read.better ? undefined : 'no better text';
	},
};

/** A refusal that is read as one of these kinds. */
export function refusal(...kinds: readonly Failure['kind'][]): Expectation {
	return {
		words: kinds.join(' or '),
		deviation: ({ failure }) => {
			if (!failure) return 'not refused';
			return kinds.includes(failure.kind) ? undefined : `read as ${failure.kind}`;
		},
	};
}

/** One or the other. */
export function either(first: Expectation, second: Expectation): Expectation {
	return {
		words: `${first.words}, or ${second.words}`,
		deviation: (outcome) => (second.deviation(outcome) === undefined ? undefined : first.deviation(outcome)),
	};
}
