import { realpath } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import * as vscode from 'vscode';
import type { PathForms } from '../../core/excludeMatcher.ts';
import { FailureError } from '../../core/failure.ts';
import { normalizePath } from '../../core/path.ts';
import { FileVersion, onDisk } from '../sources/fileVersion.ts';
import { excludePatterns } from '../editor/settings.ts';
import { nameOf, wholeOf, type Source } from '../sources/source.ts';

/**
 * Refuses pictures that the setting `glimpse.exclude` keeps on this machine. A pattern is matched against the path relative to
 * the workspace folder and against the whole path; one without a slash against the name alone. Both the path as it is written,
 * without `..`, and its real path count. A second name of the same file (a hard link) can't be recognized.
 * @throws FailureError `excluded`
 */
export async function refuseExcluded(sources: readonly Source[]): Promise<void> {
	for (const source of sources.map(wholeOf)) {
		// Web addresses are public already.
		if (source instanceof URL) continue;
		// An earlier version is as secret as the file, and so is what a notebook has put out.
		const file = source instanceof FileVersion ? vscode.Uri.parse(source.of.file) : placeOf(source);
		const name = source instanceof File ? source.name : nameOf(source);
		const patterns = excludePatterns(file instanceof File ? undefined : file);
		if (patterns.length === 0) continue;
		const isExcluded = await matcher(patterns);
		if (file instanceof File ? isExcluded([name]) : (await pathsOf(file)).some((path) => isExcluded(path))) {
			throw new FailureError({ kind: 'excluded', name });
		}
	}
}

async function matcher(patterns: readonly string[]): Promise<(path: PathForms) => boolean> {
	const { excludeMatcher } = await import('../../core/excludeMatcher.ts');
	// File systems of other systems usually ignore case.
	return excludeMatcher(patterns, { nocase: process.platform !== 'linux' });
}

function placeOf(source: vscode.Uri | File): vscode.Uri | File {
	return source instanceof File ? source : onDisk(source);
}

/** Returns the path of a file as it is written, and its real path. */
async function pathsOf(file: vscode.Uri): Promise<readonly PathForms[]> {
	const written = file.with({ path: normalizePath(file.path) });
	const forms = formsOf(written.path, vscode.workspace.asRelativePath(written, false));
	// A `..` behind a link leads elsewhere for the system than for a reader.
	const targets = [await linkTarget(written), await linkTarget(file)].filter((target) => target !== undefined);
	const folders = await Promise.all((vscode.workspace.workspaceFolders ?? []).map(({ uri }) => linkTarget(uri)));
	return [forms, ...targets.map((target) => formsOf(target, ...folders.flatMap((folder) => below(target, folder))))];
}

/** Returns a path relative to a folder that it is in; nothing for any other. */
function below(path: string, folder: string | undefined): readonly string[] {
	return folder !== undefined && path.startsWith(`${folder}/`) ? [path.slice(folder.length + 1)] : [];
}

function formsOf(path: string, ...fromFolders: readonly string[]): PathForms {
	return [path.slice(path.lastIndexOf('/') + 1), path, ...fromFolders];
}

/**
 * Returns the real path of a file or folder of this machine; undefined for any other. Of one that was deleted it is that of the
 * nearest folder that is still there.
 */
export async function linkTarget(uri: vscode.Uri): Promise<string | undefined> {
	if (uri.scheme !== 'file') return undefined;
	const gone: string[] = [];
	for (let path = uri.fsPath; ; path = dirname(path)) {
		const real = await realpath(path).catch(() => undefined);
		if (real !== undefined) return vscode.Uri.file(join(real, ...gone)).path;
		if (path === dirname(path)) return undefined;
		gone.unshift(basename(path));
	}
}
