import assert from 'node:assert/strict';
import { chooseTask, describeFromHost, nextTurn, waitForTurn } from '../support/panelDriver.ts';
import { sample, useSharedWindow } from '../support/sharedWindows.ts';

const pictures = ['chart-sales.png', 'dialog-light.png', 'settings-light.png', 'diagram-deploy.png', 'editor-dark.png'];

const tasks = [
	'Explain Screenshot',
	'Diagnose Error Screenshot',
	'Explain Diagram',
	'Read Chart',
	'Extract Text',
	'UI to Code',
];

describe('Explorer menu', () => {
	const bed = useSharedWindow({
		files: { ...Object.fromEntries(pictures.map((name) => [name, sample(name)])), 'notes.txt': '' },
	});

	it('offers Describe Image first and the other tasks below "Glimpse" on a picture', async () => {
		const { window } = bed;
		await window.rightClick('dialog-light.png');
		const labels = await window.menuLabels();
		assert.ok(labels.indexOf('Describe Image') >= 0);
		assert.ok(labels.indexOf('Describe Image') < labels.indexOf('Glimpse'));
		await window.openSubmenu('Glimpse');
		assert.deepEqual(await window.menuLabels(), [...tasks, 'Ask About Image…']);
	});

	it('offers nothing on another file', async () => {
		await bed.window.rightClick('notes.txt');
		const labels = await bed.window.menuLabels();
		assert.ok(!labels.includes('Describe Image') && !labels.includes('Glimpse'), labels.join());
	});

	it('asks about one picture', async () => {
		const { glm, window } = bed;
		const next = await nextTurn(window);
		await window.chooseFor('editor-dark.png', 'Glimpse', 'Extract Text');
		const turn = await waitForTurn(window, 'done', next);
		assert.equal(await turn.locator('h2').innerText(), 'Extract Text');
		assert.match(glm.requests.at(-1)?.text ?? '', /Write out all text in this image exactly/);
	});

	for (const names of [pictures.slice(0, 2), pictures]) {
		it(`compares ${names.length}`, async () => {
			const { glm, window } = bed;
			await window.selectFiles(names);
			const next = await nextTurn(window);
			await window.chooseFor('chart-sales.png', 'Glimpse', 'Compare Images');
			await waitForTurn(window, 'done', next);
			assert.equal(glm.requests.at(-1)?.images.length, names.length);
			assert.match(glm.requests.at(-1)?.text ?? '', /Compare these images, in their order/);
		});
	}

	it('asks for the question before it asks', async () => {
		const { glm, window } = bed;
		const next = await nextTurn(window);
		await window.chooseFor('chart-sales.png', 'Glimpse', 'Ask About Image…');
		await window.typeInInputBox('Which quarter was best?');
		const turn = await waitForTurn(window, 'done', next);
		assert.equal(await turn.locator('h2').innerText(), 'Which quarter was best?');
		assert.match(glm.requests.at(-1)?.text ?? '', /"text":"Which quarter was best\?"/);
	});

	it('writes code as the user wants it', async () => {
		const { glm, window } = bed;
		const next = await nextTurn(window);
		await window.chooseFor('settings-light.png', 'Glimpse', 'UI to Code');
		await window.choosePick('React');
		await waitForTurn(window, 'done', next);
		assert.match(glm.requests.at(-1)?.text ?? '', /one React component in JSX/);
	});

	it('has the same tasks as a choice in the panel', async () => {
		const { window } = bed;
		await describeFromHost(bed, ['chart-sales.png'], 'done');
		const next = await nextTurn(window);
		await chooseTask(window, 'Read Chart');
		await window.panel.getByRole('button', { name: 'Ask', exact: true }).click();
		const turn = await waitForTurn(window, 'done', next);
		assert.equal(await turn.locator('h2').innerText(), 'Read Chart');
		await window.panel.getByRole('button', { name: 'What to do: Question' }).waitFor();
	});
});
