import { isLoopback } from '../endpoint.ts';
import type { Currency } from '../sessionUsage.ts';
import { normalizeHost } from '../webAddress.ts';

/** What is known about a service before it is asked. All that isn't is learnt from its first refusal. */
export interface Service {
	/**
	 * `glm`: the service of the GLM models, or a relay that keeps its paths. The next three are servers for a machine of one's
	 * own. `openAi`: any other, which is taken to speak as OpenAI documents it.
	 */
	readonly kind: 'glm' | 'ollama' | 'lmStudio' | 'llamaCpp' | 'openAi';
	/** The name for people; undefined where its host says more. */
	readonly name: string | undefined;
	/** The request's fields: with those that only GLM has (`request_id`, `do_sample`, `thinking` …), or OpenAI's alone. */
	readonly fields: 'glm' | 'openAi';
	/** The first form of a picture's bytes: as the model's generation expects them, or a data URI. */
	readonly encoding: 'byModel' | 'dataUri';
	/** The currency that it bills each token in; undefined if it doesn't, or isn't known to. */
	readonly currency: Currency | undefined;
	/** True if a subscription pays, whose quota can be asked for. */
	readonly isPlan: boolean;
	/** True if it takes batches at half the price. */
	readonly hasBatches: boolean;
	/** The page where one makes an API key; undefined if it isn't known. */
	readonly keyPage: string | undefined;
}

const glm = { kind: 'glm', fields: 'glm', encoding: 'byModel' } as const;
const openAi = {
	fields: 'openAi',
	encoding: 'dataUri',
	currency: undefined,
	isPlan: false,
	hasBatches: false,
	keyPage: undefined,
} as const;

const mainland = { ...glm, keyPage: 'https://open.bigmodel.cn/usercenter/apikeys' } as const;
const international = { ...glm, keyPage: 'https://z.ai/manage-apikey/apikey-list' } as const;

/** The services of the GLM models by host, and for each the one for keys of its Coding Plan. */
const glmServices: ReadonlyMap<string, { readonly paid: Service; readonly plan: Service }> = new Map([
	[
		'open.bigmodel.cn',
		{
			paid: { ...mainland, name: 'BigModel', currency: '¥', isPlan: false, hasBatches: true },
			plan: { ...mainland, name: 'BigModel Coding Plan', currency: undefined, isPlan: true, hasBatches: false },
		},
	],
	[
		'api.z.ai',
		{
			paid: { ...international, name: 'Z.ai', currency: '$', isPlan: false, hasBatches: false },
			plan: { ...international, name: 'Z.ai Coding Plan', currency: undefined, isPlan: true, hasBatches: false },
		},
	],
]);

/** A relay that keeps the paths of the GLM service takes its fields as well; nothing is known of its prices. */
const glmRelay: Service = {
	...glm,
	name: undefined,
	currency: undefined,
	isPlan: false,
	hasBatches: false,
	keyPage: undefined,
};

/** Servers for a machine of one's own, by the port on which each listens unless it is told otherwise. */
const serversByPort: ReadonlyMap<string, Service> = new Map<string, Service>([
	['11434', { ...openAi, kind: 'ollama', name: 'Ollama' }],
	['1234', { ...openAi, kind: 'lmStudio', name: 'LM Studio' }],
	['8080', { ...openAi, kind: 'llamaCpp', name: 'llama.cpp' }],
]);

/** The endpoints at which servers of this machine listen unless they are told otherwise. */
export const localEndpoints: readonly URL[] = [...serversByPort.keys()].map(
	(port) => new URL(`http://127.0.0.1:${port}/v1`),
);

/** The endpoints of the GLM services, for keys of either kind. */
export const glmEndpoints: readonly URL[] = [...glmServices.keys()].flatMap((host) => [
	new URL(`https://${host}/api/paas/v4`),
	new URL(`https://${host}/api/coding/paas/v4`),
]);

/** Returns what is known about the service at an endpoint, by its address alone. */
export function serviceAt(endpoint: URL): Service {
	const known = glmServices.get(normalizeHost(endpoint.host));
	if (known) return isPlanPath(endpoint) ? known.plan : known.paid;
	if (/\/paas\/v4\/?$/.test(endpoint.pathname)) return glmRelay;
	const local = isLoopback(endpoint) ? serversByPort.get(endpoint.port) : undefined;
	return local ?? { ...openAi, kind: 'openAi', name: undefined };
}

function isPlanPath({ pathname }: URL): boolean {
	return pathname.startsWith('/api/coding/');
}

/** Returns the endpoint for keys of the Coding Plan on the same host; undefined if there is none, or this is it. */
export function codingEndpoint(endpoint: URL): string | undefined {
	const isPaid = glmServices.has(normalizeHost(endpoint.host)) && /^\/api\/paas\/v4\/?$/.test(endpoint.pathname);
	return isPaid ? `${endpoint.origin}/api/coding/paas/v4` : undefined;
}
