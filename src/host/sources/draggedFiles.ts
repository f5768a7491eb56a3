import * as vscode from 'vscode';
import { FailureError } from '../../core/failure.ts';
import { normalizePath } from '../../core/path.ts';
import { askInDialog } from '../editor/notifications.ts';
import { fileName } from './source.ts';
import { pictures, videos } from './chooseFiles.ts';

/**
 * Returns the files that were dragged from the editor's own lists onto the panel. The page is not trusted: files outside the
 * workspace and the open tabs are attached only when the user agrees.
 * @throws FailureError `notAPicture` for a file that is neither picture nor video by its name
 */
export async function draggedFiles(uris: readonly string[]): Promise<readonly vscode.Uri[]> {
	const files = uris.map((uri) => vscode.Uri.parse(uri));
	const other = files.find((file) => !isMedia(file));
	if (other) throw new FailureError({ kind: 'notAPicture', name: fileName(other) });
	const outside = files.filter((file) => !isKnown(file));
	if (outside.length === 0) return files;
	const attach = vscode.l10n.t('Attach');
	const choice = await askInDialog(
		vscode.l10n.t('Attach files from outside the workspace?'),
		{ detail: outside.map((file) => file.path).join(', ') },
		attach,
	);
	return choice === attach ? files : files.filter(isKnown);
}

function isMedia({ path }: vscode.Uri): boolean {
	const extensions = [pictures(), videos()].flatMap(({ filter }) => filter[1]);
	return extensions.some((extension) => path.toLowerCase().endsWith(`.${extension}`));
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
