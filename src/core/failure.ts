/** The file of a failure, by its name without the folder. */
interface AboutFile {
	readonly name: string;
}

/** The measures of a video that is more than `model` accepts. */
interface VideoExcess {
	readonly seconds: number;
	readonly byteLength: number;
	readonly model: string;
	/** Seconds; undefined if there is no limit. */
	readonly maxSeconds: number | undefined;
	readonly maxBytes: number;
	/** Seconds of its beginning that the model would take; undefined if these are too large as well. */
	readonly cutSeconds: number | undefined;
	/** The model to offer instead. */
	readonly instead: string | undefined;
}

/** A model of the editor's own, by its name and that of who provides it. */
interface EditorModelNames {
	readonly model: string;
	readonly provider: string;
}

/** The words of an error; may be empty. */
interface EditorWords {
	readonly message: string;
}

/** Details that come with every refusal of the service. */
export interface RefusalDetails {
	readonly host: string;
	/** The HTTP status. */
	readonly status: number;
	/** The business code, or the HTTP status if the body has none. */
	readonly code: string;
	/** The service's own message; may be empty. */
	readonly message: string;
	/** The id for the service's support: its own, else the one that was sent. */
	readonly requestId: string | undefined;
	/** The header `Retry-After` as received. */
	readonly retryAfter: string | undefined;
}

/** A finding of the service's safety audit, in `user`, `assistant` or `history`; `level` is 0 (most severe) to 3. */
export interface ContentFilter {
	readonly role: string;
	readonly level: number | undefined;
}

