import assert from 'node:assert/strict';
import { join } from 'node:path';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { projectDir } from '../support/places.mjs';
import { openWindow, type VscodeWindow } from '../support/window.ts';

describe('Explorer menu', () => {
	let workspace: string;
	let window: VscodeWindow;

	before(async () => {
		workspace = await mkdtemp(join(tmpdir(), 'glimpse-workspace-'));
		for (const name of ['photo.png', 'notes.txt']) await writeFile(join(workspace, name), '');
		window = await openWindow({ workspace, extension: projectDir });
		await window.waitForExtension();
	});

	afterEach(async function () {
		await window.keepEvidence(this.currentTest);
	});

	after(async () => {
		await window?.close();
		await rm(workspace, { recursive: true, force: true });
	});

	const cases = [
		{ file: 'photo.png', offered: true },
		{ file: 'notes.txt', offered: false },
	];
	for (const { file, offered } of cases) {
		it(`${offered ? 'offers' : 'does not offer'} Describe Image on ${file}`, async () => {
			await window.rightClick(file);
			assert.equal((await window.menuLabels()).includes('Describe Image'), offered);
			await window.closeMenu();
		});
	}
});
