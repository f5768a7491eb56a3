import type { PreparedImage } from '../image/prepare.ts';
import type { Message } from '../message.ts';
import { limitsOf } from './models.ts';

/** The parameters of a request; what is undefined isn't sent, and the service's own default holds. */
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
	readonly imageEncoding: 'auto' | 'base64' | 'dataUri';
}

/** The body of `POST {endpoint}/chat/completions`, ready for JSON. `base64` encodes a picture's bytes. */
export function requestBody(
	messages: readonly Message[],
	options: RequestOptions,
	{ base64 }: { readonly base64: (bytes: Uint8Array) => string },
): Record<string, unknown> {
	const limits = limitsOf(options.model);
	const encoding = options.imageEncoding === 'auto' ? limits.encoding : options.imageEncoding;
	const urlOf = ({ mediaType, bytes }: PreparedImage): string =>
		encoding === 'base64' ? base64(bytes) : `data:${mediaType};base64,${base64(bytes)}`;
	return withoutUndefined({
		model: options.model,
		request_id: options.requestId,
		messages: messages.map((message) =>
			message.role === 'assistant'
				? { role: 'assistant', content: message.text }
				: {
						role: 'user',
						content: [
							...message.images.map((image) => ({ type: 'image_url', image_url: { url: urlOf(image) } })),
							{ type: 'text', text: message.text },
						],
					},
		),
		stream: options.stream,
		max_tokens: options.maxTokens,
		user_id: options.userId,
		...sampling(options, limits.openSampling),
	});
}

/** The service's own clients send 0.01 and 0.99 to models that refuse the ends of the range, and 0 means "don't sample". */
function sampling(
	{ temperature, topP, doSample }: RequestOptions,
	openRange: boolean,
): {
	readonly do_sample?: boolean | undefined;
	readonly temperature?: number | undefined;
	readonly top_p?: number | undefined;
} {
	const inside = (value: number | undefined): number | undefined =>
		openRange && value !== undefined ? Math.min(Math.max(value, 0.01), 0.99) : value;
	return {
		do_sample: openRange && temperature === 0 ? false : doSample,
		temperature: inside(temperature),
		top_p: inside(topP),
	};
}

function withoutUndefined(object: Record<string, unknown>): Record<string, unknown> {
	return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
}
