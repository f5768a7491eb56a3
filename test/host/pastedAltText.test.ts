import assert from 'node:assert/strict';
import { cp, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { FailureError } from '../../src/core/failure.ts';
import { AltTextCache } from '../../src/host/altText/altTextCache.ts';
import { AltTextNotes } from '../../src/host/altText/altTextNotes.ts';
import type { AltTextServices } from '../../src/host/altText/altTextServices.ts';
import { writeAltText } from '../../src/host/altText/generateAltText.ts';
import { MarkupDocuments } from '../../src/host/altText/markupDocuments.ts';
import { choosePictureEdit } from '../../src/host/altText/pastePictures.ts';
import { Previews } from '../../src/host/altText/previews.ts';
import type { Describer } from '../../src/host/describer/describer.ts';
import { altAnswer } from '../support/altTextRequests.ts';
import { projectDir } from '../support/places.mjs';
import { memoryOfTest, useConversation } from './useConversation.ts';
import { usePerson } from './usePerson.ts';

describe('The alt text of pictures that are pasted', () => {
	const bed = useConversation();
	const person = usePerson();
	const names = ['a', 'b', 'c', 'd', 'e'].map((name) => `${name}.png`);
	let folder: string;
	let count = 0;
	let own: vscode.Disposable;
	let document: vscode.TextDocument;

	beforeEach(async () => {
		// The editor may keep a document that it has closed.
		folder = join(vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '', `pasted-alt-text-${++count}`);
		await mkdir(folder, { recursive: true });
		for (const name of names) await cp(join(projectDir, 'media/samples/dialog-light.png'), join(folder, name));
		await writeFile(join(folder, 'page.md'), '');
		document = await vscode.workspace.openTextDocument(join(folder, 'page.md'));
		await vscode.window.showTextDocument(document);
	});
	afterEach(async () => {
		own.dispose();
		await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
		await rm(folder, { recursive: true });
	});

	/** Returns services whose answers come as the test says. */
	function servicesWith(answer: (real: Describer) => Describer['answer']): AltTextServices {
		const { parts } = bed;
		const folderOfWorkers = vscode.Uri.joinPath(parts.extensionUri, 'dist', 'local').fsPath;
		const documents = new MarkupDocuments({ folder: folderOfWorkers, log: parts.log });
		const notes = new AltTextNotes();
		const previews = new Previews();
		own = vscode.Disposable.from(documents, notes, previews);
		const cache = new AltTextCache(memoryOfTest(), 'altTexts');
		const describer = { ...parts.describer, answer: answer(parts.describer) };
		return { ...parts, describer, documents, notes, previews, cache };
	}

	async function insert(text: string): Promise<void> {
		const edit = new vscode.WorkspaceEdit();
		edit.insert(document.uri, new vscode.Position(0, 0), text);
		assert.ok(await vscode.workspace.applyEdit(edit));
	}

	it('is asked for three at once', async () => {
		let running = 0;
		let most = 0;
		const services = servicesWith(
			(real) =>
				async function* counted(...asked) {
					most = Math.max(most, ++running);
					try {
						yield* real.answer(...asked);
					} finally {
						running--;
					}
				},
		);
		for (const _ of names) bed.glm.script({ kind: 'text', text: altAnswer('A dialog.') });
		const pictures = names.map((name) => ({
			address: name,
			written: name,
			uri: vscode.Uri.file(join(folder, name)),
			isNewFile: false,
		}));
		const waiting = choosePictureEdit(services, { asks: { document, pictures, insertText: undefined } });
		const all = names.map((name) => `![A dialog.](${name})`).join(' ');
		const written = new Promise<void>((resolve) => {
			const subscription = vscode.workspace.onDidChangeTextDocument(() => {
				if (document.getText() !== all) return;
				subscription.dispose();
				resolve();
			});
		});
		await insert(names.map((name) => `![](${name})`).join(' '));
		await written;
		waiting.dispose();
		assert.equal(most, 3);
	});

	it('leaves the file its name where it is asked for again after a failure', async () => {
		await insert('![](a.png)');
		let asked = 0;
		const services = servicesWith(
			(real) =>
				async function* failing(...request) {
					if (++asked === 1) throw new FailureError({ kind: 'answerCut', host: 'models.example' });
					yield* real.answer(...request);
				},
		);
		const [reference] = (await services.documents.get(document)).references;
		assert.ok(reference);
		bed.glm.script({ kind: 'text', text: altAnswer('A dialog.') });
		person.press('Ask Again');
		const created = { uri: vscode.Uri.file(join(folder, 'a.png')), address: 'a.png' };
		await writeAltText(services, { document, reference }, { created });
		assert.equal(asked, 2);
		assert.equal(document.getText(), '![A dialog.](a.png)');
		assert.deepEqual((await readdir(folder)).toSorted(), [...names, 'page.md']);
	});
});
