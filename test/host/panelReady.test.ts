import assert from 'node:assert/strict';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { HostMessage, NextAnswerer } from '../../src/core/protocol.ts';
import { connectPanel, type PanelServices } from '../../src/host/panel/connectPanel.ts';
import { PendingClipboardRead } from '../../src/host/panel/pendingClipboardRead.ts';
import { SessionMeter } from '../../src/host/panel/sessionMeter.ts';
import { projectDir } from '../support/places.mjs';
import { until } from '../support/waiting.ts';

/** A panel whose view and describer are the test's own. */
function openPanel() {
	const received = new vscode.EventEmitter<unknown>();
	const answererChanged = new vscode.EventEmitter<void>();
	const posted: HostMessage[] = [];
	const lookUps: ((model: string) => void)[] = [];
	const webview = {
		cspSource: '',
		asWebviewUri: (uri: vscode.Uri) => uri,
		onDidReceiveMessage: received.event,
		postMessage: (message: HostMessage) => posted.push(message),
	};
	const services = {
		extensionUri: vscode.Uri.file('/'),
		conversation: { state: { turns: [] }, onEvent: () => undefined, restore: () => Promise.resolve() },
		describer: {
			nextAnswerer: async () =>
				new Promise<NextAnswerer>((resolve) => {
					const answererOf = (model: string) => ({ engine: 'glm', model, host: 'models.example' }) as const;
					lookUps.push((model) => resolve({ answerer: answererOf(model), setting: 'auto' }));
				}),
		},
		onDidChangeAnswerer: answererChanged.event,
		usage: new SessionMeter(),
		showFailure: assert.fail,
	};
	const visibility = new vscode.EventEmitter<void>();
	const view = { webview, visible: true, onDidDispose: () => undefined, onDidChangeVisibility: visibility.event };
	const clipboard = new PendingClipboardRead();
	connectPanel(
		view as unknown as vscode.WebviewView,
		{ ...services, clipboard } as unknown as PanelServices & {
			readonly clipboard: PendingClipboardRead;
		},
	);
	return {
		pageIsReady: () => received.fire({ type: 'ready' }),
		/** The page goes with the view. */
		hide: () => {
			view.visible = false;
			visibility.fire();
		},
		requestClipboard: () => clipboard.request(),
		/** The kinds of messages that the page was sent, in order. */
		sent: () => posted.map(({ type }) => type),
		settingsChange: () => answererChanged.fire(),
		/** Ends a look-up, by its number in the order of their beginning, and lets what waits for it go on. */
		found: async (lookUp: number, model: string) => {
			lookUps[lookUp]?.(model);
			await new Promise(setImmediate);
		},
		/** The open pictures that the page was told of, in order. */
		openPictures: () =>
			posted.flatMap((message) => {
				if (message.type === 'state') return [message.state.openPicture];
				return message.type === 'openPicture' ? [message.name] : [];
			}),
		/** The models that the page was told of, in order. */
		shown: () =>
			posted.flatMap((message) => {
				if (message.type !== 'state' && message.type !== 'nextAnswerer') return [];
				const { nextAnswerer } = message.type === 'state' ? message.state : message;
				return nextAnswerer.answerer?.engine === 'glm' ? [`${message.type}: ${nextAnswerer.answerer.model}`] : [];
			}),
	};
}

describe('A panel that was hidden', () => {
	it('has the clipboard read by its next page, which listens', async () => {
		const panel = openPanel();
		panel.pageIsReady();
		await panel.found(0, 'first');
		panel.hide();
		panel.requestClipboard();
		assert.deepEqual(panel.sent(), ['state']);
		panel.pageIsReady();
		await panel.found(1, 'second');
		assert.deepEqual(panel.sent(), ['state', 'state', 'readClipboard']);
	});
});

describe('Who answers next, in the panel', () => {
	it('comes with the state when the page is ready', async () => {
		const panel = openPanel();
		panel.pageIsReady();
		await panel.found(0, 'first');
		assert.deepEqual(panel.shown(), ['state: first']);
	});

	it('is the last in the end when settings change while it is looked up for a page that is ready', async () => {
		const panel = openPanel();
		panel.pageIsReady();
		panel.settingsChange();
		await panel.found(1, 'second');
		await panel.found(0, 'first');
		await panel.found(2, 'second');
		assert.equal(panel.shown().at(-1), 'nextAnswerer: second');
	});

	it('is never an older one behind a newer', async () => {
		const panel = openPanel();
		panel.pageIsReady();
		await panel.found(0, 'first');
		panel.settingsChange();
		panel.settingsChange();
		await panel.found(2, 'third');
		await panel.found(1, 'second');
		assert.deepEqual(panel.shown(), ['state: first', 'nextAnswerer: third']);
	});
});

describe('The picture that is open, in the panel', () => {
	const sample = (name: string): vscode.Uri => vscode.Uri.file(join(projectDir, 'media/samples', name));

	afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

	it('is named when the page is ready, and with each change', async () => {
		await vscode.commands.executeCommand('vscode.open', sample('chart-sales.png'));
		const panel = openPanel();
		assert.deepEqual(panel.openPictures(), []);
		panel.pageIsReady();
		await panel.found(0, 'first');
		assert.deepEqual(panel.openPictures(), ['chart-sales.png']);
		await vscode.commands.executeCommand('vscode.open', sample('dialog-light.png'));
		await until('the other picture to be named', async () => panel.openPictures().at(-1) === 'dialog-light.png');
		await vscode.commands.executeCommand('workbench.action.closeAllEditors');
		await until('no picture to be named', async () => panel.openPictures().at(-1) === undefined);
	});
});
