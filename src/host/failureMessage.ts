import { l10n } from 'vscode';
import type { ActionId, FailureNotice } from '../core/conversation.ts';
import type { ContentFilter, Failure } from '../core/failure.ts';
import { placeOf, refusalSentence } from './refusalMessage.ts';

/** What the user reads about a failure, with at most one button; undefined for a cancel, which is never shown. */
export function failureNotice(failure: Failure): FailureNotice | undefined {
	switch (failure.kind) {
		case 'cancelled':
			return undefined;
		case 'fileMissing':
			return notice(l10n.t('{0} is no longer there. Choose the picture again.', failure.name));
		case 'folder':
			return notice(l10n.t('{0} is a folder. Choose the pictures inside it.', failure.name));
		case 'fileUnreadable':
			return notice(l10n.t('{0} could not be read. Check its permissions, then ask again.', failure.name), 'askAgain');
		case 'fileEmpty':
			return notice(l10n.t('{0} is empty. Choose another picture.', failure.name));
		case 'fileTooLarge':
			return notice(
				l10n.t('{0} has {1}. Save a smaller copy and choose that.', failure.name, byteSize(failure.byteLength)),
			);
		case 'notAPicture':
			return notice(l10n.t('{0} holds no picture. Choose a PNG or JPEG file.', failure.name));
		case 'video':
			return notice(l10n.t('{0} is a video. Choose Describe Video for it.', failure.name));
		case 'formatNotTaken':
			return notice(
				l10n.t(
					'{0} is a {1} picture, which the service does not take. Save it as PNG or JPEG and choose that.',
					failure.name,
					failure.format,
				),
			);
		case 'pictureBroken':
			return notice(l10n.t('{0} is damaged: it could not be decoded. Save it again and choose that.', failure.name));
		case 'pictureTooLarge':
			return notice(
				l10n.t(
					'{0} has {1}×{2} pixels and {3}; the service takes 6000×6000 and 5 MB. Save a smaller copy and choose that.',
					failure.name,
					failure.width,
					failure.height,
					byteSize(failure.byteLength),
				),
			);
		case 'noPicture':
			return notice(l10n.t('There is no picture to ask about. Describe one first.'));
		case 'noQuestion':
			return notice(l10n.t('There is no question yet. Write one, then ask.'));
		case 'tooManyPictures':
			return noticeWithModel(
				l10n.t(
					'{0} takes at most {1} in one question, and these are {2} pictures. Choose fewer.',
					failure.model,
					failure.limit,
					failure.count,
				),
				failure.instead,
			);
		case 'modelTakesUrlsOnly':
			return noticeWithModel(
				l10n.t('{0} takes pictures by their web address only, none from this machine.', failure.model),
				failure.instead,
			);
		case 'notAVideo':
			return notice(l10n.t('{0} holds no video. Choose an MP4, MOV or MKV file.', failure.name));
		case 'videoBroken':
			return notice(l10n.t('{0} is damaged: it could not be read. Save it again and choose that.', failure.name));
		case 'videoFormatNotTaken':
			return notice(
				l10n.t(
					'{0} is a {1} video, and {2} is not documented to take those. Save it as MP4, or try.',
					failure.name,
					failure.format,
					failure.model,
				),
				'sendAnyway',
			);
		case 'videoTooLong':
		case 'videoTooLarge':
			return videoExcess(failure);
		case 'videoWithPictures':
			return notice(l10n.t('The service takes a video or pictures in one question, not both. Choose one kind.'));
		case 'modelTakesNoVideo':
			return noticeWithModel(l10n.t('{0} takes no video. Select another model.', failure.model), failure.instead);
		case 'tooManyVideos':
			return noticeWithModel(
				failure.limit === 1
					? l10n.t('{0} takes one video in one question, and these are {1}. Choose one.', failure.model, failure.count)
					: l10n.t(
							'{0} takes at most {1} in one question, and these are {2} videos. Choose fewer.',
							failure.model,
							failure.limit,
							failure.count,
						),
				failure.instead,
			);
		case 'webAddressInvalid':
			return notice(l10n.t('{0} is no address that Glimpse fetches from: it must begin with https.', failure.address));
		case 'webAddressPrivate':
			return notice(
				l10n.t(
					'{0} is in a private network, and Glimpse fetches nothing from there. Save the file and choose that.',
					failure.host,
				),
			);
		case 'webRefused':
			return notice(
				l10n.t('{0} gave no picture or video (HTTP {1}). Check the address.', failure.host, failure.status),
				'askAgain',
			);
		case 'webTooLarge':
			return notice(
				l10n.t(
					'{0} sent more than {1}. Save a smaller copy and choose that.',
					failure.host,
					byteSize(failure.byteLength),
				),
			);
		case 'keyMissing':
			return notice(
				l10n.t('There is no API key for {0} yet. Add one, and the question is asked.', failure.host),
				'setApiKey',
			);
		case 'endpointInvalid':
			return notice(
				l10n.t(
					'The setting glimpse.endpoint must be an https address (http only on this machine). It is "{0}".',
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
					'{0} wanted to send the pictures on to another address, so nothing was sent. Check the setting glimpse.endpoint.',
					failure.host,
				),
				'openSettings',
			);
		case 'keyRefused':
		case 'accountLocked':
		case 'noBalance':
		case 'quota':
		case 'planExpired':
		case 'fairUse':
		case 'modelUnknown':
		case 'modelNotInPlan':
		case 'notPermitted':
		case 'functionMissing':
		case 'requestRefused':
		case 'requestTooLarge':
		case 'tooLong':
		case 'duplicateRequest':
		case 'blocked':
		case 'busy':
		case 'serviceBroken':
		case 'service':
			return notice(...refusalSentence(failure));
		case 'answerUnreadable':
			return notice(l10n.t('{0} answered with something that is not an answer. Ask again.', failure.host), 'askAgain');
		case 'answerTooLarge':
			return notice(l10n.t('{0} sent more than an answer can hold, so it was stopped.', failure.host), 'askAgain');
		case 'answerCut':
			return notice(l10n.t('{0} ended the answer before it was complete. Ask again.', failure.host), 'askAgain');
		case 'answerBroken':
			return notice(
				l10n.t('{0} failed while it was writing; what stands above may be wrong. Ask again.', failure.host),
				'askAgain',
			);
		case 'answerWithheld':
			return notice(withheld(failure.filters));
		case 'localCannot':
			return notice(localCannot(failure.what), 'setApiKey');
		case 'localBroken':
			return notice(l10n.t('Text recognition on this machine did not work ({0}).', failure.reason), 'showLog');
		case 'unexpected':
			return notice(l10n.t('Glimpse made a mistake ({0}). The log has the details.', failure.reason), 'showLog');
	}
}

