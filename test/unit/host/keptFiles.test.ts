import assert from 'node:assert/strict';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type * as vscode from 'vscode';
import { emptyConversation, reduce, type Conversation } from '../../../src/core/conversation.ts';
import {
	ConversationStore,
	parsePastedSource,
	newPastedSource,
} from '../../../src/host/conversation/conversationStore.ts';
import { History } from '../../../src/host/conversation/history.ts';
import { replaceFile } from '../../../src/host/conversation/replaceFile.ts';

const question = { id: 'a', task: 'ask', text: 'What is it?', sources: [], follows: false } as const;
const asked: Conversation = reduce(emptyConversation, { kind: 'asked', question });
const picture = { id: 'one', name: 'a.png', mediaType: 'image/png', width: 1, height: 1, byteLength: 3 };
const withPicture: Conversation = reduce(asked, { kind: 'prepared', turnId: 'a', pictures: [picture] });
const thumbnail = 'data:image/png;base64,AAAA';

describe('Files that are kept on this machine', () => {
	let folder: string;
	let warnings: string[];
	/** Only what the classes under test call. */
	const log = {
		debug: () => undefined,
		warn: (words: string) => warnings.push(words),
	} as unknown as vscode.LogOutputChannel;

	beforeEach(async () => {
		warnings = [];
		folder = await mkdtemp(join(tmpdir(), 'glimpse-kept-files-'));
	});
	afterEach(() => rm(folder, { recursive: true, force: true }));

	const modeOf = async (path: string) => ((await stat(path)).mode & 0o777).toString(8);
	const past = (changed: object = {}) => ({
		version: 1,
		id: 'past',
		savedAt: 1,
		conversation: withPicture,
		thumbnails: { one: thumbnail },
		...changed,
	});

	describe('written by two windows', () => {
		it('are whole at every moment', async () => {
			const path = join(folder, 'conversation.json');
			const texts = ['a', 'b'].map((letter) => JSON.stringify(letter.repeat(200_000)));
			await replaceFile(path, texts[0] ?? '');
			const state = { isOver: false };
			const write = async (text: string) => {
				for (let count = 0; count < 40; count++) await replaceFile(path, text);
			};
			const read = async () => {
				while (!state.isOver) assert.ok(texts.includes(await readFile(path, 'utf8')));
			};
			const reading = read();
			const written = await Promise.allSettled(texts.map(write));
			state.isOver = true;
			await reading;
			assert.ok(written.every(({ status }) => status === 'fulfilled'));
			assert.deepEqual(await readdir(folder), ['conversation.json']);
		});

		it('leave no temporary file when they can’t be written', async () => {
			await mkdir(join(folder, 'taken', 'inner'), { recursive: true });
			await assert.rejects(replaceFile(join(folder, 'taken'), 'x'));
			assert.deepEqual(await readdir(folder), ['taken']);
		});

		it('are removed only by the window that wrote them', async () => {
			const [own, other] = [new ConversationStore(folder, log), new ConversationStore(folder, log)];
			own.save({ conversation: withPicture });
			own.saveBytes('one', Uint8Array.of(1));
			other.saveBytes('two', Uint8Array.of(2));
			await Promise.all([own.flush(), other.flush()]);
			own.save({ conversation: emptyConversation });
			await own.flush();
			assert.deepEqual(await readdir(join(folder, 'conversation')), ['two']);
		});
	});

	it('are swept when a host left them and nothing names them', async () => {
		const store = new ConversationStore(folder, log);
		store.save({ conversation: withPicture });
		store.saveBytes('one', Uint8Array.of(1));
		await store.flush();
		const kept = join(folder, 'conversation');
		for (const name of ['conversation.json.new', 'conversation.json.1-x.new', 'gone', 'fresh.new']) {
			await writeFile(join(kept, name), 'x');
			if (name !== 'fresh.new') await utimes(join(kept, name), 1, 1);
		}
		const again = new ConversationStore(folder, log);
		assert.ok(await again.load());
		// Swept beside the work; forgetting waits for a sweep of its own.
		again.save({ conversation: emptyConversation });
		await again.flush();
		const left = await readdir(kept);
		assert.deepEqual(
			left.filter((name) => name !== 'gone'),
			['fresh.new'],
		);
	});

	(process.platform === 'win32' ? it.skip : it)('are for this user alone, those of earlier versions, too', async () => {
		const store = new ConversationStore(join(folder, 'new'), log);
		store.save({ conversation: withPicture });
		store.saveBytes('one', Uint8Array.of(1));
		await store.flush();
		const kept = join(folder, 'new', 'conversation');
		assert.deepEqual(await Promise.all([kept, join(kept, 'one'), join(kept, 'conversation.json')].map(modeOf)), [
			'700',
			'600',
			'600',
		]);
		const old = join(folder, 'history');
		await mkdir(old);
		await writeFile(join(old, 'past.json'), JSON.stringify(past()));
		await chmod(old, 0o755);
		await chmod(join(old, 'past.json'), 0o644);
		assert.equal((await new History(old, log).list()).length, 1);
		assert.deepEqual(await Promise.all([old, join(old, 'past.json')].map(modeOf)), ['700', '600']);
	});

	describe('of past conversations', () => {
		it('are read when they are whole, under their name', async () => {
			await writeFile(join(folder, 'right.json'), JSON.stringify(past({ id: '../../x' })));
			const history = new History(folder, log);
			assert.deepEqual(
				(await history.list()).map(({ id, thumbnails }) => [id, thumbnails]),
				[['right', { one: thumbnail }]],
			);
			assert.deepEqual(warnings, []);
		});

		const turn = withPicture.turns[0];
		const damaged: readonly (readonly [name: string, text: string])[] = [
			['null', 'null'],
			['a list', '[]'],
			['no JSON', '{"version":1,'],
			['nothing', ''],
			['no conversation', JSON.stringify(past({ conversation: undefined }))],
			['no thumbnails', JSON.stringify(past({ thumbnails: undefined }))],
			['thumbnails that are null', JSON.stringify(past({ thumbnails: { one: null } }))],
			['thumbnails from elsewhere', JSON.stringify(past({ thumbnails: { one: 'https://a.example/a.png' } }))],
			['a date that is none', JSON.stringify(past({ savedAt: 1e300 }))],
			['turns that are null', JSON.stringify(past({ conversation: { turns: [null] } }))],
			['turns that are text', JSON.stringify(past({ conversation: { turns: 'x' } }))],
			['turns without pictures', JSON.stringify(past({ conversation: { turns: [{ ...turn, pictures: undefined }] } }))],
			['turns without a text', JSON.stringify(past({ conversation: { turns: [{ ...turn, text: 5 }] } }))],
			[
				'a source that is no address',
				JSON.stringify(
					past({ conversation: { turns: [{ ...turn, question: { ...question, sources: ['file:////x'] } }] } }),
				),
			],
			[
				'a source that is a part of no address',
				JSON.stringify(
					past({
						conversation: { turns: [{ ...turn, question: { ...question, sources: ['region:0,0,1,1/file:////x'] } }] },
					}),
				),
			],
			[
				'a picture whose id is a path',
				JSON.stringify(past({ conversation: { turns: [{ ...turn, pictures: [{ ...picture, id: '../x' }] }] } })),
			],
			['deep nesting', `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
		];
		for (const [name, text] of damaged) {
			it(`are skipped with one line in the log: ${name}`, async () => {
				await writeFile(join(folder, 'bad.json'), text);
				await writeFile(join(folder, 'good.json'), JSON.stringify(past()));
				const history = new History(folder, log);
				for (let count = 0; count < 3; count++) {
					assert.deepEqual(
						(await history.list()).map(({ id }) => id),
						['good'],
					);
				}
				assert.equal(warnings.length, 1);
				assert.match(warnings[0] ?? '', /^Skipped a past conversation that can't be read \(bad\.json\): [^\n]+$/);
			});
		}

		it('are not read when they are larger than any', async () => {
			await writeFile(join(folder, 'large.json'), JSON.stringify(past()));
			await truncate(join(folder, 'large.json'), 3_000_000_000);
			assert.deepEqual(await new History(folder, log).list(), []);
			assert.equal(warnings.length, 1);
		});

		it('are never somewhere else', async () => {
			const history = new History(join(folder, 'history'), log);
			await writeFile(join(folder, 'other.json'), JSON.stringify(past()));
			await mkdir(join(folder, 'history'));
			assert.equal(await history.find('../other'), undefined);
			await history.delete('../other');
			await history.save({ id: '../other', savedAt: 2, conversation: asked, thumbnails: {} });
			assert.equal(await readFile(join(folder, 'other.json'), 'utf8'), JSON.stringify(past()));
		});
	});

	describe('of the open conversation', () => {
		for (const [name, text] of [
			['null', 'null'],
			['a picture whose id is a path', JSON.stringify(past()).replace('"id":"one"', '"id":"../../x"')],
			['turns that are null', '{"version":1,"conversation":{"turns":[null]}}'],
		] as const) {
			it(`are not restored: ${name}`, async () => {
				await mkdir(join(folder, 'conversation'));
				await writeFile(join(folder, 'conversation', 'conversation.json'), text);
				assert.equal(await new ConversationStore(folder, log).load(), undefined);
				assert.equal(warnings.length, 1);
			});
		}

		it('are restored with their pictures, and as they were', async () => {
			const store = new ConversationStore(folder, log);
			const source = newPastedSource('../a%2Fb.png');
			const { id = '' } = parsePastedSource(source) ?? {};
			const conversation = { ...withPicture, attachments: [{ id: 'w', name: 'b.png', source }] };
			store.save({ conversation, pastId: 'past' });
			store.saveBytes('one', Uint8Array.of(1, 2, 3));
			store.saveBytes(id, new File(['xyz'], 'b.png'));
			await store.flush();
			const stored = await new ConversationStore(folder, log).load();
			const interruptedTurns = conversation.turns.map((turn) => ({ ...turn, status: 'interrupted' }));
			assert.deepEqual(stored?.conversation, JSON.parse(JSON.stringify({ ...conversation, turns: interruptedTurns })));
			assert.equal(stored?.pastId, 'past');
			assert.equal(stored?.media.size, 1);
			assert.equal(stored?.pasted.get(source)?.name, 'b.png');
		});

		it('have sources that are read without an error', () => {
			for (const [source, name] of [
				['pasted:one/a%2', 'a%2'],
				['pasted:one/..%2F..%2Fx', 'x'],
				['pasted:one/', 'file'],
			] as const) {
				assert.deepEqual(parsePastedSource(source), { id: 'one', name });
			}
			for (const [of, versionOf] of [
				['file%3A%2F%2F%2Fx%2Fa.png', { versionOf: { file: 'file:///x/a.png', commit: undefined } }],
				['file%3A%2F%2F%2Fx%2Fa.png&commit=ab12', { versionOf: { file: 'file:///x/a.png', commit: 'ab12' } }],
				['file%3A%2F%2F%2F%2Fx', {}],
				['command%3Ax', {}],
				['%ZZ', {}],
				['', {}],
			] as const) {
				const parsed = parsePastedSource(`pasted:one/a.png?of=${of}`);
				assert.deepEqual(parsed, { id: 'one', name: 'a.png', ...versionOf });
			}
			for (const source of [
				'pasted:one/a.png?of=file%3A%2F%2F%2Fx&commit=--x',
				'pasted:../x/a.png',
				'pasted:',
				'file:///a',
			]) {
				assert.equal(parsePastedSource(source), undefined);
			}
		});
	});
});
