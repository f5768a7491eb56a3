import * as l10n from '@vscode/l10n';
import { countCharacters } from '../markup/altState.ts';
import type { ImageReference } from '../markup/imageReference.ts';
import { addressesOf } from '../markup/pictureSource.ts';
import type { Finding } from './findings.ts';

/** Says in one sentence what is wrong with an image's alt text. */
export function findingSentence(
	{ rule, repeated = '' }: Finding,
	{ alt, source }: Pick<ImageReference, 'alt' | 'source'>,
	{ maxLength }: { readonly maxLength: number },
): string {
	switch (rule) {
		case 'unresolved':
			return l10n.t('From this document, {0} leads to no picture. Check the path.', addressesOf(source)[0] ?? '');
		case 'missing':
			return source.kind === 'computed'
				? l10n.t(
						'This image has no alt text. Its picture is known only when the page is shown, so none can be sent: write it by hand.',
					)
				: l10n.t('This image has no alt text.');
		case 'empty-in-link':
			return l10n.t('Nothing else is in this link: without alt text it has no name. Say where it leads.');
		case 'empty-with-caption':
			return l10n.t('This image has a caption, but its empty alt text says that it is decoration. Say what it shows.');
		case 'placeholder':
			return l10n.t('The alt text “{0}” says nothing about this image.', alt);
		case 'file-name':
			return l10n.t('The alt text “{0}” is the name of the file.', alt);
		case 'vague':
			return l10n.t('The alt text “{0}” says what kind of image this is, and nothing of what it shows.', alt);
		case 'stuffed':
			return l10n.t('This alt text is a list of words. Say in a sentence what the image shows.');
		case 'repeats-text':
			return l10n.t('The words beside this image say the same, and would be heard twice: “{0}”.', repeated);
		case 'repeats-neighbour':
			return l10n.t('The image before this one has the same alt text. Say what is different here.');
		case 'image-of':
			return l10n.t("Screen readers already say that this is an image. The alt text doesn't need to.");
		case 'too-long':
			return l10n.t(
				'The alt text has {0} characters; up to {1} are easy to listen to.',
				countCharacters(alt),
				maxLength,
			);
	}
}
