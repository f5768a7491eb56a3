import assert from 'node:assert/strict';
import { cp, mkdir, readdir, readFile, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { continueInChat } from '../../src/host/commands/continueInChat.ts';
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
		const bytes = await readFile(picture.fsPath);
		await answer('It fails.', new File([new Uint8Array(bytes)], 'image.png', { type: 'image/png' }));
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

	it('leaves a picture here that is excluded', async () => {
		await bed.set('engine', 'local');
		await bed.set('exclude', ['dialog.png']);
		await bed.ask('describe', picture);
		await assert.rejects(continueInChat(bed.parts), { failure: { kind: 'excluded', name: 'dialog.png' } });
		assert.deepEqual(opened, []);
	});

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
