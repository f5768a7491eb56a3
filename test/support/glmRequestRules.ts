import { checkAssistantContent, checkLayoutFile, checkUserContent, isFields } from './glmContentRules.ts';
import { Refused } from './glmErrors.ts';
import type { InlineForm, ReceivedMedia } from './glmMedia.ts';
import { type GlmModel, glmModels } from './glmModels.ts';

/** A request that broke no rule. */
export interface CheckedRequest {
	readonly modelName: string;
	readonly model: GlmModel;
	readonly stream: boolean;
	/** Whether reasoning comes before the answer. */
	readonly thinks: boolean;
	readonly requestId: string | undefined;
	readonly messageCount: number;
	readonly media: ReceivedMedia;
}

export interface RuleContext {
	readonly usedRequestIds: ReadonlySet<string>;
	/** The form of inline pictures and videos that this server doesn't take. */
	readonly refusedForm: InlineForm | undefined;
	/** Filled while the request is read, so that a refused one still shows what it carried. */
	readonly media: ReceivedMedia;
}

type Fields = Readonly<Record<string, unknown>>;

/** The real service lets unknown fields pass in silence, which hides slips; this one doesn't. */
const knownFields = new Set([
	'model',
	'messages',
	'request_id',
	'do_sample',
	'stream',
	'temperature',
	'top_p',
	'max_tokens',
	'user_id',
	'thinking',
]);

/** Checks a parsed body against the documented rules; throws `Refused` at the first that is broken. */
export async function checkChatRequest(body: unknown, context: RuleContext): Promise<CheckedRequest> {
	if (!isFields(body)) {
		throw new Refused('1210', 'the body is not a JSON object');
	}
	const unknownField = Object.keys(body).find((name) => !knownFields.has(name));
	if (unknownField !== undefined) {
		throw new Refused('1210', `unknown field ${unknownField}`);
	}
	const { modelName, model } = checkModel(body['model']);
	if (model.onlyLayout) {
		throw new Refused('1211', `${modelName} is not asked by messages`);
	}
	const requestId = checkIds(body, context);
	checkBoolean(body, 'do_sample');
	const stream = checkBoolean(body, 'stream') ?? false;
	checkSampling(body, model);
	checkMaxTokens(body['max_tokens'], model);
	const thinks = checkThinking(body['thinking'], model);
	const messageCount = await checkMessages(body['messages'], { model, context });
	return { modelName, model, stream, thinks, requestId, messageCount, media: context.media };
}

/** The fields of `POST {endpoint}/layout_parsing`. Those about pages are for documents. */
const knownLayoutFields = new Set([
	'model',
	'file',
	'request_id',
	'user_id',
	'return_crop_images',
	'need_layout_visualization',
]);

/** Checks the body of a request to read the text of one picture; throws `Refused` at the first rule that is broken. */
export async function checkLayoutRequest(body: unknown, context: RuleContext): Promise<CheckedRequest> {
	if (!isFields(body)) {
		throw new Refused('1210', 'the body is not a JSON object');
	}
	const unknownField = Object.keys(body).find((name) => !knownLayoutFields.has(name));
	if (unknownField !== undefined) {
		throw new Refused('1210', `unknown field ${unknownField}`);
	}
	const { modelName, model } = checkModel(body['model']);
	if (!model.onlyLayout) {
		throw new Refused('1211', `${modelName} reads no layout`);
	}
	const requestId = checkIds(body, context);
	await checkLayoutFile(body['file'], context);
	return { modelName, model, stream: false, thinks: false, requestId, messageCount: 1, media: context.media };
}

/** Returns the `request_id`, once it and the `user_id` are right. */
function checkIds(body: Fields, { usedRequestIds }: RuleContext): string | undefined {
	const requestId = checkText(body, { name: 'request_id', shortest: 6, longest: 64 });
	if (requestId !== undefined && usedRequestIds.has(requestId)) {
		throw new Refused('1231', `request_id ${requestId} was used before`, { id: requestId });
	}
	checkText(body, { name: 'user_id', shortest: 6, longest: 128 });
	return requestId;
}

function invalid(field: string, why: string): Refused {
	return new Refused('1214', `${field}: ${why}`, { field });
}

