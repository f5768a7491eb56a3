/** Up to three words of letters: a setting that is part of every prompt must not contain a prompt of its own. */
const plainName = /^(?=.{1,40}$)\p{L}[\p{L}\p{M}'’-]*(?: \(?\p{L}[\p{L}\p{M}'’-]*\)?){0,2}$/u;

/**
 * Returns the language that a setting names, as words for a prompt: a tag (BCP 47) becomes its English name, a plain
 * name stays. Undefined if it is neither.
 */
export function languageFrom(setting: string): string | undefined {
	const text = setting.trim();
	return languageName(text.replaceAll('_', '-')) ?? (plainName.test(text) ? text : undefined);
}

/** Made at the first use, since that takes a while. */
let englishNames: Intl.DisplayNames | undefined;

/** The names that were looked up, which takes a while too; tags are the words of documents, so not without end. */
const known = new Map<string, string | undefined>();
const mostKnown = 200;

/** Returns a language's English name for a prompt; undefined if the tag isn't a language. */
export function languageName(tag: string): string | undefined {
	if (!known.has(tag)) {
		if (known.size >= mostKnown) known.clear();
		known.set(tag, lookUp(tag));
	}
	return known.get(tag);
}

function lookUp(tag: string): string | undefined {
	try {
		englishNames ??= new Intl.DisplayNames('en', { type: 'language', fallback: 'none' });
		return englishNames.of(tag);
	} catch {
		return undefined;
	}
}
