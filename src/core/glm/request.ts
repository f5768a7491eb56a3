import { isVideo, isWebMedium, type Medium } from '../media.ts';
import type { Message } from '../message.ts';
import { limitsOf } from './models.ts';
import type { Service } from './services.ts';

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

/** The circumstances of a request's body. */
export interface BodyContext {
	/** Decides which fields are sent, and the form of pictures where `imageEncoding` is `auto`. */
	readonly service: Service;
	/** Fields that the service has refused. */
	readonly refusedFields?: ReadonlySet<string> | undefined;
	readonly base64: (bytes: Uint8Array) => string;
}

/** Returns the form in which bytes are sent first. */
export function firstEncoding(
	{ imageEncoding, model }: Pick<RequestOptions, 'imageEncoding' | 'model'>,
	{ encoding }: Service,
): 'base64' | 'dataUri' {
	if (imageEncoding !== 'auto') return imageEncoding;
	return encoding === 'byModel' ? limitsOf(model).encoding : encoding;
}

/** Returns the body of `POST {endpoint}/chat/completions`, ready for JSON. */
export function requestBody(
	messages: readonly Message[],
	options: RequestOptions,
	{ service, refusedFields, base64 }: BodyContext,
): Record<string, unknown> {
	const encoding = firstEncoding(options, service);
	const urlOf = (medium: Medium): string => mediumUrl(medium, { encoding, base64 });
	// A video must come before the text; for pictures the order is free.
	const partOf = (medium: Medium): Record<string, unknown> =>
		isVideo(medium)
			? { type: 'video_url', video_url: { url: urlOf(medium) } }
			: { type: 'image_url', image_url: { url: urlOf(medium) } };
	const body = {
		model: options.model,
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
		...(service.fields === 'glm' ? glmFields(options) : openAiFields(options, refusedFields)),
	};
	return sentFields(body, refusedFields);
}

/** Returns the address of a medium, or its bytes as text. */
export function mediumUrl(
	medium: Medium,
	how: { readonly encoding: 'base64' | 'dataUri'; readonly base64: (bytes: Uint8Array) => string },
): string {
	if (isWebMedium(medium)) return medium.url;
	const text = how.base64(medium.bytes);
	return how.encoding === 'base64' ? text : `data:${medium.mediaType};base64,${text}`;
}

/** Returns the fields that were set and that the service hasn't refused. */
export function sentFields(
	body: Readonly<Record<string, unknown>>,
	refusedFields: ReadonlySet<string> | undefined,
): Record<string, unknown> {
	return Object.fromEntries(
		Object.entries(body).filter(([name, value]) => value !== undefined && !refusedFields?.has(name)),
	);
}

function glmFields(options: RequestOptions): Record<string, unknown> {
	const limits = limitsOf(options.model);
	return {
		request_id: options.requestId,
		user_id: options.userId,
		thinking: options.thinking === 'off' && limits.thinking === 'switchable' ? { type: 'disabled' } : undefined,
		...sampling(options, limits.openSampling),
	};
}

/** Returns the fields that OpenAI documents; a stricter service refuses every other. */
function openAiFields(
	{ temperature, topP, userId, maxTokens }: RequestOptions,
	refusedFields: ReadonlySet<string> | undefined,
): Record<string, unknown> {
	// The name that replaced `max_tokens` where that is refused; few other servers know it.
	const renamed = refusedFields?.has('max_tokens') ? maxTokens : undefined;
	return { temperature, top_p: topP, user: userId, max_completion_tokens: renamed };
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
