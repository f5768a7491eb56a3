import { env, l10n } from 'vscode';
import type { FailureNotice } from '../../core/conversation.ts';
import { isRefusal, type ContentFilter, type Failure } from '../../core/failure.ts';
import { shorten } from '../../core/outsideText.ts';
import { editorMessage } from './editorMessage.ts';
import { placeOf, refusalMessage, type PlainAction } from './refusalMessage.ts';

/** Returns the sentence about a failure, with at most one button; undefined for a cancel, which is never shown. */
export function failureMessage(failure: Failure): FailureNotice | undefined {
	if (failure.kind === 'functionMissing' && failure.instead !== undefined)
		return elsewhere(failure.host, failure.instead);
	if (isRefusal(failure)) return withButton(...refusalMessage(failure));
	switch (failure.kind) {
		case 'cancelled':
			return undefined;
		case 'fileMissing':
			return withButton(l10n.t('{0} is no longer there. Choose the picture again.', failure.name));
		case 'folder':
			return withButton(l10n.t('{0} is a folder. Choose the pictures inside it.', failure.name));
		case 'fileUnreadable':
			return withButton(
				l10n.t('{0} could not be read. Check its permissions, then ask again.', failure.name),
				'askAgain',
			);
		case 'fileEmpty':
			return withButton(l10n.t('{0} is empty. Choose another picture.', failure.name));
		case 'fileTooLarge':
			return withButton(
				l10n.t(
					'{0} is too large ({1}). Save a smaller copy and choose that.',
					failure.name,
					byteSize(failure.byteLength),
				),
			);
		case 'notAPicture':
			return withButton(l10n.t('{0} contains no picture that can be opened. Choose another file.', failure.name));
		case 'video':
			return withButton(l10n.t('{0} is a video. Use Describe Video instead.', failure.name));
		case 'pictureBroken':
			return withButton(
				l10n.t('{0} is damaged: it could not be decoded. Save it again and choose that.', failure.name),
			);
		case 'pictureTooComplex':
			return withButton(
				l10n.t('{0} needs too much memory. Save it as a smaller PNG or JPEG and choose that.', failure.name),
			);
		case 'pictureKindUnread':
			return withButton(
				l10n.t(
					'{0} is {1} of a kind that can’t be read. Save it as PNG or JPEG and choose that.',
					failure.name,
					failure.format,
				),
			);
		case 'pictureTooLarge':
			return withButton(
				l10n.t(
					'{0} has {1}×{2} pixels; the limit is 100 million, and 200,000 on a side. Save a smaller copy and choose that.',
					failure.name,
					failure.width,
					failure.height,
				),
			);
		case 'conversionSlow':
			return withButton(l10n.t('{0} took too long to convert. Save it as PNG or JPEG and choose that.', failure.name));
		case 'conversionFailed':
			return withButton(
				l10n.t(
					'{0} could not be converted ({1}). Save it as PNG or JPEG and choose that.',
					failure.name,
					failure.reason,
				),
				'showLog',
			);
		case 'tooManyPictures':
			return withModelButton(
				l10n.t(
					'{0} accepts at most {1} in one question, and there are {2} pictures. Choose fewer.',
					failure.model,
					failure.limit,
					failure.count,
				),
				failure.instead,
			);
		case 'modelTextOnly':
			return failure.instead === undefined
				? withButton(l10n.t("{0} can't see pictures. Select a model that can.", failure.model), 'selectModel')
				: withModelButton(l10n.t("{0} can't see pictures. Select a model that can.", failure.model), failure.instead);
		case 'modelExtractsTextOnly':
			return withModelButton(
				l10n.t('{0} only extracts text from a picture, and takes no questions. Select another model.', failure.model),
				failure.instead,
			);
		case 'modelTakesUrlsOnly':
			return withModelButton(
				l10n.t('{0} accepts pictures by web address only, not from this machine. Select another model.', failure.model),
				failure.instead,
			);
		case 'notAVideo':
			return withButton(l10n.t('{0} is not a video. Choose an MP4, MOV or MKV file.', failure.name));
		case 'videoBroken':
			return withButton(l10n.t('{0} is damaged: it could not be read. Save it again and choose that.', failure.name));
		case 'videoFormatNotTaken':
			return withButton(
				l10n.t(
					'{0} is a {1} video, and {2} is not documented to accept those. Save it as MP4, or send it anyway.',
					failure.name,
					failure.format,
					failure.model,
				),
				'sendAnyway',
			);
		case 'videoTooLong':
		case 'videoTooLarge':
			return videoExcess(failure);
		case 'comparesOther':
			return withButton(
				l10n.t(
					'Glimpse can compare {0} to {1} pictures, not {2}. Change the selection.',
					failure.least,
					failure.most,
					failure.count,
				),
			);
		case 'excluded':
			return withButton(
				l10n.t('{0} stays on this machine: the setting glimpse.exclude names it. Nothing was sent.', failure.name),
				'openSettings',
			);
		case 'videoWithPictures':
			return withButton(l10n.t('The service accepts a video or pictures in one question, not both. Choose one kind.'));
		case 'modelTakesNoVideo':
			return withModelButton(
				l10n.t('{0} does not accept videos. Select another model.', failure.model),
				failure.instead,
			);
		case 'tooManyVideos':
			return withModelButton(
				failure.limit === 1
					? l10n.t(
							'{0} accepts one video in one question, and there are {1}. Choose one.',
							failure.model,
							failure.count,
						)
					: l10n.t(
							'{0} accepts at most {1} in one question, and there are {2} videos. Choose fewer.',
							failure.model,
							failure.limit,
							failure.count,
						),
				failure.instead,
			);
		case 'webAddressInvalid':
			return withButton(l10n.t("Glimpse can't fetch {0}. Use an address that begins with https.", failure.address));
		case 'webAddressPrivate':
			return withButton(
				l10n.t(
					'{0} is on a private network, and Glimpse fetches nothing from there. Save the file and choose that.',
					failure.host,
				),
			);
		case 'webRefused':
			return withButton(
				l10n.t('{0} returned no picture or video (HTTP {1}). Check the address.', failure.host, failure.status),
				'askAgain',
			);
		case 'webSlow':
			return withButton(
				l10n.t(
					'{0} took longer than {1} seconds to send the file. Save it, then choose the copy.',
					failure.host,
					failure.seconds,
				),
			);
		case 'webTooLarge':
			return withButton(
				l10n.t(
					'{0} sent more than {1}. Save a smaller copy and choose that.',
					failure.host,
					byteSize(failure.byteLength),
				),
			);
		case 'webUnreachable':
			return withButton(
				l10n.t(
					'{0} could not be reached ({1}). Check the address, or save the file and choose that.',
					failure.host,
					failure.reason,
				),
				'askAgain',
			);
		case 'webSilent':
			return withButton(
				l10n.t(
					'{0} sent nothing for {1} seconds. Check the address, or save the file and choose that.',
					failure.host,
					failure.seconds,
				),
				'askAgain',
			);
		case 'noPicture':
			return withButton(l10n.t('There is no picture to ask about. Describe one first.'));
		case 'noQuestion':
			return withButton(l10n.t('There is no question yet. Write one, then ask.'));
		case 'keyMissing':
			return withButton(l10n.t('There is no API key for {0} yet. Set one to continue.', failure.host), 'setApiKey');
		case 'languageInvalid':
			return withButton(
				l10n.t(
					'The setting glimpse.language must be the name or the tag of a language, such as German or pt-BR. It is “{0}”.',
					shorten(failure.language, 60),
				),
				'openSettings',
			);
		case 'endpointInvalid':
			return withButton(
				l10n.t(
					'The setting glimpse.endpoint must be an https address (http only in a private network), without “?” and “#”. It is “{0}”.',
					failure.endpoint,
				),
				'openSettings',
			);
		case 'httpNotAllowed':
			return withButton(
				l10n.t(
					'{0} would be asked without encryption (http): others on that network could see pictures, answers and an API key. Allow it if you trust the network.',
					failure.host,
				),
				'allowHttp',
			);
		case 'settingOutOfRange':
			return withButton(
				failure.model === undefined
					? l10n.t('The setting {0} must be within {1}.', failure.setting, failure.range)
					: l10n.t('The setting {0} must be within {1} for {2}.', failure.setting, failure.range, failure.model),
				'openSettings',
			);
		case 'unreachable':
			return withButton(
				l10n.t(
					'{0} could not be reached ({1}). Check the network and the proxy, then ask again.',
					failure.host,
					failure.reason,
				),
				'askAgain',
			);
		case 'silent':
			return withButton(
				l10n.t('{0} sent nothing for {1} seconds. Ask again.', failure.host, failure.seconds),
				'askAgain',
			);
		case 'redirected':
			return withButton(
				l10n.t(
					'{0} redirects to another address, and nothing was sent there. Check the setting glimpse.endpoint.',
					failure.host,
				),
				'openSettings',
			);
		case 'answerUnreadable':
			return withButton(
				l10n.t(
					'{0} sent something that is not an answer. Ask again, or check the setting glimpse.endpoint.',
					failure.host,
				),
				'askAgain',
			);
		case 'answerTooLarge':
			return withButton(
				l10n.t('{0} sent more than an answer can hold, so it was stopped. Ask again.', failure.host),
				'askAgain',
			);
		case 'answerCut':
			return withButton(l10n.t('{0} ended the answer before it was complete. Ask again.', failure.host), 'askAgain');
		case 'answerBroken':
			return withButton(
				l10n.t('{0} failed while writing the answer, so the text above may be wrong. Ask again.', failure.host),
				'askAgain',
			);
		case 'answerWithheld':
			return withButton(withheld(failure.filters));
		case 'batchUnanswered':
			return withButton(
				l10n.t('The batch at {0} ended without an answer to this question. Ask again.', failure.host),
				'askAgain',
			);
		case 'localCannot':
			return withButton(localCannot(failure.what), 'setApiKey');
		case 'pictureNotFound':
			return withButton(l10n.t('From this document, {0} leads to no picture. Check the path.', failure.address));
		case 'documentUnread':
			return withButton(
				l10n.t('This document takes too long to read, so Glimpse left it as it is. Split it, then try again.'),
			);
		case 'noImageHere':
			return withButton(l10n.t('There is no image at the cursor. Put the cursor on one and run the command again.'));
		case 'noImageInCell':
			return withButton(l10n.t('There is no image in this cell whose alt text could be written.'));
		case 'noOutputImage':
			return withButton(
				l10n.t('No image output is selected. Select a cell of a notebook whose output has an image, then try again.'),
			);
		case 'imageChanged':
			return withButton(l10n.t('This image was changed since it was found. Scan again.'));
		case 'nothingToReview':
			return withButton(l10n.t('Open a folder whose documents should be reviewed, then run the command again.'));
		case 'gitMissing':
			return withButton(l10n.t('Git isn’t available in this window: its extension is off, or Git isn’t installed.'));
		case 'notInRepository':
			return withButton(
				l10n.t('{0} isn’t in a Git repository that is open, so there is nothing to compare.', failure.name),
			);
		case 'gitSlow':
			return withButton(l10n.t('Git took longer than {0} s. Try again when it is less busy.', failure.seconds));
		case 'nothingChanged':
			return withButton(
				l10n.t('{0} is the same in {1} and {2}, so nothing was sent.', failure.name, failure.before, failure.after),
			);
		case 'versionMissing':
			return withButton(
				l10n.t('{0} isn’t there in the version {1}. Choose another one.', failure.name, failure.version),
			);
		case 'versionUnread':
			return withButton(l10n.t('Git could not read {0} in the version {1}.', failure.name, failure.version), 'showLog');
		case 'versionIsPointer':
			return withButton(
				l10n.t(
					'{0} in the version {1} is only a pointer of Git LFS. Run `git lfs fetch --all`, then try again.',
					failure.name,
					failure.version,
				),
			);
		case 'versionIsText':
			return withButton(
				l10n.t(
					'Git turns {0} in the version {1} into text, as textconv is set up in this repository.',
					failure.name,
					failure.version,
				),
			);
		case 'noChangedPicture':
			return withButton(l10n.t('There is no changed picture here. Choose one in Source Control, or open one.'));
		case 'imageComputed':
			return withButton(
				failure.what === 'picture'
					? l10n.t(
							'This picture is known only when the page is shown, so none can be sent. Write its alt text by hand.',
						)
					: l10n.t('The alt text of this image is known only when the page is shown. Change it where it comes from.'),
			);
		case 'altTextUnusable':
			return withButton(l10n.t('The answer contained no alt text, so nothing was written. Ask again.'), 'askAgain');
		case 'judgementUnusable':
			return withButton(
				l10n.t('The answer does not say whether the alt text fits the picture. Check it again.'),
				'askAgain',
			);
		case 'localBroken':
			return withButton(
				l10n.t('Text recognition on this machine failed ({0}). Ask again, or see the log.', failure.reason),
				'showLog',
			);
		case 'editorModelMissing':
		case 'editorNotAllowed':
		case 'editorLimited':
		case 'editorPictureUnread':
		case 'editorFailed':
			return withButton(...editorMessage(failure));
		case 'unexpected':
			return withButton(
				l10n.t('Something went wrong in Glimpse ({0}). Try again, or see the log.', failure.reason),
				'showLog',
			);
	}
}

