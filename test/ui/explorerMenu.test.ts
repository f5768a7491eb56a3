import assert from 'node:assert/strict';
import { writeFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { GlmServer } from '../support/glmServer.ts';
import { describeInPanel, nextTurn, waitForTurn } from '../support/panelDriver.ts';
import { projectDir } from '../support/places.mjs';
import { useWindow } from '../support/useWindow.ts';
import type { VscodeWindow } from '../support/window.ts';

describe('Explorer menu', () => {
	const notes = join(projectDir, 'media/samples/notes.txt');
	let glm: GlmServer;
	let window: VscodeWindow;

	before(() => writeFile(notes, ''));
	useWindow((opened) => {
		({ glm, window } = opened);
	});
	after(() => rm(notes, { force: true }));

	const tasks = [
		'Explain Screenshot',
		'Diagnose Error Screenshot',
		'Explain Diagram',
		'Read Chart',
		'Extract Text',
		'UI to Code',
	];

	it('offers Describe Image first and the other tasks below "Glimpse" on a picture', async () => {
		await window.rightClick('dialog-light.png');
		const labels = await window.menuLabels();
		assert.ok(labels.indexOf('Describe Image') >= 0);
		assert.ok(labels.indexOf('Describe Image') < labels.indexOf('Glimpse'));
		await window.openSubmenu('Glimpse');
		assert.deepEqual(await window.menuLabels(), [...tasks, 'Ask About Image…']);
		await window.closeMenu();
	});

	it('offers nothing on another file', async () => {
		await window.rightClick('notes.txt');
		const labels = await window.menuLabels();
		assert.ok(!labels.includes('Describe Image') && !labels.includes('Glimpse'), labels.join());
		await window.closeMenu();
	});

	it('asks about one picture', async () => {
		const next = await nextTurn(window);
		await window.chooseFor('editor-dark.png', 'Glimpse', 'Extract Text');
		const turn = await waitForTurn(window, 'done', next);
		assert.equal(await turn.locator('h2').innerText(), 'Extract Text');
		assert.match(glm.requests.at(-1)?.text ?? '', /Write out all text in this image exactly/);
	});

	for (const names of [
		['chart-sales.png', 'dialog-light.png'],
		['chart-sales.png', 'dialog-light.png', 'settings-light.png', 'diagram-deploy.png', 'editor-dark.png'],
	]) {
		it(`compares ${names.length}`, async () => {
			await window.selectFiles(names);
			const next = await nextTurn(window);
			await window.chooseFor('chart-sales.png', 'Glimpse', 'Compare Images');
			await waitForTurn(window, 'done', next);
			assert.equal(glm.requests.at(-1)?.images.length, names.length);
			assert.match(glm.requests.at(-1)?.text ?? '', /Compare these images, in their order/);
		});
	}

	it('asks for the question before it asks', async () => {
		await window.page.keyboard.press('Escape');
		await window.selectFiles(['chart-sales.png']);
		const next = await nextTurn(window);
		await window.chooseFor('chart-sales.png', 'Glimpse', 'Ask About Image…');
		await window.typeInInputBox('Which quarter was best?');
		const turn = await waitForTurn(window, 'done', next);
		assert.equal(await turn.locator('h2').innerText(), 'Which quarter was best?');
		assert.match(glm.requests.at(-1)?.text ?? '', /"text":"Which quarter was best\?"/);
	});

	it('writes code as the user wants it', async () => {
		const next = await nextTurn(window);
		await window.chooseFor('settings-light.png', 'Glimpse', 'UI to Code');
		await window.choosePick('JSX');
		await waitForTurn(window, 'done', next);
		assert.match(glm.requests.at(-1)?.text ?? '', /one React component in JSX/);
	});

	it('has the same tasks as a choice in the panel', async () => {
		await describeInPanel(window, 'chart-sales.png', 'done');
		const next = await nextTurn(window);
		await window.panel.locator('select').selectOption('readChart');
		await window.panel.getByRole('button', { name: 'Ask', exact: true }).click();
		const turn = await waitForTurn(window, 'done', next);
		assert.equal(await turn.locator('h2').innerText(), 'Read Chart');
		assert.equal(await window.panel.locator('select').inputValue(), 'ask');
	});
});
