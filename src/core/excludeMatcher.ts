import picomatch from 'picomatch';

/** The spellings of one path, the file's name first. */
export type PathForms = readonly [name: string, ...paths: readonly string[]];

/**
 * Returns a search for whether glob patterns name a file: each is matched against its paths, and one without a slash against its
 * name alone.
 */
export function excludeMatcher(
	patterns: readonly string[],
	{ nocase }: { readonly nocase: boolean },
): (path: PathForms) => boolean {
	const options = { dot: true, noextglob: true, nocase };
	const composed = patterns.map((pattern) => pattern.normalize('NFC'));
	const isExcluded = picomatch(composed, options);
	const isNameExcluded = picomatch(
		composed.filter((pattern) => !pattern.includes('/')),
		options,
	);
	return ([name, ...paths]) =>
		isNameExcluded(name.normalize('NFC')) || paths.some((path) => isExcluded(path.normalize('NFC')));
}

/** The most stars in one part of a path: a name is searched for each of them again. */
const mostStars = 3;

/** Tells whether a glob pattern of a repository can be matched in little time, whatever the names are. */
export function isLinearPattern(pattern: string): boolean {
	const stars = pattern.split('/').filter((part) => part !== '**');
	return pattern.length <= 1000 && stars.every((part) => (part.match(/\*+/g)?.length ?? 0) <= mostStars);
}
