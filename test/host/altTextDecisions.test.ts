import assert from 'node:assert/strict';
import { cp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { altAnswer, questionText } from '../support/altTextRequests.ts';
import { projectDir } from '../support/places.mjs';
import { decorativeCases } from './decisions/decorativeCases.ts';
import { functionalCases } from './decisions/functionalCases.ts';
import { meaningfulCases } from './decisions/meaningfulCases.ts';
import { textCases } from './decisions/textCases.ts';
import { useExtension } from './useExtension.ts';

/** In the order in which W3C's decision tree asks. */
const decisionCases = [...textCases, ...functionalCases, ...meaningfulCases, ...decorativeCases];

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
	const bed = useExtension();
	let folder: string;

	before(async () => {
		folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
		const samples = new Set(decisionCases.flatMap(({ text }) => text.match(/[\w-]+\.(?:png|jpg)(?=["')\]])/g) ?? []));
		for (const name of samples) await cp(join(projectDir, 'media/samples', name), join(folder, name));
	});

	after(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

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
			bed.glm.script({ kind: 'text', text: altAnswer(alt, kind) });
			const before = bed.glm.requests.length;
			const place = { uri: document.uri.toString(), start: text.indexOf('@') };
			await vscode.commands.executeCommand('glimpse.generateAltText', place);
			assert.equal(bed.glm.requests.length, before + 1);
			assert.deepEqual(aroundIn(questionText(bed.glm.requests.at(-1))), around);
			assert.equal(document.getText(), after);
			// Nothing is saved.
			assert.equal(document.isDirty, after !== text.replace('@', ''));
			await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
		});
	}
});
