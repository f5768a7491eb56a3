import { l10n } from 'vscode';
import type { LocalWords } from '../../engines/localEngine.ts';

/** The words of this machine's own answers, in the display language. */
export function localWords(): LocalWords {
	return {
		noModel: l10n.t(
			"**No model looked at this picture.** This machine read the text in it, but can't tell what it shows. Nothing was sent.",
		),
		picture: (kind, width, height) =>
			kind === 'photo'
				? l10n.t('It looks like a photo, {0}×{1} pixels.', width, height)
				: l10n.t('It looks like a screenshot or a drawing, {0}×{1} pixels.', width, height),
		colours: (list) => l10n.t('Main colors: {0}.', list),
		hues: {
			black: l10n.t('black'),
			grey: l10n.t('gray'),
			white: l10n.t('white'),
			red: l10n.t('red'),
			orange: l10n.t('orange'),
			yellow: l10n.t('yellow'),
			green: l10n.t('green'),
			turquoise: l10n.t('turquoise'),
			blue: l10n.t('blue'),
			purple: l10n.t('purple'),
			pink: l10n.t('pink'),
			brown: l10n.t('brown'),
		},
		darkShade: (hue) => l10n.t('dark {0}', hue),
		lightShade: (hue) => l10n.t('light {0}', hue),
		textFollows: l10n.t('The text in it:'),
		noText: l10n.t('No text was found in it.'),
		stopped: l10n.t('Reading stopped here: the rest would take too long.'),
	};
}
