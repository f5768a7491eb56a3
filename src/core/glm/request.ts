import { isVideo, isWebMedium, type Medium } from '../media.ts';
import type { Message } from '../message.ts';
import { limitsOf } from './models.ts';

/** The parameters of a request; undefined ones aren't sent, and the service's own default applies. */
export interface RequestOptions {
	readonly model: string;
	/** Unique for each request. */
	readonly requestId: string;
	readonly stream: boolean;
	/** 0 to 1. */
	readonly temperature?: number | undefined;
	/** 0 to 1. */
	readonly topP?: number | undefined;
	/** Tokens. */
	readonly maxTokens?: number | undefined;
	readonly doSample?: boolean | undefined;
	/** 6 to 128 characters. */
	readonly userId?: string | undefined;
	/** The encoding for the bytes of pictures and videos. */
	readonly imageEncoding: 'auto' | 'base64' | 'dataUri';
	/** `off` makes a model skip its reasoning, if it can. */
	readonly thinking?: 'off' | undefined;
}

/** Returns the body of `POST {endpoint}/chat/completions`, ready for JSON. `base64` encodes bytes. */
export function requestBody(
	messages: readonly Message[],
	options: RequestOptions,
	{ base64 }: { readonly base64: (bytes: Uint8Array) => string },
): Record<string, unknown> {
	const limits = limitsOf(options.model);
	const encoding = options.imageEncoding === 'auto' ? limits.encoding : options.imageEncoding;
	const urlOf = (medium: Medium): string => {
		if (isWebMedium(medium)) return medium.url;
		const text = base64(medium.bytes);
		return encoding === 'base64' ? text : `data:${medium.mediaType};base64,${text}`;
	};
	// A video must come before the text; for pictures the order is free.
	const partOf = (medium: Medium): Record<string, unknown> =>
		isVideo(medium)
			? { type: 'video_url', video_url: { url: urlOf(medium) } }
			: { type: 'image_url', image_url: { url: urlOf(medium) } };
	return withoutUndefined({
		model: options.model,
		request_id: options.requestId,
		messages: messages.map((message) =>
			message.role === 'assistant'
				? { role: 'assistant', content: message.text }
				: {
						role: 'user',
						content: [...message.media.map(partOf), { type: 'text', text: message.text }],
					},
		),
		stream: options.stream,
		max_tokens: options.maxTokens,
		user_id: options.userId,
		thinking: options.thinking === 'off' && limits.thinking === 'switchable' ? { type: 'disabled' } : undefined,
		...sampling(options, limits.openSampling),
	});
}

/**
 * Returns the sampling parameters. The service's own clients send 0.01 and 0.99 to models that refuse the ends of the
 * range, and 0 means "don't sample". No model takes a `top_p` below 0.01.
 */
function sampling(
	{ temperature, topP, doSample }: RequestOptions,
	openRange: boolean,
): {
	readonly do_sample?: boolean | undefined;
	readonly temperature?: number | undefined;
	readonly top_p?: number | undefined;
} {
	const within = (value: number | undefined, from: number): number | undefined =>
		value === undefined ? undefined : Math.min(Math.max(value, from), openRange ? 0.99 : 1);
	return {
		do_sample: openRange && temperature === 0 ? false : doSample,
		temperature: within(temperature, openRange ? 0.01 : 0),
		top_p: within(topP, 0.01),
	};
}

function withoutUndefined(object: Record<string, unknown>): Record<string, unknown> {
	return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
}
