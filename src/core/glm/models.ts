import type { Price } from '../sessionUsage.ts';
import type { Service } from './services.ts';

/** The capabilities and limits of a model of the GLM-4V family. */
export interface ModelLimits {
	/** Pictures in one request, including those of earlier messages. */
	readonly maxImages: number;
	/** True if a picture may be sent as bytes; otherwise only as a URL. */
	readonly localImages: boolean;
	/** Undefined if the model takes no video. */
	readonly video: VideoLimits | undefined;
	/** The largest `max_tokens`; undefined if it isn't known. */
	readonly maxOutput: number | undefined;
	/**
	 * The model's reasoning before an answer. `none`: `thinking` must not be sent. `forced`: it can't be `disabled`.
	 * `ignored`: the model always reasons, and writes that into the answer whatever is sent.
	 */
	readonly thinking: 'none' | 'switchable' | 'forced' | 'ignored';
	/** Tokens; undefined if not known. */
	readonly context: number | undefined;
	/** At the service in mainland China; undefined if not known. */
	readonly price: 'free' | Price | undefined;
	/** At the international service, where one is documented. */
	readonly internationalPrice?: Price;
	/** The encoding that the model's generation expects: plain base64 for the first, a data URI for later ones. */
	readonly encoding: 'base64' | 'dataUri';
	/** True if `temperature` and `top_p` of exactly 0 or 1 are refused: the first generation's ranges are open. */
	readonly openSampling: boolean;
	/**
	 * The one task that the model does at a GLM service, by a function of its own that takes one picture, but no words and no
	 * turns; undefined for a model that chats.
	 */
	readonly onlyTask?: 'extractText';
	/** True if files with many questions are taken for it, where a service takes batches. */
	readonly inBatches?: true;
}

/** Limits for videos, which a model never takes together with pictures. */
interface VideoLimits {
	/** Videos in one request. */
	readonly count: number;
	/** Bytes of one video. */
	readonly byteLength: number;
	/** The longest video; undefined if no limit is documented. */
	readonly seconds: number | undefined;
	readonly formats: readonly ('mp4' | 'mov' | 'mkv')[];
}

const megabyte = 1024 * 1024;

const yuan = (input: number, output: number): Price => ({ currency: '¥', input, output });
const dollars = (input: number, output: number): Price => ({ currency: '$', input, output });

const first = {
	maxImages: 5,
	localImages: true,
	video: undefined,
	// Later lists say 2048 for glm-4v; its own page says 1024.
	maxOutput: 1024,
	thinking: 'none',
	context: undefined,
	price: undefined,
	encoding: 'base64',
	openSampling: true,
} as const satisfies ModelLimits;

const later = {
	localImages: true,
	thinking: 'switchable',
	encoding: 'dataUri',
	openSampling: false,
} as const satisfies Partial<ModelLimits>;

const laterVideo = {
	count: 1,
	byteLength: 200 * megabyte,
	seconds: undefined,
	formats: ['mp4', 'mov', 'mkv'],
} as const;

const current = {
	...later,
	// The mainland page says 50, the international one 150.
	maxImages: 50,
	video: { ...laterVideo, count: 2 },
	maxOutput: 32_768,
	context: 128_000,
} as const satisfies Partial<ModelLimits>;

const thinkingFlash = {
	...later,
	// Not documented for this series: the number of the previous models.
	maxImages: 5,
	// Not documented either.
	video: undefined,
	maxOutput: 16_384,
	thinking: 'ignored',
	context: 64_000,
} as const satisfies Partial<ModelLimits>;

const alwaysThinking = {
	...current,
	// One: two are documented only for others of its generation.
	video: laterVideo,
	maxOutput: 131_072,
	thinking: 'forced',
	context: 1_000_000,
} as const satisfies Partial<ModelLimits>;

