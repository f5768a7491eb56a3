/** What happened to a picture between two versions of it. */
export interface PictureChange {
	readonly kind: 'changed' | 'added' | 'deleted';
	/** The names of the versions for the user, older first: one for each picture of the question. */
	readonly versions: readonly string[];
}

/** Returns the task that tells of a change: the id in settings and in the history. */
export function taskOfChange({ kind }: PictureChange): 'compare' | 'describe' {
	return kind === 'changed' ? 'compare' : 'describe';
}

/** Returns what a model must know of the pictures of a change, beside the task's words; see `promptFor`. */
export function changeNote({ kind }: PictureChange): string {
	switch (kind) {
		case 'changed':
			return (
				'These are two versions of the same picture under version control: the first is the one before the change, ' +
				'the second the one after it.'
			);
		case 'added':
			return 'This picture is new: the change under version control adds it.';
		case 'deleted':
			return 'This picture is gone: the change under version control deletes it, and this is how it looked last.';
	}
}

const prompts: Readonly<Record<PictureChange['kind'], string>> = {
	changed:
		'Say what changed from the first to the second, for someone who reviews the change and cannot see the pictures. Start with one ' +
		'sentence that sums the change up. Then list the differences, the most important first, each with where it is, what it was ' +
		'before and what it is now; quote changed words and numbers exactly. For a user interface say what moved, what is new and what ' +
		'vanished. Leave out what stays the same. If the pictures show the same, say so, and whether only size, sharpness or ' +
		'compression differs. Say nothing that cannot be seen.',
	added:
		'Describe the added picture, for someone who reviews the change and cannot see it. Start with one sentence that says what it is ' +
		'and what it seems to be for. Then list the important details, and quote the text that can be read in it. ' +
		'Say nothing that cannot be seen.',
	deleted:
		'Describe the deleted picture, for someone who reviews the change and cannot see it. Start with one sentence that says what is ' +
		'lost with it. Then list the important details, and quote the text that could be read in it. Say nothing that cannot be seen.',
};

/** Returns the words that ask what changed. */
export function changePrompt({ kind }: PictureChange): string {
	return prompts[kind];
}
