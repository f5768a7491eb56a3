import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { GitRepositoryBed } from '../support/gitRepository.ts';
import { nextTurn, waitForTurn } from '../support/panelDriver.ts';
import { sample, useOwnWindow } from '../support/sharedWindows.ts';

const differences =
	'The dialog became a form.\n\n- **Title**: was “Backup”, is now “Notifications”\n- **Buttons**: three are gone';

describe('Describe What Changed', () => {
	const bed = useOwnWindow({ settings: { 'git.enabled': true } });

	/** A picture with two commits, and one more version on disk. */
	async function openRepository(): Promise<GitRepositoryBed> {
		const repository = new GitRepositoryBed(bed.workspace);
		repository.write('shots/app.png', sample('chart-sales.png'));
		repository.commit('Show the app');
		repository.write('shots/app.png', sample('dialog-light.png'));
		repository.commit('Show the dialog');
		repository.write('shots/app.png', sample('settings-light.png'));
		await bed.host.call('run', 'git.openRepository', bed.workspace);
		return repository;
	}

	/** Right-clicks something and chooses the command. */
	async function chooseOn(row: Locator): Promise<Locator> {
		const { window } = bed;
		await row.waitFor();
		const next = await nextTurn(window);
		await window.openContextMenu(row);
		await window.page.locator('.monaco-menu').getByText('Describe What Changed', { exact: true }).click();
		return waitForTurn(window, 'done', next);
	}

	it('on a picture in Source Control: both versions in the panel, the differences as a list', async () => {
		const { glm, host, window } = bed;
		await openRepository();
		await host.call('run', 'workbench.view.scm');
		glm.script({ kind: 'text', text: differences });
		const turn = await chooseOn(
			window.page.locator('.scm-view .monaco-list-row').filter({ hasText: 'app.png' }).first(),
		);
		await window.screenshot('test-output/describe-change.png');
		assert.equal(await turn.locator('h2').innerText(), 'Describe What Changed');
		assert.deepEqual(await turn.locator('figcaption b').allInnerTexts(), ['HEAD', 'Working Tree']);
		assert.equal(await turn.locator('.answer li').count(), 2);
		assert.equal(glm.requests.at(-1)?.images.length, 2);
	});
});
