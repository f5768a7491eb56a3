import assert from 'node:assert/strict';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import { OpenConversation } from '../../src/host/conversation/openConversation.ts';
import { createPanelHandlers } from '../../src/host/commands/panelMessages.ts';
import { childTitled } from '../support/childMemory.ts';
import { projectDir } from '../support/places.mjs';
import { useConversation } from './useConversation.ts';

const sample = vscode.Uri.file(join(projectDir, 'media/samples/settings-light.png'));

/** Waits until there is a process of this title, or none; the test's own limit of time ends it. */
async function until(title: string, isThere: boolean): Promise<void> {
	while ((childTitled(title) !== undefined) !== isThere) await sleep(20);
}

describe('While a question is being put', function () {
	this.timeout(30_000);
	const bed = useConversation();
	const { platform } = process;

	before(function () {
		// Where processes can be looked up by their titles.
		if (platform !== 'linux') this.skip();
	});

	it('a picture that is attached starts the process that prepares it', async () => {
		await until('Glimpse pictures', false);
		bed.open.attach([sample]);
		await until('Glimpse pictures', true);
		const before = childTitled('Glimpse pictures');
		assert.equal(bed.glm.requests.length, 0);
		await bed.open.askAttached('ask', 'What is it?');
		assert.equal(childTitled('Glimpse pictures'), before);
		assert.equal(bed.open.state.turns.at(-1)?.status, 'done');
	});

	it('text recognition starts where this machine answers', async () => {
		await bed.set('engine', 'local');
		await createPanelHandlers(bed.parts).getReady({ type: 'getReady' });
		await until('Glimpse text recognition', true);
	});
});

describe('A question', () => {
	const bed = useConversation();

	it('is on the wire though nothing of it can be stored', async () => {
		const stuck = {
			load: () => Promise.resolve(undefined),
			save: () => new Promise<void>(() => undefined),
			saveBytes: () => new Promise<void>(() => undefined),
			flush: () => new Promise<void>(() => undefined),
		};
		// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what a conversation calls of it
		const store = stuck as unknown as ConstructorParameters<typeof OpenConversation>[0]['store'];
		const { describer, log, history } = bed.parts;
		// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- nothing is left for the history
		const archive = { history } as unknown as ConstructorParameters<typeof OpenConversation>[0]['archive'];
		const conversation = new OpenConversation({ describer, store, archive, log });
		const pasted = new File([new Uint8Array(await vscode.workspace.fs.readFile(sample))], 'pasted.png');
		await conversation.ask({ task: 'describe', text: '', follows: false, sources: [pasted] });
		assert.equal(bed.glm.requests.length, 1);
		assert.equal(conversation.state.turns[0]?.status, 'done');
		conversation.dispose();
	});

	it('looks its key up while its picture is prepared', async () => {
		const { describer, keys } = bed.parts;
		const asked: string[] = [];
		const get = keys.get.bind(keys);
		keys.get = async (host) => {
			asked.push('key');
			return get(host);
		};
		try {
			const { signal } = new AbortController();
			const request = { task: 'describe', text: '', media: [sample], history: [] } as const;
			for await (const { kind } of describer.answer(request, signal)) asked.push(kind);
		} finally {
			keys.get = get;
		}
		const prepared = asked.indexOf('prepared');
		assert.ok(asked.indexOf('key') < prepared && !asked.slice(prepared).includes('key'), asked.join());
	});
});
