import assert from 'node:assert/strict';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import * as vscode from 'vscode';
import { altAnswer, questionText } from '../support/altTextRequests.ts';
import { projectDir } from '../support/places.mjs';
import { useExtension } from './useExtension.ts';

describe('Alt text in the extension host', () => {
	const bed = useExtension();
	const { set } = bed;
	let folder: string;
	let documents = 0;
	let opened: vscode.TextDocument | undefined;
	const sample = (name: string): vscode.Uri => vscode.Uri.file(join(projectDir, 'media/samples', name));

	async function open(name: string, text: string): Promise<vscode.TextDocument> {
		// A file of its own: the editor keeps a closed document for a while.
		const path = join(folder, name.replace('.', `-${++documents}.`));
		await mkdir(join(path, '..'), { recursive: true });
		await writeFile(path, text);
		opened = await vscode.workspace.openTextDocument(path);
		return opened;
	}

	/** Writes the alt text of the image that begins at an offset. */
	async function generate(document: vscode.TextDocument, start = 0): Promise<void> {
		await vscode.commands.executeCommand('glimpse.generateAltText', { uri: document.uri.toString(), start });
	}

	/** The diagnostics of a document once they are as wanted. */
	async function diagnosticsOf(
		document: vscode.TextDocument,
		are: (found: readonly vscode.Diagnostic[]) => boolean,
	): Promise<readonly vscode.Diagnostic[]> {
		const own = (): vscode.Diagnostic[] =>
			vscode.languages.getDiagnostics(document.uri).filter(({ source }) => source === 'Glimpse');
		if (are(own())) return own();
		return new Promise((resolve) => {
			const subscription = vscode.languages.onDidChangeDiagnostics(() => {
				if (!are(own())) return;
				subscription.dispose();
				resolve(own());
			});
		});
	}

	before(async () => {
		folder = join(vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '', 'site');
		await mkdir(join(folder, 'public/img'), { recursive: true });
		await mkdir(join(folder, 'src/assets'), { recursive: true });
		for (const to of ['public/img/in public.png', 'src/assets/logo.png', 'a.png']) {
			await cp(join(projectDir, 'media/samples/dialog-light.png'), join(folder, to));
		}
		await writeFile(
			join(folder, 'tsconfig.json'),
			'{ /* aliases */ "compilerOptions": { "paths": { "#img/*": ["./src/assets/*"], }, }, }',
		);
	});

	// The editor opens a tab for what stays unsaved.
	afterEach(() => opened?.save());

	describe('finds the picture', () => {
		for (const [file, markup] of [
			['page.md', '![](/img/in%20public.png)'],
			['page.md', '![](./a.png?raw=true#x)'],
			['page.md', '![](<a.png>)'],
			['src/deep/page.html', '<img src="/img/in%20public.png">'],
			['src/deep/page.vue', '<template><img src="@/assets/logo.png"></template>'],
			['src/deep/page.tsx', '<img src={require("#img/logo.png")} />'],
			['src/deep/page.astro', '---\nimport a from "~/assets/logo.png";\n---\n<img src={a.src}>'],
			['src/deep/page.svelte', '<script>import a from "../assets/logo.png?w=9";</script><img src={a}>'],
		] as const) {
			it(`${markup.replaceAll('\n', ' ')} in ${file}`, async () => {
				const document = await open(file, markup);
				bed.glm.script({ kind: 'text', text: altAnswer('Found.') });
				const before = bed.glm.requests.length;
				await generate(document, Math.max(markup.lastIndexOf('<img'), 0));
				assert.match(document.getText(), /Found\./);
				assert.equal(bed.glm.requests.length, before + 1);
				assert.equal(bed.glm.requests.at(-1)?.images[0]?.width, 520);
			});
		}

		it('on the web, by its address', async () => {
			const document = await open('page.md', '![](https://pictures.example/a%20b.png?x=1)');
			bed.glm.script({ kind: 'text', text: altAnswer('Far away.') });
			await generate(document);
			assert.match(document.getText(), /^!\[Far away\.\]/);
			assert.deepEqual(bed.glm.requests.at(-1)?.imageUrls, ['https://pictures.example/a%20b.png?x=1']);
		});

		it('in the document itself', async () => {
			const bytes = await vscode.workspace.fs.readFile(sample('dialog-light.png'));
			const data = `data:image/png;base64,${Buffer.from(bytes).toString('base64')}`;
			const document = await open('page.html', `<img src="${data}">`);
			bed.glm.script({ kind: 'text', text: altAnswer('Inside.') });
			await generate(document);
			assert.equal(document.getText(), `<img src="${data}" alt="Inside.">`);
			assert.equal(bed.glm.requests.at(-1)?.images.length, 1);
		});

		it('in the document itself, with per cent signs that stand for themselves', async () => {
			const rectangle = "<rect width='90%' height='20%25' fill='blue'/>";
			const svg = `<svg xmlns='http://www.w3.org/2000/svg' width='40' height='20'>${rectangle}</svg>`;
			const document = await open('page.html', `<img src="data:image/svg+xml,${svg}">`);
			bed.glm.script({ kind: 'text', text: altAnswer('Drawn.') });
			await generate(document);
			assert.match(document.getText(), / alt="Drawn\.">$/);
			assert.equal(bed.glm.requests.at(-1)?.images.length, 1);
		});
	});

	describe('writes and takes back', () => {
		for (const [file, markup, image, after] of [
			[
				'page.mdx',
				'<img src={useBaseUrl("img/in public.png")} />\n',
				'<img',
				'<img src={useBaseUrl("img/in public.png")} alt="Found." />\n',
			],
			[
				'page.html',
				'<base href="public/img/"><img src="in public.png">\n',
				'<img',
				'<base href="public/img/"><img src="in public.png" alt="Found.">\n',
			],
			[
				'page.tsx',
				'<img src={dark ? "no.png" : "a.png"} />;\n',
				'<img',
				'<img src={dark ? "no.png" : "a.png"} alt="Found." />;\n',
			],
		] as const) {
			it(`${markup.trim()} in ${file}`, async () => {
				const document = await open(file, markup);
				await vscode.window.showTextDocument(document);
				bed.glm.script({ kind: 'text', text: altAnswer('Found.') });
				await generate(document, markup.indexOf(image));
				assert.equal(document.getText(), after);
				await vscode.commands.executeCommand('undo');
				assert.equal(document.getText(), markup);
			});
		}
	});

	it('finds the pictures of a notebook, in files and in the cell', async () => {
		const bytes = await readFile(join(folder, 'a.png'));
		const attachments = { 'b.png': { 'image/png': bytes.toString('base64') } };
		const path = join(folder, 'page.ipynb');
		await writeFile(
			path,
			JSON.stringify({
				cells: [
					{ cell_type: 'markdown', metadata: {}, source: ['![](a.png)\n', '\n', '![](attachment:b.png)'], attachments },
				],
				metadata: {},
				nbformat: 4,
				nbformat_minor: 5,
			}),
		);
		const notebook = await vscode.workspace.openNotebookDocument(vscode.Uri.file(path));
		const { document } = notebook.cellAt(0);
		for (const image of ['![](a.png)', '![](attachment:b.png)']) {
			bed.glm.script({ kind: 'text', text: altAnswer('Found.') });
			await generate(document, document.getText().indexOf(image));
			assert.equal(bed.glm.requests.at(-1)?.images[0]?.width, 520);
		}
		assert.equal(document.getText(), '![Found.](a.png)\n\n![Found.](attachment:b.png)');
		await notebook.save();
	});

	it('says of a picture that is computed that none can be sent', async () => {
		const document = await open('computed.tsx', 'const a = <img src={user.avatar} />;\n');
		const [found] = await diagnosticsOf(document, ({ length }) => length === 1);
		assert.match(found?.message ?? '', /none can be sent/);
	});

	it('asks once for a shorter text, and takes what comes', async () => {
		await set('altText.maxLength', 30);
		const long = 'A dialog that says at length what went wrong and what can be done.';
		for (const [second, expected] of [
			['A dialog with an error.', 'A dialog with an error.'],
			['A dialog that is still a little too long.', 'A dialog that is still a little too long.'],
			[`${long} And more.`, long],
			["I'm sorry, I can't see the image.", long],
		] as const) {
			const document = await open('page.md', '![](a.png)');
			bed.glm.script({ kind: 'text', text: altAnswer(long) });
			bed.glm.script({ kind: 'text', text: altAnswer(second) });
			const before = bed.glm.requests.length;
			await generate(document);
			assert.equal(document.getText(), `![${expected}](a.png)`);
			assert.equal(bed.glm.requests.length, before + 2);
			assert.match(questionText(bed.glm.requests.at(-1)), /has 66 characters\. Say the same in at most 30 characters/);
			await document.save();
		}
	});

	it('writes in the language of the document, unless the setting names one', async () => {
		const text = 'Der Dialog zeigt, was mit der Datei nicht möglich ist.\n\n';
		for (const [language, expected] of [
			['auto', 'German'],
			['日本語', '日本語'],
		] as const) {
			await set('language', language);
			const document = await open('page.md', `${text}![](a.png)`);
			bed.glm.script({ kind: 'text', text: altAnswer('Ein Dialog.') });
			await generate(document, text.length);
			assert.match(questionText(bed.glm.requests.at(-1)), new RegExp(`"reason" in ${expected}\\.`));
			await document.save();
		}
	});

	it('reports at the level of the setting, and follows the text', async () => {
		const long = Array.from({ length: 30 }, (_, index) => `word${index}`).join(' ');
		const text = `![](a.png)\n\n![image](a.png)\n\n![a.png](a.png)\n\n![Image of a cat](a.png)\n\n![${long}](a.png)\n\n<img src="a.png" alt="">\n\n![A dialog with an error.](a.png)\n`;
		const document = await open('problems.md', text);
		const found = await diagnosticsOf(document, ({ length }) => length === 5);
		const codes = found.map(({ code }) => (typeof code === 'object' ? code : { value: code, target: undefined }));
		assert.deepEqual(
			codes.map(({ value }) => value),
			['missing', 'placeholder', 'file-name', 'image-of', 'too-long'],
		);
		for (const { target } of codes) assert.equal(target?.authority, 'www.w3.org');
		assert.equal(found[0]?.severity, vscode.DiagnosticSeverity.Hint);
		await set('altText.diagnostics', 'warning');
		await diagnosticsOf(document, (all) => all[0]?.severity === vscode.DiagnosticSeverity.Warning);
		await set('altText.rules', { missing: 'information', placeholder: 'off', 'image-of': 'nonsense' });
		const other = await diagnosticsOf(document, ({ length }) => length === 4);
		assert.deepEqual(
			other.map(({ severity }) => vscode.DiagnosticSeverity[severity]),
			['Information', 'Warning', 'Warning', 'Warning'],
		);
		await set('altText.rules', undefined);
		await diagnosticsOf(document, ({ length }) => length === 5);
		const edit = new vscode.WorkspaceEdit();
		edit.insert(document.uri, new vscode.Position(0, 2), 'A dialog with an error.');
		await vscode.workspace.applyEdit(edit);
		await diagnosticsOf(document, ({ length }) => length === 4);
		await set('altText.diagnostics', 'off');
		await diagnosticsOf(document, ({ length }) => length === 0);
	});

	it('offers to pass over a rule by a comment, in Markdown alone', async () => {
		const document = await open('ignored.md', '![](a.png)\n\n<img src="a.png">\n');
		const ignoring = async (line: number): Promise<readonly vscode.CodeAction[]> => {
			const actions: readonly vscode.CodeAction[] = await vscode.commands.executeCommand(
				'vscode.executeCodeActionProvider',
				document.uri,
				new vscode.Range(line, 3, line, 3),
			);
			return actions.filter(({ title }) => title.startsWith('Ignore'));
		};
		await diagnosticsOf(document, ({ length }) => length === 2);
		assert.deepEqual(await ignoring(2), []);
		const [action] = await ignoring(0);
		assert.equal(action?.title, 'Ignore “missing” for this image');
		assert.ok(action.edit && (await vscode.workspace.applyEdit(action.edit)));
		assert.match(document.getText(), /^!\[\]\(a\.png\)<!-- glimpse-disable-image missing -->\n/);
		await diagnosticsOf(document, ({ length }) => length === 1);
	});

	it('offers nothing where nothing may be offered, and decoration last', async () => {
		const document = await open('offers.md', '![](a.png)\n\n`![](a.png)`\n\n<img src="a.png" alt="x">\n');
		const titles = async (line: number): Promise<string[]> => {
			const actions: readonly vscode.CodeAction[] = await vscode.commands.executeCommand(
				'vscode.executeCodeActionProvider',
				document.uri,
				new vscode.Range(line, 3, line, 3),
			);
			return actions.filter(({ command }) => command?.command.startsWith('glimpse.')).map(({ title }) => title);
		};
		assert.deepEqual(await titles(0), ['Generate alt text']);
		assert.deepEqual(await titles(2), []);
		assert.deepEqual(await titles(4), ['Improve alt text', 'Mark as decorative']);
	});

	describe('altText, the API for other extensions', () => {
		it('gives the text, the kind and the reason', async () => {
			bed.glm.script({ kind: 'text', text: altAnswer('Ein Dialog.', 'informative') });
			const context = 'In the chapter on backups.';
			assert.deepEqual(await bed.api.altText(sample('dialog-light.png'), { context, language: 'de' }), {
				alt: 'Ein Dialog.',
				kind: 'informative',
				reason: 'It shows the dialog that the text is about.',
			});
			const asked = questionText(bed.glm.requests.at(-1));
			assert.ok(
				asked.includes('- About the place: "In the chapter on backups."') && asked.includes('in German.'),
				asked,
			);
		});

		it('gives no text that is none', async () => {
			bed.glm.script({ kind: 'text', text: "I'm sorry, but I can't see the image." });
			await assert.rejects(bed.api.altText(sample('dialog-light.png')), {
				message: 'The answer contained no alt text, so nothing was written. Ask again.',
			});
		});

		it('ends with the token', async () => {
			const held = bed.glm.script({ kind: 'text', text: altAnswer('Never.'), isHeld: true });
			const source = new vscode.CancellationTokenSource();
			const work = bed.api.altText(sample('dialog-light.png'), { token: source.token });
			await held.held;
			source.cancel();
			await assert.rejects(work, { message: 'Cancelled' });
			await (
				await held.request
			).closed;
		});

		it('invents nothing about a photo without a model', async () => {
			await set('engine', 'local');
			const before = bed.glm.requests.length;
			// A small one is read sooner.
			const photo = join(folder, 'photo.jpg');
			await sharp(sample('photo-landscape.jpg').fsPath).resize(400).toFile(photo);
			await assert.rejects(bed.api.altText(vscode.Uri.file(photo)), {
				message:
					'This machine alone can suggest alt text only for a picture of a short text. Set an API key to ask a model.',
			});
			assert.equal(bed.glm.requests.length, before);
		});
	});
});
