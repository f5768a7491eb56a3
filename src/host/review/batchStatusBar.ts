import * as vscode from 'vscode';
import type { BatchProgress } from '../../core/glm/batchRun.ts';

/**
 * An entry of the status bar that tells how far a batch is, for as long as one runs; the command opens what it is about.
 */
export class BatchStatusBar implements vscode.Disposable {
	readonly #item: vscode.StatusBarItem;
	#isShown = false;

	constructor(command: string) {
		this.#item = vscode.window.createStatusBarItem('glimpse.batch', vscode.StatusBarAlignment.Left);
		this.#item.name = vscode.l10n.t('Glimpse: Batch');
		this.#item.command = command;
	}

	/** What it shows; undefined while it is hidden. */
	get text(): string | undefined {
		return this.#isShown ? this.#item.text : undefined;
	}

	/** Shows how far the batch is; undefined once there is none. */
	show(progress: BatchProgress | undefined): void {
		this.#isShown = progress !== undefined && progress.phase !== 'done';
		if (!progress || !this.#isShown) return this.#item.hide();
		const text = textOf(progress);
		const does = vscode.l10n.t('Open the review');
		this.#item.text = `$(cloud-upload) ${text}`;
		this.#item.tooltip = does;
		this.#item.accessibilityInformation = { label: `${text} ${does}`, role: 'button' };
		this.#item.show();
	}

	dispose(): void {
		this.#item.dispose();
	}
}

function textOf({ phase, total, prepared, done }: BatchProgress): string {
	if (phase === 'cancelling') return vscode.l10n.t('Glimpse batch: stopping…');
	if (phase === 'preparing') return vscode.l10n.t('Glimpse batch: preparing {0} of {1}…', prepared, total);
	return vscode.l10n.t('Glimpse batch: {0} of {1}', done, total);
}
