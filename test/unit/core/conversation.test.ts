import assert from 'node:assert/strict';
import {
	canContinue,
	currentThread,
	emptyConversation,
	isFileSource,
	markInterrupted,
	isRunning,
	reduce,
	sourceOfPicture,
	type Conversation,
	type ConversationEvent,
	type Question,
	type Turn,
} from '../../../src/core/conversation.ts';

const question = (id: string, more: Partial<Question> = {}): Question => ({
	id,
	task: 'describe',
	text: '',
	follows: false,
	sources: [`file:///${id}.png`],
	...more,
});
const asked = (id: string, more?: Partial<Question>): ConversationEvent => ({
	kind: 'asked',
	question: question(id, more),
});
const wrote = (turnId: string, text: string): ConversationEvent => ({
	kind: 'part',
	turnId,
	part: { kind: 'text', text },
});
const after = (...events: readonly ConversationEvent[]): Conversation => events.reduce(reduce, emptyConversation);
const picture = { id: 'p', name: 'a.png', mediaType: 'image/png', width: 1, height: 1, byteLength: 9 };

describe('reduce', () => {
	it('follows an answer from the question to its end', () => {
		const steps: readonly [ConversationEvent, string, string][] = [
			[asked('a'), 'preparing', ''],
			[{ kind: 'prepared', turnId: 'a', pictures: [picture] }, 'preparing', ''],
			[{ kind: 'answering', turnId: 'a', answerer: { engine: 'local' } }, 'waiting', ''],
			[{ kind: 'part', turnId: 'a', part: { kind: 'reasoning', text: 'hm' } }, 'streaming', ''],
			[wrote('a', 'One '), 'streaming', 'One '],
			[wrote('a', 'two'), 'streaming', 'One two'],
			[{ kind: 'part', turnId: 'a', part: { kind: 'finish', reason: 'stop' } }, 'streaming', 'One two'],
			[{ kind: 'ended', turnId: 'a', status: 'done' }, 'done', 'One two'],
		];
		let conversation = emptyConversation;
		for (const [event, status, text] of steps) {
			conversation = reduce(conversation, event);
			assert.deepEqual([conversation.turns[0]?.status, conversation.turns[0]?.text], [status, text], event.kind);
		}
		assert.equal(conversation.turns[0]?.reasoning, 'hm');
		assert.equal(conversation.turns[0]?.finishReason, 'stop');
	});

	it('passes over a picture that can’t be used, for the questions behind it', () => {
		const good = [asked('a'), wrote('a', 'One'), { kind: 'ended', turnId: 'a', status: 'done' }] as const;
		const failure = { message: 'b.png is empty.', about: 'picture' } as const;
		const refused = [asked('b'), { kind: 'failed', turnId: 'b', failure, written: 'kept' }] as const;
		const thread = (...events: readonly ConversationEvent[]) =>
			currentThread(after(...events)).map((turn) => turn.question.id);
		const next = asked('c', { follows: true, sources: [] });
		assert.deepEqual(thread(...good, ...refused, next), ['a', 'c']);
		assert.deepEqual(thread(...good, ...refused), ['a']);
		// Asked again, it may be readable now.
		assert.deepEqual(thread(...good, ...refused, { kind: 'askedAgain', turnId: 'b' }), ['b']);
		const other = { kind: 'failed', turnId: 'b', failure: { message: 'No balance.' }, written: 'kept' } as const;
		assert.deepEqual(thread(...good, asked('b'), other), ['b']);
	});

	it('puts an edited question in the place of its own and of all that followed', () => {
		const before = after(
			asked('a'),
			{ kind: 'prepared', turnId: 'a', pictures: [picture] },
			wrote('a', 'One'),
			asked('b', { follows: true, sources: [], text: 'Why?' }),
			asked('c', { follows: true, sources: [] }),
		);
		const edited = question('d', { text: 'In one line.' });
		const { turns } = reduce(before, { kind: 'edited', turnId: 'a', question: edited, at: 7 });
		assert.equal(turns.length, 1);
		const { question: asks, pictures, status, text, startedAt } = turns[0] ?? assert.fail();
		assert.deepEqual([asks, pictures, status, text, startedAt], [edited, [picture], 'preparing', '', 7]);
		const second = reduce(before, { kind: 'edited', turnId: 'b', question: edited });
		assert.deepEqual(
			second.turns.map((turn) => turn.question.id),
			['a', 'd'],
		);
		assert.equal(second.turns[0], before.turns[0]);
		assert.equal(reduce(before, { kind: 'edited', turnId: 'x', question: edited }), before);
	});

	it('knows how much of the history was left out, until it is asked again', () => {
		const answering = { kind: 'answering', turnId: 'a', answerer: { engine: 'local' }, trimmed: 2 } as const;
		assert.equal(after(asked('a'), answering, wrote('a', 'x')).turns[0]?.trimmed, 2);
		assert.equal(after(asked('a'), answering, { kind: 'askedAgain', turnId: 'a' }).turns[0]?.trimmed, undefined);
	});

	it('keeps the wait before a retry until something comes', () => {
		const wait = { until: 1000, attempt: 1, reason: 'busy' } as const;
		const waiting: readonly ConversationEvent[] = [
			asked('a'),
			{ kind: 'answering', turnId: 'a', answerer: { engine: 'local' } },
			{ kind: 'part', turnId: 'a', part: { kind: 'waiting', ...wait } },
		];
		const [turn] = after(...waiting).turns;
		assert.deepEqual([turn?.status, turn?.retry], ['waiting', wait]);
		const failure = { message: 'No.' };
		const next: readonly ConversationEvent[] = [
			wrote('a', 'One'),
			{ kind: 'ended', turnId: 'a', status: 'stopped' },
			{ kind: 'failed', turnId: 'a', failure, written: 'kept' },
			{ kind: 'askedAgain', turnId: 'a' },
		];
		for (const event of next) assert.equal(after(...waiting, event).turns[0]?.retry, undefined, event.kind);
	});

	it('keeps what was written when an answer fails, unless the service took it back', () => {
		const failure = { message: 'No.' };
		for (const [written, text] of [
			['kept', 'half'],
			['withdrawn', ''],
		] as const) {
			const [turn] = after(asked('a'), wrote('a', 'half'), { kind: 'failed', turnId: 'a', failure, written }).turns;
			assert.deepEqual([turn?.status, turn?.text, turn?.failure], ['failed', text, failure]);
		}
	});

	it('keeps the pictures and drops the answer when a question is asked again', () => {
		const conversation = after(asked('a'), { kind: 'prepared', turnId: 'a', pictures: [picture] }, wrote('a', 'half'), {
			kind: 'askedAgain',
			turnId: 'a',
		});
		assert.deepEqual(
			[conversation.turns[0]?.status, conversation.turns[0]?.text, conversation.turns[0]?.pictures],
			['preparing', '', [picture]],
		);
	});

	it('begins the answer anew when the service does, and counts how often', () => {
		const restarted: ConversationEvent = { kind: 'part', turnId: 'a', part: { kind: 'restarted' } };
		const [turn] = after(asked('a'), wrote('a', 'x'), restarted, restarted, wrote('a', 'y')).turns;
		assert.deepEqual([turn?.text, turn?.restarts], ['y', 2]);
		const thought = { kind: 'part', turnId: 'a', part: { kind: 'restarted', wasThought: true } } as const;
		const [thinking] = after(asked('a'), wrote('a', 'x'), thought).turns;
		assert.deepEqual([thinking?.text, thinking?.restarts], ['', undefined]);
	});

	it('keeps which picture is being prepared until all are', () => {
		const preparing: ConversationEvent = { kind: 'preparing', turnId: 'a', index: 1, count: 2 };
		assert.deepEqual(after(asked('a'), preparing).turns[0]?.preparing, { index: 1, count: 2 });
		const prepared: ConversationEvent = { kind: 'prepared', turnId: 'a', pictures: [picture] };
		assert.equal(after(asked('a'), preparing, prepared).turns[0]?.preparing, undefined);
	});

	it('adds each consent to those that were given, also for the next answer', () => {
		const again = { kind: 'askedAgain', turnId: 'a' } as const;
		const [turn] = after(
			asked('a'),
			{ ...again, consent: 'undocumentedFormat' },
			{ ...again, consent: 'beginningOnly' },
			again,
		).turns;
		assert.deepEqual(turn?.question.consent, ['undocumentedFormat', 'beginningOnly']);
	});

	it('takes over the usage, the places and another conversation', () => {
		const usage = { promptTokens: 1, completionTokens: 2, totalTokens: 3 };
		const events: readonly ConversationEvent[] = [
			asked('a'),
			{ kind: 'part', turnId: 'a', part: { kind: 'usage', usage } },
			{ kind: 'linked', turnId: 'a', places: ['a.ts:1'] },
		];
		const conversation = after(...events);
		assert.deepEqual([conversation.turns[0]?.usage, conversation.turns[0]?.places], [usage, ['a.ts:1']]);
		assert.equal(after(asked('b'), { kind: 'opened', conversation }), conversation);
	});

	it('knows when a question was asked, the last time, and when its answer ended', () => {
		const [first, last] = [{ ...asked('a'), at: 1000 } as ConversationEvent, 3000];
		const ended = { kind: 'ended', turnId: 'a', status: 'done', at: last } as const;
		const times = ({ turns: [turn] }: Conversation) => [turn?.startedAt, turn?.endedAt];
		assert.deepEqual(times(after(first)), [1000, undefined]);
		assert.deepEqual(times(after(first, ended)), [1000, 3000]);
		assert.deepEqual(times(after(first, ended, { kind: 'askedAgain', turnId: 'a', at: 5000 })), [5000, undefined]);
	});

	it('has a question wait until it is dropped, beside whatever else happens', () => {
		const queued = { task: 'ask', text: 'Why?', behind: 'a' } as const;
		const waiting = after(asked('a'), { kind: 'queued', queued }, wrote('a', 'x'), asked('b'));
		assert.deepEqual(waiting.queued, queued);
		assert.equal(reduce(waiting, { kind: 'queued', queued: undefined }).queued, undefined);
		assert.equal(reduce(waiting, { kind: 'cleared' }).queued, undefined);
	});

	it('leaves the other turns alone, and ignores an event for a turn that is gone', () => {
		const conversation = after(asked('a'), asked('b'), wrote('a', 'x'), wrote('gone', 'y'));
		assert.deepEqual(
			conversation.turns.map((turn) => turn.text),
			['x', ''],
		);
		assert.deepEqual(reduce(conversation, { kind: 'cleared' }), emptyConversation);
	});
});

