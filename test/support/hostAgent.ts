// An extension for the window tests: it arranges from inside what a test isn't about. Bundled and placed by hostChannel.ts.
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import * as vscode from 'vscode';

/** What the test process can have done in a window's extension host. What goes there and back is JSON. */
export type HostActions = typeof actions;

/** The first line that an agent sends. */
export interface Hello {
	readonly token: string;
	/** The path of the folder, or of the workspace file. */
	readonly workspace: string;
}

export interface Call {
	readonly id: number;
	readonly action: keyof HostActions;
	readonly args: readonly unknown[];
}

export interface Reply {
	readonly id: number;
	readonly result?: unknown;
	readonly error?: string;
}

const actions = {
	run: async (command: string, ...args: readonly unknown[]): Promise<void> => {
		await vscode.commands.executeCommand(command, ...args);
	},

	/** Changes user settings by their full names; null puts one back to its default. */
	changeSettings: async (values: Readonly<Record<string, unknown>>): Promise<void> => {
		const configuration = vscode.workspace.getConfiguration();
		for (const [name, value] of Object.entries(values)) {
			const now = configuration.inspect(name)?.globalValue ?? null;
			if (JSON.stringify(now) === JSON.stringify(value)) continue;
			await configuration.update(name, value ?? undefined, vscode.ConfigurationTarget.Global);
		}
	},

	/** Stops what runs, begins a new conversation, closes editors without saving and takes notifications away. */
	putBack: async (): Promise<void> => {
		const run = vscode.commands.executeCommand;
		await run('workbench.action.closeQuickOpen');
		if (vscode.extensions.getExtension('glimpse-vision.glimpse')?.isActive) {
			await run('glimpse.stop');
			await run('glimpse.newConversation');
		}
		for (const document of vscode.workspace.textDocuments.filter(({ isDirty }) => isDirty)) {
			await vscode.window.showTextDocument(document);
			await run('workbench.action.revertAndCloseActiveEditor');
		}
		await run('workbench.action.closeAllEditors');
		await run('workbench.action.closePanel');
		await run('workbench.view.explorer');
		await run('notifications.clearAll');
		await run('notifications.hideList');
	},

	/** Opens a text file of the first folder once it is read as it is on disk, with the cursor behind `before` where that is given. */
	openText: async (name: string, before?: string): Promise<void> => {
		const document = await vscode.workspace.openTextDocument(inFolder(name));
		const onDisk = new TextDecoder().decode(await vscode.workspace.fs.readFile(document.uri));
		// The editor may still have it as it was when it was last open.
		if (document.getText() !== onDisk) await untilText(document, onDisk);
		const editor = await vscode.window.showTextDocument(document, { preview: false });
		if (before === undefined) return;
		const index = onDisk.indexOf(before);
		if (index < 0) throw new Error(`There is no "${before}" in ${name}.`);
		const place = document.positionAt(index + before.length);
		editor.selection = new vscode.Selection(place, place);
		editor.revealRange(editor.selection);
	},

	/** Opens a file of the first folder in whatever editor it has. */
	openFile: async (name: string): Promise<void> => {
		await vscode.commands.executeCommand('vscode.open', inFolder(name), { preview: false });
	},

	/** The text of the active editor. */
	activeText: (): string => vscode.window.activeTextEditor?.document.getText() ?? '',

	/** Whether a setting has this value where it is asked for, whoever wrote it. */
	setting: (name: string): unknown => vscode.workspace.getConfiguration().get(name),
};

function inFolder(name: string): vscode.Uri {
	const folder = vscode.workspace.workspaceFolders?.[0];
	if (!folder) throw new Error('There is no folder.');
	return vscode.Uri.joinPath(folder.uri, name);
}

async function untilText(document: vscode.TextDocument, text: string): Promise<void> {
	await new Promise<void>((resolve) => {
		const subscription = vscode.workspace.onDidChangeTextDocument((change) => {
			if (change.document !== document || document.getText() !== text) return;
			subscription.dispose();
			resolve();
		});
	});
}

/** Connects to the test process that started this server, and does what comes from there until the window closes. */
export function activate(context: vscode.ExtensionContext): void {
	const { GLIMPSE_TEST_PORT: port, GLIMPSE_TEST_TOKEN: token = '' } = process.env;
	const workspace = (vscode.workspace.workspaceFile ?? vscode.workspace.workspaceFolders?.[0]?.uri)?.fsPath ?? '';
	const socket = connect(Number(port), '127.0.0.1');
	const send = (message: Hello | Reply): void => void socket.write(`${JSON.stringify(message)}\n`);
	socket.on('error', () => undefined);
	socket.once('connect', () => send({ token, workspace }));
	createInterface({ input: socket }).on('line', (line) => {
		const { id, action, args }: Call = JSON.parse(line);
		// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the other side calls each with what it takes
		const act = actions[action] as (...given: readonly unknown[]) => unknown;
		Promise.resolve()
			.then(() => act(...args))
			.then(
				(result) => send({ id, result }),
				(error: unknown) => send({ id, error: String(error) }),
			);
	});
	context.subscriptions.push({ dispose: () => void socket.destroy() });
}
