import * as vscode from 'vscode';
import { fileName } from './source.ts';

/** The files that a command is about: pictures or videos. */
export interface SelectionKind {
	/** The custom editor of the editor's own preview. */
	readonly preview: string;
	/** The dialog's title. */
	readonly title: string;
	/** The name of the files in the dialog, and their extensions. */
	readonly filter: readonly [name: string, extensions: readonly string[]];
}

/** The arguments that the Explorer's menu passes to a command; the palette passes none. */
export interface MenuArguments {
	readonly clicked: unknown;
	readonly selected: unknown;
}

export const pictures = (): SelectionKind => ({
	preview: 'imagePreview.previewEditor',
	title: vscode.l10n.t('Choose pictures'),
	filter: [vscode.l10n.t('Pictures'), 'png jpg jpeg gif webp bmp ico tif tiff avif heic heif svg'.split(' ')],
});

export const videos = (): SelectionKind => ({
	preview: 'vscode.videoPreview',
	title: vscode.l10n.t('Choose a video'),
	filter: [vscode.l10n.t('Videos'), ['mp4', 'mov', 'mkv', 'webm', 'm4v']],
});

/**
 * Returns the files that a command is about: those selected in the Explorer, else the active preview, else those that the user
 * picks. Asks until there are `least` files: the dialog of a remote window gives one at a time.
 */
export async function selectedFiles(
	menu: MenuArguments,
	kind: SelectionKind,
	least = 1,
): Promise<readonly vscode.Uri[]> {
	const files = [...givenFiles(menu, kind)];
	const { l10n } = vscode;
	const [name, extensions] = kind.filter;
	while (files.length < least) {
		const [first] = files;
		const title = first ? l10n.t('Choose a picture to compare with {0}', fileName(first)) : kind.title;
		const picked = await pick({ title, openLabel: l10n.t('Choose'), filters: { [name]: [...extensions] } });
		if (picked.length === 0) return [];
		files.push(...picked);
	}
	return files;
}

/** Returns these files without asking the user; none where nothing is selected and no preview is active. */
export function givenFiles({ clicked, selected }: MenuArguments, { preview }: SelectionKind): readonly vscode.Uri[] {
	const several = Array.isArray(selected) ? selected.filter((item) => item instanceof vscode.Uri) : [];
	if (several.length > 0) return several;
	if (clicked instanceof vscode.Uri) return [clicked];
	const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
	return input instanceof vscode.TabInputCustom && input.viewType === preview ? [input.uri] : [];
}

/** Asks the user for pictures or videos to attach. */
export async function pickMedia(): Promise<readonly vscode.Uri[]> {
	const { l10n } = vscode;
	const extensions = [pictures(), videos()].flatMap(({ filter }) => filter[1]);
	return pick({
		title: l10n.t('Attach pictures or a video'),
		openLabel: l10n.t('Attach'),
		filters: { [l10n.t('Pictures and videos')]: extensions },
	});
}

async function pick(options: vscode.OpenDialogOptions): Promise<readonly vscode.Uri[]> {
	return (await vscode.window.showOpenDialog({ ...options, canSelectMany: true })) ?? [];
}
