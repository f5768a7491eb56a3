import assert from 'node:assert/strict';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { projectDir } from '../support/places.mjs';
import { useConversation } from './useConversation.ts';

const sample = (name: string): vscode.Uri => vscode.Uri.file(join(projectDir, 'media/samples', name));

describe('A question that is asked while an answer is written', () => {
	const bed = useConversation();

	/** Asks about a picture, and behind it in words; the answer to the first waits to be released. */
	async function askTwice() {
		const held = bed.glm.script({ kind: 'hold' });
		const first = bed.ask('describe', sample('dialog-light.png'));
		await held.request;
		await bed.open.askAttached('ask', 'And why?');
		const behind = bed.open.state.turns[0]?.question.id;
		assert.deepEqual(bed.open.state.queued, { task: 'ask', text: 'And why?', behind });
		return { held, first };
	}
	const questions = (): readonly string[] => bed.open.state.turns.map(({ question }) => question.text);
	const ends = (count: number) => bed.until(() => bed.events.filter(({ kind }) => kind === 'ended').length === count);

	it('waits, and is asked when that is complete, with the attachments of then', async () => {
		const { held, first } = await askTwice();
		assert.deepEqual(questions(), ['']);
		bed.open.attach([sample('chart-sales.png')]);
		held.release();
		await first;
		await ends(2);
		assert.deepEqual(questions(), ['', 'And why?']);
		const [before, after] = bed.open.state.turns;
		assert.deepEqual([before?.status, after?.status, after?.question.follows], ['done', 'done', true]);
		assert.deepEqual(after?.question.sources, [sample('chart-sales.png').toString()]);
		assert.deepEqual([bed.open.state.queued, bed.open.state.attachments], [undefined, []]);
	});

	it('goes on with further words that are asked meanwhile, and another task takes its place', async () => {
		const { held, first } = await askTwice();
		await bed.open.askAttached('ask', 'And where?');
		assert.equal(bed.open.state.queued?.text, 'And why?\n\nAnd where?');
		await bed.open.askAttached('extractText', '');
		assert.deepEqual([bed.open.state.queued?.task, bed.open.state.queued?.text], ['extractText', '']);
		held.release();
		await first;
		await ends(2);
		assert.equal(bed.open.state.turns[1]?.question.task, 'extractText');
	});

	it('goes on waiting behind an answer that is stopped, until it is asked', async () => {
		const { held, first } = await askTwice();
		bed.open.stop();
		held.release();
		await first;
		assert.deepEqual(questions(), ['']);
		assert.equal(bed.open.state.queued?.text, 'And why?');
		await bed.open.askQueued();
		assert.deepEqual(questions(), ['', 'And why?']);
		assert.equal(bed.open.state.queued, undefined);
		await bed.open.askQueued();
		assert.equal(bed.open.state.turns.length, 2);
	});

	it('goes on waiting behind an answer that fails, and is asked when that is asked again with success', async () => {
		await bed.set('maxRetries', 0);
		bed.glm.script({ kind: 'cut' });
		const first = bed.ask('describe', sample('dialog-light.png'));
		await bed.until(({ kind }) => kind === 'answering');
		await bed.open.askAttached('ask', 'And why?');
		assert.equal((await first).status, 'failed');
		assert.equal(bed.open.state.queued?.text, 'And why?');
		await bed.open.askAgain(bed.open.state.queued?.behind ?? '');
		await ends(2);
		assert.deepEqual(questions(), ['', 'And why?']);
	});

	it('is asked now on wish, which stops the answer', async () => {
		const { held, first } = await askTwice();
		const asking = bed.open.askQueued();
		held.release();
		await Promise.all([first, asking]);
		assert.deepEqual(
			bed.open.state.turns.map(({ status }) => status),
			['stopped', 'done'],
		);
	});

	it('is dropped on wish', async () => {
		const { held, first } = await askTwice();
		bed.open.unqueue();
		held.release();
		await first;
		assert.deepEqual([questions(), bed.open.state.queued], [[''], undefined]);
	});

	it('goes with its conversation', async () => {
		const { held, first } = await askTwice();
		await bed.open.clear();
		held.release();
		await first.catch(() => undefined);
		assert.deepEqual(bed.open.state, { turns: [], attachments: [] });
	});

	it('is there after a reload of the window, and waits', async () => {
		const { held, first } = await askTwice();
		const { queued } = bed.open.state;
		await bed.reload();
		held.release();
		await first;
		assert.deepEqual(bed.open.state.queued, queued);
		assert.deepEqual(
			bed.open.state.turns.map(({ status }) => status),
			['interrupted'],
		);
	});

	it('has the time of asking and of the end with its answer, also after a reload', async () => {
		const before = Date.now();
		const { startedAt = 0, endedAt = 0 } = await bed.ask('describe', sample('dialog-light.png'));
		assert.ok(before <= startedAt && startedAt <= endedAt && endedAt <= Date.now());
		await bed.reload();
		const [turn] = bed.open.state.turns;
		assert.deepEqual([turn?.startedAt, turn?.endedAt], [startedAt, endedAt]);
	});
});
