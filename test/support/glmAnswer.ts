import { randomBytes, randomInt } from 'node:crypto';
import type { CheckedRequest } from './glmRequestRules.ts';

/** A piece of an answer, as one chunk of a stream carries it. */
export interface AnswerPiece {
	readonly reasoning?: string;
	readonly content?: string;
}

export interface Answer {
	/** Stands in the answer's heading, its middle and its last line, and in no other answer. */
	readonly word: string;
	readonly pieces: readonly AnswerPiece[];
	readonly finishReason: string;
}

/** A word that no test can know beforehand: letters that Markdown and HTML leave alone. */
function randomWord(): string {
	return Array.from({ length: 4 }, () => pick('bdfgklmnprstvz') + pick('aeiou')).join('');
}

/**
 * The answer where no other is scripted: Markdown with a heading, a list, code and paragraphs, characters of two to four
 * bytes, a fresh word, and for each picture what only one who decoded it can know.
 */
export function describeRequest({ model, modelName, media, messageCount, thinks }: CheckedRequest): Answer {
	const word = randomWord();
	const seen = [
		...media.images.map(({ width, height, pixelHash }) => `${width} × ${height}, pixels \`${pixelHash}\``),
		...media.videos.map(({ mediaType, hash }) => `${mediaType}, file \`${hash}\``),
		...[...media.imageUrls, ...media.videoUrls].map((url) => `\`${url}\``),
	];
	const content = [
		`## The ${word}`,
		`图中有一个 **${word}** 🌅, of ${seen.length} in all:`,
		seen.map((line, index) => `- number ${index + 1}: ${line}`).join('\n') || '- nothing to see',
		`\`\`\`json\n{ "word": "${word}", "messages": ${messageCount} }\n\`\`\``,
		`Café or naïve, it ends here: ${word}.`,
	].join('\n\n');
	const reasoning = `The user asks ${messageCount} time(s); I look for a ${randomWord()}.`;
	const inContent = modelName.startsWith('glm-4.1v-thinking');
	return {
		word,
		pieces: [
			...(thinks && model.generation !== 'first'
				? [{ content: '', reasoning: '\n' }, ...pieces(reasoning, 'reasoning')]
				: []),
			...pieces(inContent ? `<think>${reasoning}</think>\n${content}` : content, 'content'),
		],
		finishReason: 'stop',
	};
}

/** Cuts a text into chunks of a few characters: over twenty of them if the text has as many. */
export function pieces(text: string, as: 'content' | 'reasoning'): readonly AnswerPiece[] {
	const characters = Array.from(text);
	const size = Math.max(1, Math.min(7, Math.floor(characters.length / 24)));
	return Array.from({ length: Math.ceil(characters.length / size) }, (_, index) => ({
		[as]: characters.slice(index * size, (index + 1) * size).join(''),
	}));
}

/** What stands in `content` once all pieces are joined. */
export function answerText({ pieces: all }: Answer): string {
	return all.map(({ content }) => content ?? '').join('');
}

/** How an answer looks on the wire, for one request. */
export interface AnswerFormat {
	readonly contentType: string;
	/** The frames of an answer, its end and `[DONE]` included; for a synchronous answer its body in four parts. */
	readonly frames: (answer: Answer) => readonly string[];
	/** What stands in front of `choices`. */
	readonly head: Readonly<Record<string, unknown>>;
}

/** One event of a stream. */
export function eventFrame(value: unknown): string {
	return `data: ${JSON.stringify(value)}\n\n`;
}

export const doneFrame = 'data: [DONE]\n\n';

export function answerFormat(request: CheckedRequest): AnswerFormat {
	const { model, modelName, stream } = request;
	const head = {
		id: answerId(request),
		created: Math.floor(Date.now() / 1000),
		...(stream && model.generation === 'third' ? { object: 'chat.completion.chunk' } : {}),
		model: modelName,
	};
	return {
		contentType: stream ? 'text/event-stream;charset=UTF-8' : 'application/json; charset=UTF-8',
		head,
		frames: (answer) =>
			stream
				? streamFrames(answer, { request, head })
				: quarters(JSON.stringify(synchronous(answer, { request, head }))),
	};
}

