import * as vscode from 'vscode';
import { parsePanelMessage, type HostMessage, type PanelMessage } from '../../core/protocol.ts';
import type { Describer } from '../describer/describer.ts';
import type { OpenConversation } from '../conversation/openConversation.ts';
import { chatSetting, hasChat } from '../editor/chat.ts';
import type { SessionMeter } from './sessionMeter.ts';
import { onDidChangeFrontTab, openPictureName } from '../sources/openPicture.ts';
import { panelPage } from './page.ts';
import type { PendingClipboardRead } from './pendingClipboardRead.ts';

/** The messages that the panel answers by itself. */
type OwnMessage = 'ready' | 'getPicture';

/** The handler of each other message of the page; a failure that it throws is shown. */
export type PanelHandlers = {
	readonly [Type in Exclude<PanelMessage['type'], OwnMessage>]: (
		message: Extract<PanelMessage, { readonly type: Type }>,
	) => unknown;
};

/** The parts of the extension that the panel shows, and those that it calls. */
export interface PanelServices {
	readonly extensionUri: vscode.Uri;
	readonly conversation: OpenConversation;
	readonly describer: Pick<Describer, 'nextAnswerer'>;
	/** Fires after a change that may lead to another answerer. */
	readonly onDidChangeAnswerer: vscode.Event<unknown>;
	readonly usage: SessionMeter;
	/** Loads the handlers with the first message that needs them. */
	readonly handlers: () => Promise<PanelHandlers>;
	/** Shows a failure that has no turn. */
	readonly showFailure: (error: unknown) => Promise<void>;
	readonly log: vscode.LogOutputChannel;
}

/** Writes the panel's page into its view, and carries messages between the two until the view goes. */
export function connectPanel(
	view: vscode.WebviewView,
	services: PanelServices & { readonly clipboard: PendingClipboardRead },
): void {
	const { conversation, describer, usage, handlers, clipboard, log } = services;
	const { webview } = view;
	const folder = vscode.Uri.joinPath(services.extensionUri, 'dist', 'panel');
	// Until the page says `ready` its script doesn't listen, and what is sent is lost. A page that was hidden is thrown away;
	// the one in its place says `ready` again, and gets the whole state in place of what was sent meanwhile.
	let isReady = false;

	const post = (message: HostMessage): void => {
		void webview.postMessage(message);
	};
	// A key takes longer to look up than a setting: an older answer must not come behind a newer one.
	let lookUps = 0;
	const sendNextAnswerer = async (): Promise<void> => {
		const lookUp = ++lookUps;
		const nextAnswerer = await describer.nextAnswerer();
		if (isReady && lookUp === lookUps) post({ type: 'nextAnswerer', nextAnswerer });
	};
	const readClipboard = (): void => {
		if (isReady && clipboard.consume()) post({ type: 'readClipboard' });
	};
	const sendState = async (): Promise<void> => {
		const lookUp = lookUps;
		const [nextAnswerer] = await Promise.all([describer.nextAnswerer(), conversation.restore()]);
		isReady = true;
		post({
			type: 'state',
			state: {
				conversation: conversation.state,
				nextAnswerer,
				usage: usage.now,
				openPicture: openPictureName(),
				hasChat: hasChat(),
			},
		});
		readClipboard();
		// Settings or a key have changed meanwhile.
		if (lookUp !== lookUps) await sendNextAnswerer();
	};
	const sendPicture = async (id: string): Promise<void> => {
		const bytes = await conversation.bytes(id);
		// The file system gives a Buffer, which would arrive as a plain object.
		post({ type: 'picture', id, bytes: bytes && new Uint8Array(bytes) });
	};
	const handle = async (message: PanelMessage): Promise<unknown> => {
		if (message.type === 'ready') return sendState();
		if (message.type === 'getPicture') return sendPicture(message.id);
		// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the type of a message picks the handler for it
		return ((await handlers())[message.type] as (message: PanelMessage) => unknown)(message);
	};

	webview.options = { enableScripts: true, localResourceRoots: [folder] };
	const subscriptions = [
		webview.onDidReceiveMessage((received: unknown) => {
			const message = parsePanelMessage(received);
			if (message) handle(message).catch(services.showFailure);
			else log.warn('Ignored an invalid message from the panel.');
		}),
		conversation.onEvent((event) => {
			if (isReady) post({ type: 'event', event });
		}),
		view.onDidChangeVisibility(() => {
			// The page goes with the view: what is sent before the next one listens would be lost.
			if (!view.visible) isReady = false;
		}),
		clipboard.onRequest(readClipboard),
		usage.onChange((now) => {
			if (isReady) post({ type: 'usage', usage: now });
		}),
		onDidChangeFrontTab(() => {
			if (isReady) post({ type: 'openPicture', name: openPictureName() });
		}),
		vscode.workspace.onDidChangeConfiguration((change) => {
			if (isReady && change.affectsConfiguration(chatSetting)) void sendState().catch(services.showFailure);
		}),
		services.onDidChangeAnswerer(() => void sendNextAnswerer().catch(services.showFailure)),
	];
	view.onDidDispose(() => vscode.Disposable.from(...subscriptions).dispose());
	const address = (name: string): string => webview.asWebviewUri(vscode.Uri.joinPath(folder, name)).toString();
	webview.html = panelPage({
		language: vscode.env.language,
		styleSource: webview.cspSource,
		style: address('panel.css'),
		script: address('main.js'),
		words: vscode.l10n.bundle ?? {},
	});
}
