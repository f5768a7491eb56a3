import assert from 'node:assert/strict';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { placePictures } from '../../src/host/altText/pastePictures.ts';

describe('A pasted picture that a setting puts outside the workspace', () => {
	let workspace: string;
	let outside: string;
	let document: vscode.TextDocument;
	/** What is pressed when it is asked; undefined for Cancel. */
	let press: string | undefined;
	let asked: string[];
	const { showWarningMessage } = vscode.window;
	const settings = vscode.workspace.getConfiguration('markdown');
	const set = (destination: string | undefined, target: vscode.ConfigurationTarget): Thenable<void> =>
		settings.update('copyFiles.destination', destination && { '*.md': destination }, target);

	before(async () => {
		workspace = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
		outside = await mkdtemp(join(tmpdir(), 'glimpse-outside-'));
		await symlink(outside, join(workspace, 'linked'));
		await writeFile(join(workspace, 'page.md'), '');
		document = await vscode.workspace.openTextDocument(join(workspace, 'page.md'));
		Object.assign(vscode.window, {
			showWarningMessage: (_: string, { detail }: vscode.MessageOptions) => {
				asked.push(detail ?? '');
				return Promise.resolve(press);
			},
		});
	});
	beforeEach(() => {
		asked = [];
		press = undefined;
	});
	afterEach(async () => {
		await set(undefined, vscode.ConfigurationTarget.Workspace);
		await set(undefined, vscode.ConfigurationTarget.Global);
	});
	after(async () => {
		Object.assign(vscode.window, { showWarningMessage });
		for (const path of [outside, join(workspace, 'linked'), join(workspace, 'page.md'), join(workspace, '.vscode')]) {
			await rm(path, { recursive: true, force: true });
		}
	});

	const place = async (): Promise<string | undefined> => {
		const picture = { name: 'a.png', bytes: Uint8Array.of(1), uri: undefined };
		return (await placePictures([picture], document))?.[0]?.uri?.fsPath;
	};

	for (const [title, destination] of [
		['an absolute path', () => `\${documentWorkspaceFolder}/../elsewhere/`],
		['a way out', () => '../../elsewhere/${fileName}'],
		['a symbolic link', () => 'linked/'],
	] as const) {
		it(`is asked about: ${title}`, async () => {
			await set(destination(), vscode.ConfigurationTarget.Workspace);
			assert.equal(await place(), undefined, 'nothing is inserted after Cancel');
			assert.equal(asked.length, 1);
			press = 'Write Beside the Document';
			assert.equal(await place(), join(workspace, 'a.png'));
			press = 'Write There';
			assert.notEqual(await place(), join(workspace, 'a.png'));
			assert.equal(asked.length, 3);
		});
	}

	it('is not asked about where the user says so, or the place is inside', async () => {
		await set('images/', vscode.ConfigurationTarget.Workspace);
		assert.equal(await place(), join(workspace, 'images', 'a.png'));
		await set(undefined, vscode.ConfigurationTarget.Workspace);
		await set('../elsewhere/', vscode.ConfigurationTarget.Global);
		assert.ok(await place());
		assert.deepEqual(asked, []);
	});
});
