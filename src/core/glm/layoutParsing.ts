import { FailureError } from '../failure.ts';
import type { Message } from '../message.ts';
import type { TaskId } from '../tasks.ts';
import { nearestModel } from './models.ts';
import { mediumUrl, sentFields, type BodyContext, type RequestOptions } from './request.ts';

/**
 * Refuses what the function that reads a picture's text can't be asked. A question with a picture of its own may follow others,
 * which aren't sent.
 * @throws FailureError `modelExtractsTextOnly` or `tooManyPictures`
 */
export function assertLayoutParsing(
	model: string,
	question: {
		readonly task: TaskId;
		/** The user's own words. */
		readonly text: string;
		/** The number of its own pictures and videos. */
		readonly count: number;
		readonly isFollowUp: boolean;
	},
): void {
	const { task, text, count, isFollowUp } = question;
	const videos = { count: task === 'describeVideo' ? count : 0, byteLength: 0, seconds: 0 };
	const instead = nearestModel(model, { images: count - videos.count, localImages: true, videos });
	if (task !== 'extractText' || text.trim() !== '' || (count === 0 && isFollowUp)) {
		throw new FailureError({ kind: 'modelExtractsTextOnly', model, instead });
	}
	if (count > 1) throw new FailureError({ kind: 'tooManyPictures', count, limit: 1, model, instead });
}

/**
 * Returns the body of `POST {endpoint}/layout_parsing`, ready for JSON: the picture of the last message, as its address or as a
 * data URI. Plain base64 is refused there, whatever the page says.
 */
export function layoutBody(
	messages: readonly Message[],
	{ model, requestId, userId }: RequestOptions,
	{ refusedFields, base64 }: BodyContext,
): Record<string, unknown> {
	const question = messages.at(-1);
	const [picture] = question?.role === 'user' ? question.media : [];
	const file = picture && mediumUrl(picture, { encoding: 'dataUri', base64 });
	return sentFields({ model, file, request_id: requestId, user_id: userId }, refusedFields);
}
