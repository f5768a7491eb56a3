import assert from 'node:assert/strict';
import { subscribe } from 'node:diagnostics_channel';
import { cp, writeFile } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { altAnswer } from '../support/altTextRequests.ts';
import { projectDir } from '../support/places.mjs';
import { useExtension } from './useExtension.ts';

/** What sockets of this host looked up or connected to, as `host:port`: mocha loads this before the extension wakes. */
const reached: string[] = [];
subscribe('net.client.socket', (message) => {
	const { socket } = message as { readonly socket: Socket };
	socket.on('connectionAttempt', (address, port) => reached.push(`${address}:${port}`));
	socket.on('lookup', (_error, _address, _family, host) => reached.push(host));
});

after('nothing that the tests of this host did went beyond this machine', () => {
	assert.deepEqual(
		// A test may name a host that can't be, or this machine by its unspecified address.
		reached.filter((each) => !/^(?:127\.|0\.0\.0\.0:|::1:|localhost)|\.invalid$/.test(each)),
		[],
	);
});

describe('Connections', () => {
	const bed = useExtension();

	it('go to the service alone: there is no telemetry', async () => {
		const before = reached.length;
		const folder = join(vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '', 'connections');
		await cp(join(projectDir, 'media/samples/dialog-light.png'), join(folder, 'a.png'));
		await writeFile(join(folder, 'page.md'), '![](a.png)\n');
		await Array.fromAsync(bed.api.describe([vscode.Uri.file(join(folder, 'a.png'))]));
		const document = await vscode.workspace.openTextDocument(join(folder, 'page.md'));
		await vscode.window.showTextDocument(document);
		bed.glm.script({ kind: 'text', text: altAnswer('A dialog.') });
		await vscode.commands.executeCommand('glimpse.generateAltText', { uri: document.uri.toString(), start: 0 });
		assert.match(document.getText(), /A dialog\./);
		await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
		assert.deepEqual([...new Set(reached.slice(before))], [new URL(bed.glm.endpoint).host]);
	});
});
