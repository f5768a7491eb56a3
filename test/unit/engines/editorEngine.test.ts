import assert from 'node:assert/strict';
import type { AnswerPart } from '../../../src/core/answer.ts';
import type { EditorModel } from '../../../src/core/editor/editorModel.ts';
import { failureOf, type Failure } from '../../../src/core/failure.ts';
import type { Medium, PreparedImage } from '../../../src/core/media.ts';
import type { Message } from '../../../src/core/message.ts';
import {
	createEditorEngine,
	editorMessages,
	type EditorMessage,
	type EditorPart,
	type SendToEditor,
} from '../../../src/engines/editorEngine.ts';
import { seerModel } from '../../support/editorModel.ts';

const model = seerModel;
const picture: PreparedImage = {
	mediaType: 'image/png',
	bytes: new Uint8Array([1]),
	name: 'a.png',
	width: 1,
	height: 1,
};
const video: Medium = { ...picture, mediaType: 'video/mp4', seconds: 1 };
const question: Message = { role: 'user', text: 'What is it?', media: [picture] };

/** Asks, and gives the parts with the failure behind them. */
async function ask(
	send: SendToEditor,
	{
		messages = [question],
		signal = new AbortController().signal,
		given = model,
		idleTimeout = 300,
	}: {
		readonly messages?: readonly Message[];
		readonly signal?: AbortSignal;
		readonly given?: EditorModel;
		readonly idleTimeout?: number;
	} = {},
): Promise<readonly [parts: readonly AnswerPart[], failure: Failure | undefined]> {
	const parts: AnswerPart[] = [];
	try {
		const engine = createEditorEngine(given, { send, idleTimeout });
		for await (const part of engine.answer({ task: 'ask', messages }, signal)) parts.push(part);
	} catch (error) {
		return [parts, failureOf(error)];
	}
	return [parts, undefined];
}

async function* stream(...parts: readonly EditorPart[]): AsyncGenerator<EditorPart> {
	yield* parts;
}

/** Never says anything more, whatever happens. */
async function* deaf(...parts: readonly EditorPart[]): AsyncGenerator<EditorPart> {
	yield* parts;
	await new Promise(() => undefined);
}

const text = (words: string): EditorPart => ({ kind: 'text', text: words });

describe('The engine of the editor', () => {
	it('gives what comes, as it comes, and an end', async () => {
		const sent: (readonly EditorMessage[])[] = [];
		const answer = await ask(async (messages) => {
			sent.push(messages);
			return stream({ kind: 'reasoning', text: 'Hm.' }, text(''), text('A '), text('dog.'));
		});
		assert.deepEqual(answer, [
			[{ kind: 'reasoning', text: 'Hm.' }, text('A '), text('dog.'), { kind: 'finish', reason: 'stop' }],
			undefined,
		]);
		assert.deepEqual(sent, [[{ role: 'user', pictures: [picture], text: 'What is it?' }]]);
	});

	it('keeps the turns of a conversation, but no empty answer', () => {
		const messages: readonly Message[] = [
			question,
			{ role: 'assistant', text: 'A dog.' },
			{ role: 'user', text: 'And these?', media: [picture, picture] },
			{ role: 'assistant', text: ' \n' },
			{ role: 'user', text: 'Well?', media: [] },
		];
		assert.deepEqual(
			editorMessages(messages, 'Seer').map(({ role, pictures, text: words }) => [role, pictures.length, words]),
			[
				['user', 1, 'What is it?'],
				['assistant', 0, 'A dog.'],
				['user', 2, 'And these?'],
				['user', 0, 'Well?'],
			],
		);
	});

	it('refuses a video, and a model that is known not to see, before anything is sent', async () => {
		const never: SendToEditor = () => assert.fail('Nothing is to be sent.');
		const [, refused] = await ask(never, { messages: [{ role: 'user', text: '', media: [video] }] });
		assert.deepEqual(refused, { kind: 'modelTakesNoVideo', model: 'Seer', instead: undefined });
		const [, blind] = await ask(never, { given: { ...model, sees: false } });
		assert.deepEqual(blind, { kind: 'modelTextOnly', model: 'Seer', instead: undefined });
	});

	for (const [name, parts] of [
		['nothing', []],
		['empty pieces', [text(''), text('')]],
		['thinking alone', [{ kind: 'reasoning', text: 'Hm.' }]],
	] as const) {
		it(`takes an answer of ${name} for one that was cut`, async () => {
			const [, failure] = await ask(async () => stream(...parts));
			assert.deepEqual(failure, { kind: 'answerCut', host: 'Seer (Makers)' });
		});
	}

	it('keeps what came before an error', async () => {
		async function* breaks(): AsyncGenerator<EditorPart> {
			yield text('A d');
			throw new Error('socket hang up');
		}
		assert.deepEqual(await ask(async () => breaks()), [[text('A d')], { kind: 'answerBroken', host: 'Seer (Makers)' }]);
	});

	it('stops at once, before a person has agreed and in the middle of an answer that heeds nothing', async () => {
		for (const [send, kept] of [
			[() => new Promise<never>(() => undefined), []],
			[async () => deaf(text('A d')), [text('A d')]],
		] as const) {
			const stopping = new AbortController();
			let request: AbortSignal | undefined;
			const asking = ask(
				(_, signal) => {
					request = signal;
					setImmediate(() => stopping.abort());
					return send();
				},
				{ signal: stopping.signal },
			);
			assert.deepEqual(await asking, [kept, { kind: 'cancelled' }]);
			assert.equal(request?.aborted, true);
		}
	});

	it('asks nothing once it was stopped', async () => {
		const [, failure] = await ask(() => assert.fail('Nothing is to be sent.'), { signal: AbortSignal.abort() });
		assert.deepEqual(failure, { kind: 'cancelled' });
	});

	it('says that it was stopped where that makes the provider throw', async () => {
		const stopping = new AbortController();
		async function* throws(): AsyncGenerator<EditorPart> {
			yield text('A');
			stopping.abort();
			throw new Error('Canceled');
		}
		const [, failure] = await ask(async () => throws(), { signal: stopping.signal });
		assert.deepEqual(failure, { kind: 'cancelled' });
	});

	it('gives up an answer that brings nothing for too long, and ends its request', async () => {
		let request: AbortSignal | undefined;
		const answer = await ask(
			async (_, signal) => {
				request = signal;
				return deaf(text('A d'));
			},
			{ idleTimeout: 0.01 },
		);
		assert.deepEqual(answer, [[text('A d')], { kind: 'silent', host: 'Seer (Makers)', seconds: 0.01 }]);
		assert.equal(request?.aborted, true);
	});
});
