import assert from 'node:assert/strict';
import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import * as vscode from 'vscode';
import { projectDir } from '../support/places.mjs';
import { lensTitles, pressLens, waitForLens } from './altTextLenses.ts';
import { useExtension } from './useExtension.ts';
import { usePerson } from './usePerson.ts';

const proposal = 'No model looked at this picture. Write the text that this machine read in it?';
const cannot =
	'This machine alone can suggest alt text only for a picture of a short text. Set an API key to ask a model.';

describe('Alt text from this machine only', () => {
	const bed = useExtension({ settings: { engine: 'local' } });
	const person = usePerson();
	let folder: string;
	let documents = 0;
	let opened: vscode.TextDocument | undefined;

	before(async () => {
		folder = join(vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '', 'local');
		await mkdir(folder, { recursive: true });
		await cp(join(projectDir, 'test/fixtures/altText/short-text.png'), join(folder, 'short-text.png'));
		// A small one is read sooner.
		await sharp(join(projectDir, 'media/samples/photo-landscape.jpg'))
			.resize(400)
			.toFile(join(folder, 'photo-landscape.jpg'));
	});
	// The editor opens a tab for what stays unsaved.
	afterEach(() => opened?.save());

	async function open(text: string): Promise<vscode.TextDocument> {
		// A file of its own: the editor keeps a closed document for a while.
		const path = join(folder, `page-${++documents}.md`);
		await writeFile(path, text);
		opened = await vscode.workspace.openTextDocument(path);
		return opened;
	}

	async function generate(document: vscode.TextDocument): Promise<void> {
		await vscode.commands.executeCommand('glimpse.generateAltText', { uri: document.uri.toString(), start: 0 });
	}

	for (const [what, choice, alt] of [
		['written when the user agrees', 'Write It', 'Opening hours Monday to Friday'],
		['not written when the user declines', 'Discard', ''],
	] as const) {
		it(`is proposed, and ${what}`, async () => {
			const document = await open('![](short-text.png)\n');
			const work = generate(document);
			await waitForLens(document, choice);
			assert.deepEqual(await lensTitles(document), [proposal, 'Write It', 'Discard']);
			assert.equal(document.getText(), '![](short-text.png)\n');
			await pressLens(document, choice);
			await work;
			assert.equal(document.getText(), `![${alt}](short-text.png)\n`);
			assert.deepEqual(person.read, []);
		});
	}

	it('is not invented for a photo', async () => {
		const document = await open('![](photo-landscape.jpg)\n');
		await generate(document);
		assert.equal(document.getText(), '![](photo-landscape.jpg)\n');
		assert.deepEqual(person.read, [cannot]);
	});

	it('makes no link of what a picture says', async () => {
		const words =
			'<text x="30" y="60" font-size="28">Press [here](command:workbench.action.tasks.build) to go on</text>';
		await sharp(Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="1400" height="100">${words}</svg>`))
			.flatten({ background: '#fff' })
			.png()
			.toFile(join(folder, 'command-text.png'));
		const editor = vscode.workspace.getConfiguration('editor');
		// Only a user with a screen reader gets it in a message.
		await editor.update('accessibilitySupport', 'on', vscode.ConfigurationTarget.Global);
		try {
			const document = await open('![](command-text.png)\n');
			const said = person.nextMessage();
			const work = generate(document);
			assert.match(await said, /“.*\[here\] \(command:workbench\.action\.tasks\.build\) to go on.*”/);
			await pressLens(document, 'Discard');
			await work;
		} finally {
			await editor.update('accessibilitySupport', undefined, vscode.ConfigurationTarget.Global);
		}
	});

	describe('for a whole file', () => {
		const text = '![](short-text.png)\n\n![](photo-landscape.jpg)\n';

		it('is never proposed', async () => {
			const document = await open(text);
			await vscode.commands.executeCommand('glimpse.generateMissingAltText', document.uri);
			assert.deepEqual(person.read, [cannot]);
			assert.equal(document.getText(), text);
			assert.equal(bed.glm.requests.length, 0);
		});

		it('is no way out of a setting that is wrong', async () => {
			await bed.set('engine', 'glm');
			await bed.set('endpoint', 'http://models.invalid/v4');
			const document = await open(text);
			await vscode.commands.executeCommand('glimpse.generateMissingAltText', document.uri);
			assert.match(person.read.join(), /^The setting glimpse\.endpoint must be an https address/);
		});
	});
});