/** `level` counts from 0, the most severe. */
function withheld(filters: readonly ContentFilter[]): string {
	const sentence = l10n.t('The service blocked this answer for its content, and took back what was written.');
	const reasons = filters.map(({ role, level }) => {
		const where = placeOf(role);
		return level === undefined ? where : l10n.t('{0} (severity {1} of 4)', where, 4 - level);
	});
	return reasons.length > 0 ? `${sentence} ${l10n.t('Its safety check found: {0}.', reasons.join(', '))}` : sentence;
}

function videoExcess(failure: Extract<Failure, { readonly kind: 'videoTooLong' | 'videoTooLarge' }>): FailureNotice {
	const { name, model, seconds, byteLength, maxSeconds, maxBytes, cutSeconds, instead } = failure;
	const sentence =
		failure.kind === 'videoTooLong' && maxSeconds !== undefined
			? l10n.t('{0} is {1} seconds long, and {2} takes at most {3}.', name, Math.ceil(seconds), model, maxSeconds)
			: l10n.t('{0} has {1}, and {2} takes at most {3}.', name, byteSize(byteLength), model, byteSize(maxBytes));
	if (cutSeconds !== undefined) {
		const label = l10n.t('Send the First {0} Seconds', cutSeconds);
		return { message: sentence, action: { id: 'sendBeginning', label } };
	}
	return noticeWithModel(`${sentence} ${l10n.t('Save a smaller copy and choose that.')}`, instead);
}

function localCannot(what: 'video' | 'compare' | 'question'): string {
	switch (what) {
		case 'video':
			return l10n.t('This machine alone cannot describe a video. Add an API key to ask a model.');
		case 'compare':
			return l10n.t('This machine alone cannot compare pictures. Add an API key to ask a model.');
		case 'question':
			return l10n.t(
				'This machine alone reads text and cannot answer questions about a picture. Add an API key to ask a model.',
			);
	}
}

type PlainAction = Exclude<ActionId, 'useModel' | 'sendBeginning'>;

function notice(message: string, action?: PlainAction): FailureNotice {
	return action ? { message, action: { id: action, label: actionLabel(action) } } : { message };
}

/** With a button that changes to another model, where one can do what was asked. */
function noticeWithModel(message: string, model: string | undefined): FailureNotice {
	if (model === undefined) return { message };
	return { message, action: { id: 'useModel', label: l10n.t('Use {0}', model), model } };
}

/** The words on an action's button. */
export function actionLabel(action: PlainAction): string {
	switch (action) {
		case 'setApiKey':
			return l10n.t('Add API Key');
		case 'askAgain':
			return l10n.t('Ask Again');
		case 'openSettings':
			return l10n.t('Open Settings');
		case 'showLog':
			return l10n.t('Show Log');
		case 'openBilling':
			return l10n.t('Open Billing Page');
		case 'useCodingEndpoint':
			return l10n.t('Use the Coding Plan Endpoint');
		case 'selectModel':
			return l10n.t('Select Model');
		case 'sendAnyway':
			return l10n.t('Send It Anyway');
	}
}

function byteSize(bytes: number): string {
	return l10n.t('{0} MB', (bytes / 1024 / 1024).toFixed(1));
}