describe('isFileSource', () => {
	for (const [source, isFile] of [
		['file:///a/one.png', true],
		['vscode-vfs://github/a/b/one.png', true],
		['pasted:7/one.png', false],
		['https://a.example/one.png', false],
		['HTTP://a.example/one.png', false],
		['data:image/png;base64,AAAA', false],
		['one.png', false],
		['', false],
	] as const) {
		it(`${isFile ? 'takes' : 'refuses'} ${source}`, () => assert.equal(isFileSource(source), isFile));
	}
});

describe('The status of a turn', () => {
	const statuses = ['preparing', 'waiting', 'streaming', 'done', 'stopped', 'interrupted', 'failed'] as const;
	const turn = (more: Partial<Turn>): Turn => {
		const [first] = after(asked('a')).turns;
		assert.ok(first);
		return { ...first, ...more };
	};

	it('says whether the answer may still grow', () => {
		const running = statuses.filter((status) => isRunning(turn({ status })));
		assert.deepEqual(running, ['preparing', 'waiting', 'streaming']);
	});

	it('says whether its rest can be asked for: where it was cut, and has a beginning', () => {
		const cut = statuses.filter((status) => canContinue(turn({ status, text: 'x' })));
		assert.deepEqual(cut, ['stopped', 'interrupted']);
		assert.equal(canContinue(turn({ status: 'done', text: 'x', finishReason: 'length' })), true);
		assert.equal(canContinue(turn({ status: 'stopped', text: '' })), false);
	});
});