/** Returns the sentence about an answer that the safety audit withheld; a `level` counts from 0, the most severe. */
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

function withButton(message: string, action?: PlainAction): FailureNotice {
	return action ? { message, action: { id: action, label: actionLabel(action) } } : { message };
}

/** Adds a button that changes to another model, where one can do what was asked. */
function withModelButton(message: string, model: string | undefined): FailureNotice {
	if (model === undefined) return { message };
	return { message, action: { id: 'useModel', label: l10n.t('Use {0}', model), model } };
}

/** Returns the sentence about an endpoint with nothing at it, and a button that changes to the one where there is something. */
function elsewhere(host: string, endpoint: string): FailureNotice {
	const message = l10n.t(
		'{0} has nothing at this address, but lists models at {1}. Use that address to continue.',
		host,
		endpoint,
	);
	return { message, action: { id: 'useEndpoint', label: l10n.t('Use {0}', endpoint), endpoint } };
}

/** Returns the label of an action's button. */
function actionLabel(action: PlainAction): string {
	switch (action) {
		case 'setApiKey':
			return l10n.t('Set API Key');
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
		case 'allowHttp':
			return l10n.t('Allow Plain Http');
		case 'selectModel':
			return l10n.t('Select Model');
		case 'sendAnyway':
			return l10n.t('Send It Anyway');
	}
}

function videoExcess(failure: Extract<Failure, { readonly kind: 'videoTooLong' | 'videoTooLarge' }>): FailureNotice {
	const { name, model, seconds, byteLength, maxSeconds, maxBytes, cutSeconds, instead } = failure;
	const sentence =
		failure.kind === 'videoTooLong' && maxSeconds !== undefined
			? l10n.t('{0} is {1} seconds long, and {2} accepts at most {3}.', name, Math.ceil(seconds), model, maxSeconds)
			: l10n.t('{0} is {1}, and {2} accepts at most {3}.', name, byteSize(byteLength), model, byteSize(maxBytes));
	if (cutSeconds !== undefined) {
		const label = l10n.t('Send the First {0} Seconds', cutSeconds);
		return { message: sentence, action: { id: 'sendBeginning', label } };
	}
	return withModelButton(`${sentence} ${l10n.t('Save a smaller copy and choose that.')}`, instead);
}
const oneDigit = { minimumFractionDigits: 1, maximumFractionDigits: 1 };
function byteSize(bytes: number): string {
	return l10n.t('{0} MB', (bytes / 1024 / 1024).toLocaleString(env.language, oneDigit));
}
