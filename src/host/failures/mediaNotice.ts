import { env, l10n } from 'vscode';
import type { FailureNotice } from '../../core/conversation.ts';
import type { Failure } from '../../core/failure.ts';
import { notice, noticeWithModel } from './notice.ts';

const mediaKinds = [
	'fileMissing',
	'folder',
	'fileUnreadable',
	'fileEmpty',
	'fileTooLarge',
	'notAPicture',
	'video',
	'pictureBroken',
	'pictureTooComplex',
	'pictureTooLarge',
	'conversionSlow',
	'conversionFailed',
	'tooManyPictures',
	'modelTakesUrlsOnly',
	'notAVideo',
	'videoBroken',
	'videoFormatNotTaken',
	'videoTooLong',
	'videoTooLarge',
	'comparesOther',
	'excluded',
	'videoWithPictures',
	'modelTakesNoVideo',
	'tooManyVideos',
	'webAddressInvalid',
	'webAddressPrivate',
	'webRefused',
	'webTooLarge',
	'webSlow',
] as const;

/** What is wrong with a file, a web address, or with what a model takes of them. */
type MediaFailure = Extract<Failure, { readonly kind: (typeof mediaKinds)[number] }>;

export function isMediaFailure(failure: Failure): failure is MediaFailure {
	return mediaKinds.some((kind) => kind === failure.kind);
}

/** What the user reads when pictures or videos can't be sent. */
export function mediaNotice(failure: MediaFailure): FailureNotice {
	switch (failure.kind) {
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
				l10n.t(
					'{0} is too large ({1}). Save a smaller copy and choose that.',
					failure.name,
					byteSize(failure.byteLength),
				),
			);
		case 'notAPicture':
			return notice(l10n.t('{0} contains no picture that can be opened. Choose another file.', failure.name));
		case 'video':
			return notice(l10n.t('{0} is a video. Use Describe Video instead.', failure.name));
		case 'pictureBroken':
			return notice(l10n.t('{0} is damaged: it could not be decoded. Save it again and choose that.', failure.name));
		case 'pictureTooComplex':
			return notice(
				l10n.t('{0} needs too much memory. Save it as a smaller PNG or JPEG and choose that.', failure.name),
			);
		case 'pictureTooLarge':
			return notice(
				l10n.t(
					'{0} has {1}×{2} pixels; the limit is 100 million, and 200,000 on a side. Save a smaller copy and choose that.',
					failure.name,
					failure.width,
					failure.height,
				),
			);
		case 'conversionSlow':
			return notice(l10n.t('{0} took too long to convert. Save it as PNG or JPEG and choose that.', failure.name));
		case 'conversionFailed':
			return notice(
				l10n.t(
					'{0} could not be converted ({1}). Save it as PNG or JPEG and choose that.',
					failure.name,
					failure.reason,
				),
				'showLog',
			);
		case 'tooManyPictures':
			return noticeWithModel(
				l10n.t(
					'{0} accepts at most {1} in one question, and there are {2} pictures. Choose fewer.',
					failure.model,
					failure.limit,
					failure.count,
				),
				failure.instead,
			);
		case 'modelTakesUrlsOnly':
			return noticeWithModel(
				l10n.t('{0} accepts pictures by web address only, not from this machine. Select another model.', failure.model),
				failure.instead,
			);
		case 'notAVideo':
			return notice(l10n.t('{0} is not a video. Choose an MP4, MOV or MKV file.', failure.name));
		case 'videoBroken':
			return notice(l10n.t('{0} is damaged: it could not be read. Save it again and choose that.', failure.name));
		case 'videoFormatNotTaken':
			return notice(
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
			return notice(
				l10n.t(
					'Glimpse can compare {0} to {1} pictures, not {2}. Change the selection.',
					failure.least,
					failure.most,
					failure.count,
				),
			);
		case 'excluded':
			return notice(
				l10n.t('{0} stays on this machine: the setting glimpse.exclude names it. Nothing was sent.', failure.name),
				'openSettings',
			);
		case 'videoWithPictures':
			return notice(l10n.t('The service accepts a video or pictures in one question, not both. Choose one kind.'));
		case 'modelTakesNoVideo':
			return noticeWithModel(
				l10n.t('{0} does not accept videos. Select another model.', failure.model),
				failure.instead,
			);
		case 'tooManyVideos':
			return noticeWithModel(
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
			return notice(l10n.t("Glimpse can't fetch {0}. Use an address that begins with https.", failure.address));
		case 'webAddressPrivate':
			return notice(
				l10n.t(
					'{0} is on a private network, and Glimpse fetches nothing from there. Save the file and choose that.',
					failure.host,
				),
			);
		case 'webRefused':
			return notice(
				l10n.t('{0} returned no picture or video (HTTP {1}). Check the address.', failure.host, failure.status),
				'askAgain',
			);
		case 'webSlow':
			return notice(
				l10n.t(
					'{0} took longer than {1} seconds to send the file. Save it, then choose the copy.',
					failure.host,
					failure.seconds,
				),
			);
		case 'webTooLarge':
			return notice(
				l10n.t(
					'{0} sent more than {1}. Save a smaller copy and choose that.',
					failure.host,
					byteSize(failure.byteLength),
				),
			);
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
	return noticeWithModel(`${sentence} ${l10n.t('Save a smaller copy and choose that.')}`, instead);
}

const oneDigit = { minimumFractionDigits: 1, maximumFractionDigits: 1 };

function byteSize(bytes: number): string {
	return l10n.t('{0} MB', (bytes / 1024 / 1024).toLocaleString(env.language, oneDigit));
}
