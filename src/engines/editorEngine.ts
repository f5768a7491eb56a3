import type { AnswerPart } from '../core/answer.ts';
import { editorFailure } from '../core/editor/editorFailure.ts';
import type { EditorModel } from '../core/editor/editorModel.ts';
import { FailureError, throwIfCancelled } from '../core/failure.ts';
import { isWebMedium, type Medium, type PreparedImage } from '../core/media.ts';
import type { Message } from '../core/message.ts';
import { unlessAborted } from '../core/unlessAborted.ts';
import type { AnswerRequest, Engine } from './engine.ts';

/** A message as the editor's API takes it: pictures before the text. It has no role of a system. */
export interface EditorMessage {
	readonly role: 'user' | 'assistant';
	readonly pictures: readonly PreparedImage[];
	readonly text: string;
}

/** A piece of an answer that is of use; the API may have others. */
export type EditorPart = Extract<AnswerPart, { readonly kind: 'text' | 'reasoning' }>;

/**
 * Sends messages to one model. Settles once the person has agreed and the answer begins; throws what the editor does. What comes
 * of it ends or throws, but need not heed `signal`.
 */
export type SendToEditor = (
	messages: readonly EditorMessage[],
	signal: AbortSignal,
) => PromiseLike<AsyncIterable<EditorPart>>;

/** The most characters of an answer: a model that repeats itself would fill the memory. */
const mostCharacters = 8_000_000;

/** Creates the engine that asks a model of the editor's own. `idleTimeout`: seconds without a piece of an answer. */
export function createEditorEngine(
	model: EditorModel,
	{ send, idleTimeout }: { readonly send: SendToEditor; readonly idleTimeout: number },
): Engine {
	const who = `${model.name} (${model.provider})`;
	return {
		async *answer({ messages }: AnswerRequest, signal: AbortSignal): AsyncGenerator<AnswerPart> {
			throwIfCancelled(signal);
			if (model.sees === false)
				throw new FailureError({ kind: 'modelTextOnly', model: model.name, instead: undefined });
			const sent = editorMessages(messages, model.name);
			let hasBegun = false;
			let length = 0;
			// Ends a request that is given up here.
			const ended = new AbortController();
			try {
				// The editor may ask the person first, which takes as long as it takes.
				const parts = await unlessAborted(send(sent, AbortSignal.any([signal, ended.signal])), signal);
				for await (const part of timely(parts, { signal, idleTimeout, who })) {
					if (part.text === '') continue;
					length += part.text.length;
					if (length > mostCharacters) throw new FailureError({ kind: 'answerTooLarge', host: who });
					hasBegun ||= part.kind === 'text';
					yield part;
				}
			} catch (error) {
				throwIfCancelled(signal);
				if (error instanceof FailureError) throw error;
				throw new FailureError(editorFailure(error, { model, hasBegun }), { cause: error });
			} finally {
				ended.abort();
			}
			throwIfCancelled(signal);
			if (!hasBegun) throw new FailureError({ kind: 'answerCut', host: who });
			yield { kind: 'finish', reason: 'stop' };
		},
	};
}

/**
 * Returns messages as the editor's API takes them. An earlier answer without text is left out: providers refuse an empty message.
 * @throws FailureError `modelTakesNoVideo`
 */
export function editorMessages(messages: readonly Message[], model: string): readonly EditorMessage[] {
	return messages
		.filter(({ role, text }) => role === 'user' || text.trim() !== '')
		.map((message) =>
			message.role === 'assistant'
				? { role: 'assistant', pictures: [], text: message.text }
				: { role: 'user', pictures: message.media.map((medium) => pictureOf(medium, model)), text: message.text },
		);
}

/** Returns the medium as a picture; ones on the web are fetched before the editor is asked. */
function pictureOf(medium: Medium, model: string): PreparedImage {
	if (isWebMedium(medium) || 'seconds' in medium) {
		throw new FailureError({ kind: 'modelTakesNoVideo', model, instead: undefined });
	}
	return medium;
}

/** Yields the parts of an answer until `signal` is aborted; gives up one that brings nothing for too long. */
async function* timely(
	parts: AsyncIterable<EditorPart>,
	{ signal, idleTimeout, who }: { readonly signal: AbortSignal; readonly idleTimeout: number; readonly who: string },
): AsyncGenerator<EditorPart> {
	const iterator = parts[Symbol.asyncIterator]();
	const silence = new AbortController();
	const either = AbortSignal.any([signal, silence.signal]);
	for (;;) {
		const timer = setTimeout(() => silence.abort(), idleTimeout * 1000);
		try {
			const next = await unlessAborted(iterator.next(), either);
			if (next.done) return;
			yield next.value;
		} catch (error) {
			if (!silence.signal.aborted) throw error;
			throw new FailureError({ kind: 'silent', host: who, seconds: idleTimeout }, { cause: error });
		} finally {
			clearTimeout(timer);
		}
	}
}
