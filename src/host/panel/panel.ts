import * as vscode from 'vscode';
import { PendingClipboardRead } from './pendingClipboardRead.ts';
import type { PanelServices } from './connectPanel.ts';

/** The panel in the side bar; its page comes and goes. */
export interface Panel extends vscode.Disposable {
	/** Opens the panel and has its page read the clipboard, as soon as it can. */
	explainClipboard(): Promise<void>;
}

/** Shows the open conversation in the side bar, and hands the page's messages to their handlers. */
export function registerPanel(services: PanelServices): Panel {
	const clipboard = new PendingClipboardRead();
	const registration = vscode.window.registerWebviewViewProvider('glimpse.panel', {
		async resolveWebviewView(view) {
			let isDisposed = false;
			view.onDidDispose(() => {
				isDisposed = true;
			});
			const { connectPanel } = await import('./connectPanel.ts');
			if (!isDisposed) connectPanel(view, { ...services, clipboard });
		},
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

/** Brings the panel to the front without taking the focus from where it is. */
export async function revealPanel(): Promise<void> {
	await vscode.commands.executeCommand('glimpse.panel.focus', { preserveFocus: true });
}
