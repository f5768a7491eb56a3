import { l10n } from 'vscode';
import type { Failure } from '../../core/failure.ts';
import { shorten } from '../../core/outsideText.ts';
import type { PlainAction } from './refusalMessage.ts';

type EditorFailure = Extract<Failure, { readonly kind: `editor${string}` }>;

/** The most characters of a provider's own words in a sentence. */
const longestWords = 240;

/** Returns the sentence about a failure of a model of the editor's own, and the action of its button. */
export function editorMessage(failure: EditorFailure): readonly [message: string, action?: PlainAction] {
	switch (failure.kind) {
		case 'editorModelMissing':
			return [missing(failure), 'selectModel'];
		case 'editorNotAllowed':
			return [
				l10n.t(
					"Glimpse isn't allowed to use {0} from {1}. Ask again and allow it, or select another model.",
					failure.model,
					failure.provider,
				),
				'selectModel',
			];
		case 'editorLimited':
			return [
				withWords(
					l10n.t(
						'{0} takes no more questions to {1} for now. Ask again later, or select another model.',
						failure.provider,
						failure.model,
					),
					failure,
				),
				'selectModel',
			];
		case 'editorPictureUnread':
			return [
				l10n.t(
					'The editor could not open a picture, so nothing was sent to {0}. Save it again as PNG and choose that.',
					failure.model,
				),
			];
		case 'editorFailed':
			return [
				withWords(
					l10n.t('{0} from {1} could not answer. Ask again, or select another model.', failure.model, failure.provider),
					failure,
				),
				'selectModel',
			];
	}
}

function missing(failure: Extract<EditorFailure, { readonly kind: 'editorModelMissing' }>): string {
	switch (failure.why) {
		case 'none':
			return l10n.t('The editor offers no models; its AI features may be off. Select who answers instead.');
		case 'notChosen':
			return l10n.t("None of the editor's models is chosen yet. Select one to continue.");
		case 'gone':
			return l10n.t('The editor no longer offers {0}. Select another model.', failure.model);
	}
}

function withWords(sentence: string, { message }: { readonly message: string }): string {
	return message ? l10n.t('{0} The service says: {1}', sentence, shorten(message, longestWords)) : sentence;
}