/** How the answer to a request to read a layout looks on the wire: no stream, and no choices. */
export function layoutFormat(request: CheckedRequest): AnswerFormat {
	const head = { id: answerId(request), created: Math.floor(Date.now() / 1000), model: 'GLM-OCR' };
	return {
		contentType: 'application/json; charset=UTF-8',
		head,
		frames: (answer) => {
			const text = answerText(answer);
			const block = { index: 1, label: 'text', bbox_2d: [0.1, 0.1, 0.5, 0.3], content: text, height: 800, width: 600 };
			const body = {
				...head,
				md_results: text,
				layout_details: [[block]],
				layout_visualization: null,
				data_info: { num_pages: 1, pages: [{ width: 600, height: 800 }] },
				usage: usage(answer, request),
				request_id: request.requestId ?? head.id,
			};
			return quarters(JSON.stringify(body));
		},
	};
}

function streamFrames(
	answer: Answer,
	{ request, head }: { request: CheckedRequest } & Pick<AnswerFormat, 'head'>,
): readonly string[] {
	const chunks = answer.pieces.map(({ content, reasoning }) => ({
		...head,
		// No finish_reason, not even null, before the last chunk.
		choices: [{ index: 0, delta: { role: 'assistant', content, reasoning_content: reasoning } }],
	}));
	const finish = { index: 0, finish_reason: answer.finishReason };
	if (answer.finishReason === 'sensitive') {
		const blocked = { choices: [{ ...finish, delta: { role: 'user', content: '' } }], ...contentFilter };
		return [...[...chunks, { ...head, ...blocked }].map(eventFrame), doneFrame];
	}
	const last = { choices: [{ ...finish, delta: { role: 'assistant', content: '' } }], usage: usage(answer, request) };
	return [...[...chunks, { ...head, ...last }].map(eventFrame), doneFrame];
}

const contentFilter = { content_filter: [{ role: 'user', level: 1 }] };

function synchronous(
	answer: Answer,
	{ request, head }: { request: CheckedRequest } & Pick<AnswerFormat, 'head'>,
): Readonly<Record<string, unknown>> {
	const sensitive = answer.finishReason === 'sensitive';
	const reasoning = answer.pieces.map((piece) => piece.reasoning ?? '').join('');
	const message = {
		content: sensitive ? '' : answerText(answer),
		role: 'assistant',
		...(reasoning === '' ? {} : { reasoning_content: reasoning }),
	};
	return {
		...head,
		request_id: request.requestId ?? head['id'],
		choices: [{ finish_reason: answer.finishReason, index: 0, message }],
		...(sensitive ? contentFilter : {}),
		usage: usage(answer, request),
	};
}

function usage(answer: Answer, { model, messageCount, media }: CheckedRequest): Readonly<Record<string, unknown>> {
	const prompt = messageCount * 37 + (media.images.length + media.imageUrls.length) * 1000;
	const reasoning = answer.pieces.filter((piece) => piece.reasoning !== undefined).length;
	const counts = {
		prompt_tokens: prompt,
		completion_tokens: answer.pieces.length,
		total_tokens: prompt + answer.pieces.length,
	};
	return model.generation === 'first'
		? counts
		: {
				...counts,
				prompt_tokens_details: { cached_tokens: 4 },
				completion_tokens_details: { reasoning_tokens: reasoning },
			};
}

/** Digits only from the first models; later the time in China, to the second, and sixteen hexadecimal digits. */
function answerId({ model }: CheckedRequest): string {
	if (model.generation === 'first') {
		return String(randomInt(10 ** 12)).padStart(19, '8');
	}
	const now = new Date(Date.now() + 8 * 3_600_000).toISOString();
	return now.replaceAll(/\D/g, '').slice(0, 14) + randomBytes(8).toString('hex');
}

function quarters(text: string): readonly string[] {
	const size = Math.ceil(text.length / 4);
	return [0, 1, 2, 3].map((index) => text.slice(index * size, (index + 1) * size));
}

function pick(letters: string): string {
	return letters.charAt(randomInt(letters.length));
}
