/** The file of a failure, by its name without the folder. */
interface AboutFile {
	readonly name: string;
}

/** The measures of a video that is more than `model` accepts. */
interface VideoExcess {
	readonly seconds: number;
	readonly byteLength: number;
	readonly model: string;
	/** Seconds; undefined where there is no limit. */
	readonly maxSeconds: number | undefined;
	readonly maxBytes: number;
	/** Seconds of its beginning that the model would take; undefined where these are too large as well. */
	readonly cutSeconds: number | undefined;
	/** The model to offer in its place. */
	readonly instead: string | undefined;
}

/** Details that come with every refusal of the service. */
export interface RefusalDetails {
	readonly host: string;
	/** HTTP. */
	readonly status: number;
	/** Its business code, or the HTTP status where the body has none. */
	readonly code: string;
	/** Its own words; may be empty. */
	readonly message: string;
	/** The id to name to the service's support: its own, else the one that was sent. */
	readonly requestId: string | undefined;
	/** The header `Retry-After` as it came. */
	readonly retryAfter: string | undefined;
}

/** A finding of the service's safety audit, in `user`, `assistant` or `history`; `level` is 0 (most severe) to 3. */
export interface ContentFilter {
	readonly role: string;
	readonly level: number | undefined;
}

/** A refusal of the service. glm/serviceFailure.ts says which code means which kind. */
export type ServiceRefusal = RefusalDetails &
	(
		| { readonly kind: 'keyRefused' | 'accountLocked' | 'planExpired' | 'fairUse' }
		/** `mayBePlanKey`: the same host has an endpoint for a plan, whose keys are refused this way elsewhere. */
		| { readonly kind: 'noBalance'; readonly mayBePlanKey: boolean }
		/** `resetsAt`: milliseconds since 1970; undefined where the service doesn't say. */
		| { readonly kind: 'quota'; readonly resetsAt: number | undefined }
		| { readonly kind: 'modelUnknown' | 'modelNotInPlan' | 'notPermitted' | 'functionMissing' }
		/** `maxTokens`: the largest `max_tokens`, where that was the reason. */
		| { readonly kind: 'requestRefused'; readonly maxTokens: number | undefined }
		| { readonly kind: 'tooLong' | 'requestTooLarge' | 'duplicateRequest' }
		| { readonly kind: 'blocked'; readonly filters: readonly ContentFilter[] }
		/** These two pass by themselves. */
		| { readonly kind: 'busy' | 'serviceBroken' }
		/** Any other. */
		| { readonly kind: 'service' }
	);

/**
 * Everything that can go wrong, made where it happens. Worded in one place (host/failures/failureMessage.ts), shown by
 * one function (host/showFailure.ts) or in the panel.
 * `cancelled` is what the user wanted and is never shown; a time limit is not a cancel.
 */
