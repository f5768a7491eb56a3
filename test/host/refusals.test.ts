import assert from 'node:assert/strict';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { projectDir } from '../support/places.mjs';
import { useConversation, wordsOf } from './useConversation.ts';

const picture = vscode.Uri.file(join(projectDir, 'media/samples/dialog-light.png'));

describe('A service that says no, in the panel', () => {
	const bed = useConversation({ settings: { maxRetries: 1 } });

	it('is asked again, and the wait is forgotten', async () => {
		const before = bed.glm.requests.length;
		bed.glm.script({ kind: 'error', error: '1305', headers: { 'Retry-After': '0' } });
		const { status, text, retry } = await bed.ask('describe', picture);
		assert.deepEqual([status, retry, bed.glm.requests.length], ['done', undefined, before + 2]);
		assert.ok(text.includes(bed.glm.word ?? '?'));
		const waits = bed.events.flatMap((event) =>
			event.kind === 'part' && event.part.kind === 'waiting' ? [event.part] : [],
		);
		assert.deepEqual(
			waits.map(({ attempt, reason }) => [attempt, reason]),
			[[1, 'busy']],
		);
	});

	it('is not asked again after Stop', async () => {
		const before = bed.glm.requests.length;
		bed.glm.script({ kind: 'error', error: '1305', headers: { 'Retry-After': '60' } });
		const asked = bed.ask('describe', picture);
		await bed.until((event) => event.kind === 'part' && event.part.kind === 'waiting');
		const [waiting] = bed.open.state.turns;
		assert.ok(waiting);
		assert.match(wordsOf(waiting).note, /^The service is busy\. Next try in (?:60|59) s\.$/);
		bed.open.stop();
		const stopped = await asked;
		assert.deepEqual([stopped.status, wordsOf(stopped).note], ['stopped', 'Stopped.']);
		assert.equal(bed.glm.requests.length, before + 1);
	});

	it('is given up in the end, with a sentence and a button that asks again', async () => {
		for (let count = 0; count < 2; count++) {
			bed.glm.script({ kind: 'error', error: '1305', headers: { 'Retry-After': '0' } });
		}
		const { failure } = await bed.ask('describe', picture);
		assert.match(failure?.message ?? '', /is busy\. Ask again in a moment\.$/);
		assert.equal(failure?.action?.label, 'Ask Again');
		assert.equal((await bed.press('askAgain')).status, 'done');
	});

	it('takes back what it blocks in the middle of the answer', async () => {
		bed.glm.script({ kind: 'errorInStream', error: '1301' });
		const { failure, text, reasoning } = await bed.ask('describe', picture);
		assert.match(failure?.message ?? '', /blocked the question because of the content of your question/);
		assert.ok(bed.events.some((event) => event.kind === 'part' && event.part.kind === 'reasoning'));
		assert.deepEqual([text, reasoning], ['', '']);
	});

	it('is asked once about what waiting does not mend', async () => {
		const before = bed.glm.requests.length;
		bed.glm.script({ kind: 'error', error: '1113' });
		const { failure } = await bed.ask('describe', picture);
		assert.match(failure?.message ?? '', /^There is no balance for this API key at /);
		assert.equal(failure?.action?.label, 'Open Billing Page');
		assert.equal(bed.glm.requests.length, before + 1);
	});

	it('is asked about the picture that it has not answered about, with the next question', async () => {
		bed.glm.script({ kind: 'error', error: '1113' });
		await bed.ask('describe', picture);
		const turn = await bed.askFurther('What went wrong?');
		assert.deepEqual([turn.status, turn.pictures[0]?.name], ['done', 'dialog-light.png']);
		assert.equal(bed.glm.requests.at(-1)?.images.length, 1);
		const before = bed.glm.requests.length;
		assert.equal((await bed.press('askAgain')).status, 'done');
		assert.equal(bed.glm.requests.length, before + 1);
		assert.equal(bed.glm.requests.at(-1)?.images.length, 1);
	});
});
