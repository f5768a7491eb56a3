import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import * as vscode from 'vscode';
import { markInterrupted, reduce, type Conversation } from '../../src/core/conversation.ts';
import { FailureError } from '../../src/core/failure.ts';
import { Archive, History } from '../../src/host/conversation/history.ts';
import { ConversationStore } from '../../src/host/conversation/conversationStore.ts';
import type { Describer } from '../../src/host/describer/describer.ts';
import type { AnswerEvent } from '../../src/host/describer/imageRequest.ts';
import { OpenConversation } from '../../src/host/conversation/openConversation.ts';

const log = vscode.window.createOutputChannel('Glimpse tests', { log: true });

/** A page: it has the host's state from when it said `ready`, and applies the events that follow. */
class Page {
	#conversation: Conversation;
	readonly #subscription: vscode.Disposable;

	constructor(open: OpenConversation) {
		// As it arrives by message: a copy.
		this.#conversation = structuredClone(open.state);
		this.#subscription = open.onEvent((event) => {
			this.#conversation = reduce(this.#conversation, structuredClone(event));
		});
	}

	get conversation(): Conversation {
		return this.#conversation;
	}

	close(): void {
		this.#subscription.dispose();
	}
}

/** What a user can do, and how far the answer gets meanwhile. */
const action = fc.oneof(
	fc.constantFrom('describe', 'ask', 'askAgain', 'stop', 'newConversation', 'openPast', 'hide', 'show', 'reload'),
	fc.constantFrom('askBehind', 'askQueued', 'unqueue', 'edit'),
	fc.record({ model: fc.nat(59) }),
	fc.record({ steps: fc.integer({ min: 1, max: 12 }) }),
	fc.record({ steps: fc.integer({ min: 1, max: 12 }) }),
);

/** The parts of an answer that goes as a seed says. */
function answerOf(model: number): readonly (AnswerEvent | 'fails')[] {
	const answerer = { engine: 'glm', model: `model-${model}`, host: 'models.example' } as const;
	const picture = {
		mediaType: 'image/png',
		bytes: new Uint8Array([model]),
		width: 1,
		height: 1,
		name: 'a.png',
	} as const;
	return [
		{ kind: 'prepared', media: [picture] },
		{ kind: 'answering', answerer, ...(model % 3 === 1 && { trimmed: 1 }) },
		...(model % 2 ? [{ kind: 'waiting', until: 1, attempt: 1, reason: 'busy' } as const] : []),
		{ kind: 'reasoning', text: 'Hm. ' },
		{ kind: 'text', text: `It is ${model}` },
		...(model % 4 === 2 ? [{ kind: 'restarted' } as const] : []),
		{ kind: 'text', text: ', I think.' },
		...(model % 5 === 3 ? ['fails' as const] : []),
		{ kind: 'usage', usage: { promptTokens: 1, completionTokens: 2, totalTokens: 3 } },
		{ kind: 'finish', reason: model % 3 === 2 ? 'length' : 'stop' },
	];
}

