/** A place in a file, as an answer names it. */
export interface FileReference {
	/** As it is written: `src/app.ts:12:3`. */
	readonly written: string;
	/** With slashes, without a leading `./`. */
	readonly path: string;
	/** From 1; undefined where only the file is named. */
	readonly line: number | undefined;
	/** From 1. */
	readonly column: number | undefined;
}

/** Looked up in the workspace, so not without end. */
const mostReferences = 30;

/** Characters and folders of a path: no longer one is opened on Windows without special settings, and none is so deep. */
const longestPath = 260;
const mostSegments = 20;

/** Searches of the workspace for all references of one answer. */
const mostSearches = 60;

/** Returns the places in files that a text names, each once: a file name with an ending, maybe with folders, a line and a column. */
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

/** Where files are looked for. */
export interface FileSearch<File> {
	/** Returns files whose paths match a glob, no more than `most`. */
	readonly find: (glob: string, most: number) => Promise<readonly File[]>;
	/** Tells whether a file has this path below the root of a folder that is open. */
	readonly isAtRoot: (file: File, path: string) => boolean;
}

/** Looks up the references of one answer, with a bound for them all. */
export class FileFinder<File> {
	readonly #search: FileSearch<File>;
	readonly #signal: AbortSignal;
	#searches = 0;

	constructor(search: FileSearch<File>, signal: AbortSignal) {
		this.#search = search;
		this.#signal = signal;
	}

	/**
	 * Returns the one file that is meant; undefined where there is none, and from the moment on that the signal is aborted or the
	 * bound is reached. A path from the root of some machine may end in one of an open folder's.
	 */
	async find({ path }: FileReference): Promise<File | undefined> {
		const segments = segmentsOf(path);
		const name = segments.at(-1) ?? '';
		// Most paths that a model makes up end here: no file has such a name.
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