export type Failure =
	| { readonly kind: 'cancelled' }
	| ({ readonly kind: 'fileMissing' | 'folder' | 'fileUnreadable' | 'fileEmpty' | 'notAPicture' | 'video' } & AboutFile)
	/** `pictureTooComplex`: it would take more memory than a picture may. */
	| ({ readonly kind: 'pictureBroken' | 'pictureTooComplex' } & AboutFile)
	| ({ readonly kind: 'fileTooLarge'; readonly byteLength: number } & AboutFile)
	| ({
			/** More pixels than are decoded. */
			readonly kind: 'pictureTooLarge';
			readonly width: number;
			readonly height: number;
	  } & AboutFile)
	/** Converting it took too long. */
	| ({ readonly kind: 'conversionSlow' } & AboutFile)
	/** Converting it broke down. */
	| ({ readonly kind: 'conversionFailed'; readonly reason: string } & AboutFile)
	/** A question without a picture in it or before it, or without words. */
	| { readonly kind: 'noPicture' | 'noQuestion' }
	| ({ readonly kind: 'notAVideo' | 'videoBroken' } & AboutFile)
	/** No model documents this format. */
	| ({ readonly kind: 'videoFormatNotTaken'; readonly format: string; readonly model: string } & AboutFile)
	| ({ readonly kind: 'videoTooLong' | 'videoTooLarge' } & VideoExcess & AboutFile)
	/** Another number of pictures than can be compared: `least` to `most`. */
	| { readonly kind: 'comparesOther'; readonly count: number; readonly least: number; readonly most: number }
	/** By a pattern of the setting `glimpse.exclude`. */
	| ({ readonly kind: 'excluded' } & AboutFile)
	| { readonly kind: 'videoWithPictures' }
	| { readonly kind: 'modelTakesNoVideo'; readonly model: string; readonly instead: string | undefined }
	| {
			readonly kind: 'tooManyVideos';
			readonly count: number;
			readonly limit: number;
			readonly model: string;
			readonly instead: string | undefined;
	  }
	/** Not https, or with a user in it; `address` is without the user. */
	| { readonly kind: 'webAddressInvalid'; readonly address: string }
	/** Nothing is fetched from a private network. */
	| { readonly kind: 'webAddressPrivate'; readonly host: string }
	/** The host of a picture or video on the web, and the way there: nothing of the service. */
	| { readonly kind: 'webUnreachable'; readonly host: string; readonly reason: string }
	| { readonly kind: 'webSilent'; readonly host: string; readonly seconds: number }
	| { readonly kind: 'webRefused'; readonly host: string; readonly status: number }
	/** `seconds`: the longest that a download may take in all. */
	| { readonly kind: 'webSlow'; readonly host: string; readonly seconds: number }
	/** `byteLength`: the most that is fetched. */
	| { readonly kind: 'webTooLarge'; readonly host: string; readonly byteLength: number }
	/** `instead`: the model to offer in its place. */
	| {
			readonly kind: 'tooManyPictures';
			readonly count: number;
			readonly limit: number;
			readonly model: string;
			readonly instead: string | undefined;
	  }
	/** The model takes pictures by their web address only, and these are files. */
	| { readonly kind: 'modelTakesUrlsOnly'; readonly model: string; readonly instead: string | undefined }
	| { readonly kind: 'keyMissing'; readonly host: string }
	/** The setting `glimpse.language` names no language. */
	| { readonly kind: 'languageInvalid'; readonly language: string }
	| { readonly kind: 'endpointInvalid'; readonly endpoint: string }
	/** `model`: the one whose own limit it is; undefined where the range is the same for all. */
	| {
			readonly kind: 'settingOutOfRange';
			readonly setting: string;
			readonly range: string;
			readonly model?: string | undefined;
	  }
	| { readonly kind: 'unreachable'; readonly host: string; readonly reason: string }
	| { readonly kind: 'silent'; readonly host: string; readonly seconds: number }
	| { readonly kind: 'redirected'; readonly host: string }
	| ServiceRefusal
	| { readonly kind: 'answerUnreadable'; readonly host: string }
	| { readonly kind: 'answerTooLarge'; readonly host: string }
	/** The stream ended without a finish reason: what was written is kept, but it is not a whole answer. */
	| { readonly kind: 'answerCut'; readonly host: string }
	/** The service failed while it was writing: what was written is kept, but can't be relied on. */
	| { readonly kind: 'answerBroken'; readonly host: string }
	/** The safety audit blocked the answer. */
	| { readonly kind: 'answerWithheld'; readonly filters: readonly ContentFilter[] }
	/** This machine alone can't do what was asked. */
	| { readonly kind: 'localCannot'; readonly what: 'video' | 'compare' | 'code' | 'question' | 'altText' }
	/** The document names a picture that isn't where it says. */
	| { readonly kind: 'pictureNotFound'; readonly address: string }
	/** Reading the document took longer, or more memory, than it may; `reason` is for the log. */
	| { readonly kind: 'documentUnread'; readonly why: 'broken' | 'late' | 'memory'; readonly reason: string }
	/** The cursor isn't in the markup of a picture whose alt text could be written. */
	| { readonly kind: 'noImageHere' }
	/** What was answered can't be written as an alt text. */
	| { readonly kind: 'altTextUnusable' }
	/** Text recognition did not start or broke down. */
	| { readonly kind: 'localBroken'; readonly reason: string }
	/** A fault of Glimpse itself. */
	| { readonly kind: 'unexpected'; readonly reason: string };

/**
 * A subject of failures: one picture, video or document; one question or its answer; the user's account, key and settings; the
 * service, its model and the way there, or the engine on this machine.
 */
export type FailureSubject = 'picture' | 'question' | 'account' | 'service';

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
	answerBroken: 'question',
	answerWithheld: 'question',
	altTextUnusable: 'question',
	keyMissing: 'account',
	languageInvalid: 'account',
	endpointInvalid: 'account',
	settingOutOfRange: 'account',
	keyRefused: 'account',
	accountLocked: 'account',
	planExpired: 'account',
	fairUse: 'account',
	noBalance: 'account',
	quota: 'account',
	modelNotInPlan: 'account',
	notPermitted: 'account',
	modelUnknown: 'service',
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

/** Tells whether the service itself refused the request. */
export function isRefusal(failure: Failure): failure is ServiceRefusal {
	return 'requestId' in failure;
}

/** A Failure on its way up. `message` is for the log alone; people read host/failures/failureMessage.ts. */
export class FailureError extends Error {
	readonly failure: Failure;

	constructor(failure: Failure, options?: ErrorOptions) {
		super(failure.kind, options);
		this.name = 'FailureError';
		this.failure = failure;
	}
}

/** Throws a cancel when the work is no longer wanted; for use after each await. */
export function throwIfCancelled(signal: AbortSignal): void {
	if (signal.aborted) throw new FailureError({ kind: 'cancelled' });
}

/** Returns the failure in whatever was thrown. */
export function failureOf(error: unknown): Failure {
	if (error instanceof FailureError) return error.failure;
	return { kind: 'unexpected', reason: error instanceof Error ? error.message : String(error) };
}
