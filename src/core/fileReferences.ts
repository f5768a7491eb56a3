/** A place in a file that an answer names. */
export interface FileReference {
	/** The reference as written: `src/app.ts:12:3`. */
	readonly written: string;
	/** The path with slashes, without a leading `./`. */
	readonly path: string;
	/** The line, from 1; undefined if only the file is named. */
	readonly line: number | undefined;
	/** The column, from 1. */
	readonly column: number | undefined;
}

/** A limit, since each reference is looked up in the workspace. */
const mostReferences = 30;

/**
 * The longest path in characters, and the most folders: Windows opens no longer path without special settings, and no
 * folder is nested so deeply.
 */
const longestPath = 260;
const mostSegments = 20;

/** The most workspace searches for all references of one answer. */
const mostSearches = 60;

/**
 * Returns the places in files that a text names, each once: a file name with an extension, optional folders, line and
 * column.
 */
export function findFileReferences(text: string): readonly FileReference[] {
	const found = new Map<string, FileReference>();
	const pattern =
		/(?<![\w@/\\:.-])(?:[A-Za-z]:)?((?:\.{0,2}[/\\])?(?:@?[\w.-]+[/\\])*@?[\w-][\w.-]*\.[A-Za-z]\w{0,9})(?:(?::(\d+)(?::(\d+))?)|\((\d+),(\d+)\))?/g;
	for (const [written, path = '', line, column, otherLine, otherColumn] of text.matchAll(pattern)) {
		if (found.size === mostReferences) break;
		if (written.length > longestPath || segmentsOf(path).length > mostSegments) continue;
		found.set(written, {
			written,
			path: path.replaceAll('\\', '/').replace(/^(\.\/)+/, ''),
			line: numberOf(line ?? otherLine),
			column: numberOf(column ?? otherColumn),
		});
	}
	return [...found.values()];
}

function numberOf(digits: string | undefined): number | undefined {
	return digits === undefined ? undefined : Number(digits);
}

/** Access to the files of the workspace. */
export interface FileSearch<File> {
	/** Returns files whose paths match a glob, at most `most`. */
	readonly find: (glob: string, most: number) => Promise<readonly File[]>;
	/** Tells whether a file has this path below the root of an open folder. */
	readonly isAtRoot: (file: File, path: string) => boolean;
}

/** A lookup for the references of one answer, with one limit for all of them. */
export class FileFinder<File> {
	readonly #search: FileSearch<File>;
	readonly #signal: AbortSignal;
	#searches = 0;

	constructor(search: FileSearch<File>, signal: AbortSignal) {
		this.#search = search;
		this.#signal = signal;
	}

	/**
	 * Returns the one file that is meant; undefined if there is none or several, and once the signal is aborted or the
	 * limit is reached. An absolute path of another machine may end in a path of an open folder.
	 */
	async find({ path }: FileReference): Promise<File | undefined> {
		const segments = segmentsOf(path);
		const name = segments.at(-1) ?? '';
		// Most paths that a model makes up end here: no file has that name.
		const named = await this.#find(name);
		if (named.length <= 1) return named[0];
		for (let first = 0; first < segments.length; first++) {
			const rest = segments.slice(first).join('/');
			const found = rest === name ? named : await this.#find(rest);
			if (found.length === 1) return found[0];
			if (found.length > 1) return found.find((file) => this.#search.isAtRoot(file, rest));
		}
		return undefined;
	}

	async #find(path: string): Promise<readonly File[]> {
		if (path === '' || this.#signal.aborted || this.#searches >= mostSearches) return [];
		this.#searches++;
		const escaped = path.replaceAll(/[*?{}[\]]/g, '[$&]');
		const found = await this.#search.find(`**/${escaped}`, 2);
		return this.#signal.aborted ? [] : found;
	}
}

function segmentsOf(path: string): readonly string[] {
	return path.split(/[/\\]/).filter((segment) => segment !== '' && segment !== '.' && segment !== '..');
}
