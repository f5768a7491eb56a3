import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { emptyConversation, reduce, type Conversation } from '../../src/core/conversation.ts';
import { ConversationMedia } from '../../src/host/conversation/conversationMedia.ts';
import { ConversationStore } from '../../src/host/conversation/conversationStore.ts';
import { requestFor } from '../../src/host/conversation/openConversation.ts';
import * as vscode from 'vscode';

/** A question as `name: sources`, and what came of it. */
type Asked = readonly [sources: readonly string[], answer: 'answered' | 'unanswered'];

describe('What a question is about', () => {
	const log = vscode.window.createOutputChannel('Test of orders', { log: true });
	const nowhere = new ConversationStore(join(tmpdir(), 'glimpse-nowhere'), log);
	after(() => log.dispose());

	const conversationOf = (before: readonly Asked[], sources: readonly string[]): Conversation =>
		[...before, [sources, 'unanswered'] as const].reduce<Conversation>((conversation, [own, end], index) => {
			const id = String(index);
			const question = { id, task: 'ask', text: 'What?', sources: own, follows: index > 0 } as const;
			const asked = reduce(conversation, { kind: 'asked', question });
			const answer = { kind: 'part', turnId: id, part: { kind: 'text', text: 'That.' } } as const;
			const ended = { kind: 'ended', turnId: id, status: 'done' } as const;
			return end === 'answered' ? reduce(reduce(asked, answer), ended) : asked;
		}, emptyConversation);

	for (const [what, before, own, expected] of [
		['its own pictures', [], ['a:/1'], ['a:/1']],
		['nothing new behind an answer', [[['a:/1'], 'answered']], [], []],
		['what was not seen yet', [[['a:/1'], 'unanswered']], [], ['a:/1']],
		[
			'what was not seen yet, once',
			[
				[['a:/1'], 'unanswered'],
				[[], 'unanswered'],
			],
			['a:/2'],
			['a:/1', 'a:/2'],
		],
		[
			'not what was taken over before',
			[
				[['a:/1'], 'unanswered'],
				[[], 'answered'],
			],
			[],
			[],
		],
	] as const satisfies readonly (readonly [string, readonly Asked[], readonly string[], readonly string[]])[]) {
		it(`is ${what}`, () => {
			const conversation = conversationOf(before, own);
			const turn = conversation.turns.at(-1);
			assert.ok(turn);
			const { media } = requestFor(turn, conversation, new ConversationMedia(nowhere, log));
			assert.deepEqual(media.map(String), expected);
		});
	}
});
