import assert from 'node:assert/strict';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { createPanelHandlers } from '../../src/host/commands/panelMessages.ts';
import { projectDir } from '../support/places.mjs';
import { useConversation } from './useConversation.ts';

const chart = vscode.Uri.file(join(projectDir, 'media/samples/chart-sales.png'));
const dialog = vscode.Uri.file(join(projectDir, 'media/samples/dialog-light.png'));

/** What the editor shows in front. */
function frontFile(): string | undefined {
	const input: unknown = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
	return input instanceof vscode.TabInputCustom || input instanceof vscode.TabInputText ? input.uri.path : undefined;
}

describe('The picture that is open in the editor', () => {
	const bed = useConversation();
	const handlers = () => createPanelHandlers(bed.parts);
	const sources = (): readonly (readonly string[])[] => bed.open.state.turns.map(({ question }) => question.sources);

	afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

	it('is what a first question is about', async () => {
		await vscode.commands.executeCommand('vscode.open', chart);
		await handlers().ask({ type: 'ask', task: 'describe', text: '', withOpen: true });
		assert.deepEqual(sources(), [[chart.toString()]]);
		assert.equal(bed.open.state.turns[0]?.status, 'done');
	});

	it('is not asked about where the page does not say so', async () => {
		await vscode.commands.executeCommand('vscode.open', chart);
		bed.open.attach([dialog]);
		await handlers().ask({ type: 'ask', task: 'describe', text: '' });
		assert.deepEqual(sources(), [[dialog.toString()]]);
	});

	it('is attached on wish; nothing is where none is open', async () => {
		await handlers().attachOpen({ type: 'attachOpen' });
		assert.deepEqual(bed.open.state.attachments, []);
		await vscode.commands.executeCommand('vscode.open', chart);
		await handlers().attachOpen({ type: 'attachOpen' });
		assert.deepEqual(
			bed.open.state.attachments.map(({ name, source }) => [name, source]),
			[['chart-sales.png', chart.toString()]],
		);
	});

	it('may be that of a question: its file opens, and nothing for what was pasted or is on the web', async () => {
		const bytes = await vscode.workspace.fs.readFile(dialog);
		const web = new URL('https://pictures.example/a.png');
		await bed.ask('compare', dialog, new File([new Uint8Array(bytes)], 'pasted.png'), web);
		const turnId = bed.open.state.turns[0]?.question.id ?? '';
		for (const index of [1, 2, 3]) await handlers().openSource({ type: 'openSource', turnId, index });
		await handlers().openSource({ type: 'openSource', turnId: 'gone', index: 0 });
		assert.equal(frontFile(), undefined);
		await handlers().openSource({ type: 'openSource', turnId, index: 0 });
		assert.equal(frontFile(), dialog.path);
	});
});
