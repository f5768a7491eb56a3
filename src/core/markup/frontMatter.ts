/** The block of properties at the start of a document. Offsets count UTF-16 units. */
export interface FrontMatter {
	readonly start: 0;
	readonly end: number;
	/** The text between its fences. */
	readonly text: string;
}

/** Returns YAML between `---` or TOML between `+++`; undefined if there is none, or it isn't closed. */
export function frontMatterOf(text: string): FrontMatter | undefined {
	const [whole, , content = ''] =
		/^\u{FEFF}?(---|\+\+\+)[ \t]*\r?\n([^]*?\r?\n)??\1[ \t]*(?:\r?\n|$)/u.exec(text) ?? [];
	return whole === undefined ? undefined : { start: 0, end: whole.length, text: content };
}

/** Returns the language that it names. */
export function frontMatterLanguage({ text }: FrontMatter): string | undefined {
	return /^(?:lang|language|locale)[ \t]*[:=][ \t]*["']?([A-Za-z]{2,3}(?:[-_][A-Za-z0-9]+)*)["']?[ \t]*$/m
		.exec(text)?.[1]
		?.replaceAll('_', '-');
}
