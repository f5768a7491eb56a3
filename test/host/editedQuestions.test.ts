import assert from 'node:assert/strict';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { createPanelHandlers } from '../../src/host/commands/panelMessages.ts';
import { projectDir } from '../support/places.mjs';
import { useConversation } from './useConversation.ts';
import { usePerson } from './usePerson.ts';

const sample = (name: string): vscode.Uri => vscode.Uri.file(join(projectDir, 'media/samples', name));

describe('An edited question', () => {
	const bed = useConversation();
	const person = usePerson();

	const edit = async (turnId: string | undefined, text: string): Promise<unknown> =>
		createPanelHandlers(bed.parts).editQuestion({ type: 'editQuestion', turnId: turnId ?? '', text });
	const questions = (): readonly string[] => bed.open.state.turns.map(({ question }) => question.text);

	/** Asks about a picture, then two questions in words. */
	async function askThrice(): Promise<readonly string[]> {
		await bed.ask('describe', sample('chart-sales.png'));
		await bed.askFurther('Which quarter fell?');
		await bed.askFurther('And why?');
		return bed.open.state.turns.map(({ question }) => question.id);
	}

	it('replaces its answer and what followed, with the exchanges before it as they were', async () => {
		const [first, second] = await askThrice();
		await edit(second, 'Which quarter grew?');
		assert.deepEqual(questions(), ['', 'Which quarter grew?']);
		const [before, after] = bed.open.state.turns;
		assert.equal(before?.question.id, first);
		assert.equal(after?.status, 'done');
		const sent = JSON.stringify(bed.glm.requests.at(-1)?.body);
		assert.match(sent, /Which quarter grew\?/);
		assert.doesNotMatch(sent, /Which quarter fell\?|And why\?/);
		assert.equal(bed.glm.requests.at(-1)?.images.length, 1);
	});

	it('asks about the same picture, which is not prepared anew', async () => {
		const [first] = await askThrice();
		const { images } = bed.glm.requests[0] ?? assert.fail();
		const before = bed.events.length;
		await edit(first, 'In one line.');
		assert.deepEqual(questions(), ['In one line.']);
		assert.deepEqual(
			bed.glm.requests.at(-1)?.images.map(({ pixelHash }) => pixelHash),
			images.map(({ pixelHash }) => pixelHash),
		);
		assert.ok(!bed.events.slice(before).some(({ kind }) => kind === 'preparing'));
	});

	it('leaves the conversation as it was in the history, once, and goes on as another', async () => {
		const [, second] = await askThrice();
		await edit(second, 'Which quarter grew?');
		await bed.open.flush();
		const [past, ...others] = await bed.parts.history.list();
		assert.equal(others.length, 0);
		assert.deepEqual(
			past?.conversation.turns.map(({ question }) => question.text),
			['', 'Which quarter fell?', 'And why?'],
		);
		assert.equal(Object.keys(past?.thumbnails ?? {}).length, 1);
		await bed.open.clear();
		await bed.open.flush();
		const all = await bed.parts.history.list();
		assert.deepEqual(new Set(all.map(({ conversation }) => conversation.turns.length)), new Set([2, 3]));
	});

	it('stops an answer that is being written, and leaves what waits behind it waiting', async () => {
		const held = bed.glm.script({ kind: 'hold' });
		const first = bed.ask('describe', sample('dialog-light.png'));
		await held.request;
		await bed.open.askAttached('ask', 'And why?');
		await edit(bed.open.state.turns[0]?.question.id, 'In one line.');
		held.release();
		await first;
		assert.deepEqual(questions(), ['In one line.']);
		assert.equal(bed.open.state.turns[0]?.status, 'done');
		assert.equal(bed.open.state.queued?.text, 'And why?');
		assert.ok(await (await held.request).closed);
	});

	it('changes nothing without other words, without any, and for one that is gone', async () => {
		const [first, second] = await askThrice();
		const before = bed.open.state;
		await edit(first, '');
		await edit(second, 'Which quarter fell?');
		await edit(second, '');
		await edit('gone', 'x');
		assert.equal(bed.open.state, before);
	});

	it('asks first where no history would keep the answers', async () => {
		const [, second] = await askThrice();
		await bed.set('history.enabled', false);
		await edit(second, 'Which quarter grew?');
		assert.deepEqual(questions(), ['', 'Which quarter fell?', 'And why?']);
		assert.match(person.read.at(-1) ?? '', /^Replace this question’s answer/);
		person.press('Replace');
		await edit(second, 'Which quarter grew?');
		assert.deepEqual(questions(), ['', 'Which quarter grew?']);
	});
});
