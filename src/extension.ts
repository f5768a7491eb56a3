import * as vscode from 'vscode';
import type { GlimpseApi } from './api.ts';
import { act, showFailure } from './host/showFailure.ts';
import { registerAltText } from './host/altText/registerAltText.ts';
import { Archive, History } from './host/conversation/history.ts';
import { ApiKeys } from './host/apiKeys.ts';
import { registerCommands } from './host/commands/commands.ts';
import { ConversationStore, workspaceStorage } from './host/conversation/conversationStore.ts';
import { createApi } from './host/describeApi.ts';
import { createDescriber } from './host/describer/describer.ts';
import { GlmTransport } from './host/describer/glmTransport.ts';
import { LocalEngineLoader } from './host/describer/localEngineLoader.ts';
import { OpenConversation } from './host/conversation/openConversation.ts';
import { createLog } from './host/notifications.ts';
import { registerPanel } from './host/panel/panel.ts';
import { isHistoryKept } from './host/settings.ts';
import { SessionMeter } from './host/sessionMeter.ts';
import { Preparer } from './host/sources/preparer.ts';

let conversation: OpenConversation | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<GlimpseApi> {
	const { extensionUri } = context;
	const log = createLog('Glimpse');
	const keys = new ApiKeys(context.secrets, log);
	const transport = new GlmTransport(log);
	const local = new LocalEngineLoader(extensionUri);
	const preparer = new Preparer(extensionUri);
	const usage = new SessionMeter();
	const describer = createDescriber({
		keys,
		transport,
		preparer,
		localEngine: () => local.load(),
		onUsage: (used, price) => usage.add(used, price),
		log,
	});
	const store = new ConversationStore(workspaceStorage(context.globalStorageUri, context.workspaceState), log);
	const history = new History(vscode.Uri.joinPath(context.globalStorageUri, 'history').fsPath, log);
	const archive = new Archive({
		history,
		isKept: isHistoryKept,
		shrink: (bytes, name) => preparer.shrink(bytes, name),
	});
	const open = new OpenConversation({ describer, store, archive, log });
	conversation = open;
	const running = new Set<AbortController>();
	// Before anything is waited for: what activates is a document, and the first question about it comes soon.
	context.subscriptions.push(
		registerAltText({
			describer,
			conversation: open,
			keys,
			transport,
			running,
			extensionUri,
			memory: context.workspaceState,
			log,
		}),
	);
	await open.restore();

	const version = String(context.extension.packageJSON.version);
	const answererChanged = new vscode.EventEmitter<void>();
	const panel = registerPanel({
		extensionUri,
		conversation: open,
		describer,
		onDidChangeAnswerer: answererChanged.event,
		usage,
		act: (action, turnId) => act(parts, action, turnId),
		report: (error) => showFailure(error, parts),
		log,
	});
	const parts = { conversation: open, history, panel, keys, transport, running, extensionUri, version, log };
	context.subscriptions.push(
		log,
		keys,
		transport,
		local,
		preparer,
		usage,
		open,
		panel,
		answererChanged,
		keys.onDidChange(() => answererChanged.fire()),
		vscode.workspace.onDidChangeConfiguration((change) => {
			if (change.affectsConfiguration('glimpse')) answererChanged.fire();
		}),
		registerCommands(parts),
	);
	return createApi(describer);
}

/** The window closes or reloads: what was written so far is kept. */
export async function deactivate(): Promise<void> {
	await conversation?.flush();
}
