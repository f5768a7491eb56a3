import assert from 'node:assert/strict';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
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

	before(() => {
		folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
	});

	it('has 40 cases of all kinds', () => {
		assert.ok(decisionCases.length >= 40, String(decisionCases.length));
		assert.equal(new Set(decisionCases.map(({ kind }) => kind)).size, 5);
	});

	for (const [index, { name, file, text, kind, alt, around, after }] of decisionCases.entries()) {
		it(`${kind}: ${name}`, async () => {
			// A folder of its own: the editor keeps a document for a while.
			const path = join(folder, 'decisions', String(index), file);
			await mkdir(dirname(path), { recursive: true });
			for (const sample of new Set(text.match(/[\w-]+\.(?:png|jpg)(?=["')\]])/g))) {
				await symlink(join(projectDir, 'media/samples', sample), join(dirname(path), basename(sample)));
			}
			await writeFile(path, text.replace('@', ''));
			const document = await vscode.workspace.openTextDocument(path);
			bed.glm.script({ kind: 'text', text: altAnswer(alt, kind) });
			const before = bed.glm.requests.length;
			const place = { uri: document.uri.toString(), start: text.indexOf('@') };
			await vscode.commands.executeCommand('glimpse.generateAltText', place);
			assert.equal(bed.glm.requests.length, before + 1);
			assert.deepEqual(aroundIn(questionText(bed.glm.requests.at(-1))), around);
			assert.equal(document.getText(), after);
			// Nothing is saved.
			assert.equal(document.isDirty, after !== text.replace('@', ''));
			// The editor opens a tab for what stays unsaved.
			await document.save();
		});
	}
});
