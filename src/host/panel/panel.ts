import * as vscode from 'vscode';
import type { ActionId } from '../../core/conversation.ts';
import { openSettings } from '../settings.ts';
import { parsePanelMessage, type HostMessage, type PanelMessage } from '../../core/protocol.ts';
import { visibleText } from '../../core/visibleText.ts';
import { continueAnswer } from '../commands/answerCommands.ts';
import type { Describer } from '../describer/describer.ts';
import type { OpenConversation } from '../conversation/openConversation.ts';
import type { SessionMeter } from '../sessionMeter.ts';
import { pickMedia } from '../sources/chooseFiles.ts';
import { panelPage } from './page.ts';

/** What the panel needs of the rest. */
export interface PanelParts {
	readonly extensionUri: vscode.Uri;
	readonly conversation: OpenConversation;
	readonly describer: Describer;
	/** Fires when something changed that may change who answers. */
	readonly onDidChangeAnswerer: vscode.Event<unknown>;
	readonly usage: SessionMeter;
	readonly act: (action: ActionId, turnId: string) => Promise<void>;
	/** Shows a failure that has no turn. */
	readonly report: (error: unknown) => Promise<void>;
	readonly log: vscode.LogOutputChannel;
}

/** The panel in the side bar; its page comes and goes. */
export interface Panel extends vscode.Disposable {
	/** Opens the panel and has its page read the clipboard, as soon as it can. */
	explainClipboard(): Promise<void>;
}

/** Shows the open conversation in the side bar, and carries what the user does there to it. */
export function registerPanel(parts: PanelParts): Panel {
	const clipboard = new PendingClipboardRead();
	const registration = vscode.window.registerWebviewViewProvider('glimpse.panel', {
		resolveWebviewView: (view) => connectPanel(view, { ...parts, clipboard }),
	});
	return {
		async explainClipboard() {
			// With the focus: without it no page may read the clipboard.
			await vscode.commands.executeCommand('glimpse.panel.focus');
			clipboard.request();
		},
		dispose: () => vscode.Disposable.from(registration, clipboard).dispose(),
	};
}

/** That the clipboard is to be read, until a page is there that takes it on. */
export class PendingClipboardRead implements vscode.Disposable {
	readonly #wished = new vscode.EventEmitter<void>();
	#isWished = false;
	readonly onRequest = this.#wished.event;

	request(): void {
		this.#isWished = true;
		this.#wished.fire();
	}

	/** Whether it was wished for and nobody has taken it on. */
	consume(): boolean {
		const isWished = this.#isWished;
		this.#isWished = false;
		return isWished;
	}

	dispose(): void {
		this.#wished.dispose();
	}
}

/** Brings the panel to the front without taking the focus from where it is. */
export async function revealPanel(): Promise<void> {
	await vscode.commands.executeCommand('glimpse.panel.focus', { preserveFocus: true });
}

/** Writes the panel's page into its view, and carries messages between the two until the view goes. */
export function connectPanel(
	view: vscode.WebviewView,
	parts: PanelParts & { readonly clipboard: PendingClipboardRead },
): void {
	const { conversation, describer, clipboard, log } = parts;
	const { webview } = view;
	const folder = vscode.Uri.joinPath(parts.extensionUri, 'dist', 'panel');
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
	const handle = async (message: PanelMessage): Promise<void> => {
		switch (message.type) {
			case 'ready': {
				const lookUp = lookUps;
				const nextAnswerer = await describer.nextAnswerer();
				isReady = true;
				post({ type: 'state', state: { conversation: conversation.state, nextAnswerer, usage: parts.usage.now } });
				readClipboard();
				// Settings or a key have changed meanwhile.
				if (lookUp !== lookUps) await sendNextAnswerer();
				return;
			}
			case 'ask':
				return conversation.askAttached(message.task, message.text);
			case 'attach':
				return conversation.attach(await pickMedia());
			case 'attachFiles':
				return conversation.attach(message.files.map(fileOf));
			case 'explainPictures':
				return conversation.ask({
					task: 'explainScreenshot',
					text: '',
					follows: false,
					sources: message.files.map(fileOf),
				});
			case 'attachUris':
				return conversation.attach(await (await import('../sources/draggedFiles.ts')).draggedFiles(message.uris));
			case 'detach':
				return conversation.detach(message.id);
			case 'move':
				return conversation.move(message.id, message.to);
			case 'stop':
				return conversation.stop();
			case 'continue':
				return continueAnswer(conversation);
			case 'getPicture': {
				const bytes = await conversation.bytes(message.id);
				// The file system gives a Buffer, which would arrive as a plain object.
				return post({ type: 'picture', id: message.id, bytes: bytes && new Uint8Array(bytes) });
			}
			case 'useAnswer':
				return (await import('../commands/answerCommands.ts'))
					.answerCommands(conversation)
					[message.how](message.turnId);
			case 'copyText':
				return vscode.env.clipboard.writeText(visibleText(message.text));
			case 'openText':
				return (await import('../commands/answerCommands.ts')).openText(message.text, message.language);
			case 'openPlace':
				return (await import('../conversation/fileLinks.ts')).openPlace(message.place);
			case 'act':
				return parts.act(message.action, message.turnId);
			case 'start':
				if (message.what === 'altText') return (await import('../commands/firstSteps.ts')).openFirstStep('altText');
				return void (await vscode.commands.executeCommand(`glimpse.${message.what}`));
			case 'setApiKey':
				return void (await vscode.commands.executeCommand('glimpse.setApiKey'));
			case 'selectModel':
				return void (await vscode.commands.executeCommand('glimpse.selectModel'));
			case 'openSettings':
				return openSettings();
			case 'setEngine':
				return vscode.workspace
					.getConfiguration('glimpse')
					.update('engine', message.engine, vscode.ConfigurationTarget.Global);
		}
	};

	webview.options = { enableScripts: true, localResourceRoots: [folder] };
	const subscriptions = [
		webview.onDidReceiveMessage((received: unknown) => {
			const message = parsePanelMessage(received);
			if (message) handle(message).catch(parts.report);
			else log.warn('Ignored an invalid message from the panel.');
		}),
		conversation.onEvent((event) => {
			if (isReady) post({ type: 'event', event });
		}),
		clipboard.onRequest(readClipboard),
		parts.usage.onChange((usage) => {
			if (isReady) post({ type: 'usage', usage });
		}),
		parts.onDidChangeAnswerer(() => void sendNextAnswerer().catch(parts.report)),
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

function fileOf({ name, bytes }: { readonly name: string; readonly bytes: Uint8Array }): File {
	return new File([new Uint8Array(bytes)], name);
}
