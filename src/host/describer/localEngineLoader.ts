import * as vscode from 'vscode';
import type { LocalEngine, LocalWords } from '../../engines/localEngine.ts';

/** Loads the engine of this machine at its first use, and ends its process with the window. */
export class LocalEngineLoader implements vscode.Disposable {
	readonly #folder: string;
	#engine: Promise<LocalEngine> | undefined;

	constructor(extensionUri: vscode.Uri) {
		this.#folder = vscode.Uri.joinPath(extensionUri, 'dist', 'local').fsPath;
	}

	load(): Promise<LocalEngine> {
		this.#engine ??= import('../../engines/localEngine.ts').then(({ createLocalEngine }) =>
			createLocalEngine({ words: localWords(), folder: this.#folder, languages: [vscode.env.language] }),
		);
		return this.#engine;
	}

	dispose(): void {
		void this.#engine?.then((engine) => engine.dispose());
	}
}

/** Returns the words of this machine's own answers, in the display language. */
function localWords(): LocalWords {
	return {
		noModel: vscode.l10n.t(
			"**No model looked at this picture.** This machine read the text in it, but can't tell what it shows. Nothing was sent.",
		),
		picture: (kind, width, height) =>
			kind === 'photo'
				? vscode.l10n.t('It looks like a photo, {0}×{1} pixels.', width, height)
				: vscode.l10n.t('It looks like a screenshot or a drawing, {0}×{1} pixels.', width, height),
		colours: (list) => vscode.l10n.t('Main colors: {0}.', list),
		hues: {
			black: vscode.l10n.t('black'),
			grey: vscode.l10n.t('gray'),
			white: vscode.l10n.t('white'),
			red: vscode.l10n.t('red'),
			orange: vscode.l10n.t('orange'),
			yellow: vscode.l10n.t('yellow'),
			green: vscode.l10n.t('green'),
			turquoise: vscode.l10n.t('turquoise'),
			blue: vscode.l10n.t('blue'),
			purple: vscode.l10n.t('purple'),
			pink: vscode.l10n.t('pink'),
			brown: vscode.l10n.t('brown'),
		},
		darkShade: (hue) => vscode.l10n.t('dark {0}', hue),
		lightShade: (hue) => vscode.l10n.t('light {0}', hue),
		textFollows: vscode.l10n.t('The text in it:'),
		noText: vscode.l10n.t('No text was found in it.'),
		stopped: vscode.l10n.t('Reading stopped here: the rest would take too long.'),
	};
}
