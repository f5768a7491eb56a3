/**
 * A version of a file: as it is on disk, as it is staged, of the last commit, of any commit or of the one before that, or of one of
 * the two sides of a merge with conflicts.
 */
export type VersionRef =
	| { readonly kind: 'workingTree' | 'index' | 'head' | 'ours' | 'theirs' }
	/** `hash`: hexadecimal digits. */
	| { readonly kind: 'commit'; readonly hash: string }
	| { readonly kind: 'parent'; readonly hash: string };

/** The lists of changes in Source Control, by the numbers that the Git extension gives them. */
export const changeGroups = ['merge', 'index', 'workingTree', 'untracked'] as const;
export type ChangeGroup = (typeof changeGroups)[number];

/** Returns the versions that a changed file is about, by the list that it is in. */
export function versionsOfGroup(group: ChangeGroup): { readonly before: VersionRef; readonly after: VersionRef } {
	switch (group) {
		case 'merge':
			return { before: { kind: 'ours' }, after: { kind: 'theirs' } };
		case 'index':
			return { before: { kind: 'head' }, after: { kind: 'index' } };
		case 'workingTree':
		case 'untracked':
			return { before: { kind: 'index' }, after: { kind: 'workingTree' } };
	}
}

/** A hash of SHA-1 or SHA-256, or the beginning of one. */
const hash = /^[0-9a-f]{4,64}$/i;

/**
 * Returns the version that the Git extension or a person names: a hash, one with `^` for the commit before it, `HEAD`, `~` for what
 * is staged, and nothing for the file on disk. Undefined for all else: branches and expressions could be anything.
 */
export function parseVersionRef(text: string): VersionRef | undefined {
	if (text === '') return { kind: 'workingTree' };
	if (text === '~') return { kind: 'index' };
	if (text === 'HEAD') return { kind: 'head' };
	const isParent = text.endsWith('^');
	const digits = isParent ? text.slice(0, -1) : text;
	return hash.test(digits) ? { kind: isParent ? 'parent' : 'commit', hash: digits.toLowerCase() } : undefined;
}

/** The number of digits of a hash that people are shown. */
export const shortHash = 8;

/** Returns the words by which Git finds a version in its store, before the path; undefined for the file on disk. */
export function treeishOf(ref: Exclude<VersionRef, { readonly kind: 'parent' }>): string | undefined {
	switch (ref.kind) {
		case 'workingTree':
			return undefined;
		case 'index':
			return '';
		case 'head':
			return 'HEAD';
		case 'ours':
			return ':2';
		case 'theirs':
			return ':3';
		case 'commit':
			return ref.hash;
	}
}
