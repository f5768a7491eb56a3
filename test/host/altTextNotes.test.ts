import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import * as vscode from 'vscode';
import { AltTextNotes, type AltTextRun } from '../../src/host/altText/altTextNotes.ts';
import { looksOf } from '../../src/host/altText/showNotes.ts';
import { altAnswer, questionText } from '../support/altTextRequests.ts';
import { lensTitles, pressLens, waitForLens } from './altTextLenses.ts';
import { useExtension } from './useExtension.ts';
import { usePerson } from './usePerson.ts';

describe('What a document shows of its alt text', () => {
	const bed = useExtension();
	const person = usePerson();
	let folder: string;
	let documents = 0;
	let pictures = 0;
	const many = ['a', 'b', 'c', 'd', 'e', 'f'];

	before(async () => {
		folder = join(vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '', 'notes');
		await mkdir(folder, { recursive: true });
	});
	afterEach(async () => {
		await vscode.commands.executeCommand('glimpse.stop');
		await vscode.commands.executeCommand('workbench.action.files.revert');
		await vscode.commands.executeCommand('workbench.action.closeAllEditors');
	});

	/** Opens a document with pictures that no other test has asked about: no answer about them is known. */
	async function open(text: string): Promise<vscode.TextDocument> {
		const own = join(folder, String(++documents));
		await mkdir(own);
		for (const name of many) {
			const background = { r: ++pictures, g: 90, b: 160 };
			await sharp({ create: { width: 60, height: 40, channels: 3, background } }).toFile(join(own, `${name}.png`));
		}
		await writeFile(join(own, 'page.md'), text);
		const document = await vscode.workspace.openTextDocument(join(own, 'page.md'));
		await vscode.window.showTextDocument(document);
		return document;
	}

	function generate(document: vscode.TextDocument, start = 0): Thenable<void> {
		return vscode.commands.executeCommand('glimpse.generateAltText', { uri: document.uri.toString(), start });
	}

	async function insert(document: vscode.TextDocument, offset: number, text: string): Promise<void> {
		const edit = new vscode.WorkspaceEdit();
		edit.insert(document.uri, document.positionAt(offset), text);
		await vscode.workspace.applyEdit(edit);
	}

	async function actionTitles(document: vscode.TextDocument, line: number): Promise<readonly string[]> {
		const actions: readonly vscode.CodeAction[] = await vscode.commands.executeCommand(
			'vscode.executeCodeActionProvider',
			document.uri,
			new vscode.Range(line, 0, line, 0),
		);
		return actions.filter(({ command }) => command?.command.startsWith('glimpse.')).map(({ title }) => title);
	}

	describe('for one image', () => {
		it('offers Stop there and in the menu of Ctrl+. while it is written, and nothing behind that', async () => {
			const document = await open('![](a.png)\n');
			const asked = bed.glm.script({ kind: 'text', text: altAnswer('Never.'), isHeld: true });
			const work = generate(document);
			await asked.held;
			assert.deepEqual(await lensTitles(document), ['Stop']);
			assert.deepEqual(await actionTitles(document, 0), ['Stop writing alt text']);
			await pressLens(document, 'Stop');
			await work;
			await (
				await asked.request
			).closed;
			assert.deepEqual(await lensTitles(document), []);
			assert.deepEqual(await actionTitles(document, 0), ['Generate alt text']);
			assert.equal(document.getText(), '![](a.png)\n');
			assert.deepEqual(person.read, []);
		});

		it('offers what can be done about the text, without a message, until the next edit', async () => {
			const document = await open('![](a.png)\n');
			bed.glm.script({ kind: 'text', text: altAnswer('A dialog.') });
			await generate(document);
			assert.deepEqual(await lensTitles(document), ['Undo', 'Improve…', 'Mark as Decorative']);
			assert.deepEqual(person.read, []);
			await insert(document, document.getText().length, 'More.');
			assert.deepEqual(await lensTitles(document), []);
			assert.equal(document.getText(), '![A dialog.](a.png)\nMore.');
		});

		it('undoes, improves as wished and marks as decorative', async () => {
			const document = await open('![](a.png)\n');
			bed.glm.script({ kind: 'text', text: altAnswer('First.') });
			await generate(document);
			await pressLens(document, 'Undo');
			assert.equal(document.getText(), '![](a.png)\n');
			bed.glm.script({ kind: 'text', text: altAnswer('Second.') });
			await generate(document);
			bed.glm.script({ kind: 'text', text: altAnswer('Third.') });
			person.enter('Name the button');
			await pressLens(document, 'Improve…');
			assert.match(questionText(bed.glm.requests.at(-1)), /comes first: Name the button$/);
			assert.equal(document.getText(), '![Third.](a.png)\n');
			await pressLens(document, 'Mark as Decorative');
			assert.equal(document.getText(), '![](a.png)\n');
		});

		it('keeps the result of one image when another one’s is written', async () => {
			const text = '![](a.png)\n\n![](b.png)\n';
			const document = await open(text);
			bed.glm.script({ kind: 'text', text: altAnswer('First.') });
			await generate(document);
			bed.glm.script({ kind: 'text', text: altAnswer('Second.') });
			await generate(document, document.getText().indexOf('![](b'));
			assert.equal((await lensTitles(document)).filter((title) => title === 'Undo').length, 2);
			// The first one isn't the editor's last edit any more.
			await pressLens(document, 'Undo');
			assert.equal(document.getText(), '![](a.png)\n\n![Second.](b.png)\n');
		});

		it('goes when the user has moved on', async () => {
			const document = await open('![](a.png)\n');
			bed.glm.script({ kind: 'text', text: altAnswer('A dialog.') });
			await generate(document);
			const other = await vscode.workspace.openTextDocument({ language: 'markdown', content: 'Elsewhere.' });
			await vscode.window.showTextDocument(other);
			assert.deepEqual(await lensTitles(document), []);
			await document.save();
		});

		it('tells a failure in a message, and offers nothing at the image', async () => {
			const document = await open('![](gone.png)\n');
			await generate(document);
			assert.deepEqual(person.read, ['From this document, gone.png leads to no picture. Check the path.']);
			assert.deepEqual(await lensTitles(document), []);
		});

		it('is said to those who have told the editor of a screen reader', async () => {
			const editor = vscode.workspace.getConfiguration('editor');
			await editor.update('accessibilitySupport', 'on', vscode.ConfigurationTarget.Global);
			try {
				const document = await open('![](a.png)\n');
				bed.glm.script({ kind: 'text', text: altAnswer('A [dialog](command:x).') });
				await generate(document);
				assert.deepEqual(person.read, [
					'Alt text: “A [dialog] (command:x).” Why: It shows the dialog that the text is about.',
				]);
			} finally {
				await editor.update('accessibilitySupport', undefined, vscode.ConfigurationTarget.Global);
			}
		});
	});

	describe('for a whole file', () => {
		const page = (names: readonly string[]): string => names.map((name) => `![](${name}.png)\n`).join('\n');
		const few = ['a', 'b', 'gone'];

		beforeEach(() => person.press('Write Alt Text'));

		const run = (document: vscode.TextDocument): Thenable<void> =>
			vscode.commands.executeCommand('glimpse.generateMissingAltText', document.uri);

		it('says how far it is, and what became of it, with a message only about what failed', async () => {
			const document = await open(page(few));
			bed.glm.script({ kind: 'text', text: altAnswer('One.') });
			const held = bed.glm.script({ kind: 'text', text: altAnswer('', 'decorative'), isHeld: true });
			const work = run(document);
			await held.held;
			const [progress, stop] = await lensTitles(document);
			assert.match(progress ?? '', /^Writing alt text: [0-2] of 3$/);
			assert.equal(stop, 'Stop');
			held.release();
			await work;
			assert.deepEqual(await lensTitles(document), ['1 of 3 written, 1 decorative, 1 not written', 'Undo']);
			assert.deepEqual(person.read.slice(1), [
				'No alt text was written for gone.png: From this document, gone.png leads to no picture. Check the path.',
			]);
			await pressLens(document, 'Undo');
			assert.equal(document.getText(), page(few));
			assert.deepEqual(await lensTitles(document), []);
		});

		for (const [choice, written, after] of [
			['Apply', 6, ['6 of 6 written', 'Undo']],
			['Discard', 0, []],
		] as const) {
			it(`asks in the document before many are written: ${choice}`, async () => {
				const document = await open(page(many));
				for (const name of many) bed.glm.script({ kind: 'text', text: altAnswer(`Answer ${name}.`) });
				const work = run(document);
				await pressLens(document, choice);
				await work;
				assert.equal(document.getText().match(/Answer/g)?.length ?? 0, written);
				assert.deepEqual(await lensTitles(document), after);
				assert.equal(person.read.length, 1);
			});
		}

		it('still asks when the document was closed meanwhile: Apply opens it again', async () => {
			const document = await open(page(many));
			for (const name of many) bed.glm.script({ kind: 'text', text: altAnswer(`Answer ${name}.`) });
			const work = run(document);
			await pressLens(document, 'Preview');
			await waitForLens(document, 'Apply');
			await vscode.commands.executeCommand('workbench.action.closeAllEditors');
			person.choose('Apply');
			await vscode.commands.executeCommand('glimpse.showAltTextStatus');
			await work;
			const { activeTextEditor } = vscode.window;
			assert.equal(activeTextEditor?.document.uri.toString(), document.uri.toString());
			assert.equal(activeTextEditor?.document.getText().match(/Answer/g)?.length, 6);
			await activeTextEditor?.document.save();
		});

		it('says that nothing is missing', async () => {
			const document = await open('![A dialog.](a.png)\n');
			await run(document);
			assert.deepEqual(await lensTitles(document), ['Every image in this file has alt text.']);
			assert.deepEqual(person.read, []);
		});
	});

	/** Notes of its own for the images of a document, which are all there is in it between blank lines. */
	function noted(document: vscode.TextDocument): { readonly run: AltTextRun; readonly notes: AltTextNotes } {
		const images = [...document.getText().matchAll(/!\[\]\(\w\.png\)/g)].map(({ 0: markup, index }) => ({
			start: index,
			end: index + markup.length,
		}));
		const notes = new AltTextNotes();
		return { notes, run: notes.begin(document, images as unknown as Parameters<AltTextNotes['begin']>[1], 'file') };
	}

	it('follows the document, beside its text', async () => {
		const document = await open('Before.\n\n![](a.png)\n\n![](b.png)\n');
		const { run, notes } = noted(document);
		run.report(0, { kind: 'failed', why: 'Gone.' });
		run.report(1, { kind: 'writing' });
		await insert(document, 0, 'New. ');
		const shown = (): readonly string[] => run.notes.map(({ start, end }) => document.getText().slice(start, end));
		assert.deepEqual(shown(), ['![](a.png)', '![](b.png)']);
		run.report(1, { kind: 'written', alt: 'B.', why: '' });
		run.tell({ phase: 'done', text: '1 of 2 written', actions: [] });
		// What failed stays until it is mended; the result has been read.
		await insert(document, 0, 'Newer. ');
		assert.deepEqual([shown(), run.status?.text], [['![](a.png)'], '']);
		await insert(document, document.getText().indexOf('a.png'), 'b/');
		assert.equal(run.isEnded, true);
		assert.deepEqual(notes.runs, []);
		notes.dispose();
	});

	for (const phase of ['working', 'asking', 'done'] as const) {
		it(`shows nothing any more once the document is closed: ${phase}`, async () => {
			const document = await vscode.workspace.openTextDocument({ language: 'markdown', content: '![](a.png)\n' });
			await vscode.window.showTextDocument(document);
			const { run, notes } = noted(document);
			run.report(0, { kind: 'writing' });
			run.tell({ phase, text: 'Told.', actions: [] });
			const closed = new Promise<void>((resolve) => {
				const subscription = vscode.workspace.onDidCloseTextDocument((each) => {
					if (each !== document) return;
					subscription.dispose();
					resolve();
				});
			});
			await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
			await closed;
			run.report(0, { kind: 'written', alt: 'Too late.', why: '' });
			// A question and work go on, in the status bar.
			assert.deepEqual([run.notes, run.isEnded], [[], phase === 'done']);
			notes.dispose();
		});
	}

	it('has a look for each state, and none that a text from outside could change', () => {
		const evil = 'An\nalt [text](command:x) $(trash) \u202Ereversed';
		const looks = [
			{ kind: 'waiting' },
			{ kind: 'writing' },
			{ kind: 'proposed', alt: '' },
			{ kind: 'proposed', alt: evil },
			{ kind: 'written', alt: '', why: '' },
			{ kind: 'written', alt: 'Zwölf 👩‍👩‍👧', why: evil },
			{ kind: 'left', why: '' },
			{ kind: 'failed', why: '' },
		] as const;
		assert.deepEqual(
			looks.map((state) => looksOf(state).text),
			[
				'Waiting…',
				'Writing alt text…',
				'→ decorative',
				'→ An alt [text](command:x) $(trash) reversed',
				'✓ decorative',
				'✓ 11 characters',
				'May be decorative, nothing written',
				'✗ Not written',
			],
		);
		// The sentence of a failure is in the hover.
		assert.equal(looksOf({ kind: 'failed', why: 'Gone.' }).hover, 'Gone.');
		assert.ok(looksOf({ kind: 'proposed', alt: 'word '.repeat(100) }).text.length < 130);
	});
});
