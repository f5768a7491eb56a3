import * as vscode from 'vscode';
import { hasMediumName } from '../../core/fileNames.ts';
import { normalizePath } from '../../core/path.ts';
import { askInDialog } from '../editor/notifications.ts';
import { fileName } from './source.ts';

/** The files of a drag. */
export interface DraggedFiles {
	readonly files: readonly vscode.Uri[];
	/** The names of those that are neither picture nor video. */
	readonly others: readonly string[];
}

/**
 * Returns the pictures and videos that were dragged from a list of files onto the panel. The page is not trusted: files outside
 * the workspace and the open tabs are attached only when the user agrees.
 */
export async function draggedFiles(uris: readonly string[]): Promise<DraggedFiles> {
	const all = uris.flatMap((uri) => uriIn(uri) ?? []);
	const files = all.filter(({ path }) => hasMediumName(path));
	const others = all.filter(({ path }) => !hasMediumName(path)).map(fileName);
	const outside = files.filter((file) => !isKnown(file));
	if (outside.length === 0) return { files, others };
	const attach = vscode.l10n.t('Attach');
	const choice = await askInDialog(
		vscode.l10n.t('Attach files from outside the workspace?'),
		{ detail: outside.map((file) => file.path).join(', ') },
		attach,
	);
	return { files: choice === attach ? files : files.filter(isKnown), others };
}

/** Parses a URI; undefined if it is none. */
export function uriIn(text: string): vscode.Uri | undefined {
	try {
		return vscode.Uri.parse(text, true);
	} catch {
		return undefined;
	}
}

/** Tells whether a file is in the workspace, or open in a tab. */
function isKnown(file: vscode.Uri): boolean {
	if (vscode.workspace.getWorkspaceFolder(file.with({ path: normalizePath(file.path) }))) return true;
	const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
	return tabs.some(({ input }) => {
		const isFile = input instanceof vscode.TabInputText || input instanceof vscode.TabInputCustom;
		return isFile && input.uri.toString() === file.toString();
	});
}
