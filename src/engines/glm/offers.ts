import { FailureError, isRefusal } from '../../core/failure.ts';
import { jsonOrUndefined } from '../../core/glm/json.ts';
import {
	readLlamaCppSight,
	readLmStudioModels,
	readModelList,
	readOllamaModel,
	readOllamaTags,
	type Offer,
} from '../../core/glm/offeredModels.ts';
import { serviceAt, type Service } from '../../core/glm/services.ts';
import { send, type GlmConnection } from './glmClient.ts';

/** A server that has answered, with what it offers. */
export interface FoundServer extends Offer {
	/** The base URL for questions. */
	readonly endpoint: URL;
}

/** The most characters of a list. */
const longestList = 4_000_000;

/** The most models of which Ollama is asked, one by one, what they can do. */
const mostAsked = 40;

/**
 * Asks servers at the same time what they offer, until the signal is aborted. Returns those that answered, with what each has said
 * by then.
 */
export async function findServers(
	connections: readonly GlmConnection[],
	signal: AbortSignal,
): Promise<readonly FoundServer[]> {
	const found = await Promise.all(connections.map((connection) => offerAt(connection, signal).catch(() => undefined)));
	return found.filter((server) => server !== undefined);
}

/** Servers that answer questions under `/v1` only, and say at their root what they offer. */
const kindsBelowV1: ReadonlySet<Service['kind']> = new Set<Service['kind']>(['ollama', 'lmStudio']);

/**
 * Asks a server what it offers, under `/v1` too where the endpoint has no path.
 * @throws FailureError `answerUnreadable` if it sends no list, or why it could not be asked
 */
export async function offerAt(connection: GlmConnection, signal: AbortSignal): Promise<FoundServer> {
	const { endpoint } = connection;
	const below = endpoint.pathname === '/' ? { ...connection, endpoint: new URL('/v1', endpoint) } : undefined;
	if (below && kindsBelowV1.has(serviceAt(endpoint).kind)) return offerOf(below, signal);
	try {
		return await offerOf(connection, signal);
	} catch (error) {
		const offer = below && (await offerOf(below, signal).catch(() => undefined));
		if (!offer) throw error;
		return offer;
	}
}

async function offerOf(connection: GlmConnection, signal: AbortSignal): Promise<FoundServer> {
	const { endpoint } = connection;
	const own = await ownOffer(serviceAt(endpoint).kind, connection, signal);
	if (own) return { endpoint, ...own };
	const list = readModelList(await ask(connection, { method: 'GET', path: '/models' }, signal));
	if (!list) throw new FailureError({ kind: 'answerUnreadable', host: endpoint.host });
	const better = list.kind && (await ownOffer(list.kind, connection, signal));
	return { endpoint, ...(better ?? (await withSight(list, connection, signal))) };
}

/** Asks a server in its own form, which says more; undefined if it has none, or refuses that. */
async function ownOffer(
	kind: Service['kind'],
	connection: GlmConnection,
	signal: AbortSignal,
): Promise<Offer | undefined> {
	const root = { ...connection, endpoint: new URL('/', connection.endpoint) };
	const listAt = async (path: string): Promise<unknown> => {
		try {
			return await ask(root, { method: 'GET', path }, signal);
		} catch (error) {
			if (error instanceof FailureError && isRefusal(error.failure)) return undefined;
			throw error;
		}
	};
	if (kind === 'lmStudio') {
		return readLmStudioModels(await listAt('/api/v0/models')) ?? readLmStudioModels(await listAt('/api/v1/models'));
	}
	if (kind !== 'ollama') return undefined;
	const offer = readOllamaTags(await listAt('/api/tags'));
	if (!offer) return undefined;
	const models = offer.models.map(async (model, index) => {
		if (model.sees !== undefined || index >= mostAsked) return model;
		const request = { method: 'POST', path: '/api/show', body: { model: model.id } } as const;
		return { ...model, ...readOllamaModel(await ask(root, request, signal).catch(() => undefined)) };
	});
	return { ...offer, models: await Promise.all(models) };
}

/** Completes the list of llama.cpp where it doesn't say whether its one model sees. */
async function withSight(list: Offer, connection: GlmConnection, signal: AbortSignal): Promise<Offer> {
	const [model, ...others] = list.models;
	if (list.kind !== 'llamaCpp' || !model || model.sees !== undefined || others.length > 0) return list;
	const root = { ...connection, endpoint: new URL('/', connection.endpoint) };
	const properties = await ask(root, { method: 'GET', path: '/props' }, signal).catch(() => undefined);
	return { ...list, models: [{ ...model, sees: readLlamaCppSight(properties) }] };
}

/** Returns the JSON of a response; undefined if it is none, or longer than a list is. */
async function ask(
	connection: GlmConnection,
	request: Parameters<typeof send>[1],
	signal: AbortSignal,
): Promise<unknown> {
	const { body } = await send(connection, request, signal);
	const decoder = new TextDecoder();
	let text = '';
	for await (const chunk of body) {
		text += decoder.decode(chunk, { stream: true });
		if (text.length > longestList) return undefined;
	}
	return jsonOrUndefined(text + decoder.decode());
}