/** The models in the order in which they are offered: recommended ones first, ones that may be switched off last. */
const catalogue: ReadonlyMap<string, ModelLimits> = new Map<string, ModelLimits>([
	['glm-4.6v-flash', { ...current, price: 'free' }],
	['glm-4.6v', { ...current, price: yuan(1, 3), internationalPrice: dollars(0.3, 0.9) }],
	['glm-4.6v-flashx', { ...current, price: yuan(0.15, 1.5) }],
	['glm-5.3-flash', { ...alwaysThinking, price: yuan(0.8, 2.8) }],
	['glm-5.3-flashx', { ...alwaysThinking, price: yuan(2, 7) }],
	[
		'glm-5v-turbo',
		{
			...current,
			maxOutput: 131_072,
			context: 200_000,
			price: yuan(5, 22),
			internationalPrice: dollars(1.2, 4),
			inBatches: true,
		},
	],
	['glm-4.5v', { ...current, video: laterVideo, maxOutput: 16_384, context: 64_000, price: yuan(2, 6) }],
	[
		'glm-ocr',
		{
			...later,
			maxImages: 1,
			video: undefined,
			maxOutput: undefined,
			thinking: 'none',
			context: undefined,
			price: undefined,
			onlyTask: 'extractText',
		},
	],
	['glm-4.1v-thinking-flash', { ...thinkingFlash, price: 'free' }],
	['glm-4.1v-thinking-flashx', { ...thinkingFlash, price: yuan(2, 2) }],
	['glm-4v-plus-0111', { ...first, video: { ...laterVideo, formats: ['mp4'] }, maxOutput: 8192, inBatches: true }],
	[
		'glm-4v-plus',
		// Its formats are not documented; these are its successor's.
		{ ...first, video: { count: 1, byteLength: 20 * megabyte, seconds: 30, formats: ['mp4'] }, inBatches: true },
	],
	['glm-4v', { ...first, inBatches: true }],
	// Users report both that base64 is refused and that it works; its page says URLs only.
	['glm-4v-flash', { ...first, maxImages: 1, localImages: false, context: 16_000, price: 'free' }],
]);

/** The limits of a model that isn't in the catalogue: none, since the service knows better. */
export const unknownLimits: ModelLimits = {
	...later,
	maxImages: Number.POSITIVE_INFINITY,
	video: { ...laterVideo, count: Number.POSITIVE_INFINITY },
	maxOutput: undefined,
	thinking: 'none',
	context: undefined,
	price: undefined,
};

/** The ids of the catalogue, in the order in which they are offered. */
export const knownModels: readonly string[] = [...catalogue.keys()];

/**
 * The one model with pictures that all lists of the Coding Plan's endpoints had in September 2026. Of others it was said both
 * that they are served there and that they are not.
 */
export const planModel = 'glm-5.3-flash';

/** The models that users of the Coding Plan's endpoints were refused, as unknown, retired or without a channel. */
const refusedByPlan: ReadonlySet<string> = new Set(['glm-4.6v-flashx', 'glm-5v-turbo', 'glm-4v-plus']);

/** Returns the ids to offer at a service, in the order in which they are offered; none where nobody knows what it has. */
export function modelsAt({ fields, isPlan }: Pick<Service, 'fields' | 'isPlan'>): readonly string[] {
	if (fields !== 'glm') return [];
	return isPlan ? knownModels.filter((id) => !refusedByPlan.has(id)) : knownModels;
}

/** Returns the limits of a model, whose id is compared without case; those of an unknown one are permissive. */
export function limitsOf(model: string): ModelLimits {
	return catalogue.get(model.toLowerCase()) ?? unknownLimits;
}

/**
 * Returns the limits of a model at a service. One that does a single task at a GLM service is an ordinary model elsewhere, of
 * which nothing is known.
 */
export function limitsAt({ fields }: Pick<Service, 'fields'>, model: string): ModelLimits {
	const limits = limitsOf(model);
	return limits.onlyTask !== undefined && fields !== 'glm' ? unknownLimits : limits;
}

