// Paths with slashes on every machine, as URIs and documents have them.

/** Returns a path without `.` and `..`. It begins with a slash, and ends with one if it did before. */
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

/** Tells whether a path is a folder or inside it. Both are normalized. */
export function isWithin(path: string, folder: string): boolean {
	const root = folder.endsWith('/') ? folder : `${folder}/`;
	return path === folder || path.startsWith(root);
}

/**
 * Returns the parts of the relative path from one file to another, such as `..`, `images`, `logo.png`. Both paths begin
 * with a slash.
 */
export function wayBetween(from: string, to: string): readonly string[] {
	const folders = from.split('/').slice(1, -1);
	const parts = to.split('/').slice(1);
	let shared = 0;
	while (shared < folders.length && shared < parts.length - 1 && folders[shared] === parts[shared]) shared++;
	return [...folders.slice(shared).map(() => '..'), ...parts.slice(shared)];
}

/** The longest file name in characters: well within any file system's limit, in any script. */
const longestName = 100;

/** Characters that some system reserves in names. */
const reserved = /[<>:"|?*/\\]/g;

/** Names that Windows gives to devices, with any extension. */
const deviceName = /^(?:con|prn|aux|nul|conin\$|conout\$|com[\d¹²³]|lpt[\d¹²³])(?:\.|$)/i;

/**
 * Returns a safe file name for any text, such as a path, an encoded part of an address or a name from another machine:
 * it leads to no other folder on any system, and shows all its characters. `fallback` is for texts that leave nothing.
 */
export function fileNameFrom(text: string, fallback = 'file'): string {
	// Decoded as often as it may have been encoded: percent signs that remain are harmless.
	const decoded = [1, 2, 3].reduce(decodedOnce, text.slice(0, 10_000).toWellFormed());
	const last = decoded.slice(Math.max(decoded.lastIndexOf('/'), decoded.lastIndexOf('\\')) + 1);
	const shown = last
		.normalize('NFC')
		.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '')
		.replaceAll(reserved, '_')
		.replaceAll(/\s+/g, ' ')
		.trim();
	const name = withoutEnds(bounded(withoutEnds(shown)));
	if (!/[\p{L}\p{N}]/u.test(name)) return fallback;
	return deviceName.test(name) ? `_${name}` : name;
}

function decodedOnce(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}

/** Removes dots and blanks at the ends: leading dots hide a file, and Windows drops trailing ones. */
function withoutEnds(name: string): string {
	let end = name.length;
	while (end > 0 && '. '.includes(name.charAt(end - 1))) end--;
	return name.slice(0, end).replace(/^[. ]+/, '');
}

/** Shortens a name before its extension. */
function bounded(name: string): string {
	const characters = Array.from(name);
	if (characters.length <= longestName) return name;
	const ending = Array.from(/\.\w{1,9}$/.exec(name)?.[0] ?? '');
	return [...characters.slice(0, longestName - ending.length), ...ending].join('');
}
