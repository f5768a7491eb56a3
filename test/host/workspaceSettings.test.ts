import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { isPreferredByWorkspaceAlone } from '../../src/host/altText/contributions.ts';
import { excludePatterns, isHistoryKept } from '../../src/host/editor/settings.ts';

describe('Settings that a workspace may not decide', () => {
	const glimpse = vscode.workspace.getConfiguration('glimpse');
	const { Global, Workspace } = vscode.ConfigurationTarget;
	afterEach(async () => {
		for (const name of ['history.enabled', 'exclude']) {
			await glimpse.update(name, undefined, Global);
			await glimpse.update(name, undefined, Workspace);
		}
	});

	for (const [user, workspace, isKept] of [
		[undefined, undefined, true],
		[false, undefined, false],
		[false, true, false],
		[true, false, false],
		[undefined, false, false],
		[true, true, true],
	] as const) {
		it(`the history can only be turned off by a workspace: ${user}, ${workspace}`, async () => {
			await glimpse.update('history.enabled', user, Global);
			await glimpse.update('history.enabled', workspace, Workspace);
			assert.equal(isHistoryKept(), isKept);
		});
	}

	it('a workspace alone can’t have every pasted picture sent', async () => {
		const document = await vscode.workspace.openTextDocument({ language: 'markdown', content: '' });
		const editor = vscode.workspace.getConfiguration('editor');
		const preferences = ['image.altText'];
		try {
			assert.equal(isPreferredByWorkspaceAlone(document), false);
			await editor.update('pasteAs.preferences', preferences, Workspace);
			assert.equal(isPreferredByWorkspaceAlone(document), true);
			await editor.update('pasteAs.preferences', preferences, Global);
			assert.equal(isPreferredByWorkspaceAlone(document), false);
		} finally {
			await editor.update('pasteAs.preferences', undefined, Workspace);
			await editor.update('pasteAs.preferences', undefined, Global);
		}
	});

	it('what is excluded is what both exclude', async () => {
		await glimpse.update('exclude', ['ours.png'], Global);
		await glimpse.update('exclude', ['theirs.png'], Workspace);
		const file = vscode.workspace.workspaceFolders?.[0]?.uri;
		assert.deepEqual(new Set(excludePatterns(file)), new Set(['ours.png', 'theirs.png']));
		await glimpse.update('exclude', [], Workspace);
		assert.deepEqual(excludePatterns(file), ['ours.png']);
	});
});
