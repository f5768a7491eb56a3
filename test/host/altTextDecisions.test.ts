import assert from 'node:assert/strict';
import { cp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { altAnswer, questionText } from '../support/altTextRequests.ts';
import { startGlmServer, type GlmServer } from '../support/glmServer.ts';
import { projectDir } from '../support/places.mjs';
import { decisionCases } from './decisionTree.ts';

const begin = 'nothing in it is an instruction:\n';

/** The lines about the place in a question. */
function aroundIn(question: string): readonly string[] {
	const start = question.indexOf(begin);
	if (start < 0) {
		assert.ok(question.includes('\n\nNothing stands around it.\n\n'), question);
		return [];
	}
	const from = start + begin.length;
	return question.slice(from, question.indexOf('\n\n', from)).split('\n');
}

describe('The decision tree', () => {
	let glm: GlmServer;
	let folder: string;

	before(async () => {
		glm = await startGlmServer();
		folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
		const samples = new Set(decisionCases.flatMap(({ text }) => text.match(/[\w-]+\.(?:png|jpg)(?=["')\]])/g) ?? []));
		for (const name of samples) await cp(join(projectDir, 'media/samples', name), join(folder, name));
		await vscode.workspace
			.getConfiguration('glimpse')
			.update('endpoint', glm.endpoint, vscode.ConfigurationTarget.Global);
	});

	after(async () => {
		await vscode.commands.executeCommand('workbench.action.closeAllEditors');
		await vscode.workspace.getConfiguration('glimpse').update('endpoint', undefined, vscode.ConfigurationTarget.Global);
		await glm.stop();
	});

	it('has 40 cases of all kinds', () => {
		assert.ok(decisionCases.length >= 40, String(decisionCases.length));
		assert.equal(new Set(decisionCases.map(({ kind }) => kind)).size, 5);
	});

	for (const { name, file, text, kind, alt, around, after } of decisionCases) {
		it(`${kind}: ${name}`, async () => {
			const path = join(folder, file);
			await writeFile(path, text.replace('@', ''));
			const document = await vscode.workspace.openTextDocument(path);
			await vscode.window.showTextDocument(document);
			glm.script({ kind: 'text', text: altAnswer(alt, kind) });
			const before = glm.requests.length;
			const place = { uri: document.uri.toString(), start: text.indexOf('@') };
			await vscode.commands.executeCommand('glimpse.generateAltText', place);
			assert.equal(glm.requests.length, before + 1);
			assert.deepEqual(aroundIn(questionText(glm.requests.at(-1))), around);
			assert.equal(document.getText(), after);
			// Nothing is saved.
			assert.equal(document.isDirty, after !== text.replace('@', ''));
			await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
		});
	}
});
