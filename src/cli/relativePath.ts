import { pathSegmentsBetween } from '../core/path.ts';

/** Returns a path as seen from a folder. Both have slashes, and none at the end. */
export function relativePath(folder: string, path: string): string {
	return relativePathParts(folder, path).join('/');
}

/** Returns the parts of that. */
export function relativePathParts(folder: string, path: string): readonly string[] {
	return pathSegmentsBetween(`${folder}/.`, path);
}
