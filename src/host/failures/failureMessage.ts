import { env, l10n } from 'vscode';
import type { ActionId, FailureNotice } from '../../core/conversation.ts';
import { isRefusal, type ContentFilter, type Failure, type ServiceRefusal } from '../../core/failure.ts';
import { shorten } from '../../core/outsideText.ts';

/** Returns the sentence about a failure, with at most one button; undefined for a cancel, which is never shown. */
export function failureMessage(failure: Failure): FailureNotice | undefined {
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
			return withModelButton(
				l10n.t("{0} can't see pictures. Select a model that can.", failure.model),
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
					'The setting glimpse.endpoint must be an https address (http only in a private network). It is “{0}”.',
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
		case 'altTextUnusable':
			return withButton(l10n.t('The answer contained no alt text, so nothing was written. Ask again.'), 'askAgain');
		case 'localBroken':
			return withButton(
				l10n.t('Text recognition on this machine failed ({0}). Ask again, or see the log.', failure.reason),
				'showLog',
			);
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

/** An action whose button always says the same. */
type PlainAction = Exclude<ActionId, 'useModel' | 'sendBeginning'>;

function withButton(message: string, action?: PlainAction): FailureNotice {
	return action ? { message, action: { id: action, label: actionLabel(action) } } : { message };
}

/** Adds a button that changes to another model, where one can do what was asked. */
function withModelButton(message: string, model: string | undefined): FailureNotice {
	if (model === undefined) return { message };
	return { message, action: { id: 'useModel', label: l10n.t('Use {0}', model), model } };
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

/** The most characters of a service's own words in a sentence. */
const longestWords = 240;

/** Returns the sentence about a refusal of the service, and the action of its button. */
function refusalMessage(failure: ServiceRefusal): readonly [message: string, action?: PlainAction] {
	const { host } = failure;
	const withServiceWords = (sentence: string): string =>
		failure.message ? l10n.t('{0} The service says: {1}', sentence, shorten(failure.message, longestWords)) : sentence;
	switch (failure.kind) {
		case 'keyRefused':
			return [l10n.t('{0} does not accept the API key. Enter it again to continue.', host), 'setApiKey'];
		case 'keyOfOtherKind':
			return [
				withServiceWords(l10n.t('{0} takes API keys of another kind at this address. Set one of those.', host)),
				'setApiKey',
			];
		case 'accountLocked':
			return [
				withServiceWords(l10n.t('The account at {0} is locked or not active. Sign in there, then ask again.', host)),
				'openBilling',
			];
		case 'noBalance':
			return failure.mayBePlanKey
				? [
						l10n.t('There is no balance for this API key at {0}. Does it belong to the Coding Plan?', host),
						'useCodingEndpoint',
					]
				: [l10n.t('There is no balance for this API key at {0}. Top it up, then ask again.', host), 'openBilling'];
		case 'quota':
			return failure.resetsAt === undefined
				? [
						withServiceWords(
							l10n.t('This API key has reached its limit at {0}. Raise the limit or wait, then ask again.', host),
						),
						'openBilling',
					]
				: [
						l10n.t(
							'This API key has reached its limit at {0}. Ask again after {1}.',
							host,
							dateAndTime(failure.resetsAt),
						),
						'askAgain',
					];
		case 'planExpired':
			return [l10n.t('The plan of this API key at {0} has ended. Renew it, then ask again.', host), 'openBilling'];
		case 'fairUse':
			return [
				withServiceWords(l10n.t('{0} is limiting this account under its fair-use rules. Ask again later.', host)),
				'askAgain',
			];
		case 'modelUnknown':
			return [withServiceWords(l10n.t('{0} does not have this model. Select another one.', host)), 'selectModel'];
		case 'modelCannotSee':
			return [
				withServiceWords(l10n.t("This model at {0} can't see pictures. Select one that can.", host)),
				'selectModel',
			];
		case 'gatewayBlocked':
			return [
				withServiceWords(
					l10n.t(
						'A gateway in front of {0} blocked the question (HTTP {1}). Ask whoever runs it.',
						host,
						failure.status,
					),
				),
				'showLog',
			];
		case 'answerLost':
			return [
				l10n.t(
					'{0} took too long, and its gateway gave up (HTTP {1}). The answer may have been billed. Ask again if you want.',
					host,
					failure.status,
				),
				'askAgain',
			];
		case 'modelNotInPlan':
			return [
				l10n.t('This model is not in the plan of this API key at {0}. Select another model.', host),
				'selectModel',
			];
		case 'notPermitted':
			return [
				withServiceWords(l10n.t("This API key can't use this model at {0}. Select another model.", host)),
				'selectModel',
			];
		case 'functionMissing':
			return [
				withServiceWords(l10n.t('{0} has nothing at this address. Check the setting glimpse.endpoint.', host)),
				'openSettings',
			];
		case 'requestRefused':
			return failure.maxTokens === undefined
				? [
						withServiceWords(
							l10n.t('{0} could not use the question as it was sent. Check the settings of Glimpse.', host),
						),
						'openSettings',
					]
				: [
						l10n.t('The setting glimpse.maxTokens may be at most {0} for this model.', failure.maxTokens),
						'openSettings',
					];
		case 'requestTooLarge':
			return [l10n.t('Together, the pictures are too large for {0}. Choose fewer or smaller ones.', host)];
		case 'tooLong':
			return [
				l10n.t('The conversation is too long for this model. Start a new one, or select another model.'),
				'selectModel',
			];
		case 'duplicateRequest':
			return [l10n.t('{0} mistook the question for one it had already received. Ask again.', host), 'askAgain'];
		case 'blocked':
			return [blocked(failure.filters)];
		case 'busy':
			return [l10n.t('{0} is busy. Ask again in a moment.', host), 'askAgain'];
		case 'serviceBroken':
			return [withServiceWords(l10n.t('{0} has a problem on its side. Ask again in a moment.', host)), 'askAgain'];
		case 'service':
			return [
				l10n.t(
					'{0} refused the question: {1} ({2})',
					host,
					shorten(failure.message, longestWords) || `HTTP ${failure.status}`,
					failure.code,
				),
				'askAgain',
			];
	}
}

function blocked(filters: readonly ContentFilter[]): string {
	const places = [...new Set(filters.map(({ role }) => placeOf(role)))];
	return places.length > 0
		? l10n.t(
				'The service blocked the question because of the content of {0}. Ask in a different way.',
				places.join(', '),
			)
		: l10n.t('The service blocked the question because of its content. Ask in a different way.');
}

/** Returns in words which part the safety audit is about. */
function placeOf(role: string): string {
	switch (role) {
		case 'user':
			return l10n.t('your question or its pictures');
		case 'history':
			return l10n.t('the conversation before it');
		default:
			return l10n.t('the answer');
	}
}

/** Formats a time in the user's time zone and the editor's language. */
function dateAndTime(milliseconds: number): string {
	return new Date(milliseconds).toLocaleString(env.language, { dateStyle: 'medium', timeStyle: 'short' });
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
