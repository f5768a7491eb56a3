/** Up to three words of letters: a setting that goes into every prompt must not hold a prompt of its own. */
const plainName = /^(?=.{1,40}$)\p{L}[\p{L}\p{M}'’-]*(?: \(?\p{L}[\p{L}\p{M}'’-]*\)?){0,2}$/u;

/**
 * Returns the language that a setting names, in words for a prompt: a tag (BCP 47) by its English name, a plain name as it is.
 * Undefined where it is neither.
 */
export function languageFrom(written: string): string | undefined {
	const text = written.trim();
	return nameOfTag(text) ?? (plainName.test(text) ? text : undefined);
}

/** Returns the English name of a language's tag; undefined for what is none. */
function nameOfTag(tag: string): string | undefined {
	if (!/^[a-z]{2,3}(?:[-_][a-z\d]{2,8}){0,3}$/i.test(tag)) return undefined;
	try {
		return new Intl.DisplayNames('en', { type: 'language', fallback: 'none' }).of(tag.replaceAll('_', '-'));
	} catch {
		return undefined;
	}
}
