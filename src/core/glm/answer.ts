import * as v from 'valibot';
import type { AnswerPart, Usage } from '../answer.ts';
import { FailureError } from '../failure.ts';
import { contentFilterFields, contentFilters } from './contentFilter.ts';
import { serviceFailure } from './serviceFailure.ts';

const text = v.nullish(v.union([v.string(), v.array(v.object({ text: v.nullish(v.string()) }))]));
const message = v.nullish(v.object({ content: text, reasoning_content: v.nullish(v.string()) }));
const tokens = v.nullish(v.number());

/** An answer, or one event of its stream; only what is used is named, everything may be missing or null. */
const answer = v.object({
	id: v.nullish(v.string()),
	error: v.nullish(v.unknown()),
	success: v.nullish(v.boolean()),
	choices: v.nullish(v.array(v.object({ delta: message, message, finish_reason: v.nullish(v.string()) }))),
	usage: v.nullish(
		v.object({
			prompt_tokens: tokens,
			completion_tokens: tokens,
			total_tokens: tokens,
			prompt_tokens_details: v.nullish(v.object({ cached_tokens: tokens })),
			completion_tokens_details: v.nullish(v.object({ reasoning_tokens: tokens })),
		}),
	),
	...contentFilterFields,
});

/** What one JSON text of the service says. */
export interface AnswerPiece {
	/** Of the answer that it belongs to; undefined where the service names none. */
	readonly id: string | undefined;
	readonly parts: readonly AnswerPart[];
}

/**
 * Reads one JSON text from the service: a whole answer (`message`) or one event of a stream (`delta`).
 * @throws FailureError `answerUnreadable`, the failure that the body names, `answerWithheld` or `answerBroken`
 */
export function readAnswerPiece(json: string, host: string): AnswerPiece {
	const parsed = v.safeParse(answer, parseJson(json, host));
	if (!parsed.success) throw new FailureError({ kind: 'answerUnreadable', host });
	const { id, error, success, choices, usage } = parsed.output;
	if (error != null || success === false) throw new FailureError(serviceFailure({ host, status: 200, body: json }));

	const parts: AnswerPart[] = [];
	for (const choice of choices ?? []) {
		const said = choice.delta ?? choice.message;
		if (said?.reasoning_content) parts.push({ kind: 'reasoning', text: said.reasoning_content });
		const written = textOf(said?.content);
		if (written) parts.push({ kind: 'text', text: written });
		if (choice.finish_reason === 'sensitive') {
			throw new FailureError({ kind: 'answerWithheld', filters: contentFilters(parsed.output) });
		}
		if (choice.finish_reason) parts.push({ kind: 'finish', reason: choice.finish_reason });
	}
	if (usage) parts.push({ kind: 'usage', usage: usageOf(usage) });
	return { id: id ?? undefined, parts };
}

function parseJson(json: string, host: string): unknown {
	try {
		return JSON.parse(json);
	} catch (error) {
		throw new FailureError({ kind: 'answerUnreadable', host }, { cause: error });
	}
}

function textOf(content: v.InferOutput<typeof text>): string {
	if (content == null) return '';
	return typeof content === 'string' ? content : content.map((part) => part.text ?? '').join('');
}

function usageOf(usage: NonNullable<v.InferOutput<typeof answer>['usage']>): Usage {
	const promptTokens = usage.prompt_tokens ?? 0;
	const completionTokens = usage.completion_tokens ?? 0;
	const cachedTokens = usage.prompt_tokens_details?.cached_tokens;
	const reasoningTokens = usage.completion_tokens_details?.reasoning_tokens;
	return {
		promptTokens,
		completionTokens,
		totalTokens: usage.total_tokens ?? promptTokens + completionTokens,
		...(cachedTokens != null && { cachedTokens }),
		...(reasoningTokens != null && { reasoningTokens }),
	};
}