/** Returns the price of a model at a service; undefined if it isn't known, or the service doesn't bill by the token. */
export function priceAt({ currency }: Pick<Service, 'currency'>, model: string): 'free' | Price | undefined {
	if (currency === undefined) return undefined;
	const { price, internationalPrice } = limitsOf(model);
	return price === 'free' || currency === '¥' ? price : internationalPrice;
}

/**
 * Tells whether a service takes batches of questions to a model. Which models it does isn't documented: these are the ones with
 * pictures that its refusal of another listed in September 2026.
 */
export function takesBatches({ hasBatches }: Pick<Service, 'hasBatches'>, model: string): boolean {
	return hasBatches && limitsOf(model).inBatches === true;
}

/** Returns the price of an answer in a batch, by the price of one that is waited for. */
export function batchPrice(price: ModelLimits['price']): ModelLimits['price'] {
	return typeof price === 'object' ? { ...price, input: price.input / 2, output: price.output / 2 } : price;
}

/** GLM models for text alone: a name of the family without the `v` of those that see, and without another maker's addition. */
const textModel =
	/^glm-(?:4(?:-(?:plus|air|airx|long|flash|flashx|0520|air-250414|flash-250414|flashx-250414))?|4\.[5-7](?:-(?:air|airx|x|flash|flashx))?|5(?:\.[0-2])?(?:-turbo)?)$/i;

/** Tells whether a model is known to take no pictures. */
export function isTextModel(model: string): boolean {
	return textModel.test(model);
}

/** The requirements of a question and of the history that is sent with it. */
export interface ModelNeeds {
	readonly images: number;
	/** True if any picture is sent as bytes. */
	readonly localImages: boolean;
	readonly videos?: VideoNeeds | undefined;
	/** The models that the service offers; all known ones unless told. */
	readonly offered?: readonly string[] | undefined;
}

/** The videos of a question: the figures are the largest among those sent as bytes. */
interface VideoNeeds {
	readonly count: number;
	/** The size of the largest video sent as bytes; 0 if there is none. */
	readonly byteLength: number;
	/** The length of the longest video sent as bytes; 0 if there is none. */
	readonly seconds: number;
}

/** Tells whether a model meets the needs of any question. */
function isAble(model: string, { images, localImages, videos }: ModelNeeds): boolean {
	const limits = limitsOf(model);
	if (limits.onlyTask !== undefined) return false;
	return limits.maxImages >= images && (limits.localImages || !localImages) && takesVideos(limits.video, videos);
}

function takesVideos(limits: VideoLimits | undefined, needs: VideoNeeds | undefined): boolean {
	if (!needs || needs.count === 0) return true;
	if (!limits) return false;
	const { count, byteLength, seconds = Number.POSITIVE_INFINITY } = limits;
	return count >= needs.count && byteLength >= needs.byteLength && seconds >= needs.seconds;
}

/**
 * Returns the offered model to switch to when `model` doesn't meet the needs: a paid one instead of a paid one, else a
 * free one; of these the cheapest. Undefined if no other does.
 */
export function nearestModel(model: string, needs: ModelNeeds): string | undefined {
	const paid = typeof limitsOf(model).price === 'object';
	const rank = (id: string): readonly [otherClass: number, cost: number] => {
		const { price } = limitsOf(id);
		return [Number((price !== 'free') !== paid), comparablePrice(price)];
	};
	const able = (needs.offered ?? knownModels).filter((id) => id !== model && isAble(id, needs));
	// The sort is stable: among equals, the one offered first wins.
	return able.toSorted((a, b) => rank(a)[0] - rank(b)[0] || rank(a)[1] - rank(b)[1])[0];
}

/** Returns a figure for comparing prices only: one token in, one token out. */
function comparablePrice(price: ModelLimits['price']): number {
	if (price === 'free') return 0;
	return price ? price.input + price.output : Number.MAX_VALUE;
}
