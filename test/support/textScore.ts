/** What is compared: words with all their punctuation, or the characters of a text without spaces. */
export type Token = 'word' | 'character';

function tokensOf(text: string, token: Token): string[] {
	const plain = text.normalize('NFKC');
	return token === 'word' ? plain.split(/\s+/).filter(Boolean) : Array.from(plain.replaceAll(/\s/g, ''));
}

export interface TextScore {
	/** The harmonic mean of the shares of what is shown that was read, and of what was read that is shown. */
	readonly f1: number;
	readonly missing: readonly string[];
	/** What was read though it isn't shown. */
	readonly extra: readonly string[];
}

/** Compares what was read with what is shown, each occurrence counted once, in any order. */
export function scoreText(read: string, shown: string, token: Token): TextScore {
	const extra = tokensOf(read, token);
	const wanted = tokensOf(shown, token);
	const all = extra.length + wanted.length;
	const missing = wanted.filter((one) => {
		const at = extra.indexOf(one);
		if (at >= 0) extra.splice(at, 1);
		return at < 0;
	});
	return { f1: (2 * (wanted.length - missing.length)) / all, missing, extra };
}
