import assert from 'node:assert/strict';
import * as vscode from 'vscode';

describe('extension', () => {
	it('activates', async () => {
		const extension = vscode.extensions.getExtension('glimpse-vision.glimpse');
		assert.ok(extension);
		await extension.activate();
		assert.equal(extension.isActive, true);
	});

	it('registers its commands', async () => {
		await vscode.extensions.getExtension('glimpse-vision.glimpse')?.activate();
		const commands = await vscode.commands.getCommands(true);
		assert.ok(commands.includes('glimpse.describe'));
	});
});
