import { firstEncoding, requestBody, type RequestOptions } from '../../core/glm/request.ts';
import { serviceAt } from '../../core/glm/services.ts';
import type { Message } from '../../core/message.ts';
import { base64 } from './base64.ts';
import type { GlmConnection } from './glmClient.ts';
import { learnedOf } from './learnedService.ts';

/** Fields that each line of a file has by other means: the service makes an id of its `custom_id`, and nothing is streamed. */
const leftOut = ['request_id', 'stream'];

/** Returns the body of a question as the engine would send it at first, for a line of a file. */
export function batchQuestion(
	messages: readonly Message[],
	options: Omit<RequestOptions, 'requestId' | 'stream'>,
	{ endpoint, learned = new Map() }: Pick<GlmConnection, 'endpoint' | 'learned'>,
): Readonly<Record<string, unknown>> {
	const service = serviceAt(endpoint);
	const { encoding, refusedFields } = learnedOf(learned, options.model);
	const imageEncoding = (options.imageEncoding === 'auto' && encoding) || firstEncoding(options, service);
	return requestBody(
		messages,
		{ ...options, imageEncoding, requestId: '', stream: false },
		{ service, refusedFields: new Set([...refusedFields, ...leftOut]), base64 },
	);
}
