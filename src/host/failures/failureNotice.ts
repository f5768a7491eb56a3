import { l10n } from 'vscode';
import type { FailureNotice } from '../../core/conversation.ts';
import { isRefusal, type ContentFilter, type Failure } from '../../core/failure.ts';
import { shorten } from '../../core/outsideText.ts';
import { isMediaFailure, mediaNotice } from './mediaNotice.ts';
import { notice } from './notice.ts';
import { placeOf, refusalSentence } from './refusalSentence.ts';

/** What the user reads about a failure, with at most one button; undefined for a cancel, which is never shown. */
export function failureNotice(failure: Failure): FailureNotice | undefined {
	if (isMediaFailure(failure)) return mediaNotice(failure);
	if (isRefusal(failure)) return notice(...refusalSentence(failure));
	switch (failure.kind) {
		case 'cancelled':
			return undefined;
		case 'noPicture':
			return notice(l10n.t('There is no picture to ask about. Describe one first.'));
		case 'noQuestion':
			return notice(l10n.t('There is no question yet. Write one, then ask.'));
		case 'keyMissing':
			return notice(l10n.t('There is no API key for {0} yet. Set one to continue.', failure.host), 'setApiKey');
		case 'languageInvalid':
			return notice(
				l10n.t(
					'The setting glimpse.language must be the name or the tag of a language, such as German or pt-BR. It is “{0}”.',
					shorten(failure.language, 60),
				),
				'openSettings',
			);
		case 'endpointInvalid':
			return notice(
				l10n.t(
					'The setting glimpse.endpoint must be an https address (http only on this machine). It is “{0}”.',
					failure.endpoint,
				),
				'openSettings',
			);
		case 'settingOutOfRange':
			return notice(
				failure.model === undefined
					? l10n.t('The setting {0} must be within {1}.', failure.setting, failure.range)
					: l10n.t('The setting {0} must be within {1} for {2}.', failure.setting, failure.range, failure.model),
				'openSettings',
			);
		case 'unreachable':
			return notice(
				l10n.t(
					'{0} could not be reached ({1}). Check the network and the proxy, then ask again.',
					failure.host,
					failure.reason,
				),
				'askAgain',
			);
		case 'silent':
			return notice(l10n.t('{0} sent nothing for {1} seconds. Ask again.', failure.host, failure.seconds), 'askAgain');
		case 'redirected':
			return notice(
				l10n.t(
					'{0} redirects to another address, and nothing was sent there. Check the setting glimpse.endpoint.',
					failure.host,
				),
				'openSettings',
			);
		case 'answerUnreadable':
			return notice(
				l10n.t(
					'{0} sent something that is not an answer. Ask again, or check the setting glimpse.endpoint.',
					failure.host,
				),
				'askAgain',
			);
		case 'answerTooLarge':
			return notice(
				l10n.t('{0} sent more than an answer can hold, so it was stopped. Ask again.', failure.host),
				'askAgain',
			);
		case 'answerCut':
			return notice(l10n.t('{0} ended the answer before it was complete. Ask again.', failure.host), 'askAgain');
		case 'answerBroken':
			return notice(
				l10n.t('{0} failed while writing the answer, so the text above may be wrong. Ask again.', failure.host),
				'askAgain',
			);
		case 'answerWithheld':
			return notice(withheld(failure.filters));
		case 'localCannot':
			return notice(localCannot(failure.what), 'setApiKey');
		case 'pictureNotFound':
			return notice(l10n.t('From this document, {0} leads to no picture. Check the path.', failure.address));
		case 'documentUnread':
			return notice(
				l10n.t('This document takes too long to read, so Glimpse left it as it is. Split it, then try again.'),
			);
		case 'noImageHere':
			return notice(l10n.t('There is no image at the cursor. Put the cursor on one and run the command again.'));
		case 'altTextUnusable':
			return notice(l10n.t('The answer contained no alt text, so nothing was written. Ask again.'), 'askAgain');
		case 'localBroken':
			return notice(
				l10n.t('Text recognition on this machine failed ({0}). Ask again, or see the log.', failure.reason),
				'showLog',
			);
		case 'unexpected':
			return notice(
				l10n.t('Something went wrong in Glimpse ({0}). Try again, or see the log.', failure.reason),
				'showLog',
			);
	}
}

/** `level` counts from 0, the most severe. */
function withheld(filters: readonly ContentFilter[]): string {
	const sentence = l10n.t(
		'The service blocked this answer because of its content and took back what was written. Ask in a different way.',
	);
	const reasons = filters.map(({ role, level }) => {
		const where = placeOf(role);
		return level === undefined ? where : l10n.t('{0} (severity {1} of 4)', where, 4 - level);
	});
	return reasons.length > 0 ? `${sentence} ${l10n.t('Its safety check found: {0}.', reasons.join(', '))}` : sentence;
}

function localCannot(what: 'video' | 'compare' | 'code' | 'question' | 'altText'): string {
	switch (what) {
		case 'video':
			return l10n.t("This machine alone can't describe a video. Set an API key to ask a model.");
		case 'altText':
			return l10n.t(
				'This machine alone can suggest alt text only for a picture of a short text. Set an API key to ask a model.',
			);
		case 'compare':
			return l10n.t("This machine alone can't compare pictures. Set an API key to ask a model.");
		case 'code':
			return l10n.t("This machine alone can't write code from a picture. Set an API key to ask a model.");
		case 'question':
			return l10n.t(
				"This machine alone can read text, but can't answer questions about a picture. Set an API key to ask a model.",
			);
	}
}
