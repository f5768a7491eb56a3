import assert from 'node:assert/strict';
import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { isAtWork } from '../../src/core/review/review.ts';
import { ReviewSession } from '../../src/host/review/reviewSession.ts';
import { altAnswer } from '../support/altTextRequests.ts';
import { provideChatModels, type ChatModels } from '../support/chatModels.ts';
import { projectDir } from '../support/places.mjs';
import { useConversation } from './useConversation.ts';
import { usePerson } from './usePerson.ts';

describe("Alt text by the editor's own models", () => {
	const bed = useConversation({ settings: { engine: 'editor', editorModel: 'seer-1' } });
	const person = usePerson();
	let models: ChatModels;
	const switchChat = async (isOff: boolean): Promise<void> =>
		vscode.workspace.getConfiguration('chat').update('disableAIFeatures', isOff, vscode.ConfigurationTarget.Global);

	before(async () => {
		await switchChat(false);
		models = provideChatModels();
	});
	beforeEach(() => models.reset());
	after(async () => {
		models.dispose();
		await switchChat(true);
	});

	/** Opens a document with these samples in it. */
	async function documentOf(folderName: string, ...samples: readonly string[]): Promise<vscode.TextDocument> {
		const folder = join(vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '', folderName);
		await mkdir(folder, { recursive: true });
		for (const name of samples) await cp(join(projectDir, 'media/samples', name), join(folder, name));
		await writeFile(join(folder, 'page.md'), samples.map((name) => `![](${name})\n`).join('\n'));
		const document = await vscode.workspace.openTextDocument(join(folder, 'page.md'));
		await vscode.window.showTextDocument(document);
		return document;
	}

	it('is asked for by a whole file, with the name of who gets the pictures and without a price', async () => {
		const document = await documentOf('whole', 'dialog-light.png', 'chart-sales.png');
		for (const words of ['One.', 'Two.']) models.script({ parts: [altAnswer(words)] });
		person.press('Write Alt Text');
		await vscode.commands.executeCommand('glimpse.generateMissingAltText', document.uri);
		assert.deepEqual(person.details, [
			'2 pictures will be sent to Model Makers for Seer, at most 3 at once. Alt text generated before is used again. Everything is written in one step.',
		]);
		const alts = [...document.getText().matchAll(/!\[(.*?)\]/g)].map(([, alt]) => alt ?? '');
		assert.deepEqual(alts.toSorted(), ['One.', 'Two.']);
		assert.equal(models.requests.length, 2);
		assert.deepEqual(bed.glm.requests, []);
		await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
	});

	it('is shortened in a second turn, of which the first is a part', async () => {
		await bed.set('altText.maxLength', 40);
		const document = await documentOf('long', 'settings-light.png');
		models.script({
			parts: [altAnswer('A window with the settings of the editor, and with a list of all its themes.')],
		});
		models.script({ parts: [altAnswer('Settings of the editor.')] });
		await vscode.commands.executeCommand('glimpse.generateAltText', { uri: document.uri.toString(), start: 0 });
		assert.match(document.getText(), /!\[Settings of the editor\.\]/);
		assert.deepEqual(
			models.requests[1]?.messages.map(({ role, pictures }) => [role, pictures.length]),
			[
				['user', 1],
				['assistant', 0],
				['user', 0],
			],
		);
		await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
	});

	it('is told why there is none, once for a whole file, and nothing is written', async () => {
		const document = await documentOf('refused', 'diagram-deploy.png', 'photo-landscape.jpg');
		const text = document.getText();
		for (let time = 0; time < 3; time++) {
			models.script({ parts: [], error: { code: 'NoPermissions', message: 'no' } });
		}
		person.press('Write Alt Text');
		await vscode.commands.executeCommand('glimpse.generateMissingAltText', document.uri);
		assert.deepEqual(
			person.read.filter((message) => message.startsWith("Glimpse isn't allowed")),
			["Glimpse isn't allowed to use Seer from Model Makers. Ask again and allow it, or select another model."],
		);
		assert.equal(document.getText(), text);
		await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
	});

	it('is written and judged in a review, which names who gets the pictures and offers no batch', async () => {
		const document = await documentOf('review', 'chart-sales.png', 'dialog-chinese.png');
		const session = new ReviewSession(bed.parts);
		const atWork = async (): Promise<void> => {
			while (session.state.rows.some(isAtWork)) await new Promise((resolve) => session.onEvent(resolve));
		};
		try {
			await session.scan([document.uri.toString()], 'broken');
			for (const words of ['Three.', 'Three.']) models.script({ parts: [altAnswer(words)] });
			person.press('Write Alt Text');
			await session.write(session.state.rows.map(({ image }) => image.id));
			await atWork();
			assert.equal(
				person.details[0],
				'2 pictures will be sent to Model Makers for Seer, at most 3 at once. This takes about a minute. Nothing is written into files until you choose Apply.',
			);
			assert.deepEqual(
				session.state.rows.map(({ proposal }) => proposal?.alt),
				['Three.', 'Three.'],
			);
			assert.equal(await (await bed.parts.batches()).answerer(), undefined);
		} finally {
			await session.end();
			session.dispose();
			await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
		}
	});

	it('is no text for a model that cannot see', async () => {
		await bed.set('editorModel', 'reader-1');
		const document = await documentOf('blind', 'editor-dark.png');
		await vscode.commands.executeCommand('glimpse.generateAltText', { uri: document.uri.toString(), start: 0 });
		assert.deepEqual(person.read, ["Reader can't see pictures. Select a model that can."]);
		assert.deepEqual(models.requests, []);
		await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
	});
});
