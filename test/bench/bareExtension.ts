// An extension with nothing but the way from a page to a service: it reads the clipboard at a key, and posts the picture.
import * as vscode from 'vscode';

/** The model of all requests, as the extension's own. */
const model = 'glm-4.6v-flash';

const page = `<!doctype html><body>Bare<script>
	const host = acquireVsCodeApi();
	window.glimpseBare = { pressed: 0, read: 0, answered: 0 };
	addEventListener('message', () => window.glimpseBare.answered++);
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
		panel.webview.onDidReceiveMessage(async ({ bytes }: { readonly bytes: Uint8Array }) => {
			const url = `data:image/png;base64,${Buffer.from(bytes).toString('base64')}`;
			const content = [
				{ type: 'image_url', image_url: { url } },
				{ type: 'text', text: 'What is it?' },
			];
			const response = await fetch(`${endpoint}/chat/completions`, {
				method: 'POST',
				headers: { 'Content-Type': 'application/json' },
				body: JSON.stringify({ model, messages: [{ role: 'user', content }], stream: true }),
			});
			await response.text();
			await panel.webview.postMessage('answered');
		}),
	);
	panel.webview.html = page;
}
