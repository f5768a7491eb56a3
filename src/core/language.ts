/** Up to three words of letters: a setting that is part of every prompt must not contain a prompt of its own. */
const plainName = /^(?=.{1,40}$)\p{L}[\p{L}\p{M}'’-]*(?: \(?\p{L}[\p{L}\p{M}'’-]*\)?){0,2}$/u;

/**
 * Returns the language that a setting names, as words for a prompt: a tag (BCP 47) becomes its English name, a plain
 * name stays. Undefined if it is neither.
 */
export function languageFrom(written: string): string | undefined {
	const text = written.trim();
	return languageName(text.replaceAll('_', '-')) ?? (plainName.test(text) ? text : undefined);
}

/** Returns a language's English name for a prompt; undefined if the tag isn't a language. */
export function languageName(tag: string): string | undefined {
	try {
		return new Intl.DisplayNames('en', { type: 'language', fallback: 'none' }).of(tag);
	} catch {
		return undefined;
	}
}
