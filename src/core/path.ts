// Paths with slashes on every machine, as URIs and documents have them.

/** Without `.` and `..`. It begins with a slash, and ends with one where it did before. */
export function normalizePath(path: string): string {
	const parts: string[] = [];
	for (const part of path.split('/')) {
		if (part === '..') parts.pop();
		else if (part !== '.' && part !== '') parts.push(part);
	}
	return `/${parts.join('/')}${path.endsWith('/') && parts.length > 0 ? '/' : ''}`;
}

/** Returns the folder of a path, with its slash at the end. */
export function folderOf(path: string): string {
	return path.slice(0, path.lastIndexOf('/') + 1);
}

/** Returns whether a path leads to a folder or into it. Both are normalised. */
export function isWithin(path: string, folder: string): boolean {
	const root = folder.endsWith('/') ? folder : `${folder}/`;
	return path === folder || path.startsWith(root);
}

/** The parts of the way from one file to another, such as `..`, `images`, `logo.png`. Both paths begin with a slash. */
export function wayBetween(from: string, to: string): readonly string[] {
	const folders = from.split('/').slice(1, -1);
	const parts = to.split('/').slice(1);
	let shared = 0;
	while (shared < folders.length && shared < parts.length - 1 && folders[shared] === parts[shared]) shared++;
	return [...folders.slice(shared).map(() => '..'), ...parts.slice(shared)];
}
