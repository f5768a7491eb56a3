import type { Price } from '../sessionUsage.ts';

/** What a model of the GLM-4V family takes and does. */
export interface ModelLimits {
	/** Pictures in one request, those of earlier messages included. */
	readonly maxImages: number;
	/** Whether a picture may be sent as bytes; otherwise as a URL only. */
	readonly localImages: boolean;
	/** Undefined where the model takes no video. */
	readonly video: VideoLimits | undefined;
	/** The largest `max_tokens`; undefined when it isn't known. */
	readonly maxOutput: number | undefined;
	/**
	 * Whether it thinks before it answers. `none`: `thinking` must not be sent. `forced`: it may not be `disabled`.
	 * `ignored`: it always thinks, and writes its thoughts into the answer whatever is sent.
	 */
	readonly thinking: 'none' | 'switchable' | 'forced' | 'ignored';
	/** Tokens; undefined when it isn't known. */
	readonly context: number | undefined;
	/** Undefined when it isn't known. */
	readonly price: 'free' | Price | undefined;
	/** How its generation expects a picture's bytes: the first wants plain base64, the later ones a data URI. */
	readonly encoding: 'base64' | 'dataUri';
	/** Whether `temperature` and `top_p` of exactly 0 or 1 are refused: the first generation's ranges are open. */
	readonly openSampling: boolean;
}

/** Videos that a model takes, never together with pictures. */
interface VideoLimits {
	/** Videos in one request. */
	readonly count: number;
	/** Bytes of one video. */
	readonly byteLength: number;
	/** Longest video; undefined where no limit is documented. */
	readonly seconds: number | undefined;
	readonly formats: readonly ('mp4' | 'mov' | 'mkv')[];
}

const megabyte = 1024 * 1024;

const first = {
	maxImages: 5,
	localImages: true,
	video: undefined,
	// Later lists name 2048 for glm-4v; 1024 is what its own page says.
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
	// Not documented for this series: the number of the models before it.
	maxImages: 5,
	// Not documented either.
	video: undefined,
	maxOutput: 16_384,
	thinking: 'ignored',
	context: 64_000,
} as const satisfies Partial<ModelLimits>;

const alwaysThinking = {
	...current,
	// One: two are documented for others of its generation only.
	video: laterVideo,
	maxOutput: 131_072,
	thinking: 'forced',
	context: 1_000_000,
} as const satisfies Partial<ModelLimits>;

/** The models in the order in which they are offered: what is recommended first, what may be switched off last. */
const catalogue: ReadonlyMap<string, ModelLimits> = new Map<string, ModelLimits>([
	['glm-4.6v-flash', { ...current, price: 'free' }],
	['glm-4.6v', { ...current, price: { input: 1, output: 3 } }],
	['glm-4.6v-flashx', { ...current, price: { input: 0.15, output: 1.5 } }],
	['glm-5.3-flash', { ...alwaysThinking, price: { input: 0.8, output: 2.8 } }],
	['glm-5.3-flashx', { ...alwaysThinking, price: { input: 2, output: 7 } }],
	['glm-5v-turbo', { ...current, maxOutput: 131_072, context: 200_000, price: { input: 5, output: 22 } }],
	['glm-4.5v', { ...current, video: laterVideo, maxOutput: 16_384, context: 64_000, price: { input: 2, output: 6 } }],
	['glm-4.1v-thinking-flash', { ...thinkingFlash, price: 'free' }],
	['glm-4.1v-thinking-flashx', { ...thinkingFlash, price: { input: 2, output: 2 } }],
	['glm-4v-plus-0111', { ...first, video: { ...laterVideo, formats: ['mp4'] }, maxOutput: 8192 }],
	[
		'glm-4v-plus',
		// Its formats are not documented; those of its successor.
		{ ...first, video: { count: 1, byteLength: 20 * megabyte, seconds: 30, formats: ['mp4'] } },
	],
	['glm-4v', first],
	// Users report both that base64 is refused and that it works; its page says a URL only.
	['glm-4v-flash', { ...first, maxImages: 1, localImages: false, context: 16_000, price: 'free' }],
]);

/** A model that isn't in the catalogue is refused nothing here: the service knows better. */
const unknown: ModelLimits = {
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

/** The limits of a model; those of an unknown one are permissive. */
export function limitsOf(model: string): ModelLimits {
	return catalogue.get(model) ?? unknown;
}

/** What a question asks of a model, with what is sent of the conversation before it. */
export interface ModelNeeds {
	readonly images: number;
	/** Whether any picture is sent as bytes. */
	readonly localImages: boolean;
	readonly videos?: VideoNeeds | undefined;
}

/** The videos of a question: those sent as bytes with the largest figures among them. */
interface VideoNeeds {
	readonly count: number;
	/** Of the largest one that is sent as bytes; 0 without one. */
	readonly byteLength: number;
	/** Of the longest one that is sent as bytes; 0 without one. */
	readonly seconds: number;
}

/** Whether a model takes what a question needs. */
function isAble(model: string, { images, localImages, videos }: ModelNeeds): boolean {
	const limits = limitsOf(model);
	return limits.maxImages >= images && (limits.localImages || !localImages) && takesVideos(limits.video, videos);
}

function takesVideos(limits: VideoLimits | undefined, needs: VideoNeeds | undefined): boolean {
	if (!needs || needs.count === 0) return true;
	if (!limits) return false;
	const { count, byteLength, seconds = Number.POSITIVE_INFINITY } = limits;
	return count >= needs.count && byteLength >= needs.byteLength && seconds >= needs.seconds;
}

/**
 * The known model to change to when `model` can't do what is needed: a paid one in place of a paid one, else a free one; of
 * these the cheapest. Undefined when no other can.
 */
export function nearestModel(model: string, needs: ModelNeeds): string | undefined {
	const paid = typeof limitsOf(model).price === 'object';
	const rank = (id: string): readonly [otherClass: number, cost: number] => {
		const { price } = limitsOf(id);
		return [Number((price !== 'free') !== paid), costOf(price)];
	};
	const able = knownModels.filter((id) => id !== model && isAble(id, needs));
	// The sort is stable: of equals, the one that is offered first.
	return able.toSorted((a, b) => rank(a)[0] - rank(b)[0] || rank(a)[1] - rank(b)[1])[0];
}

/** For comparing only: one token in, one token out. */
function costOf(price: ModelLimits['price']): number {
	if (price === 'free') return 0;
	return price ? price.input + price.output : Number.MAX_VALUE;
}