function checkModel(name: unknown): { modelName: string; model: GlmModel } {
	if (name === undefined) {
		throw new Refused('1213', 'model is missing', { field: 'model' });
	}
	if (typeof name !== 'string') {
		throw invalid('model', 'not a string');
	}
	const model = glmModels.get(name);
	if (!model) {
		throw new Refused('1211', `there is no model ${name}`);
	}
	return { modelName: name, model };
}

function checkText(
	body: Fields,
	{ name, shortest, longest }: { name: string; shortest: number; longest: number },
): string | undefined {
	const value = body[name];
	if (value === undefined) {
		return undefined;
	}
	if (typeof value !== 'string') {
		throw invalid(name, 'not a string');
	}
	if (value.length < shortest || value.length > longest) {
		throw invalid(name, `${value.length} characters, not ${shortest} to ${longest}`);
	}
	return value;
}

function checkBoolean(body: Fields, name: string): boolean | undefined {
	const value = body[name];
	if (value !== undefined && typeof value !== 'boolean') {
		throw invalid(name, 'not a boolean');
	}
	return value;
}

function checkSampling(body: Fields, { generation }: GlmModel): void {
	for (const name of ['temperature', 'top_p']) {
		const value = body[name];
		if (value === undefined) {
			continue;
		}
		if (typeof value !== 'number') {
			throw invalid(name, 'not a number');
		}
		const lowest = name === 'top_p' && generation !== 'first' ? 0.01 : 0;
		if (value < lowest || value > 1) {
			throw invalid(name, `${value} is not within [${lowest}, 1]`);
		}
		if (generation === 'first' && (value === 0 || value === 1)) {
			throw invalid(name, `${value} is outside the open range (0, 1) of the first models`);
		}
	}
}

function checkMaxTokens(value: unknown, { generation, outputTokens }: GlmModel): void {
	if (value === undefined) {
		return;
	}
	if (typeof value !== 'number' || !Number.isInteger(value)) {
		throw invalid('max_tokens', 'not an integer');
	}
	if (value < 1 || value > outputTokens) {
		// The first models don't name the range.
		const name = generation === 'first' ? '1210' : '1210-max-tokens';
		throw new Refused(name, `max_tokens: ${value} is not within [1, ${outputTokens}]`, {
			cap: String(outputTokens),
		});
	}
}

function checkThinking(value: unknown, { thinking }: GlmModel): boolean {
	if (value === undefined) {
		return thinking !== 'unknown';
	}
	if (thinking === 'unknown') {
		throw new Refused('1210', 'thinking was sent to a model that does not know it');
	}
	if (!isFields(value) || (value['type'] !== 'enabled' && value['type'] !== 'disabled')) {
		throw invalid('thinking', 'type is neither enabled nor disabled');
	}
	const unknownField = Object.keys(value).find((name) => name !== 'type' && name !== 'clear_thinking');
	if (unknownField !== undefined) {
		throw invalid('thinking', `unknown field ${unknownField}`);
	}
	checkBoolean(value, 'clear_thinking');
	if (value['type'] === 'disabled' && thinking === 'always') {
		throw new Refused('1210-thinking', 'thinking: this model cannot be told not to think');
	}
	return value['type'] === 'enabled';
}

async function checkMessages(
	messages: unknown,
	{ model, context }: { model: GlmModel; context: RuleContext },
): Promise<number> {
	if (messages === undefined) {
		throw new Refused('1213', 'messages are missing', { field: 'messages' });
	}
	if (!Array.isArray(messages) || messages.length === 0) {
		throw invalid('messages', 'not an array with at least one message');
	}
	const roles = model.system ? ['system', 'user', 'assistant'] : ['user', 'assistant'];
	for (const message of messages as unknown[]) {
		if (!isFields(message)) {
			throw invalid('messages', 'a message is not an object');
		}
		const unknownField = Object.keys(message).find((name) => name !== 'role' && name !== 'content');
		if (unknownField !== undefined) {
			throw invalid('messages', `a message has the unknown field ${unknownField}`);
		}
		const { role, content } = message;
		if (typeof role !== 'string' || !roles.includes(role)) {
			throw new Refused('1214-role', `this model takes no message of role ${String(role)}`);
		}
		if (role === 'user') {
			await checkUserContent(content, { model, ...context });
		} else {
			checkAssistantContent(content, { role, model });
		}
	}
	if (!messages.some((message: Fields) => message['role'] === 'user')) {
		throw invalid('messages', 'none is from the user');
	}
	return messages.length;
}
