import assert from 'node:assert/strict';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { projectDir } from '../support/places.mjs';
import { useConversation, wordsOf } from './useConversation.ts';

const video = (name: string): vscode.Uri => vscode.Uri.file(join(projectDir, 'test/fixtures/videos', name));

describe('A video in the panel', () => {
	const bed = useConversation({ settings: { model: 'glm-4v-plus' } });

	it('is sent, and sent again with a further question', async () => {
		const turn = await bed.ask('describeVideo', video('short.mp4'));
		assert.ok(turn.text.includes(bed.glm.word ?? '?'));
		assert.equal(bed.glm.requests.at(-1)?.videos.length, 1);
		assert.match(wordsOf(turn).summary, / · MP4 160×120, 2 s, 16 KB · /);
		const before = bed.glm.requests.length;
		assert.equal((await bed.askFurther('What moves?')).status, 'done');
		assert.equal(bed.glm.requests.length, before + 1);
		assert.equal(bed.glm.requests.at(-1)?.videos.length, 1);
	});

	it('can be sent by its beginning where it is too long', async () => {
		const before = bed.glm.requests.length;
		const { failure } = await bed.ask('describeVideo', video('long.mp4'));
		assert.deepEqual(failure, {
			message: 'long.mp4 is 45 seconds long, and glm-4v-plus accepts at most 30.',
			action: { id: 'sendBeginning', label: 'Send the First 30 Seconds' },
		});
		assert.equal(bed.glm.requests.length, before);
		const turn = await bed.press('sendBeginning');
		assert.equal(turn.status, 'done');
		assert.equal(bed.glm.requests.at(-1)?.videos.length, 1);
		assert.match(wordsOf(turn).summary, / · MP4 64×48, 30 s, /);
	});

	it('can be sent where no model documents its format', async () => {
		const before = bed.glm.requests.length;
		const { failure } = await bed.ask('describeVideo', video('short.webm'));
		assert.deepEqual(failure, {
			message:
				'short.webm is a WebM video, and glm-4v-plus is not documented to accept those. Save it as MP4, or send it anyway.',
			action: { id: 'sendAnyway', label: 'Send It Anyway' },
		});
		assert.equal(bed.glm.requests.length, before);
		// The stand-in takes what is documented, and so no WebM.
		const again = await bed.press('sendAnyway');
		assert.match(again.failure?.message ?? '', /could not use the question as it was sent/);
		assert.ok(bed.glm.requests.length > before);
	});
});