describe('The page and the host', () => {
	let folder: string;
	before(async () => {
		folder = await mkdtemp(join(tmpdir(), 'glimpse-state-'));
	});
	after(() => rm(folder, { recursive: true, force: true }));

	it('hold the same conversation, whatever the user does in whatever order', async () => {
		let run = 0;
		await fc.assert(
			fc.asyncProperty(fc.array(action, { minLength: 1, maxLength: 40 }), async (actions) => {
				const storage = join(folder, String(run++));
				/** Lets the running answer go one step further. */
				let goOn = (): void => undefined;
				let model = 0;
				const describer: Describer = {
					getReady: () => Promise.resolve(),
					answerHere: assert.fail,
					configuredAnswerer: assert.fail,
					async *answer(_, signal) {
						for (const step of answerOf(model)) {
							const gate = Promise.withResolvers<void>();
							goOn = () => gate.resolve();
							if (signal.aborted) gate.resolve();
							signal.addEventListener('abort', () => gate.resolve(), { once: true });
							await gate.promise;
							if (signal.aborted) throw new FailureError({ kind: 'cancelled' });
							if (step === 'fails') throw new FailureError({ kind: 'answerCut', host: 'models.example' });
							yield step;
						}
					},
					answerer: () => Promise.reject(new Error('Nobody asks.')),
					nextAnswerer: () => Promise.reject(new Error('Nobody asks.')),
				};
				const archive = new Archive({
					history: new History(join(storage, 'history'), log),
					isKept: () => true,
					shrink: () => Promise.resolve(undefined),
				});
				const create = (): OpenConversation =>
					new OpenConversation({ describer, store: new ConversationStore(storage, log), archive, log });
				let open = create();
				let page: Page | undefined = new Page(open);
				const work: Promise<unknown>[] = [];
				for (const done of actions) {
					if (typeof done === 'object' && 'model' in done) ({ model } = done);
					else if (typeof done === 'object') {
						for (let step = 0; step < done.steps; step++) {
							goOn();
							// A step of the answer takes some turns of the queue of promises.
							await new Promise((resolve) => setImmediate(resolve));
						}
					} else if (done === 'describe' || done === 'ask') {
						const sources = done === 'describe' ? [vscode.Uri.file('/a.png')] : [];
						work.push(open.ask({ task: done, text: done, follows: done === 'ask', sources }));
					} else if (done === 'askAgain') {
						work.push(open.askAgain(open.state.turns.at(-1)?.question.id ?? ''));
					} else if (done === 'askBehind') work.push(open.askAttached('ask', done));
					else if (done === 'askQueued') work.push(open.askQueued());
					else if (done === 'edit') {
						const { turns } = open.state;
						const { id = '' } = turns[turns.length >> 1]?.question ?? {};
						work.push(open.editQuestion(id, `${done} ${work.length}`));
					} else if (done === 'unqueue') open.unqueue();
					else if (done === 'stop') open.stop();
					else if (done === 'newConversation') await open.clear();
					else if (done === 'openPast') {
						const [past] = await archive.history.list();
						if (past) await open.open(past);
					} else if (done === 'hide') {
						page?.close();
						page = undefined;
					} else if (done === 'show') page ??= new Page(open);
					else {
						const before = open.state;
						await open.flush();
						open.dispose();
						open = create();
						await open.restore();
						assert.deepEqual(open.state, JSON.parse(JSON.stringify(markInterrupted(before))));
						page?.close();
						page = new Page(open);
					}
					if (page) assert.deepEqual(page.conversation, open.state);
				}
				page ??= new Page(open);
				open.stop();
				await Promise.all(work);
				assert.deepEqual(page.conversation, open.state);
				await open.flush();
				open.dispose();
			}),
			{ numRuns: 200 },
		);
	});

	it('have a conversation from the history once, with its pictures, also when it is left after a reload', async () => {
		const storage = join(folder, 'past');
		const history = new History(join(storage, 'history'), log);
		const archive = new Archive({ history, isKept: () => true, shrink: () => Promise.resolve(undefined) });
		const describer: Describer = {
			getReady: () => Promise.resolve(),
			answerHere: assert.fail,
			configuredAnswerer: assert.fail,
			async *answer() {
				yield { kind: 'text', text: 'It is late.' };
			},
			answerer: () => Promise.reject(new Error('Nobody asks.')),
			nextAnswerer: () => Promise.reject(new Error('Nobody asks.')),
		};
		const create = (): OpenConversation =>
			new OpenConversation({ describer, store: new ConversationStore(storage, log), archive, log });
		const first = create();
		await first.ask({ task: 'describe', text: '', follows: false, sources: [vscode.Uri.file('/a.png')] });
		const [turn] = first.state.turns;
		assert.ok(turn);
		const picture = { id: 'one', name: 'a.png', mediaType: 'image/png', width: 1, height: 1, byteLength: 1 };
		const past = {
			id: 'past',
			savedAt: 1,
			conversation: { turns: [{ ...turn, pictures: [picture] }], attachments: [] },
			thumbnails: { one: 'data:image/png;base64,AAAA' },
		};
		await history.save(past);
		await first.clear();
		await first.flush();
		await history.delete((await history.list())[0]?.id ?? '');
		await first.open(past);
		await first.flush();
		first.dispose();

		const second = create();
		await second.restore();
		assert.deepEqual(await second.bytes('one'), Buffer.from([0, 0, 0]));
		await second.clear();
		await second.flush();
		second.dispose();
		const kept = await history.list();
		assert.deepEqual(
			kept.map(({ id, thumbnails }) => ({ id, thumbnails })),
			[{ id: past.id, thumbnails: past.thumbnails }],
		);
	});
});
