import * as vscode from 'vscode';
import { logText, messageText } from '../../core/outsideText.ts';
import { signalOf } from './cancellation.ts';

// The only place that shows messages and progress: the editor makes links of `[words](command:…)` in all of them, and most
// hold words from outside. Lint keeps the editor's own functions from being called anywhere else.

/** The text below a dialog's question, and its icon. */
interface DialogOptions {
	readonly detail: string;
	readonly severity?: 'information' | 'warning';
}

/** Shows a message with buttons; returns the one that was pressed. */
export async function showInformation(message: string, ...buttons: readonly string[]): Promise<string | undefined> {
	return pressed(buttons, (labels) => vscode.window.showInformationMessage(messageText(message), ...labels));
}

/** Shows a warning with buttons; returns the one that was pressed. */
export async function showWarning(message: string, ...buttons: readonly string[]): Promise<string | undefined> {
	return pressed(buttons, (labels) => vscode.window.showWarningMessage(messageText(message), ...labels));
}

/** Shows an error with buttons; returns the one that was pressed. */
export async function showError(message: string, ...buttons: readonly string[]): Promise<string | undefined> {
	return pressed(buttons, (labels) => vscode.window.showErrorMessage(messageText(message), ...labels));
}

/** Asks in a modal dialog; returns the button that was pressed, undefined for Cancel. */
export async function askInDialog(
	question: string,
	{ detail, severity = 'warning' }: DialogOptions,
	...buttons: readonly string[]
): Promise<string | undefined> {
	const options = { modal: true, detail: messageText(detail) };
	return pressed(buttons, (labels) =>
		severity === 'warning'
			? vscode.window.showWarningMessage(messageText(question), options, ...labels)
			: vscode.window.showInformationMessage(messageText(question), options, ...labels),
	);
}

/** Returns the pressed button by the caller's name for it, from which its label may differ. */
async function pressed(
	buttons: readonly string[],
	show: (labels: readonly string[]) => Thenable<string | undefined>,
): Promise<string | undefined> {
	const labels = buttons.map(messageText);
	const label = await show(labels);
	return label === undefined ? undefined : buttons[labels.indexOf(label)];
}

/** Runs work with a notification that can stop it; `signal` is aborted then. */
export function showProgress<Result>(title: string, run: (signal: AbortSignal) => Promise<Result>): Thenable<Result> {
	const location = vscode.ProgressLocation.Notification;
	return vscode.window.withProgress({ location, title: messageText(title), cancellable: true }, async (_, token) => {
		using work = signalOf(token);
		return await run(work.signal);
	});
}

/** Creates the log, in which no text from outside can look like an entry of its own. */
export function createLog(name: string): vscode.LogOutputChannel {
	const channel = vscode.window.createOutputChannel(name, { log: true });
	return {
		...channel,
		get logLevel() {
			return channel.logLevel;
		},
		trace: (message) => channel.trace(logText(message)),
		debug: (message) => channel.debug(logText(message)),
		info: (message) => channel.info(logText(message)),
		warn: (message) => channel.warn(logText(message)),
		error: (error) => channel.error(logText(error instanceof Error ? (error.stack ?? error.message) : error)),
	};
}
