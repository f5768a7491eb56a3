import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { projectDir } from '../support/places.mjs';
import { useConversation } from './useConversation.ts';

const sample = (name: string): vscode.Uri => vscode.Uri.file(join(projectDir, 'media/samples', name));

describe('A picture that can’t be used', () => {
	const bed = useConversation();
	let folder: string;
	let broken: vscode.Uri;

	before(async () => {
		folder = await mkdtemp(join(tmpdir(), 'glimpse-refused-'));
		broken = vscode.Uri.file(join(folder, 'broken.png'));
		await writeFile(broken.fsPath, 'This is no picture.');
	});
	after(() => rm(folder, { recursive: true, force: true }));

	it('is said once, and a good one behind it is asked about alone', async () => {
		const refused = await bed.ask('describe', broken);
		assert.match(refused.failure?.message ?? '', /broken\.png/);
		assert.equal(refused.failure?.about, 'picture');
		const good = await bed.askFurther('Which quarter fell?', sample('chart-sales.png'));
		assert.equal(good.status, 'done');
		assert.equal(bed.glm.requests.length, 1);
		assert.equal(bed.glm.requests[0]?.images.length, 1);
		const further = await bed.askFurther('And why?');
		assert.equal(further.status, 'done');
		assert.equal(bed.glm.requests[1]?.images.length, 1);
	});

	it('leaves the conversation before it as it was', async () => {
		await bed.ask('describe', sample('chart-sales.png'));
		await bed.ask('describe', broken);
		const further = await bed.askFurther('Which quarter fell?');
		assert.equal(further.status, 'done');
		assert.match(bed.glm.requests.at(-1)?.text ?? '', /Describe this image/);
		assert.equal(bed.glm.requests.at(-1)?.images.length, 1);
	});

	it('is asked about again where it has become one', async () => {
		const uri = vscode.Uri.file(join(folder, 'later.png'));
		await bed.ask('describe', uri);
		await vscode.workspace.fs.copy(sample('chart-sales.png'), uri);
		const turn = await bed.press('askAgain');
		assert.deepEqual([turn.status, turn.failure], ['done', undefined]);
	});

	it('stays so when the window is opened again', async () => {
		await bed.ask('describe', broken);
		await bed.reload();
		assert.equal(bed.open.state.turns[0]?.failure?.about, 'picture');
	});
});
