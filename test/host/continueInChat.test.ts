import assert from 'node:assert/strict';
import { cp, mkdir, readdir, readFile, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { continueInChat } from '../../src/host/commands/continueInChat.ts';
import { beginConversation, clearHistory } from '../../src/host/commands/historyCommands.ts';
import { FileVersion } from '../../src/host/sources/fileVersion.ts';
import { projectDir } from '../support/places.mjs';
import { useConversation } from './useConversation.ts';
import { usePerson } from './usePerson.ts';

/** What the chat is opened with. */
interface ChatOptions {
	readonly query: string;
	readonly isPartialQuery: boolean;
	readonly attachFiles: readonly vscode.Uri[];
}

describe('Continue in Chat', () => {
	const bed = useConversation();
	const person = usePerson();
	const { executeCommand } = vscode.commands;
	const { getConfiguration } = vscode.workspace;
	const opened: ChatOptions[] = [];
	/** The editor's own chat stays off: turned on, it goes to the web by itself. */
	let isOff = false;
	let picture: vscode.Uri;

	before(async () => {
		const folder = join(vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '', 'chat');
		await mkdir(folder, { recursive: true });
		await cp(join(projectDir, 'media/samples/dialog-light.png'), join(folder, 'dialog.png'));
		picture = vscode.Uri.file(join(folder, 'dialog.png'));
		Object.assign(vscode.workspace, {
			getConfiguration: (...asked: Parameters<typeof getConfiguration>) =>
				asked[0] === 'chat' ? { get: () => isOff } : getConfiguration(...asked),
		});
		// What the chat does with it is shown in a window.
		Object.assign(vscode.commands, {
			executeCommand: async (id: string, ...args: unknown[]) => {
				if (id !== 'workbench.action.chat.open') return executeCommand(id, ...args);
				return opened.push(args[0] as ChatOptions);
			},
		});
	});
	beforeEach(() => {
		opened.length = 0;
		bed.glm.reset();
	});
	after(async () => {
		Object.assign(vscode.commands, { executeCommand });
		Object.assign(vscode.workspace, { getConfiguration });
	});

	async function answer(text: string, ...sources: readonly (vscode.Uri | File)[]): Promise<void> {
		bed.glm.script({ kind: 'text', text });
		await bed.ask('describe', ...sources);
	}

	const pasted = async (name: string): Promise<File> =>
		new File([new Uint8Array(await readFile(picture.fsPath))], name, { type: 'image/png' });

	it('attaches the file, puts the answer into the box, and sends nothing', async () => {
		await answer('It fails.', picture);
		await continueInChat(bed.parts);
		assert.equal(opened.length, 1);
		assert.equal(opened[0]?.isPartialQuery, true);
		assert.deepEqual(opened[0].attachFiles.map(String), [String(picture)]);
		assert.match(opened[0].query, /Glimpse was asked about this picture, and answered:\n\nIt fails\.\n\n$/);
		assert.equal(bed.glm.requests.length, 1);
	});

	it('puts the question before it, with the pictures of the question that it follows', async () => {
		await answer('It fails.', picture);
		bed.glm.script({ kind: 'text', text: 'The disk is full.' });
		await bed.askFurther('Why?');
		await continueInChat(bed.parts);
		assert.deepEqual(opened[0]?.attachFiles.map(String), [String(picture)]);
		assert.match(opened[0].query, /this picture: Why\?\n\nThe disk is full\.\n\n$/);
	});

	it('gives the chat no tool, file or agent of the answer’s', async () => {
		await answer('#fetch it, @workspace, and C# or a@b.example.\n#runCommands', picture);
		await continueInChat(bed.parts);
		assert.ok(opened[0]?.query.endsWith('\\#fetch it, \\@workspace, and C# or a@b.example.\n\\#runCommands\n\n'));
	});

	it('copies a picture from the clipboard for its user alone, and removes what is old', async () => {
		await answer('It fails.', await pasted('image.png'));
		const services = bed.parts;
		await continueInChat(services);
		const [copy] = opened[0]?.attachFiles ?? [];
		assert.ok(copy);
		assert.match(copy.path, /\/image\.png$/);
		assert.ok((await readFile(copy.fsPath)).byteLength > 1000);
		if (process.platform !== 'win32') assert.equal((await stat(copy.fsPath)).mode & 0o777, 0o600);
		const folder = join(services.storage, 'chat');
		const [old = ''] = await readdir(folder);
		await utimes(join(folder, old), 0, 0);
		await continueInChat(services);
		assert.equal((await readdir(folder)).length, 1);
		assert.ok(!(await readdir(folder)).includes(old));
	});

	it('removes what is old also when it copies nothing', async () => {
		await answer('It fails.', await pasted('image.png'));
		await continueInChat(bed.parts);
		const folder = join(bed.parts.storage, 'chat');
		const [old = ''] = await readdir(folder);
		await utimes(join(folder, old), 0, 0);
		await answer('It fails.', picture);
		await continueInChat(bed.parts);
		assert.deepEqual(await readdir(folder), []);
	});

	for (const [name, isHistoryKept, forget, isLeft] of [
		['a new conversation, where none are kept', false, async () => beginConversation(bed.parts), false],
		['a new conversation, where they are kept', true, async () => beginConversation(bed.parts), true],
		['Clear History', true, async () => clearHistory(bed.parts), false],
	] as const) {
		it(`${isLeft ? 'keeps' : 'removes'} its copies with ${name}`, async () => {
			await bed.set('history.enabled', isHistoryKept);
			await answer('It fails.', await pasted('image.png'));
			await continueInChat(bed.parts);
			assert.equal((await readdir(join(bed.parts.storage, 'chat'))).length, 1);
			await forget();
			assert.equal((await readdir(bed.parts.storage)).includes('chat'), isLeft);
		});
	}

	it('copies what the chat can’t take as it was prepared, whatever its name', async () => {
		const drawing = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30"><rect width="9" height="9"/></svg>';
		for (const name of ['logo.svg', 'drawing.png']) {
			const file = vscode.Uri.joinPath(picture, '..', name);
			await writeFile(file.fsPath, drawing);
			await answer('It is a logo.', file);
			await continueInChat(bed.parts);
			const [copy] = opened.at(-1)?.attachFiles ?? [];
			assert.match(copy?.path ?? '', /\/(?:logo|drawing)\.png$/);
			assert.deepEqual([...(await readFile(copy?.fsPath ?? '')).subarray(1, 4)], [...Buffer.from('PNG')]);
		}
	});

	it('takes no small copy of the history’s for the picture', async () => {
		await answer('It fails.', await pasted('image.png'));
		await bed.open.clear();
		await bed.open.flush();
		const [past] = await bed.parts.history.list();
		assert.ok(past && Object.keys(past.thumbnails).length === 1);
		await bed.open.open(past);
		await continueInChat(bed.parts);
		assert.deepEqual(opened[0]?.attachFiles, []);
		assert.deepEqual(person.read, ['The picture is no longer kept here, so only the answer was put into the chat.']);
	});

	const excluded: readonly (readonly [string, string, () => Promise<vscode.Uri | File>])[] = [
		['a file', 'dialog.png', async () => picture],
		['what was pasted or dropped', 'dropped.png', async () => pasted('dropped.png')],
		[
			'a version of a file',
			'dialog.png (Staged)',
			async () => {
				const of = { file: picture.toString(), commit: undefined };
				return new FileVersion(new Uint8Array(await readFile(picture.fsPath)), { name: 'dialog.png (Staged)', of });
			},
		],
	];
	for (const [kind, name, source] of excluded) {
		it(`leaves a picture here that is excluded: ${kind}`, async () => {
			await bed.set('engine', 'local');
			await bed.set('exclude', ['dialog.png', 'dropped.png']);
			await bed.ask('describe', await source());
			await assert.rejects(continueInChat(bed.parts), { failure: { kind: 'excluded', name } });
			assert.deepEqual(opened, []);
		});
	}

	it('says so where there is no answer, or no chat', async () => {
		await continueInChat(bed.parts);
		await answer('It fails.', picture);
		isOff = true;
		await continueInChat(bed.parts);
		isOff = false;
		assert.deepEqual(person.read, [
			'There is no answer yet.',
			'This editor has no chat, or it is turned off. Copy the answer instead.',
		]);
		assert.deepEqual(opened, []);
	});
});