describe('interrupted', () => {
	it('marks what was running and keeps what was written', () => {
		const conversation = markInterrupted(
			after(
				asked('a'),
				wrote('a', 'whole'),
				{ kind: 'ended', turnId: 'a', status: 'done' },
				asked('b'),
				wrote('b', 'half'),
			),
		);
		assert.deepEqual(
			conversation.turns.map(({ status, text }) => [status, text]),
			[
				['done', 'whole'],
				['interrupted', 'half'],
			],
		);
	});
});

describe('currentThread', () => {
	it('begins with the last question that follows nothing', () => {
		const conversation = after(asked('a'), asked('b', { follows: true }), asked('c'), asked('d', { follows: true }));
		assert.deepEqual(
			currentThread(conversation).map((turn) => turn.question.id),
			['c', 'd'],
		);
		assert.deepEqual(currentThread(emptyConversation), []);
	});
});

describe('sourceOfPicture', () => {
	const sent = (id: string, piece?: readonly [index: number, count: number]) => ({
		...picture,
		id,
		origin: piece && {
			mediaType: 'image/png',
			width: 1,
			height: 9,
			byteLength: 1,
			metadataRemoved: false,
			tile: { index: piece[0], count: piece[1], overlap: 0, direction: 'down' as const },
		},
	});
	const prepared = (turnId: string, ...pictures: Turn['pictures']): ConversationEvent => ({
		kind: 'prepared',
		turnId,
		pictures,
	});
	const conversation = after(
		asked('a', { sources: ['file:///1.png'] }),
		prepared('a', sent('one')),
		asked('b', { sources: ['file:///2.png', 'https://a.b/3.png', 'file:///4.png'], follows: true }),
		prepared(
			'b',
			// Taken over from the question before, which got no answer.
			sent('again'),
			sent('two-0', [0, 2]),
			sent('two-1', [1, 2]),
			{ id: 'three', kind: 'image', url: 'https://a.b/3.png', name: '3.png' },
			sent('four'),
		),
	);
	for (const [id, source] of [
		['one', 'file:///1.png'],
		['again', 'file:///1.png'],
		['two-0', 'file:///2.png'],
		['two-1', 'file:///2.png'],
		['three', 'https://a.b/3.png'],
		['four', 'file:///4.png'],
		['none', undefined],
	] as const) {
		it(`finds that of ${id}`, () => assert.equal(sourceOfPicture(conversation, id), source));
	}
});
