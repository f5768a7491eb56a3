import { FailureError, throwIfCancelled } from '../../core/failure.ts';
import { isJsonObject, jsonOrUndefined } from '../../core/glm/json.ts';
import { readModelList } from '../../core/glm/offeredModels.ts';
import { endpointWithVersion } from '../../core/endpoint.ts';
import { readText, send, type GlmConnection } from './glmClient.ts';

/** Seconds; a person waits for it, behind a failure. */
const longestLook = 5;

/**
 * Returns the same error; one of a path that isn't there gets the endpoint that ends in `/v1`, where the models are listed there
 * and not here.
 * @throws FailureError `cancelled`
 */
export async function withOtherEndpoint(
	thrown: unknown,
	connection: GlmConnection,
	/** `seconds`: for both lists together. */
	{ signal, seconds = longestLook }: { readonly signal: AbortSignal; readonly seconds?: number },
): Promise<unknown> {
	if (!(thrown instanceof FailureError) || thrown.failure.kind !== 'functionMissing') return thrown;
	const instead = endpointWithVersion(connection.endpoint);
	if (instead === undefined) return thrown;
	const limited = AbortSignal.any([signal, AbortSignal.timeout(seconds * 1000)]);
	const [isListedHere, isListedThere] = await Promise.all([
		listsModels(connection, limited),
		listsModels({ ...connection, endpoint: new URL(instead) }, limited),
	]);
	throwIfCancelled(signal);
	return !isListedHere && isListedThere ? new FailureError({ ...thrown.failure, instead }, { cause: thrown }) : thrown;
}

/** Tells whether an endpoint has a list of models; one that doesn't answer has none. */
async function listsModels(connection: GlmConnection, signal: AbortSignal): Promise<boolean> {
	try {
		const { body } = await send(connection, { method: 'GET', path: '/models' }, signal);
		const list = jsonOrUndefined(await readText(body));
		if (Array.isArray(list)) return readModelList(list) !== undefined;
		// Ollama writes an empty list as null.
		return isJsonObject(list) && (Array.isArray(list['data']) || list['object'] === 'list');
	} catch (error) {
		if (error instanceof FailureError) return false;
		throw error;
	}
}
