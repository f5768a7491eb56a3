import * as vscode from 'vscode';
import type { AltTextParts } from './altTextParts.ts';

/** Runs work that was started in an editor: with a notification that can stop it, as the command Stop can. */
export async function withAltTextProgress<Result>(
	parts: Pick<AltTextParts, 'running'>,
	title: string,
	work: (signal: AbortSignal, progress: vscode.Progress<{ message?: string; increment?: number }>) => Promise<Result>,
): Promise<Result> {
	const controller = new AbortController();
	parts.running.add(controller);
	try {
		return await vscode.window.withProgress(
			{ location: vscode.ProgressLocation.Notification, title, cancellable: true },
			async (progress, token) => {
				const subscription = token.onCancellationRequested(() => controller.abort());
				try {
					return await work(controller.signal, progress);
				} finally {
					subscription.dispose();
				}
			},
		);
	} finally {
		parts.running.delete(controller);
	}
}
