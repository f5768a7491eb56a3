import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { emptyConversation, reduce, type Conversation } from '../../src/core/conversation.ts';
import { AltTextCache } from '../../src/host/altText/altTextCache.ts';
import { ConversationStore } from '../../src/host/conversation/conversationStore.ts';
import { History } from '../../src/host/conversation/history.ts';
import { memoryOfTest } from './useConversation.ts';

describe('What is kept on this machine', () => {
	const log = vscode.window.createOutputChannel('Test of what is kept', { log: true });
	let folder: string;
	before(async () => {
		folder = await mkdtemp(join(tmpdir(), 'glimpse-kept-'));
	});
	after(async () => {
		log.dispose();
		await rm(folder, { recursive: true, force: true });
	});

	const asked: Conversation = reduce(emptyConversation, {
		kind: 'asked',
		question: { id: 'a', task: 'ask', text: 'What is it?', sources: [], follows: false },
	});

	/** All files below a folder, by their paths. */
	async function filesIn(path: string): Promise<readonly string[]> {
		const entries = await readdir(path, { recursive: true, withFileTypes: true }).catch(() => []);
		return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
	}

	it('of past conversations: the newest twenty, until they are deleted', async () => {
		const history = new History(join(folder, 'history'), log);
		for (let index = 0; index < 22; index++) {
			await history.save({ id: String(index), savedAt: index, conversation: asked, thumbnails: {} });
		}
		assert.deepEqual(
			(await history.list()).map(({ id }) => id),
			Array.from({ length: 20 }, (_, index) => String(21 - index)),
		);
		assert.equal((await filesIn(folder)).length, 20);
		await history.delete('21');
		assert.equal((await filesIn(folder)).length, 19);
		await history.clear();
		assert.deepEqual(await filesIn(folder), []);
	});

	it('of the open conversation: text and pictures, until a new one is begun', async () => {
		const store = new ConversationStore(join(folder, 'open'), log);
		store.save({ conversation: asked });
		store.saveBytes('picture', Uint8Array.of(1, 2, 3));
		await store.flush();
		assert.equal((await filesIn(folder)).length, 2);
		store.save({ conversation: emptyConversation });
		await store.flush();
		assert.deepEqual(await filesIn(folder), []);
	});

	it('of alt texts: the last five hundred', async () => {
		const memory = memoryOfTest();
		const cache = new AltTextCache(memory, 'altTexts');
		for (let index = 0; index < 502; index++) {
			await cache.keep(String(index), { alt: 'A dialog.', kind: 'informative', reason: '' });
		}
		const kept = memory.get<readonly (readonly [string, unknown])[]>('altTexts') ?? [];
		assert.equal(kept.length, 500);
		assert.deepEqual([kept[0]?.[0], kept.at(-1)?.[0]], ['2', '501']);
	});
});
