import { altTextPrompt } from '../../src/core/altText/altTextPrompt.ts';
import { judgePrompt } from '../../src/core/altText/judgePrompt.ts';
import { isLoopback, needsNoKey } from '../../src/core/endpoint.ts';
import { knownModels, limitsOf } from '../../src/core/glm/models.ts';
import type { RequestOptions } from '../../src/core/glm/request.ts';
import type { Service } from '../../src/core/glm/services.ts';
import type { Medium } from '../../src/core/media.ts';
import type { Message } from '../../src/core/message.ts';
import { promptFor } from '../../src/core/prompts.ts';
import type { TaskId } from '../../src/core/tasks.ts';
import {
	accepted,
	altText,
	answer,
	either,
	judgedWrong,
	refusal,
	shortAnswer,
	withoutReasoning,
	type Expectation,
	type Named,
} from './expectations.ts';
import { blue, broken, dialog, red, video } from './pictures.ts';

/** Who is asked. */
export interface Subject {
	readonly endpoint: URL;
	readonly service: Service;
	readonly model: string;
	readonly key: string | undefined;
}

/** One row of the check. */
export interface Question {
	readonly what: string;
	/** What sets its request apart, for the table. */
	readonly sent: string;
	/** The list of models is asked for in place of an answer where there are none. */
	readonly messages: readonly Message[];
	readonly task: TaskId;
	/** What differs from the usual: a stream, from this model, with the service's own defaults. */
	readonly options?: Partial<Omit<RequestOptions, 'requestId' | 'imageEncoding'>>;
	/** In place of the key that was given. */
	readonly key?: string;
	/** Behind the endpoint. */
	readonly path?: string;
	/** True if the picture is sent in one form only, since the other wouldn't help. */
	readonly isLastForm?: true;
	readonly expected: Expectation;
}

/** No service has a key like this. */
const wrongKey = 'glimpse.live-check-with-a-wrong-key';

/** More tokens than any model writes. */
const tooManyTokens = 100_000_000;

const isRed: Named = { word: 'red', pattern: /\b(?:red|crimson|scarlet)\b/i };
const isBlue: Named = { word: 'blue', pattern: /\b(?:blue|azure|navy)\b/i };

