import * as vscode from 'vscode';
import type { GlimpseApi } from './api.ts';
import { registerAltText } from './host/altText/registerAltText.ts';
import { ApiKeys } from './host/editor/apiKeys.ts';
import { registerCommands } from './host/commands/commands.ts';
import { ConversationStore } from './host/conversation/conversationStore.ts';
import { workspaceStorage } from './host/conversation/workspaceStorage.ts';
import { Archive, History } from './host/conversation/history.ts';
import { OpenConversation } from './host/conversation/openConversation.ts';
import { createApi } from './createApi.ts';
import type { AnswerServices } from './host/describer/answerRequest.ts';
import { createDescriber, type Describer } from './host/describer/describer.ts';
import { EditorModels } from './host/describer/editorModels.ts';
import { FoundModel } from './host/describer/foundModel.ts';
import { GlmTransport } from './host/describer/glmTransport.ts';
import { LocalEngineLoader } from './host/describer/localEngineLoader.ts';
import { PlanMeter } from './host/describer/planMeter.ts';
import { createLog, showError } from './host/editor/notifications.ts';
import { registerReview } from './host/review/registerReview.ts';
import { registerPanel } from './host/panel/panel.ts';
import type { Services } from './host/services.ts';
import { registerTools } from './host/tools/registerTools.ts';
import { SessionMeter } from './host/panel/sessionMeter.ts';
import { isHistoryKept } from './host/editor/settings.ts';
import { showFailure } from './host/showFailure.ts';
import { Preparer } from './host/sources/preparer.ts';

let conversation: OpenConversation | undefined;
let review: ReturnType<typeof registerReview> | undefined;

export function activate(context: vscode.ExtensionContext): GlimpseApi {
	try {
		return start(context);
	} catch (error) {
		void offerReload(error);
		throw error;
	}
}

/** Keeps what was written so far when the window closes or reloads. */
export async function deactivate(): Promise<void> {
	await Promise.all([conversation?.flush(), review?.end()]);
}

/** Makes the services and registers everything, before anything is awaited: the first question may come at once. */
function start(context: vscode.ExtensionContext): GlimpseApi {
	const { extensionUri, subscriptions, workspaceState: memory } = context;
	const own = <Service extends vscode.Disposable>(service: Service): Service => {
		subscriptions.push(service);
		return service;
	};
	const log = own(createLog('Glimpse'));
	const keys = own(new ApiKeys(context.secrets, log));
	const transport = own(new GlmTransport(log));
	const local = own(new LocalEngineLoader(extensionUri));
	const preparer = own(new Preparer(extensionUri));
	const usage = own(new SessionMeter());
	const foundModel = own(new FoundModel());
	const editorModels = own(new EditorModels());
	const plan = own(new PlanMeter((quota) => usage.setPlan(quota)));
	const answerServices: AnswerServices = {
		keys,
		transport,
		preparer,
		localEngine: () => local.load(),
		editorModels,
		chooseModel: async () => (await import('./host/configure/selectModel.ts')).selectModel(withoutPanel),
		foundModel,
		onUsage: (used, price) => usage.add(used, price),
		plan,
		log,
	};
	const describer = createDescriber(answerServices);
	const storage = workspaceStorage(context.globalStorageUri, memory);
	const history = new History(vscode.Uri.joinPath(context.globalStorageUri, 'history').fsPath, log);
	conversation = own(
		new OpenConversation({
			describer: {
				// A model's alt text is a JSON object, which code of its own turns into text.
				answer: (request, signal) =>
					request.task === 'altText'
						? answerWithAltText(describer, request, signal)
						: describer.answer(request, signal),
				getReady: () => describer.getReady(),
			},
			store: new ConversationStore(storage, log),
			archive: new Archive({
				history,
				isKept: isHistoryKept,
				shrink: (bytes, name, part) => preparer.shrink(bytes, name, part),
			}),
			log,
		}),
	);
	const version = String(context.extension.packageJSON.version);
	const running = new Set<AbortController>();
	const withoutPanel = {
		extensionUri,
		version,
		log,
		memory,
		storage,
		keys,
		transport,
		preparer,
		describer,
		batches: async () => (await import('./host/describer/batches.ts')).createBatches(answerServices),
		foundModel,
		editorModels,
		conversation,
		history,
		running,
	};
	const answererChanged = own(new vscode.EventEmitter<void>());
	own(
		keys.onDidChange(() => {
			plan.forget();
			answererChanged.fire();
		}),
	);
	own(foundModel.onDidChange(() => answererChanged.fire()));
	own(editorModels.onDidChange(() => answererChanged.fire()));
	own(
		vscode.workspace.onDidChangeConfiguration((change) => {
			if (change.affectsConfiguration('glimpse.endpoint')) plan.forget();
			if (change.affectsConfiguration('glimpse')) answererChanged.fire();
		}),
	);
	const panel = own(
		registerPanel({
			extensionUri,
			conversation,
			describer,
			onDidChangeAnswerer: answererChanged.event,
			usage,
			handlers: async () => (await import('./host/commands/panelMessages.ts')).createPanelHandlers(withoutPanel),
			showFailure: (error) => showFailure(error, withoutPanel),
			log,
		}),
	);
	const services: Services = { ...withoutPanel, panel };
	own(registerAltText(services));
	own(registerCommands(services));
	own(registerTools(services));
	review = own(registerReview(services));
	conversation.restore().catch((error: unknown) => log.warn(`Could not restore the conversation: ${String(error)}`));
	return createApi(describer);
}

async function* answerWithAltText(
	describer: Describer,
	...[request, signal]: Parameters<Describer['answer']>
): ReturnType<Describer['answer']> {
	const { panelAltText } = await import('./host/altText/panelAltText.ts');
	yield* panelAltText(describer, request, signal);
}

/** Tells that the extension could not start; the editor itself writes it into a log that nobody reads. */
async function offerReload(error: unknown): Promise<void> {
	const reload = vscode.l10n.t('Reload Window');
	const reason = error instanceof Error ? error.message : String(error);
	const choice = await showError(
		vscode.l10n.t('Glimpse could not start ({0}). Reload the window to try again.', reason),
		reload,
	);
	if (choice === reload) await vscode.commands.executeCommand('workbench.action.reloadWindow');
}
