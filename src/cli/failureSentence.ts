import { isRefusal, type Failure } from '../core/failure.ts';
import { shorten } from '../core/outsideText.ts';

/** The most characters of a service's own words. */
const longestWords = 240;

/** Says in one English sentence what went wrong; holds words from outside. */
export function failureSentence(failure: Failure): string {
	if (isRefusal(failure)) {
		const said = failure.message ? ` It says: ${shorten(failure.message, longestWords)}` : '';
		return `${refusal(failure)}${said}`;
	}
	switch (failure.kind) {
		case 'documentUnread':
			return 'This document takes too long to read, so it was left as it is.';
		case 'fileMissing':
			return `${failure.name} doesn't exist.`;
		case 'folder':
			return `${failure.name} is a folder.`;
		case 'fileUnreadable':
			return `${failure.name} can't be read.`;
		case 'fileEmpty':
			return `${failure.name} is empty.`;
		case 'fileTooLarge':
			return `${failure.name} is too large to be read.`;
		case 'notAPicture':
			return `${failure.name} is no picture in a format that can be read.`;
		case 'video':
			return `${failure.name} is a video.`;
		case 'pictureBroken':
			return `${failure.name} is damaged.`;
		case 'pictureKindUnread':
			return `${failure.name} is of a kind of ${failure.format} that can't be read.`;
		case 'pictureTooLarge':
			return `${failure.name} has too many pixels (${failure.width}×${failure.height}).`;
		case 'pictureTooComplex':
			return `${failure.name} would take too much memory.`;
		case 'conversionSlow':
			return `${failure.name} takes too long to convert.`;
		case 'conversionFailed':
			return `${failure.name} could not be converted (${failure.reason}).`;
		case 'excluded':
			return `${failure.name} is excluded, so it was not sent.`;
		case 'pictureNotFound':
			return `${failure.address} leads to no picture.`;
		case 'imageChanged':
			return 'The image was changed meanwhile, so nothing was written.';
		case 'imageComputed':
			return 'The picture is known only when the page is shown.';
		case 'altTextUnusable':
			return 'The answer contained no alt text.';
		case 'webAddressInvalid':
			return `${failure.address} is no https address without a user.`;
		case 'webAddressPrivate':
			return `${failure.host} is in a private network, from which nothing is fetched.`;
		case 'webUnreachable':
		case 'unreachable':
			return `${failure.host} could not be reached (${failure.reason}).`;
		case 'webSilent':
		case 'silent':
			return `${failure.host} sent nothing for ${failure.seconds} seconds.`;
		case 'webRefused':
			return `${failure.host} returned no picture (HTTP ${failure.status}).`;
		case 'webSlow':
			return `${failure.host} took longer than ${failure.seconds} seconds.`;
		case 'webTooLarge':
			return `${failure.host} sent more than a picture can hold.`;
		case 'keyMissing':
			return `There is no API key for ${failure.host}: set the environment variable GLIMPSE_API_KEY.`;
		case 'endpointInvalid':
			return `--endpoint must be an https address, or http on this machine, without “?” and “#”. It is “${failure.endpoint}”.`;
		case 'httpNotAllowed':
			return `${failure.host} would be asked without encryption (http), which is done on this machine alone.`;
		case 'modelTextOnly':
			return `${failure.model} takes no pictures. Choose another one with --model.`;
		case 'modelExtractsTextOnly':
			return `${failure.model} only reads text. Choose another one with --model.`;
		case 'modelTakesUrlsOnly':
			return `${failure.model} takes pictures only by web address. Choose another one with --model.`;
		case 'redirected':
			return `${failure.host} redirects to another address, and nothing was sent there. Check --endpoint.`;
		case 'answerUnreadable':
			return `${failure.host} sent something that is not an answer. Check --endpoint.`;
		case 'answerTooLarge':
			return `${failure.host} sent more than an answer can hold.`;
		case 'answerCut':
			return `${failure.host} ended the answer before it was complete.`;
		case 'answerBroken':
			return `${failure.host} failed while writing the answer.`;
		case 'answerWithheld':
			return 'The service blocked the answer because of its content.';
		case 'unexpected':
			return `Something went wrong in Glimpse (${failure.reason}).`;
		// None of these comes of alt text.
		case 'batchUnanswered':
		case 'cancelled':
		case 'noPicture':
		case 'noQuestion':
		case 'notAVideo':
		case 'videoBroken':
		case 'videoFormatNotTaken':
		case 'videoTooLong':
		case 'videoTooLarge':
		case 'comparesOther':
		case 'videoWithPictures':
		case 'modelTakesNoVideo':
		case 'tooManyVideos':
		case 'tooManyPictures':
		case 'languageInvalid':
		case 'settingOutOfRange':
		case 'judgementUnusable':
		case 'localCannot':
		case 'localBroken':
		case 'editorModelMissing':
		case 'editorNotAllowed':
		case 'editorLimited':
		case 'editorPictureUnread':
		case 'editorFailed':
		case 'noImageHere':
		case 'noImageInCell':
		case 'noOutputImage':
		case 'nothingToReview':
		case 'gitMissing':
		case 'notInRepository':
		case 'gitSlow':
		case 'nothingChanged':
		case 'versionMissing':
		case 'versionUnread':
		case 'versionIsPointer':
		case 'versionIsText':
		case 'noChangedPicture':
			return `It could not be done (${failure.kind}).`;
	}
}

function refusal({ kind, host, status }: Extract<Failure, { readonly requestId: string | undefined }>): string {
	switch (kind) {
		case 'keyRefused':
		case 'keyOfOtherKind':
			return `${host} doesn't accept the API key.`;
		case 'accountLocked':
			return `The account at ${host} is locked or not active.`;
		case 'noBalance':
			return `There is no balance for this API key at ${host}.`;
		case 'quota':
			return `This API key has reached its limit at ${host}.`;
		case 'planExpired':
			return `The plan of this API key at ${host} has ended.`;
		case 'fairUse':
			return `${host} is limiting this account under its fair-use rules.`;
		case 'modelUnknown':
			return `${host} doesn't have this model.`;
		case 'modelCannotSee':
			return `This model at ${host} can't see pictures.`;
		case 'modelNotInPlan':
		case 'notPermitted':
			return `This API key can't use this model at ${host}.`;
		case 'functionMissing':
			return `${host} has nothing at this address. Check --endpoint.`;
		case 'gatewayBlocked':
			return `A gateway in front of ${host} blocked the question (HTTP ${status}).`;
		case 'answerLost':
			return `${host} took too long, and its gateway gave up (HTTP ${status}).`;
		case 'requestTooLarge':
			return `The picture is too large for ${host}.`;
		case 'tooLong':
			return 'The question is too long for this model.';
		case 'blocked':
			return 'The service blocked the question because of its content.';
		case 'busy':
			return `${host} is busy.`;
		case 'serviceBroken':
			return `${host} has a problem on its side.`;
		case 'duplicateRequest':
		case 'requestRefused':
		case 'service':
			return `${host} refused the question (HTTP ${status}).`;
	}
}
