import { expect } from '@playwright/test';
import type { Answerer } from '../../src/core/conversation.ts';
import { answered, attached, thisMachine } from '../support/pageConversation.ts';
import { usePanelPage } from '../support/pagePanel.ts';

const seer: Answerer = {
	engine: 'editor',
	id: 'makers/seer-1',
	model: 'Seer',
	provider: 'Model Makers',
	family: 'seer',
};

describe("A model of the editor's own, in the panel", () => {
	const open = usePanelPage();

	it('is named with who gets the pictures', async () => {
		const panel = await open({ nextAnswerer: { answerer: seer, setting: 'editor' } });
		await expect(panel.answerer('Seer · Model Makers')).toHaveText('Seer');
		await expect(panel.page.locator('.foot .where')).toHaveText('Model Makers');
		await panel.apply(attached('dialog-light.png'));
		await expect(panel.page.locator('.foot .where')).toHaveText('1 picture goes to Model Makers');
		await panel.answerer('Seer · Model Makers').click();
		await expect.poll(() => panel.sent).toEqual([{ type: 'selectModel' }]);
	});

	it('is named by what the setting says until the editor says more', async () => {
		const panel = await open({
			nextAnswerer: { answerer: { ...seer, model: 'seer-1', provider: '', family: '' }, setting: 'editor' },
		});
		await panel.apply(attached('dialog-light.png'));
		await expect(panel.answerer('seer-1')).toHaveText('seer-1');
		await expect(panel.page.locator('.foot .where')).toHaveText('');
	});

	it('is asked for where there is none yet', async () => {
		const panel = await open({ nextAnswerer: { answerer: undefined, setting: 'editor' } });
		await panel.answerer('nobody yet').click();
		await expect.poll(() => panel.sent).toEqual([{ type: 'selectModel' }]);
	});

	it('is at the foot of its answer with who provides it, and other questions are offered behind it', async () => {
		const panel = await open({
			events: answered('1', 'A dialog.', { answerer: seer }),
			nextAnswerer: { answerer: seer, setting: 'editor' },
		});
		await expect(panel.turn('done')).toContainText('Seer · Model Makers');
		await expect(panel.turn('done').getByRole('button', { name: 'Extract Text' })).toBeVisible();
		await expect(panel.turn('done').getByRole('button', { name: 'Show Where' })).toHaveCount(0);
	});

	const places = "A window.\n\n[{'label': 'Save', 'box_2d': [100, 200, 300, 400]}]";
	for (const [family, count] of [
		['gemini-2.5-pro', 1],
		['seer', 0],
	] as const) {
		it(`has ${count === 0 ? 'no boxes, unless its family is known to point' : 'the boxes of its family'}`, async () => {
			const panel = await open({
				events: answered('1', places, { task: 'explainScreenshot', answerer: { ...seer, family } }),
			});
			await expect(panel.turn('done')).toContainText('A window.');
			await expect(panel.turn('done').locator('.boxes .mark')).toHaveCount(count);
		});
	}

	it('is offered in a line where there is no key', async () => {
		const alone = { answerer: thisMachine, setting: 'auto' } as const;
		const panel = await open({ nextAnswerer: alone });
		const line = panel.page.locator('.empty').getByText('The editor itself has models');
		await expect(line).toBeHidden();
		await panel.post({
			type: 'nextAnswerer',
			nextAnswerer: { ...alone, editorModel: { model: 'Seer', provider: 'Model Makers' } },
		});
		await expect(line).toHaveText('The editor itself has models, such as Seer from Model Makers.');
	});
});
