import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import * as vscode from 'vscode';
import type { Turn } from '../../src/core/conversation.ts';
import { createPanelHandlers } from '../../src/host/commands/panelMessages.ts';
import { altAnswer } from '../support/altTextRequests.ts';
import { gifAnimation, type StoredFrame } from '../support/animationFiles.ts';
import type { RecordedRequest } from '../support/glmServer.ts';
import { projectDir } from '../support/places.mjs';
import { useConversation, wordsOf } from './useConversation.ts';

const size = { width: 60, height: 40 };

/** Twelve frames of a tenth of a second, each in a shade of its own. */
const frames = Array.from({ length: 12 }, (_, index): StoredFrame => ({
	...size,
	colour: [index * 20, 90, 60, 255],
	left: 0,
	top: 0,
	time: 10,
}));

describe('An animation', () => {
	const bed = useConversation();
	let folder: string;
	let animation: vscode.Uri;

	before(async () => {
		folder = await mkdtemp(join(tmpdir(), 'glimpse-animations-'));
		animation = vscode.Uri.file(join(folder, 'steps.gif'));
		await writeFile(animation.fsPath, gifAnimation(size, frames));
	});
	after(() => rm(folder, { recursive: true, force: true }));

	function lastRequest(): RecordedRequest {
		const request = bed.glm.requests.at(-1);
		assert.ok(request);
		assert.equal(request.refusal, undefined);
		return request;
	}

	function lastTurn(): Turn {
		const turn = bed.open.state.turns.at(-1);
		assert.ok(turn);
		return turn;
	}

	/** The numbers of the frames that arrived, by their shades. */
	const arrived = async (): Promise<readonly number[]> =>
		Promise.all(
			lastRequest().images.map(async ({ bytes }) => {
				const [shade = 0] = await sharp(bytes).removeAlpha().raw().toBuffer();
				return shade / 20;
			}),
		);

	it('arrives as five frames, which the model and the panel are told', async () => {
		const turn = await bed.ask('describe', animation);
		assert.equal(turn.status, 'done');
		assert.deepEqual(await arrived(), [0, 3, 6, 8, 11]);
		assert.match(
			lastRequest().text,
			/Images 1 to 5 are frames of one animation of 1\.2 seconds, at 0, 0\.3, 0\.6, 0\.8 and 1\.1 seconds\..*Describe this image/,
		);
		const { summary, captions } = wordsOf(turn);
		assert.match(summary, / · GIF 60×40, \d+ KB → 5 frames of PNG 60×40, \d+ KB, 5 of 12 frames · /);
		assert.equal(captions[1], 'Frame 4 of 12, at 0.3 s');
		await bed.reload();
		assert.equal(wordsOf(lastTurn()).summary, summary);
		await bed.askFurther('And then?');
		assert.deepEqual(await arrived(), [0, 3, 6, 8, 11]);
	});

	it('leaves room for the other pictures of a question', async () => {
		await bed.set('model', 'glm-4v-plus');
		const other = vscode.Uri.file(join(projectDir, 'media/samples/settings-light.png'));
		const turn = await bed.ask('describe', animation, other, animation);
		assert.equal(turn.status, 'done');
		const counts = turn.pictures.map((picture) => ('url' in picture ? 0 : picture.origin?.frame?.count));
		assert.deepEqual(counts, [1, undefined, 3, 3, 3]);
		await bed.set('model', 'glm-4.1v-thinking-flash');
		await bed.ask('describe', animation);
		assert.equal(lastRequest().images.length, 5);
	});

	it('is asked about by its first frame on wish', async () => {
		const { question } = await bed.ask('describe', animation);
		await createPanelHandlers(bed.parts).askFirstFrame({ type: 'askFirstFrame', turnId: question.id });
		assert.deepEqual(await arrived(), [0]);
		assert.match(lastRequest().text, /Image 1 is one frame of an animation of 1\.2 seconds, at 0 seconds\./);
		assert.deepEqual(wordsOf(lastTurn()).captions, ['steps.gif, frame 1 of 12']);
		await bed.askFurther('And then?');
		assert.deepEqual(await arrived(), [0]);
	});

	it('gives a part of the frame in which it was marked', async () => {
		const turn = await bed.ask('describe', animation);
		const id = turn.pictures[2]?.id ?? '';
		const region = { left: 0.5, top: 0.25, right: 1, bottom: 0.75 };
		await createPanelHandlers(bed.parts).attachRegion({ type: 'attachRegion', id, region });
		await bed.askFurther('What is it?');
		const part = lastRequest().images.at(-1);
		assert.deepEqual([part?.width, part?.height], [30, 20]);
		assert.equal((await arrived()).at(-1), 6);
		const [picture] = lastTurn().pictures;
		assert.ok(picture && 'origin' in picture);
		assert.equal(picture.origin?.frame?.number, 6);
	});

	it('gets an alt text by its frames', async () => {
		bed.glm.script({ kind: 'text', text: altAnswer('Twelve shades, one after the other.', 'informative') });
		const { alt } = await bed.api.altText(animation);
		assert.equal(alt, 'Twelve shades, one after the other.');
		assert.deepEqual(await arrived(), [0, 3, 6, 8, 11]);
		assert.match(lastRequest().text, /what happens in it/);
	});
});
