/** Up to three words of letters: a setting that goes into every prompt must not hold a prompt of its own. */
const plainName = /^(?=.{1,40}$)\p{L}[\p{L}\p{M}'’-]*(?: \(?\p{L}[\p{L}\p{M}'’-]*\)?){0,2}$/u;

/**
 * Returns the language that a setting names, in words for a prompt: a tag (BCP 47) by its English name, a plain name as it is.
 * Undefined where it is neither.
 */
export function languageFrom(written: string): string | undefined {
	const text = written.trim();
	return languageName(text.replaceAll('_', '-')) ?? (plainName.test(text) ? text : undefined);
}

/** Its English name, for a prompt; undefined for what is no language. */
export function languageName(tag: string): string | undefined {
	try {
		return new Intl.DisplayNames('en', { type: 'language', fallback: 'none' }).of(tag);
	} catch {
		return undefined;
	}
}
