// An extension for the window tests: it arranges from inside what a test isn't about. Bundled and placed by hostChannel.ts.
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import * as vscode from 'vscode';
import { provideChatModels, type ChatModels } from './chatModels.ts';
import type { ChatRequest, ChatScript, OfferedModel } from './chatWords.ts';

/** There from the first time that a test offers some. */
let models: ChatModels | undefined;

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

	/** Runs a command that may go on for as long as its notification is there. */
	start: (command: string, ...args: readonly unknown[]): void => {
		void vscode.commands.executeCommand(command, ...args);
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

	/** Stops what runs, forgets the API key, begins a new conversation, closes editors without saving, takes notifications away and selects nothing. */
	putBack: async ({ sleeps }: { readonly sleeps: boolean }): Promise<void> => {
		const run = vscode.commands.executeCommand;
		await run('workbench.action.closeQuickOpen');
		const glimpse = vscode.extensions.getExtension('glimpse-vision.glimpse');
		if (!sleeps) await glimpse?.activate();
		if (glimpse?.isActive) {
			await run('glimpse.stop');
			await run('glimpse.newConversation');
			await run('glimpse.deleteApiKey');
		}
		for (const document of vscode.workspace.textDocuments.filter(isTheTests)) {
			await vscode.window.showTextDocument(document);
			await run('workbench.action.revertAndCloseActiveEditor');
		}
		await run('workbench.action.closeAllEditors');
		await run('workbench.action.closePanel');
		await run('workbench.view.explorer');
		await run('list.clear');
		await run('notifications.clearAll');
		await run('notifications.hideList');
	},

	/** Calls a tool of the editor as an agent does; returns its text, or the sentence with which it refuses. */
	callTool: async (name: string, input: object): Promise<string> => {
		try {
			const { content } = await vscode.lm.invokeTool(name, { input, toolInvocationToken: undefined });
			return content.map((part) => (part instanceof vscode.LanguageModelTextPart ? part.value : '')).join('');
		} catch (error) {
			return error instanceof Error ? error.message : String(error);
		}
	},

	/** Opens a text file of the first folder once it is read as it is on disk, with the cursor behind `before` where that is given. */
	openText: async (name: string, before?: string): Promise<void> => {
		const uri = await inFolder(name);
		const onDisk = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
		const selection = before === undefined ? undefined : placeBehind(before, onDisk);
		// By the editor's own command: a document that an extension opens stays open for minutes.
		await vscode.commands.executeCommand('vscode.open', uri, { preview: false, selection });
		const document = vscode.window.activeTextEditor?.document;
		if (document?.uri.toString() !== uri.toString()) throw new Error(`${name} didn't open as a text.`);
		// The editor may still have it as it was when it was last open.
		if (document.getText() !== onDisk) await untilText(document, onDisk);
	},

	/** Opens a file of the first folder in whatever editor it has. */
	openFile: async (name: string): Promise<void> => {
		await vscode.commands.executeCommand('vscode.open', await inFolder(name), { preview: false });
	},

	/** Has pictures of the first folder described, as the Explorer's menu does. */
	describe: async (...names: string[]): Promise<void> => {
		const pictures = await Promise.all(names.map(inFolder));
		void vscode.commands.executeCommand('glimpse.describe', pictures[0], pictures);
	},

	/** Whether Glimpse has been activated. */
	isAwake: (): boolean => vscode.extensions.getExtension('glimpse-vision.glimpse')?.isActive ?? false,

	/** Of the extension host. */
	processId: (): number => process.pid,

	/** Saves a text file of the first folder, and gives what is on disk then. */
	savedText: async (name: string): Promise<string> => {
		const uri = await inFolder(name);
		if (!(await vscode.workspace.save(uri))) throw new Error(`${name} isn't open.`);
		return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
	},

	/** Has the editor offer models of the tests: the usual two unless told. */
	offerModels: (offered?: readonly OfferedModel[]): void => {
		models ??= provideChatModels();
		models.reset();
		if (offered) models.offer(offered);
	},

	/** What the next question to one of them is answered with. */
	scriptModel: (script: ChatScript): void => models?.script(script),

	/** What they were sent since they were offered. */
	modelRequests: (): readonly ChatRequest[] => models?.requests ?? [],

	/** The cells of a notebook of the first folder, as they are now; saved or not. */
	cells: async (name: string): Promise<readonly { readonly text: string; readonly metadata: unknown }[]> => {
		const uri = (await inFolder(name)).toString();
		const notebook = vscode.workspace.notebookDocuments.find((each) => each.uri.toString() === uri);
		if (!notebook) throw new Error(`${name} isn't open.`);
		return notebook.getCells().map(({ document, metadata }) => ({ text: document.getText(), metadata }));
	},

	/** The value of a setting, whoever wrote it. */
	setting: (name: string): unknown => vscode.workspace.getConfiguration().get(name),
};

/** Whether a test has left a document unsaved; the editor's own settings are unsaved while they are being changed. */
function isTheTests({ isDirty, isUntitled, uri }: vscode.TextDocument): boolean {
	return isDirty && (isUntitled || vscode.workspace.getWorkspaceFolder(uri) !== undefined);
}

async function inFolder(name: string): Promise<vscode.Uri> {
	const folder = vscode.workspace.workspaceFolders?.[0] ?? (await firstFolder());
	return vscode.Uri.joinPath(folder.uri, name);
}

/**
 * The folder of a workspace file: the window may open before it has read that, and gives its extensions what it read then without
 * an event.
 */
async function firstFolder(): Promise<vscode.WorkspaceFolder> {
	for (;;) {
		const folder = vscode.workspace.workspaceFolders?.[0];
		if (folder) return folder;
		await new Promise((resolve) => setTimeout(resolve, 50));
	}
}

function placeBehind(words: string, text: string): vscode.Range {
	const index = text.indexOf(words);
	if (index < 0) throw new Error(`There is no "${words}".`);
	const lines = text.slice(0, index + words.length).split('\n');
	const place = new vscode.Position(lines.length - 1, lines.at(-1)?.length ?? 0);
	return new vscode.Range(place, place);
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
	context.subscriptions.push({ dispose: () => void socket.destroy() }, { dispose: () => models?.dispose() });
}
