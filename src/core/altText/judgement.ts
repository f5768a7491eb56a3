/** What a model may say about the alt text that an image has. */
export const altVerdicts = ['fits', 'vague', 'wrong', 'repeats', 'empty'] as const;

/** It fits picture and purpose; is too vague; is wrong; repeats the text beside it; or had better be empty. */
export type AltVerdict = (typeof altVerdicts)[number];

/** A model's answer about an alt text. */
export interface JudgeAnswer {
	readonly verdict: AltVerdict;
	/** A better text, plain and on one line; undefined if the model gave none. */
	readonly better: string | undefined;
	/** One sentence; empty if the model gave none. */
	readonly reason: string;
}

/** What a person reads about the alt text of an image. */
export interface Judgement {
	readonly verdict: AltVerdict;
	/** In a model's words; may be empty. */
	readonly reason: string;
}

/** A judgement, with the text to propose. */
export interface JudgeDecision {
	readonly judgement: Judgement;
	/** Undefined where there is nothing better; empty for an image that is decoration. */
	readonly better: string | undefined;
	/** True where a link would lose its name by an empty text: a person has to decide. */
	readonly isDoubtful: boolean;
}

/**
 * Decides what an answer means for an image with the text `alt`; where it contradicts itself, the verdict counts. What fits needs
 * no other text. An empty one is proposed only where no link loses its name by it; elsewhere a text that came with it stands in.
 */
export function decideJudgement(
	{ verdict, better, reason }: JudgeAnswer,
	{
		alt,
		isOnGitHub,
		isAloneInLink,
	}: { readonly alt: string; readonly isOnGitHub: boolean; readonly isAloneInLink: boolean },
): JudgeDecision {
	const canBeEmpty = !isOnGitHub && !isAloneInLink;
	const other = better === undefined || better === '' || isSame(better, alt) ? undefined : better;
	const decided = (as: AltVerdict, text: string | undefined): JudgeDecision => ({
		judgement: { verdict: as, reason },
		better: text,
		isDoubtful: as === 'empty' && !canBeEmpty,
	});
	switch (verdict) {
		case 'fits':
			return decided('fits', undefined);
		case 'empty':
			if (canBeEmpty || !better) return decided('empty', '');
			return other === undefined ? decided('fits', undefined) : decided('vague', other);
		case 'repeats':
			// What only repeats, and has nothing to say instead, had better be empty.
			return better === '' && canBeEmpty ? decided('empty', '') : decided('repeats', other);
		case 'vague':
		case 'wrong':
			return decided(verdict, other);
	}
}

/** Tells whether two texts say the same to a reader: case, punctuation and blanks aside. */
function isSame(one: string, other: string): boolean {
	return plain(one) === plain(other);
}

function plain(text: string): string {
	const words = text.normalize('NFKC').toLowerCase();
	// A text of signs alone is these signs.
	return words.replaceAll(/[\p{P}\p{Z}\p{C}]/gu, '') || words;
}
