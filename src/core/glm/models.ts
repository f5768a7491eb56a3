/** What a model of the GLM-4V family takes and does. */
export interface ModelLimits {
	/** Pictures in one request. */
	readonly maxImages: number;
	/** How its generation expects a picture's bytes: the first wants plain base64, the later ones a data URI. */
	readonly encoding: 'base64' | 'dataUri';
	/** Whether `temperature` and `top_p` of exactly 0 or 1 are refused: the first generation's ranges are open. */
	readonly openSampling: boolean;
}

const first = { encoding: 'base64', openSampling: true } as const;
const later = { encoding: 'dataUri', openSampling: false } as const;

const catalogue: Readonly<Record<string, ModelLimits>> = {
	'glm-4v-plus': { ...first, maxImages: 5 },
	'glm-4v': { ...first, maxImages: 5 },
	'glm-4v-flash': { ...first, maxImages: 1 },
	'glm-4v-plus-0111': { ...first, maxImages: 5 },
};

/** The limits of a model; an unknown one is taken for a current one. */
export function limitsOf(model: string): ModelLimits {
	return catalogue[model] ?? { ...later, maxImages: 50 };
}
