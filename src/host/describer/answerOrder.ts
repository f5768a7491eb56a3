import type { Answerer } from '../../core/conversation.ts';
import { isLoopback, parseEndpoint } from '../../core/endpoint.ts';
import { FailureError, throwIfCancelled } from '../../core/failure.ts';
import { limitsOf } from '../../core/glm/models.ts';
import type { TaskId } from '../../core/tasks.ts';
import type { Engine } from '../../engines/engine.ts';
import type { GlmConnection } from '../../engines/glm/glmClient.ts';
import type { DescriberParts, Step } from './describer.ts';
import { refuseExcluded } from './refuseExcluded.ts';
import { historyFor, messagesOf, refuseWhatIsNoQuestion, type Order, type ReadyOrder } from './order.ts';
import { readOrder, sourcesOf, whatServiceCannotFetch } from './orderMedia.ts';
import type { Settings } from '../settings.ts';

/** Who answers, and by which settings. */
interface Asked {
	readonly parts: DescriberParts;
	readonly answerer: Answerer;
	readonly settings: Settings;
}

/**
 * Reads what an order is about, and has it answered.
 * @throws FailureError `cancelled` once `signal` was aborted, or what went wrong
 */
export async function* answerOrder(
	order: Order,
	asked: Asked,
	signal: AbortSignal,
): AsyncGenerator<Step, void, undefined> {
	const { parts, answerer, settings } = asked;
	const { transport, preparer } = parts;
	if (answerer.engine === 'glm') await refuseExcluded(sourcesOf(order));
	const web = { transport: () => transport.forWeb(settings.proxy), idleTimeout: settings.idleTimeout };
	const reading = { answerer, preparer, web };
	const ready = yield* readOrder(order, reading, signal);
	try {
		yield* ask(ready, asked, signal);
	} catch (error) {
		const fetched = await whatServiceCannotFetch(error, { order: ready, reading }, signal);
		if (!fetched) throw error;
		yield* ask(fetched, asked, signal);
	}
}

/** Asks with what is ready. */
async function* ask(order: ReadyOrder, asked: Asked, signal: AbortSignal): AsyncGenerator<Step, void, undefined> {
	const { parts, answerer, settings } = asked;
	throwIfCancelled(signal);
	yield { kind: 'prepared', media: order.media };
	refuseWhatIsNoQuestion(order);
	const history = answerer.engine === 'glm' ? historyFor(answerer.model, order, settings) : order.history;
	const messages = messagesOf({ ...order, history }, settings);
	const trimmed = order.history.length - history.length;
	const engine = await engineFor(order.task, asked);
	throwIfCancelled(signal);
	yield { kind: 'answering', answerer, ...(trimmed > 0 && { trimmed }) };
	parts.log.info(`${order.task}: ${order.media.length} picture(s) for ${describeAnswerer(answerer)}`);
	for await (const part of engine.answer({ task: order.task, messages }, signal)) {
		if (part.kind === 'usage' && answerer.engine === 'glm') parts.onUsage(part.usage, limitsOf(answerer.model).price);
		yield part;
	}
}

/** Tasks that a model does as well without thinking first, and sooner. */
const withoutThinking: ReadonlySet<TaskId> = new Set<TaskId>(['altText', 'extractText']);

async function engineFor(task: TaskId, { parts, answerer, settings }: Asked): Promise<Engine> {
	if (answerer.engine === 'local') return parts.localEngine();
	const connection = await openConnection(settings, parts);
	const { createGlmEngine } = await import('../../engines/glm/glmEngine.ts');
	const { retryPolicy } = await import('../../engines/glm/retry.ts');
	const thinking = withoutThinking.has(task) ? 'off' : undefined;
	return createGlmEngine(connection, { ...settings.request, thinking }, retryPolicy(settings.maxRetries));
}

/**
 * The connection that the settings name, with its key.
 * @throws FailureError `endpointInvalid`, or `keyMissing` where one is needed
 */
async function openConnection(settings: Settings, { keys, transport }: DescriberParts): Promise<GlmConnection> {
	const endpoint = parseEndpoint(settings.endpoint);
	const key = await keys.get(endpoint.host);
	if (key === undefined && !isLoopback(endpoint)) throw new FailureError({ kind: 'keyMissing', host: endpoint.host });
	return { endpoint, key, transport: transport.for(settings.proxy), idleTimeout: settings.idleTimeout };
}

function describeAnswerer(answerer: Answerer): string {
	return answerer.engine === 'local' ? 'this machine' : `${answerer.model} at ${answerer.host}`;
}
