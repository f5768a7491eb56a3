import assert from 'node:assert/strict';
import { GitRepositoryBed } from '../support/gitRepository.ts';
import { nextTurn, waitForTurn } from '../support/panelDriver.ts';
import { sample, useOwnWindow } from '../support/sharedWindows.ts';

const title = 'Describe What Changed';
const differences =
	'The dialog became a page.\n\n- **Title**: was “Backup”, is now “Notifications”\n- **Buttons**: one of three is gone';

describe('Describe What Changed', () => {
	const bed = useOwnWindow({ settings: { 'git.enabled': true } });
	/** The hashes of the commits, newest first, as they are shown. */
	let commits: readonly string[];

	/** A picture with two commits, and one more version on disk. */
	beforeEach(async () => {
		const repository = new GitRepositoryBed(bed.workspace);
		repository.write('shots/app.png', sample('chart-sales.png'));
		repository.commit('Show the app');
		repository.write('shots/app.png', sample('dialog-light.png'));
		repository.commit('Show the dialog');
		repository.write('shots/app.png', sample('settings-light.png'));
		commits = repository
			.git('log', '--format=%H')
			.split('\n')
			.map((hash) => hash.slice(0, 8));
		await bed.host.call('run', 'git.openRepository', bed.workspace);
		bed.glm.script({ kind: 'text', text: differences });
	});

	/** Has something done that asks, and gives the names of the versions beside which the answer stands. */
	async function versionsAfter(act: () => Promise<void>): Promise<readonly string[]> {
		const { glm, window } = bed;
		const next = await nextTurn(window);
		await act();
		const turn = await waitForTurn(window, 'done', next);
		assert.equal(await turn.locator('h2').innerText(), title);
		assert.equal(await turn.locator('.answer li').count(), 2);
		assert.equal(glm.requests.at(-1)?.images.length, 2);
		return turn.locator('figcaption b').allInnerTexts();
	}

	it('on a picture in Source Control: both versions in the panel, the differences as a list', async () => {
		const { host, window } = bed;
		await host.call('run', 'workbench.view.scm');
		const changed = window.page.locator('.scm-view .monaco-list-row').filter({ hasText: 'app.png' }).first();
		const versions = await versionsAfter(async () => window.chooseOn(changed, title));
		assert.deepEqual(versions, ['HEAD', 'Working Tree']);
		await window.screenshot('test-output/describe-change.png');
	});

	it('in the timeline of a picture: two versions by keys alone, and the one that its entry opens', async () => {
		const { host, window } = bed;
		const { page } = window;
		await host.call('openFile', 'shots/app.png');
		await host.call('run', 'timeline.focus');
		const entry = page.locator('.timeline-tree-view .monaco-list-row').filter({ hasText: 'Show the dialog' });
		const chosen = await versionsAfter(async () => {
			await window.chooseOn(entry, title);
			for (const label of ['Working Tree', commits[0] ?? '']) {
				await window.inputBox.locator('.monaco-list-row.focused').filter({ hasText: label }).waitFor();
				await page.keyboard.press('Enter');
			}
		});
		assert.deepEqual(chosen, [commits[0], 'Working Tree']);
		await entry.click();
		bed.glm.script({ kind: 'text', text: differences });
		const opened = await versionsAfter(async () => page.locator(`.editor-actions [aria-label="${title}"]`).click());
		assert.deepEqual(opened, commits.toReversed());
		await window.screenshot('test-output/describe-change-timeline.png');
		await window.openContextMenu(entry);
		assert.ok((await window.menuLabels()).includes(title));
	});
});
