import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { FailureError, type Failure } from '../../src/core/failure.ts';
import { Archive, History } from '../../src/host/conversation/history.ts';
import { ConversationStore } from '../../src/host/conversation/conversationStore.ts';
import { OpenConversation } from '../../src/host/conversation/openConversation.ts';

const refusal = {
	host: 'models.example',
	status: 400,
	code: '1301',
	message: '',
	requestId: undefined,
	retryAfter: undefined,
};

describe('An answer that fails while it is written', () => {
	const log = vscode.window.createOutputChannel('Test of failed answers', { log: true });
	let folder: string;
	before(async () => {
		folder = await mkdtemp(join(tmpdir(), 'glimpse-failed-'));
	});
	after(async () => {
		log.dispose();
		await rm(folder, { recursive: true, force: true });
	});

	for (const [failure, written] of [
		[{ kind: 'answerWithheld', filters: [] }, 'withdrawn'],
		[{ ...refusal, kind: 'blocked', filters: [] }, 'withdrawn'],
		[{ kind: 'answerCut', host: 'models.example' }, 'kept'],
		[{ kind: 'answerBroken', host: 'models.example' }, 'kept'],
		[{ kind: 'silent', host: 'models.example', seconds: 60 }, 'kept'],
		[{ kind: 'unreachable', host: 'models.example', reason: 'ECONNRESET' }, 'kept'],
		[{ ...refusal, kind: 'serviceBroken' }, 'kept'],
		[{ ...refusal, kind: 'keyRefused' }, 'kept'],
		[{ kind: 'unexpected', reason: 'a fault' }, 'kept'],
		[{ kind: 'cancelled' }, 'kept'],
	] as const satisfies readonly (readonly [Failure, 'kept' | 'withdrawn'])[]) {
		it(`is ${written} after ${failure.kind}, also when the window is opened again`, async () => {
			const storage = join(folder, failure.kind);
			const create = (): OpenConversation =>
				new OpenConversation({
					describer: {
						async *answer() {
							yield { kind: 'reasoning', text: 'Hm.' };
							yield { kind: 'text', text: 'It shows a' };
							throw new FailureError(failure);
						},
					},
					store: new ConversationStore(storage, log),
					archive: new Archive({
						history: new History(join(storage, 'history'), log),
						isKept: () => true,
						shrink: () => Promise.resolve(undefined),
					}),
					log,
				});
			const open = create();
			await open.ask({ task: 'describe', text: '', follows: false, sources: [vscode.Uri.file('/a.png')] });
			await open.flush();
			open.dispose();
			const again = create();
			await again.restore();
			const expected = written === 'kept' ? ['Hm.', 'It shows a'] : ['', ''];
			for (const { state } of [open, again]) {
				assert.deepEqual(
					state.turns.map(({ reasoning, text }) => [reasoning, text]),
					[expected],
				);
			}
			again.dispose();
		});
	}
});
