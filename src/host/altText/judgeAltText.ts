import { createHash } from 'node:crypto';
import { judgePrompt } from '../../core/altText/judgePrompt.ts';
import type { JudgeAnswer } from '../../core/altText/judgement.ts';
import { readJudgeAnswer } from '../../core/altText/readJudgeAnswer.ts';
import type { AltTextQuestion } from '../../core/altText/altTextPrompt.ts';
import { answererKey } from '../../core/answerer.ts';
import type { Answerer } from '../../core/conversation.ts';
import { FailureError } from '../../core/failure.ts';
import type { Describer } from '../describer/describer.ts';
import { collectAnswer, type AltTextRequest } from './askAltText.ts';

/**
 * Asks whether the alt text of one picture, the `alt` of the question, fits it.
 * @throws FailureError `judgementUnusable`, or what went wrong
 */
export async function judgeAltText(
	describer: Describer,
	{ picture, question, onBusy }: AltTextRequest,
	signal: AbortSignal,
): Promise<JudgeAnswer> {
	const request = { task: 'altText', text: judgePrompt(question), media: [picture], history: [] } as const;
	const { text, answerer } = await collectAnswer(describer, request, { signal, onBusy });
	// The text that this machine reads in a picture says nothing about another.
	if (answerer?.engine === 'local') throw new FailureError({ kind: 'localCannot', what: 'altText' });
	const answer = readJudgeAnswer(text);
	if (!answer) throw new FailureError({ kind: 'judgementUnusable' });
	return answer;
}

/** Returns the key of a judgement: the picture's content, the answerer, and all that is asked. */
export function judgementKey(hash: string, question: AltTextQuestion, answerer: Answerer): string {
	const asked = createHash('sha256').update(judgePrompt(question)).digest('base64');
	return JSON.stringify([hash, 'judgeAltText', answererKey(answerer), asked]);
}