/** The questions in their order; what a service or a model doesn't have is left out. */
export function questionsFor({ endpoint, service, model, key }: Subject): readonly Question[] {
	const isGlm = service.kind === 'glm';
	const limits = limitsOf(model);
	// Nobody asks others for the tokens of a stream, and without being asked they don't tell.
	const streamed = (...names: readonly Named[]): Expectation => answer({ names, withUsage: isGlm });
	const short = { text: 'What colour is it? Answer with one word.', media: [red] };
	// Servers for one model give it any name.
	const unknownModel =
		needsNoKey(endpoint) && !isGlm && service.kind !== 'ollama'
			? either(refusal('modelUnknown'), answer({ withUsage: false }))
			: refusal('modelUnknown');
	const rows: readonly (Question | false)[] = [
		{
			what: 'List of models',
			sent: 'GET /models',
			task: 'ask',
			messages: [],
			expected: isGlm ? accepted : either(accepted, refusal('functionMissing')),
		},
		{
			what: 'One picture, streamed',
			sent: 'prompt of Describe Image, a red square',
			task: 'describe',
			messages: [ask('describe', { media: [red] })],
			expected: streamed(isRed),
		},
		{
			what: 'One picture, in one answer',
			sent: 'the same, stream: false',
			task: 'describe',
			messages: [ask('describe', { media: [red] })],
			options: { stream: false },
			expected: answer({ names: [isRed], withUsage: true }),
		},
		{
			what: 'Two pictures',
			sent: 'a red and a blue square',
			task: 'ask',
			messages: [
				ask('ask', { text: 'Which colour has each picture, in their order? One word each.', media: [red, blue] }),
			],
			expected: streamed(isRed, isBlue),
		},
		{
			what: 'Follow-up',
			sent: 'a question about the picture before',
			task: 'ask',
			messages: [
				ask('ask', { text: 'Keep this picture in mind, and answer “ready”.', media: [blue] }),
				{ role: 'assistant', text: 'Ready.' },
				ask('ask', { text: 'Which colour has that picture? Answer with one word.', media: [] }),
			],
			expected: streamed(isBlue),
		},
		{
			what: 'Sampling',
			sent: 'temperature: 0.3, top_p: 0.8',
			task: 'ask',
			messages: [ask('ask', short)],
			options: { temperature: 0.3, topP: 0.8 },
			expected: streamed(isRed),
		},
		isGlm && {
			what: 'No sampling',
			sent: 'do_sample: false',
			task: 'ask',
			messages: [ask('ask', short)],
			options: { doSample: false },
			expected: streamed(isRed),
		},
		{
			what: 'Length of the answer',
			sent: 'max_tokens: 16',
			task: 'describe',
			messages: [ask('describe', { text: 'Write at least ten sentences.', media: [red] })],
			options: { maxTokens: 16 },
			expected: shortAnswer(16),
		},
		{
			what: 'User',
			sent: `${isGlm ? 'user_id' : 'user'}: glimpse-live-check`,
			task: 'ask',
			messages: [ask('ask', short)],
			options: { userId: 'glimpse-live-check' },
			expected: streamed(isRed),
		},
		isGlm &&
			limits.thinking === 'switchable' && {
				what: 'No thinking',
				sent: 'thinking: disabled',
				task: 'ask',
				messages: [ask('ask', short)],
				options: { thinking: 'off' },
				expected: withoutReasoning(streamed(isRed)),
			},
		{
			what: 'Alt text',
			sent: 'prompt of Generate Alt Text, a dialog',
			task: 'altText',
			messages: [ask('altText', { text: altTextPrompt(altTextQuestion), media: [dialog] })],
			expected: altText,
		},
		{
			what: 'Judgement of an alt text',
			sent: 'prompt of Check Alt Text, a dialog with the text of another picture',
			task: 'altText',
			messages: [ask('altText', { text: judgePrompt({ ...altTextQuestion, alt: otherAlt }), media: [dialog] })],
			expected: judgedWrong,
		},
		knownModels.includes(model.toLowerCase()) &&
			limits.video !== undefined && {
				what: 'Video',
				sent: 'prompt of Describe Video, two seconds',
				task: 'describeVideo',
				messages: [ask('describeVideo', { media: [video] })],
				expected: streamed(),
			},
		{
			what: 'Unknown model',
			sent: 'model: glm-imagined',
			task: 'ask',
			messages: [ask('ask', short)],
			options: { model: 'glm-imagined' },
			expected: unknownModel,
		},
		isGlm && {
			what: 'Model that reads only text',
			sent: 'model: glm-4.6',
			task: 'ask',
			messages: [ask('ask', short)],
			options: { model: 'glm-4.6', maxTokens: 16 },
			// Not every relay has it.
			expected: refusal('modelCannotSee', 'modelUnknown'),
		},
		(key !== undefined || !isLoopback(endpoint)) && {
			what: 'Wrong key',
			sent: 'another key',
			task: 'ask',
			messages: [ask('ask', short)],
			key: wrongKey,
			// Servers for a machine of one's own take any.
			expected: needsNoKey(endpoint)
				? either(refusal('keyRefused'), answer({ withUsage: false }))
				: refusal('keyRefused'),
		},
		{
			what: 'Too long an answer',
			sent: `max_tokens: ${tooManyTokens}`,
			task: 'ask',
			messages: [ask('ask', short)],
			options: { maxTokens: tooManyTokens },
			expected: isGlm
				? refusal('requestRefused')
				: either(refusal('requestRefused', 'service', 'tooLong'), answer({ withUsage: false })),
		},
		{
			what: 'Broken picture',
			sent: 'a PNG without pixels',
			task: 'ask',
			messages: [ask('ask', { ...short, media: [broken] })],
			isLastForm: true,
			expected: isGlm ? refusal('requestRefused') : refusal('requestRefused', 'service', 'serviceBroken'),
		},
		{
			what: 'Wrong path',
			sent: 'POST /nowhere/v1/chat/completions',
			task: 'ask',
			messages: [ask('ask', short)],
			// No further address is tried behind one that ends so.
			path: '/nowhere/v1',
			isLastForm: true,
			expected: refusal('functionMissing'),
		},
	];
	return rows.filter((row) => row !== false);
}

const altTextQuestion = { surrounding: {}, language: 'English', maxLength: 125, alt: '', isOnGitHub: false };

/** An alt text of something else than the dialog. */
const otherAlt = 'Two sailing boats on a lake in front of snowy mountains.';

function ask(
	task: TaskId,
	{ text = '', media }: { readonly text?: string; readonly media: readonly Medium[] },
): Message {
	const language = task === 'altText' ? undefined : 'English';
	return { role: 'user', text: promptFor({ task, text, imageCount: media.length, language }), media };
}
