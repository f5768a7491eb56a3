import { normalizePath, wayBetween } from '../path.ts';

/** The location of a document. Paths have slashes and begin with one. */
export interface CopyPlace {
	readonly document: string;
	/** Undefined if the document is in no workspace folder. */
	readonly workspaceFolder: string | undefined;
	/** The name of the picture, with its extension. */
	readonly fileName: string;
	readonly time: Date;
}

/**
 * Returns the path for a value of the setting `markdown.copyFiles.destination`, with its variables filled in as the
 * editor's own Markdown paste does. Its regular-expression transforms are ignored: the plain variable is used.
 */
export function copyDestination(destination: string, { document, workspaceFolder, fileName, time }: CopyPlace): string {
	const slash = document.lastIndexOf('/');
	const folder = document.slice(0, slash) || '/';
	const documentName = document.slice(slash + 1);
	const root = workspaceFolder ?? folder;
	const relative = (path: string): string =>
		workspaceFolder !== undefined && path.startsWith(`${workspaceFolder}/`)
			? path.slice(workspaceFolder.length + 1)
			: path;
	const variables: Readonly<Record<string, string>> = {
		documentDirName: folder,
		documentRelativeDirName: folder === workspaceFolder ? '' : relative(folder),
		documentFileName: documentName,
		documentBaseName: documentName.replace(/\.[^.]*$/, ''),
		documentExtName: /\.([^.]*)$/.exec(documentName)?.[1] ?? '',
		documentFilePath: document,
		documentRelativeFilePath: relative(document),
		documentWorkspaceFolder: root,
		fileName,
		fileExtName: /\.([^.]*)$/.exec(fileName)?.[1] ?? '',
		unixTime: String(time.getTime()),
		isoTime: time.toISOString(),
	};
	let path = destination.trim() || '${fileName}';
	// A path from the root is relative to the workspace's, and a folder needs the file's name.
	if (path.startsWith('/')) path = `\${documentWorkspaceFolder}${path}`;
	if (path.endsWith('/')) path += '${fileName}';
	path = path.replaceAll(
		/(\\\$)|\$\{(\w+)(?:\/(?:\\\/|[^}/])+\/(?:\\\/|[^}/])*\/)?\}/g,
		(whole, escaped?: string, name?: string) => (escaped === undefined ? (variables[name ?? ''] ?? whole) : '$'),
	);
	return normalizePath(path.startsWith('/') ? path : `${folder}/${path}`);
}

/** Returns a path with a number, for a file that would replace another: `image-1.png`. */
export function numbered(path: string, number: number): string {
	return number === 0 ? path : path.replace(/(\.[^./]*)?$/, (extension) => `-${number}${extension}`);
}

/** Returns the relative address from a document to a file. Both paths begin with a slash. */
export function relativeAddress(document: string, file: string): string {
	const parts = wayBetween(document, file).map((part) =>
		encodeURIComponent(part).replaceAll(/[()'!*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`),
	);
	return parts.join('/');
}
