// Decoding a stream of events: `readAnswer`, which doubts whatever comes, against the least one can do and against a known client.
import { Stream } from 'openai/core/streaming';
import { readAnswer } from '../../src/core/glm/readAnswer.ts';
import { doneFrame, eventFrame } from '../support/glmAnswer.ts';
import { longAnswer } from './longAnswer.ts';
import { interleave, median, timed } from './measure.ts';
import { type Row, type Table, times } from './table.ts';

/** One event of the service, as far as it is used here. */
interface ChatEvent {
	readonly choices?: readonly { readonly delta?: { readonly content?: string } }[];
}

/** How many times as long as another decoder ours may take. */
interface Goals {
	readonly plain?: number;
	readonly openai: number;
}

const megabytes = 5;
const chunkSizes: readonly { readonly name: string; readonly size: number; readonly goals: Goals }[] = [
	{ name: '1 KB', size: 1024, goals: { plain: 2, openai: 0.2 } },
	{ name: '64 KB', size: 65_536, goals: { plain: 2, openai: 0.2 } },
	{ name: '16 bytes', size: 16, goals: { openai: 1.2 } },
];

export async function measureSse(): Promise<Table> {
	const { bytes, text } = recordedStream();
	const rows: Row[] = [];
	for (const { name, size, goals } of chunkSizes) {
		const chunks = cut(bytes, size);
		const decoders = { ours: readOurs, plain: readPlainly, openai: readWithOpenai };
		for (const [decoder, read] of Object.entries(decoders)) {
			if ((await read(chunks)) !== text) throw new Error(`${decoder} reads another text.`);
		}
		const measured = await interleave(
			{
				ours: () => timed(() => readOurs(chunks)),
				plain: () => timed(() => readPlainly(chunks)),
				openai: () => timed(() => readWithOpenai(chunks)),
			},
			4,
		);
		const [ours, plain, openai] = [median(measured.ours), median(measured.plain), median(measured.openai)];
		const speed = (milliseconds: number): string => `${((bytes.length / milliseconds) * 1e-3).toFixed(0)} MB/s`;
		rows.push(
			{
				what: `${name} at a time: ours ÷ plain split and parse`,
				value: times(ours / plain),
				...(goals.plain !== undefined && { goal: `≤ ${goals.plain} ×` }),
				raw: `${speed(ours)}, ${speed(plain)}`,
			},
			{
				what: `${name} at a time: ours ÷ openai`,
				value: times(ours / openai),
				goal: `≤ ${goals.openai} ×`,
				raw: `${speed(ours)}, ${speed(openai)}`,
			},
		);
	}
	return { title: `Time to decode ${megabytes} MB of events`, rows };
}

/** The events of one long answer, each with what the service puts around a few characters. */
function recordedStream(): { readonly bytes: Uint8Array; readonly text: string } {
	const head = {
		id: '20250728143455a1b2c3d4e5f60718',
		created: 1_753_684_495,
		object: 'chat.completion.chunk',
		model: 'glm-4.6v-flash',
	};
	const { tokens } = longAnswer(2000);
	const frames: string[] = [];
	let text = '';
	for (let length = 0, index = 0; length < megabytes * 1e6; index++) {
		const content = tokens[index % tokens.length] ?? '';
		const frame = eventFrame({ ...head, choices: [{ index: 0, delta: { role: 'assistant', content } }] });
		frames.push(frame);
		text += content;
		length += frame.length;
	}
	const usage = { prompt_tokens: 1037, completion_tokens: frames.length, total_tokens: 1037 + frames.length };
	const last = { choices: [{ index: 0, finish_reason: 'stop', delta: { role: 'assistant', content: '' } }], usage };
	return { bytes: Buffer.from([...frames, eventFrame({ ...head, ...last }), doneFrame].join('')), text };
}

function cut(bytes: Uint8Array, size: number): readonly Uint8Array[] {
	return Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
		bytes.subarray(index * size, (index + 1) * size),
	);
}

async function* arriving(chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array, void, undefined> {
	yield* chunks;
}

async function readOurs(chunks: readonly Uint8Array[]): Promise<string> {
	let text = '';
	for await (const part of readAnswer(arriving(chunks), 'localhost')) {
		if (part.kind === 'text') text += part.text;
	}
	return text;
}

async function readPlainly(chunks: readonly Uint8Array[]): Promise<string> {
	const decoder = new TextDecoder();
	let text = '';
	let rest = '';
	for await (const chunk of arriving(chunks)) {
		const events = (rest + decoder.decode(chunk, { stream: true })).split('\n\n');
		rest = events.pop() ?? '';
		for (const event of events) {
			const data = event.slice('data: '.length);
			if (data === '[DONE]') return text;
			const { choices }: ChatEvent = JSON.parse(data);
			text += choices?.[0]?.delta?.content ?? '';
		}
	}
	return text;
}

async function readWithOpenai(chunks: readonly Uint8Array[]): Promise<string> {
	// The client reads any body that can be iterated: without a stream around the chunks it is measured at its best.
	const response = { body: arriving(chunks) } as unknown as Response;
	let text = '';
	for await (const { choices } of Stream.fromSSEResponse<ChatEvent>(response, new AbortController())) {
		text += choices?.[0]?.delta?.content ?? '';
	}
	return text;
}
