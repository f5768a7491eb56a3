// Events of a conversation, as the host makes them of what the user and the service do.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Answerer, ConversationEvent, FailureNotice, Picture, Question } from '../../src/core/conversation.ts';
import type { PictureChange } from '../../src/core/git/pictureChange.ts';
import type { FinishReason } from '../../src/core/answer.ts';
import { dimensionsOf } from '../../src/core/image/dimensions.ts';
import { projectDir } from './places.mjs';

export const glm: Answerer = { engine: 'glm', model: 'glm-4.6v-flash', host: '127.0.0.1' };
export const thisMachine: Answerer = { engine: 'local' };

export function sampleBytes(name: string): Uint8Array<ArrayBuffer> {
	// The browser's driver carries no Buffer.
	return new Uint8Array(readFileSync(join(projectDir, 'media/samples', name)));
}

/** A sample as a picture that is sent as it is. */
function samplePicture(id: string, name: string): Picture {
	const bytes = sampleBytes(name);
	const mediaType = name.endsWith('.jpg') ? 'image/jpeg' : 'image/png';
	const size = dimensionsOf(bytes, mediaType);
	if (!size) throw new Error(`${name} is no picture.`);
	return { id, name, mediaType, ...size, byteLength: bytes.byteLength };
}

/** How a question differs from `Describe Image` on a sample. */
export interface Asked {
	readonly task?: Question['task'];
	readonly text?: string;
	/** Names of samples. */
	readonly pictures?: readonly string[];
	readonly answerer?: Answerer;
	readonly change?: PictureChange;
}

/** Returns what happens until the first word of an answer. A question of words alone follows those before it. */
export function asked(turnId: string, how: Asked = {}): readonly ConversationEvent[] {
	const { text = '', task = text === '' ? 'describe' : 'ask', answerer = glm, change } = how;
	const names = how.pictures ?? (task === 'ask' ? [] : ['settings-light.png']);
	const sources = names.map((name) => `file:///samples/${name}`);
	const pictures = names.map((name, index) => samplePicture(`${turnId}-${index}`, name));
	return [
		{
			kind: 'asked',
			question: { id: turnId, task, text, follows: names.length === 0, sources, ...(change && { change }) },
		},
		{ kind: 'prepared', turnId, pictures },
		{ kind: 'answering', turnId, answerer },
	];
}

export function written(turnId: string, text: string): ConversationEvent {
	return { kind: 'part', turnId, part: { kind: 'text', text } };
}

export function thought(turnId: string, text: string): ConversationEvent {
	return { kind: 'part', turnId, part: { kind: 'reasoning', text } };
}

/** Returns what happens at the end of an answer that the service ends by itself. */
export function ended(turnId: string, reason: FinishReason = 'stop'): readonly ConversationEvent[] {
	const usage = { promptTokens: 1234, completionTokens: 567, totalTokens: 1801 };
	return [
		{ kind: 'part', turnId, part: { kind: 'usage', usage } },
		{ kind: 'part', turnId, part: { kind: 'finish', reason } },
		{ kind: 'ended', turnId, status: 'done' },
	];
}

/** Returns a question with its whole answer. */
export function answered(turnId: string, answer: string, how?: Asked): readonly ConversationEvent[] {
	return [...asked(turnId, how), written(turnId, answer), ...ended(turnId)];
}

/** Returns that a question fails; what was written stays. */
export function failed(turnId: string, failure: FailureNotice): ConversationEvent {
	return { kind: 'failed', turnId, failure, written: 'kept' };
}

/** Returns that the service takes back what was written. */
export function withdrawn(turnId: string, failure: FailureNotice): ConversationEvent {
	return { kind: 'failed', turnId, failure, written: 'withdrawn' };
}

/** Returns samples that wait for their question. */
export function attached(...names: readonly string[]): ConversationEvent {
	const attachments = names.map((name) => ({ id: `waiting-${name}`, name, source: `file:///samples/${name}` }));
	return { kind: 'attached', attachments };
}
