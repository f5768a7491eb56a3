import * as vscode from 'vscode';
import { FailureError } from '../../core/failure.ts';
import { nameOf, type Source } from '../sources/source.ts';

/**
 * Refuses pictures that the setting `glimpse.exclude` keeps on this machine. A pattern is held against the path from the
 * folder of the workspace and against the whole path; one without a slash against the name alone.
 * @throws FailureError `excluded`
 */
export async function refuseExcluded(sources: readonly Source[], patterns: readonly string[]): Promise<void> {
	if (patterns.length === 0) return;
	const { default: picomatch } = await import('picomatch');
	const isExcluded = picomatch([...patterns], { dot: true, nocase: process.platform !== 'linux' });
	const isNameExcluded = picomatch(
		patterns.filter((pattern) => !pattern.includes('/')),
		{ dot: true, nocase: process.platform !== 'linux' },
	);
	for (const source of sources) {
		// What is on the web is there for everybody.
		if (source instanceof URL) continue;
		const name = source instanceof File ? source.name : nameOf(source);
		const paths = source instanceof File ? [] : [vscode.workspace.asRelativePath(source, false), source.path];
		if (isNameExcluded(name) || paths.some((path) => isExcluded(path))) {
			throw new FailureError({ kind: 'excluded', name });
		}
	}
}
