import * as v from 'valibot';
import type { AnswerPart } from '../answer.ts';
import { FailureError } from '../failure.ts';
import { serviceFailure } from './serviceFailure.ts';

const text = v.nullish(v.union([v.string(), v.array(v.object({ text: v.nullish(v.string()) }))]));
const message = v.nullish(v.object({ content: text, reasoning_content: v.nullish(v.string()) }));

/** An answer, or one event of its stream; only what is used is named, everything may be missing or null. */
const answer = v.object({
	error: v.nullish(v.unknown()),
	success: v.nullish(v.boolean()),
	choices: v.nullish(v.array(v.object({ delta: message, message, finish_reason: v.nullish(v.string()) }))),
	usage: v.nullish(
		v.object({
			prompt_tokens: v.nullish(v.number()),
			completion_tokens: v.nullish(v.number()),
			total_tokens: v.nullish(v.number()),
		}),
	),
});

/**
 * The parts of one JSON text from the service: a whole answer (`message`) or one event of a stream (`delta`).
 * @throws FailureError `answerUnreadable`, the failure that the body names, or `answerWithheld` for a blocked answer
 */
export function answerParts(json: string, host: string): readonly AnswerPart[] {
	const parsed = v.safeParse(answer, parseJson(json, host));
	if (!parsed.success) throw new FailureError({ kind: 'answerUnreadable', host });
	const { error, success, choices, usage } = parsed.output;
	if (error != null || success === false) throw new FailureError(serviceFailure({ host, status: 200, body: json }));

	const parts: AnswerPart[] = [];
	for (const choice of choices ?? []) {
		const said = choice.delta ?? choice.message;
		if (said?.reasoning_content) parts.push({ kind: 'reasoning', text: said.reasoning_content });
		const written = textOf(said?.content);
		if (written) parts.push({ kind: 'text', text: written });
		if (choice.finish_reason === 'sensitive') throw new FailureError({ kind: 'answerWithheld' });
		if (choice.finish_reason) parts.push({ kind: 'finish', reason: choice.finish_reason });
	}
	if (usage) {
		const promptTokens = usage.prompt_tokens ?? 0;
		const completionTokens = usage.completion_tokens ?? 0;
		const totalTokens = usage.total_tokens ?? promptTokens + completionTokens;
		parts.push({ kind: 'usage', usage: { promptTokens, completionTokens, totalTokens } });
	}
	return parts;
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
