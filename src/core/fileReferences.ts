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

/** The places in files that a text names, each once: a file name with an ending, maybe with folders, a line and a column. */
export function findFileReferences(text: string): readonly FileReference[] {
	const found = new Map<string, FileReference>();
	const pattern =
		/(?<![\w@/\\:.-])(?:[A-Za-z]:)?((?:\.{0,2}[/\\])?(?:@?[\w.-]+[/\\])*@?[\w-][\w.-]*\.[A-Za-z]\w{0,9})(?:(?::(\d+)(?::(\d+))?)|\((\d+),(\d+)\))?/g;
	for (const [written, path = '', line, column, otherLine, otherColumn] of text.matchAll(pattern)) {
		if (found.size === mostReferences) break;
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
