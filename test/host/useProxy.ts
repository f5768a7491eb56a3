import * as vscode from 'vscode';

/** For a `describe`: the editor is set to a proxy, behind which certificates that sign themselves are taken. */
export function useProxy(address: () => string): void {
	const http = vscode.workspace.getConfiguration('http');
	const set = (name: string, value: unknown): Thenable<void> =>
		http.update(name, value, vscode.ConfigurationTarget.Global);
	before(async () => {
		await set('proxy', address());
		await set('proxyStrictSSL', false);
	});
	after(async () => {
		for (const name of ['proxy', 'proxyStrictSSL']) await set(name, undefined);
	});
}
