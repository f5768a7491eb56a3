// An extension with nothing but the way from a page to a service and back: at a key it posts the picture on the clipboard, at
// another it asks and shows the first words of the answer.
import * as vscode from 'vscode';

/** The model of all requests, as the extension's own. */
const model = 'glm-4.6v-flash';

const page = `<!doctype html><body>Bare<script>
	const host = acquireVsCodeApi();
	window.glimpseBare = { pressed: 0, read: 0, painted: 0, answered: 0 };
	addEventListener('message', ({ data }) => {
		if (data.isOver) return window.glimpseBare.answered++;
		document.body.append(data.text);
		requestAnimationFrame(() => (window.glimpseBare.painted = Date.now()));
	});
	addEventListener('keydown', (event) => {
		if (event.code !== 'KeyQ' || !event.ctrlKey || !event.altKey) return;
		event.preventDefault();
		Object.assign(window.glimpseBare, { pressed: Date.now(), painted: 0 });
		host.postMessage({});
	}, true);
	addEventListener('keydown', async (event) => {
		if (event.code !== 'KeyB' || !event.ctrlKey || !event.altKey) return;
		event.preventDefault();
		window.glimpseBare.pressed = Date.now();
		const [item] = await navigator.clipboard.read();
		const blob = await item.getType('image/png');
		window.glimpseBare.read = Date.now();
		host.postMessage({ bytes: new Uint8Array(await blob.arrayBuffer()) });
	}, true);
</script></body>`;

/** VS Code calls this. */
export function activate(context: vscode.ExtensionContext): void {
	const { GLIMPSE_BENCH_ENDPOINT: endpoint = '' } = process.env;
	const panel = vscode.window.createWebviewPanel('glimpseBare', 'Bare', vscode.ViewColumn.One, { enableScripts: true });
	context.subscriptions.push(
		panel,
		panel.webview.onDidReceiveMessage(async ({ bytes }: { readonly bytes?: Uint8Array }) => {
			const url = bytes && `data:image/png;base64,${Buffer.from(bytes).toString('base64')}`;
			const content = [
				...(url === undefined ? [] : [{ type: 'image_url', image_url: { url } }]),
				{ type: 'text', text: 'What is it?' },
			];
			const response = await fetch(`${endpoint}/chat/completions`, {
				method: 'POST',
				headers: { 'Content-Type': 'application/json' },
				body: JSON.stringify({ model, messages: [{ role: 'user', content }], stream: true }),
			});
			const decoder = new TextDecoder();
			let isFirst = true;
			for await (const chunk of response.body ?? []) {
				const text = /"content":"([^"]+)"/.exec(decoder.decode(chunk, { stream: true }))?.[1];
				if (text === undefined || !isFirst) continue;
				isFirst = false;
				void panel.webview.postMessage({ text });
			}
			await panel.webview.postMessage({ isOver: true });
		}),
	);
	panel.webview.html = page;
}
