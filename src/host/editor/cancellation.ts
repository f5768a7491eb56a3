import * as vscode from 'vscode';

/** Returns a signal that follows a token of the editor. Work that still runs under it is aborted when the scope ends. */
export function signalOf(token: vscode.CancellationToken | undefined): Disposable & { readonly signal: AbortSignal } {
	const controller = new AbortController();
	if (token?.isCancellationRequested) controller.abort();
	const subscription = token?.onCancellationRequested(() => controller.abort());
	return {
		signal: controller.signal,
		[Symbol.dispose]: () => {
			subscription?.dispose();
			controller.abort();
		},
	};
}

/** Returns a token of the editor that follows a signal, until the scope ends. */
export function tokenOf(signal: AbortSignal): Disposable & { readonly token: vscode.CancellationToken } {
	const source = new vscode.CancellationTokenSource();
	const cancel = (): void => source.cancel();
	if (signal.aborted) cancel();
	signal.addEventListener('abort', cancel);
	return {
		token: source.token,
		[Symbol.dispose]: () => {
			signal.removeEventListener('abort', cancel);
			source.dispose();
		},
	};
}
