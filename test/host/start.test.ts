import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { emptyConversation, reduce, type Question } from '../../src/core/conversation.ts';
import { activate } from '../../src/extension.ts';
import { ConversationStore } from '../../src/host/conversation/conversationStore.ts';
import { Archive, History } from '../../src/host/conversation/history.ts';
import { OpenConversation } from '../../src/host/conversation/openConversation.ts';
import { usePerson } from './usePerson.ts';

describe('The start', () => {
	const person = usePerson();
	const log = { debug: assert.fail, warn: assert.fail, error: assert.fail } as unknown as vscode.LogOutputChannel;

	it('that fails is shown', () => {
		const secrets = {
			onDidChange: () => {
				throw new Error('no secrets here');
			},
		};
		const context = { extensionUri: vscode.Uri.file('/'), subscriptions: [], secrets };
		const { createOutputChannel } = vscode.window;
		// The extension itself has a channel of the same name.
		Object.assign(vscode.window, { createOutputChannel: () => log });
		try {
			assert.throws(() => activate(context as unknown as vscode.ExtensionContext), /no secrets here/);
		} finally {
			Object.assign(vscode.window, { createOutputChannel });
		}
		assert.deepEqual(person.read, ['Glimpse could not start (no secrets here). Reload the window to try again.']);
	});

	describe('while the conversation is still read from the disk', () => {
		const earlier: Question = { id: 'earlier', task: 'describe', text: '', follows: false, sources: [] };
		const stored = reduce(emptyConversation, { kind: 'asked', question: earlier });
		let folder: string;
		let disk: PromiseWithResolvers<void>;
		let open: OpenConversation;
		const asked = (): readonly string[] => open.state.turns.map(({ question }) => question.text || question.id);

		before(async () => {
			folder = await mkdtemp(join(tmpdir(), 'glimpse-start-'));
			const store = new ConversationStore(folder, log);
			store.save({ conversation: stored });
			await store.flush();
		});
		after(() => rm(folder, { recursive: true, force: true }));
		beforeEach(() => {
			disk = Promise.withResolvers();
			class SlowStore extends ConversationStore {
				override async load() {
					await disk.promise;
					return super.load();
				}
			}
			open = new OpenConversation({
				describer: {
					async *answer() {
						yield { kind: 'text', text: 'An answer.' };
					},
				},
				store: new SlowStore(folder, log),
				archive: new Archive({
					history: new History(join(folder, 'history'), log),
					isKept: () => false,
					shrink: () => Promise.resolve(undefined),
				}),
				log,
			});
		});

		it('a question is answered, and stands behind what is restored', async () => {
			const restored = open.restore();
			await open.ask({ task: 'ask', text: 'At once', follows: false, sources: [] });
			assert.deepEqual(asked(), ['At once']);
			disk.resolve();
			await restored;
			assert.deepEqual(asked(), ['earlier', 'At once']);
			await open.flush();
			assert.equal((await new ConversationStore(folder, log).load())?.conversation.turns.length, 2);
		});

		it('New Conversation waits, and leaves nothing behind', async () => {
			const restored = open.restore();
			const cleared = open.clear();
			disk.resolve();
			await Promise.all([restored, cleared]);
			assert.deepEqual(asked(), []);
		});
	});
});
