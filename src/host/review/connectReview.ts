import { setImmediate } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { ReviewEvent } from '../../core/review/review.ts';
import { findAgain } from '../../core/review/findAgain.ts';
import {
	parseReviewMessage,
	type PictureSize,
	type ReviewHostMessage,
	type ReviewMessage,
} from '../../core/review/reviewProtocol.ts';
import { resolvePicture } from '../altText/resolvePicture.ts';
import { panelPage } from '../panel/page.ts';
import type { Services } from '../services.ts';
import { showFailure } from '../showFailure.ts';
import { foreignFile } from '../sources/source.ts';
import type { ReviewSession } from './reviewSession.ts';

/** The most pixels and bytes of a picture in the page. */
const sizes = {
	small: { byteLength: 60_000, side: 240, pixels: 240 * 160, tiles: 1 },
	large: { byteLength: 2_000_000, side: 1600, pixels: 1600 * 1200, tiles: 1 },
} as const;

/** The number of rows in one message to the page. */
const rowsAtOnce = 500;

/** Writes the review's page into its tab, and carries messages between the two until the tab is closed. */
export function connectReview(panel: vscode.WebviewPanel, session: ReviewSession, services: Services): void {
	const { webview } = panel;
	const folder = vscode.Uri.joinPath(services.extensionUri, 'dist', 'review');
	// Until the page says `ready` its script doesn't listen.
	let isReady = false;
	const closing = new AbortController();
	const post = (message: ReviewHostMessage): void => {
		if (isReady) void webview.postMessage(message);
	};

	/** What happens while the state is sent, which goes in pieces: the editor packs each at once. */
	let meanwhile: ReviewEvent[] | undefined;
	async function sendState(): Promise<void> {
		const sending: ReviewEvent[] = [];
		meanwhile = sending;
		isReady = true;
		const { rows, ...others } = session.state;
		post({ type: 'state', review: { ...others, rows: [], kept: [] }, rowCount: rows.length });
		for (let at = 0; at < rows.length; at += rowsAtOnce) {
			post({ type: 'rows', rows: rows.slice(at, at + rowsAtOnce) });
			await setImmediate();
			// Another page may have taken the place of this one, or another scan: then the state is sent anew.
			if (meanwhile !== sending) return;
		}
		meanwhile = undefined;
		for (const event of sending) post({ type: 'event', event });
	}

	/** Sends a picture; one on the web is not fetched only to be looked at. */
	async function sendPicture(id: string, size: PictureSize): Promise<void> {
		const bytes = await pictureBytes(id, size).catch(() => undefined);
		post({ type: 'picture', id, size, bytes: bytes && new Uint8Array(bytes) });
	}

	async function pictureBytes(id: string, size: PictureSize): Promise<Uint8Array | undefined> {
		const image = session.row(id)?.image;
		if (!image) return undefined;
		const uri = vscode.Uri.parse(image.document);
		const { text, references } = await session.documents.read(uri);
		const [reference] = findAgain([image], references, text);
		if (!reference) return undefined;
		const picture = await resolvePicture(reference.source, uri);
		if (picture instanceof URL) return undefined;
		const how = { limits: sizes[size], signal: closing.signal };
		const [small] = await services.preparer.prepare(await foreignFile(picture), how);
		return small?.bytes;
	}

	async function open(id: string): Promise<void> {
		const image = session.row(id)?.image;
		if (!image) return;
		const uri = vscode.Uri.parse(image.document);
		const document = await vscode.workspace.openTextDocument(uri);
		const { text, references } = await session.documents.read(uri);
		const [reference] = findAgain([image], references, text);
		const start = document.positionAt(reference?.start ?? image.start);
		const end = document.positionAt(reference?.end ?? image.start);
		await vscode.window.showTextDocument(document, { selection: new vscode.Range(start, end), preview: true });
	}

	async function handle(message: ReviewMessage): Promise<unknown> {
		switch (message.type) {
			case 'ready':
				return sendState();
			case 'getPicture':
				return sendPicture(message.id, message.size);
			case 'write':
				return session.write(message.ids);
			case 'check':
				return session.judge(message.ids);
			case 'ask':
				return session.ask(message.id, message.wish);
			case 'edit':
				return session.edit(message.id, message.alt);
			case 'decide':
				return session.decide(message.ids, message.decision);
			case 'apply':
				return session.apply(message.saves);
			case 'stop':
				return session.stop();
			case 'cancelBatch':
				return session.cancelBatch();
			case 'scanAgain':
				return session.scanAgain();
			case 'open':
				return open(message.id);
			case 'export':
				return (await import('./exportRows.ts')).exportRows(session.state, message.ids);
		}
	}

	webview.options = { enableScripts: true, localResourceRoots: [folder] };
	const subscriptions = [
		webview.onDidReceiveMessage((received: unknown) => {
			const message = parseReviewMessage(received);
			if (message) handle(message).catch((error: unknown) => showFailure(error, services));
			else services.log.warn('Ignored an invalid message from the review.');
		}),
		session.onEvent((event) => {
			// Answers of before come back to images that are seen again, of which the page doesn't know.
			if (event.kind === 'scanned') {
				if (isReady) sendState().catch((error: unknown) => showFailure(error, services));
			} else if (meanwhile) meanwhile.push(event);
			else post({ type: 'event', event });
		}),
		panel.onDidChangeViewState(() => {
			// The page goes while the tab is hidden; the one in its place says `ready` again.
			if (!panel.visible) isReady = false;
		}),
	];
	panel.onDidDispose(() => {
		isReady = false;
		closing.abort();
		vscode.Disposable.from(...subscriptions).dispose();
	});
	const address = (name: string): string => webview.asWebviewUri(vscode.Uri.joinPath(folder, name)).toString();
	webview.html = panelPage({
		language: vscode.env.language,
		styleSource: webview.cspSource,
		style: address('review.css'),
		script: address('main.js'),
		words: vscode.l10n.bundle ?? {},
	});
}
