import type { Failure } from './failure.ts';

/**
 * A subject of failures: one picture, video or document; one question or its answer; the user's account, key and settings; the
 * service, its model and the way there, or the engine on this machine.
 */
type FailureSubject = 'picture' | 'question' | 'account' | 'service';

/** The subject of each kind of failure. Work on many pictures goes on after one about a picture or its question. */
const subjects: Readonly<Record<Exclude<Failure['kind'], 'cancelled'>, FailureSubject>> = {
	fileMissing: 'picture',
	folder: 'picture',
	fileUnreadable: 'picture',
	fileEmpty: 'picture',
	fileTooLarge: 'picture',
	notAPicture: 'picture',
	video: 'picture',
	pictureBroken: 'picture',
	pictureTooComplex: 'picture',
	pictureKindUnread: 'picture',
	pictureTooLarge: 'picture',
	conversionSlow: 'picture',
	conversionFailed: 'picture',
	notAVideo: 'picture',
	videoBroken: 'picture',
	videoFormatNotTaken: 'picture',
	videoTooLong: 'picture',
	videoTooLarge: 'picture',
	excluded: 'picture',
	webAddressInvalid: 'picture',
	webAddressPrivate: 'picture',
	webUnreachable: 'picture',
	webSilent: 'picture',
	webRefused: 'picture',
	webSlow: 'picture',
	webTooLarge: 'picture',
	pictureNotFound: 'picture',
	documentUnread: 'picture',
	noImageHere: 'picture',
	imageChanged: 'picture',
	nothingToReview: 'question',
	gitMissing: 'service',
	notInRepository: 'picture',
	gitSlow: 'picture',
	nothingChanged: 'picture',
	versionMissing: 'picture',
	versionUnread: 'picture',
	versionIsPointer: 'picture',
	versionIsText: 'picture',
	noChangedPicture: 'question',
	imageComputed: 'picture',
	noPicture: 'question',
	noQuestion: 'question',
	comparesOther: 'question',
	videoWithPictures: 'question',
	tooManyVideos: 'question',
	tooManyPictures: 'question',
	requestRefused: 'question',
	requestTooLarge: 'question',
	tooLong: 'question',
	duplicateRequest: 'question',
	blocked: 'question',
	answerUnreadable: 'question',
	answerTooLarge: 'question',
	answerCut: 'question',
	answerLost: 'question',
	answerBroken: 'question',
	answerWithheld: 'question',
	batchUnanswered: 'question',
	altTextUnusable: 'question',
	judgementUnusable: 'question',
	keyMissing: 'account',
	languageInvalid: 'account',
	endpointInvalid: 'account',
	httpNotAllowed: 'account',
	settingOutOfRange: 'account',
	keyRefused: 'account',
	keyOfOtherKind: 'account',
	accountLocked: 'account',
	planExpired: 'account',
	fairUse: 'account',
	noBalance: 'account',
	quota: 'account',
	modelNotInPlan: 'account',
	notPermitted: 'account',
	modelUnknown: 'service',
	modelCannotSee: 'service',
	modelTextOnly: 'service',
	modelExtractsTextOnly: 'service',
	gatewayBlocked: 'service',
	modelTakesNoVideo: 'service',
	modelTakesUrlsOnly: 'service',
	functionMissing: 'service',
	busy: 'service',
	serviceBroken: 'service',
	service: 'service',
	unreachable: 'service',
	silent: 'service',
	redirected: 'service',
	localCannot: 'service',
	localBroken: 'service',
	unexpected: 'service',
};

/** Returns the subject of a failure; undefined for a cancel, which is about nothing. */
export function failureSubject({ kind }: Failure): FailureSubject | undefined {
	return kind === 'cancelled' ? undefined : subjects[kind];
}

/** Tells whether another picture may do better, which is asked about by itself; an account or a service is the same for all. */
export function isAboutOnePicture(failure: Failure): boolean {
	const subject = failureSubject(failure);
	return subject === 'picture' || subject === 'question';
}
