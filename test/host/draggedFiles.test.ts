import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { draggedFiles } from '../../src/host/sources/draggedFiles.ts';

describe('Files that a page says were dragged onto it', () => {
	const { showWarningMessage } = vscode.window;
	let press: string | undefined;
	let asked: (string | undefined)[];
	before(() => {
		Object.assign(vscode.window, {
			showWarningMessage: (_: string, { detail }: vscode.MessageOptions) => {
				asked.push(detail);
				return Promise.resolve(press);
			},
		});
	});
	beforeEach(() => {
		asked = [];
		press = undefined;
	});
	after(() => void Object.assign(vscode.window, { showWarningMessage }));

	const inWorkspace = (name: string): string =>
		vscode.Uri.joinPath(vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file('/'), name).toString();
	const attached = async (...uris: readonly string[]): Promise<readonly string[]> =>
		(await draggedFiles(uris)).files.map((uri) => uri.toString());

	it('are attached where they are in the workspace', async () => {
		const uris = [inWorkspace('a.png'), inWorkspace('b.MP4')];
		assert.deepEqual(await attached(...uris), uris);
		assert.deepEqual(asked, []);
	});

	it('are asked about where they lie elsewhere, by whatever way', async () => {
		const [inside, outside] = [inWorkspace('a.png'), 'file:///etc/secret.png'];
		const around = `${inWorkspace('')}/../../secret.png`;
		assert.deepEqual(await attached(inside, outside, around), [inside]);
		assert.equal(asked.length, 1);
		assert.match(asked[0] ?? '', /\/etc\/secret\.png, .*secret\.png/);
		press = 'Attach';
		assert.equal((await attached(inside, outside)).length, 2);
	});

	it('are left out where they are neither picture nor video, and named; the others go on', async () => {
		const others = ['.env', 'id_rsa', 'notes.md', 'a.png.txt'];
		const given = ['no address', ...[...others, 'a.png'].map(inWorkspace)];
		const { files, others: named } = await draggedFiles(given);
		assert.deepEqual(files.map(String), [inWorkspace('a.png')]);
		assert.deepEqual(named, others);
		assert.deepEqual(asked, []);
	});
});
