import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { GitRepositoryBed } from '../support/gitRepository.ts';

interface GitExtension {
	readonly enabled: boolean;
	readonly onDidChangeEnablement: vscode.Event<boolean>;
	getAPI(version: 1): { openRepository(root: vscode.Uri): Promise<{ status(): Promise<void> } | null> };
}

/** The editor's Git extension in a test. */
interface GitBed {
	/** Has the editor see a repository as it is now. */
	look(repository: GitRepositoryBed): Promise<void>;
}

/** For a `describe`: the editor's own Git extension is on, which is off in the tests' editor. */
export function useGit(): GitBed {
	let git: ReturnType<GitExtension['getAPI']>;
	const enable = async (value: true | undefined): Promise<void> =>
		vscode.workspace.getConfiguration('git').update('enabled', value, vscode.ConfigurationTarget.Global);

	before(async () => {
		const extension = vscode.extensions.getExtension<GitExtension>('vscode.git');
		assert.ok(extension, 'this editor has the Git extension');
		const exported = await extension.activate();
		const enabled = new Promise<void>((resolve) => {
			if (exported.enabled) resolve();
			else exported.onDidChangeEnablement(() => resolve());
		});
		await enable(true);
		await enabled;
		git = exported.getAPI(1);
	});
	after(async () => enable(undefined));

	return {
		async look({ folder }) {
			const opened = await git.openRepository(vscode.Uri.file(folder));
			assert.ok(opened);
			await opened.status();
		},
	};
}