/** A refusal of the service. glm/serviceFailure.ts says which code means which kind. */
export type ServiceRefusal = RefusalDetails &
	/** `keyOfOtherKind`: the key is good, but not for what this endpoint sells. */
	(
		| { readonly kind: 'keyRefused' | 'keyOfOtherKind' | 'accountLocked' | 'planExpired' | 'fairUse' }
		/** `mayBePlanKey`: the same host has an endpoint for a plan, whose keys are refused this way elsewhere. */
		| { readonly kind: 'noBalance'; readonly mayBePlanKey: boolean }
		/** `resetsAt`: milliseconds since 1970; undefined if the service doesn't say. */
		| { readonly kind: 'quota'; readonly resetsAt: number | undefined }
		| { readonly kind: 'modelUnknown' | 'modelCannotSee' | 'modelNotInPlan' | 'notPermitted' }
		/** `instead`: the endpoint at the same host where there is something; undefined if none is known. */
		| { readonly kind: 'functionMissing'; readonly instead: string | undefined }
		/** A gateway before the service refused the request by rules of its own. */
		| { readonly kind: 'gatewayBlocked' }
		/** `maxTokens`: the largest `max_tokens`, if that was the reason. */
		| { readonly kind: 'requestRefused'; readonly maxTokens: number | undefined }
		| { readonly kind: 'tooLong' | 'requestTooLarge' | 'duplicateRequest' }
		| { readonly kind: 'blocked'; readonly filters: readonly ContentFilter[] }
		/** Both are temporary. */
		| { readonly kind: 'busy' | 'serviceBroken' }
		/** A gateway gave up waiting: the service may have answered, and billed it. */
		| { readonly kind: 'answerLost' }
		/** Any other refusal. */
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
	/** A sound picture of a kind of its format that can't be read. */
	| ({ readonly kind: 'pictureKindUnread'; readonly format: string } & AboutFile)
	| ({ readonly kind: 'fileTooLarge'; readonly byteLength: number } & AboutFile)
	| ({
			/** It has more pixels than are decoded. */
			readonly kind: 'pictureTooLarge';
			readonly width: number;
			readonly height: number;
	  } & AboutFile)
	/** The conversion took too long. */
	| ({ readonly kind: 'conversionSlow' } & AboutFile)
	/** The conversion broke down. */
	| ({ readonly kind: 'conversionFailed'; readonly reason: string } & AboutFile)
	/** The question has no picture in it or before it, or no words. */
	| { readonly kind: 'noPicture' | 'noQuestion' }
	| ({ readonly kind: 'notAVideo' | 'videoBroken' } & AboutFile)
	/** No model documents this format. */
	| ({ readonly kind: 'videoFormatNotTaken'; readonly format: string; readonly model: string } & AboutFile)
	| ({ readonly kind: 'videoTooLong' | 'videoTooLarge' } & VideoExcess & AboutFile)
	/** The number of pictures isn't within `least` to `most`. */
	| { readonly kind: 'comparesOther'; readonly count: number; readonly least: number; readonly most: number }
	/** A pattern of the setting `glimpse.exclude` matches. */
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
	/** The address isn't https, or contains a user; `address` is without the user. */
	| { readonly kind: 'webAddressInvalid'; readonly address: string }
	/** Nothing is fetched from a private network. */
	| { readonly kind: 'webAddressPrivate'; readonly host: string }
	/** The host of a picture or video on the web, and the way there: nothing of the service. */
	| { readonly kind: 'webUnreachable'; readonly host: string; readonly reason: string }
	| { readonly kind: 'webSilent'; readonly host: string; readonly seconds: number }
	| { readonly kind: 'webRefused'; readonly host: string; readonly status: number }
	/** `seconds`: the longest duration of a download. */
	| { readonly kind: 'webSlow'; readonly host: string; readonly seconds: number }
	/** `byteLength`: the largest download. */
	| { readonly kind: 'webTooLarge'; readonly host: string; readonly byteLength: number }
	/** `instead`: the model to offer instead. */
	| {
			readonly kind: 'tooManyPictures';
			readonly count: number;
			readonly limit: number;
			readonly model: string;
			readonly instead: string | undefined;
	  }
	/** The model is known to take no pictures at all. */
	| { readonly kind: 'modelTextOnly'; readonly model: string; readonly instead: string | undefined }
	/** The model does one task at this service, without words and turns, and this is another question. */
	| { readonly kind: 'modelExtractsTextOnly'; readonly model: string; readonly instead: string | undefined }
	/** The model takes pictures only by web address, and these are files. */
	| { readonly kind: 'modelTakesUrlsOnly'; readonly model: string; readonly instead: string | undefined }
	| { readonly kind: 'keyMissing'; readonly host: string }
	/** The setting `glimpse.language` names no language. */
	| { readonly kind: 'languageInvalid'; readonly language: string }
	| { readonly kind: 'endpointInvalid'; readonly endpoint: string }
	/** The endpoint is http in a private network, and nobody has agreed to that yet. */
	| { readonly kind: 'httpNotAllowed'; readonly host: string }
	/** `model`: the model that has this limit; undefined if the range is the same for all. */
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
	/** The stream ended without a finish reason: the text is kept, but it is incomplete. */
	| { readonly kind: 'answerCut'; readonly host: string }
	/** The service failed while writing: the text is kept, but is unreliable. */
	| { readonly kind: 'answerBroken'; readonly host: string }
	/** The safety audit blocked the answer. */
	| { readonly kind: 'answerWithheld'; readonly filters: readonly ContentFilter[] }
	/** A batch has ended, and had no answer to this question. */
	| { readonly kind: 'batchUnanswered'; readonly host: string }
	/** The local engine can't do this. */
	| { readonly kind: 'localCannot'; readonly what: 'video' | 'compare' | 'code' | 'question' | 'altText' }
	/** The document names a picture that isn't there. */
	| { readonly kind: 'pictureNotFound'; readonly address: string }
	/** Reading the document exceeded its time or memory; `reason` is for the log. */
	| { readonly kind: 'documentUnread'; readonly why: 'broken' | 'late' | 'memory'; readonly reason: string }
	/** The cursor isn't in the markup of an image whose alt text could be written. */
	| { readonly kind: 'noImageHere' }
	/** The Markdown cell has no image whose alt text could be written. */
	| { readonly kind: 'noImageInCell' }
	/** No cell is selected whose output has an image. */
	| { readonly kind: 'noOutputImage' }
	/** The image that a review found was changed since. */
	| { readonly kind: 'imageChanged' }
	/** No folder is open, and nothing was chosen. */
	| { readonly kind: 'nothingToReview' }
	/** The editor's Git extension is off, or found no Git. */
	| { readonly kind: 'gitMissing' }
	/** No repository that the editor has open contains the file. */
	| ({ readonly kind: 'notInRepository' } & AboutFile)
	/** Git did not answer in time. */
	| { readonly kind: 'gitSlow'; readonly seconds: number }
	/** Two versions of a file have the same bytes. */
	| ({ readonly kind: 'nothingChanged'; readonly before: string; readonly after: string } & AboutFile)
	/**
	 * A version of a file isn't there, can't be read, is the pointer of Git LFS alone, or is turned into text by the repository's
	 * settings.
	 */
	| ({
			readonly kind: 'versionMissing' | 'versionUnread' | 'versionIsPointer' | 'versionIsText';
			readonly version: string;
	  } & AboutFile)
	/** Nothing that was chosen is a picture, or no picture has changed. */
	| { readonly kind: 'noChangedPicture' }
	/** The image at the cursor has a picture, or an alt text, that is known only when the page is shown. */
	| { readonly kind: 'imageComputed'; readonly what: 'picture' | 'altText' }
	/** The answer can't be written as an alt text. */
	| { readonly kind: 'altTextUnusable' }
	/** The answer doesn't say whether an alt text fits. */
	| { readonly kind: 'judgementUnusable' }
	/** Text recognition did not start or broke down. */
	| { readonly kind: 'localBroken'; readonly reason: string }
	/** The editor has no models at all, several of which none was chosen, or no longer the one that was. */
	| { readonly kind: 'editorModelMissing'; readonly why: 'none' | 'notChosen' }
	| { readonly kind: 'editorModelMissing'; readonly why: 'gone'; readonly model: string }
	/** The person, or a policy, doesn't let Glimpse ask the models of this provider. */
	| ({ readonly kind: 'editorNotAllowed' } & EditorModelNames)
	/** The provider takes no more questions for now: a quota, a rate or a block. */
	| ({ readonly kind: 'editorLimited' } & EditorModelNames & EditorWords)
	/** The editor looks at pictures before it hands them on, and could not decode one. */
	| ({ readonly kind: 'editorPictureUnread' } & EditorModelNames)
	/** Any other error of a model of the editor's own. */
	| ({ readonly kind: 'editorFailed' } & EditorModelNames & EditorWords)
	/** A fault of Glimpse itself. */
	| { readonly kind: 'unexpected'; readonly reason: string };

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

/** Throws `cancelled` if the work is no longer wanted; for use after each await. */
export function throwIfCancelled(signal: AbortSignal): void {
	if (signal.aborted) throw new FailureError({ kind: 'cancelled' });
}

/** Returns the failure in whatever was thrown. */
export function failureOf(error: unknown): Failure {
	if (error instanceof FailureError) return error.failure;
	return { kind: 'unexpected', reason: error instanceof Error ? error.message : String(error) };
}
