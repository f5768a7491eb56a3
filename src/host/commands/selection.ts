import * as vscode from 'vscode';

/** What a command is about: pictures or videos, by the previews that show them and the files that are offered. */
export interface SelectionKind {
	/** The custom editor of the built-in preview. */
	readonly preview: string;
	/** The name of the files in the dialog, and their extensions. */
	readonly filter: readonly [name: string, extensions: readonly string[]];
}

/** What the Explorer's menu hands to a command; the palette hands it nothing. */
export interface MenuArguments {
	readonly clicked: unknown;
	readonly selected: unknown;
}

export const pictures = (): SelectionKind => ({
	preview: 'imagePreview.previewEditor',
	filter: [vscode.l10n.t('Pictures'), 'png jpg jpeg gif webp bmp ico tif tiff avif heic heif svg'.split(' ')],
});

export const videos = (): SelectionKind => ({
	preview: 'vscode.videoPreview',
	filter: [vscode.l10n.t('Videos'), ['mp4', 'mov', 'mkv', 'webm', 'm4v']],
});

/** The files a command is about: what is selected in the Explorer, else the active preview, else what the user picks. */
export async function selectedFiles(menu: MenuArguments, kind: SelectionKind): Promise<readonly vscode.Uri[]> {
	const given = givenFiles(menu, kind);
	const [name, extensions] = kind.filter;
	return given.length > 0 ? given : pick({ [name]: [...extensions] }, vscode.l10n.t('Describe'));
}

/** The same without asking the user: none where nothing is selected and no preview is active. */
export function givenFiles({ clicked, selected }: MenuArguments, { preview }: SelectionKind): readonly vscode.Uri[] {
	const several = Array.isArray(selected) ? selected.filter((item) => item instanceof vscode.Uri) : [];
	if (several.length > 0) return several;
	if (clicked instanceof vscode.Uri) return [clicked];
	const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
	return input instanceof vscode.TabInputCustom && input.viewType === preview ? [input.uri] : [];
}

/** Has the user choose pictures or videos for the next question. */
export async function pickMedia(): Promise<readonly vscode.Uri[]> {
	const extensions = [pictures(), videos()].flatMap(({ filter }) => filter[1]);
	return pick({ [vscode.l10n.t('Pictures and videos')]: extensions }, vscode.l10n.t('Attach'));
}

async function pick(filters: Record<string, string[]>, openLabel: string): Promise<readonly vscode.Uri[]> {
	return (await vscode.window.showOpenDialog({ canSelectMany: true, filters, openLabel })) ?? [];
}
