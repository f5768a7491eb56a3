/**
 * What each model takes, as the service documents it. The table is written a second time here, apart from the one that the
 * extension ships, because this one is the judge of requests: a slip in the other must not excuse itself.
 */
export interface GlmModel {
	/** `first` is glm-4v and its siblings, `second` those of 2025, `third` today's; the shapes of their answers differ. */
	readonly generation: 'first' | 'second' | 'third';
	/** The largest `max_tokens`. */
	readonly outputTokens: number;
	/** Pictures in one request, those of earlier messages included; 0 for a text model. */
	readonly images: number;
	/** Videos in one request; 0 where the model takes none. */
	readonly videos: number;
	/** Bytes of one video. */
	readonly videoBytes: number;
	/** Seconds of one video; undefined where there is no limit. */
	readonly videoSeconds?: number;
	/** Whether a picture may be sent as bytes; otherwise as a URL only. */
	readonly inlineImages: boolean;
	/** Whether `thinking` may be sent, and whether it may be `disabled`. */
	readonly thinking: 'unknown' | 'optional' | 'always';
	/** Whether a `system` message is taken. */
	readonly system: boolean;
	/** Whether it answers at `layout_parsing` alone. */
	readonly onlyLayout?: boolean;
}

const megabyte = 1024 * 1024;

/** Of one picture, for all models that chat. */
export const imageLimits = { bytes: 5 * megabyte, side: 6000 } as const;

/** Of the picture at `layout_parsing`; no limit of its sides is documented. */
export const layoutLimits = { bytes: 10 * megabyte, side: Number.POSITIVE_INFINITY } as const;

const first = {
	generation: 'first',
	outputTokens: 1024,
	images: 5,
	videos: 0,
	videoBytes: 20 * megabyte,
	inlineImages: true,
	thinking: 'unknown',
	system: false,
} as const satisfies GlmModel;

const second = {
	...first,
	generation: 'second',
	outputTokens: 16_384,
	videos: 1,
	videoBytes: 200 * megabyte,
	system: true,
} as const satisfies GlmModel;

const third = {
	...second,
	generation: 'third',
	outputTokens: 32_768,
	// The mainland and the international page differ (50 and 150); the judge holds to the lower number.
	images: 50,
	videos: 2,
	thinking: 'optional',
} as const satisfies GlmModel;

export const glmModels: ReadonlyMap<string, GlmModel> = new Map<string, GlmModel>([
	['glm-4v', first],
	['glm-4v-plus', { ...first, videos: 1, videoSeconds: 30 }],
	['glm-4v-flash', { ...first, images: 1, inlineImages: false }],
	['glm-4v-plus-0111', { ...second, outputTokens: 8192, system: false }],
	['glm-4.1v-thinking-flash', second],
	['glm-4.1v-thinking-flashx', second],
	['glm-4.5v', { ...second, images: 50, thinking: 'optional' }],
	['glm-4.6v', third],
	['glm-4.6v-flash', third],
	['glm-4.6v-flashx', third],
	['glm-5v-turbo', { ...third, outputTokens: 131_072 }],
	['glm-5.3-flash', { ...third, outputTokens: 131_072, thinking: 'always' }],
	['glm-5.3-flashx', { ...third, outputTokens: 131_072, thinking: 'always' }],
	['glm-ocr', { ...second, images: 1, videos: 0, onlyLayout: true }],
	['glm-4.6', { ...third, outputTokens: 131_072, images: 0, videos: 0 }],
]);

/** What the endpoint of the Coding Plan surely serves; the judge refuses what may be served. */
export const planModels: ReadonlySet<string> = new Set(['glm-5.3-flash']);

/** What `GET /models` lists. The older and the free vision models are missing from it and answer all the same. */
export const listedModels = [
	'glm-4.5',
	'glm-4.5-air',
	'glm-4.6',
	'glm-4.7',
	'glm-5',
	'glm-5-turbo',
	'glm-5.1',
	'glm-5.2',
	'glm-5.3',
	'glm-5.3-flash',
	'glm-5.3-flashx',
] as const;
