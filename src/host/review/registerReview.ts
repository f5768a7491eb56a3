import * as vscode from 'vscode';
import type { Services } from '../services.ts';
import { showFailure } from '../showFailure.ts';
import { hasBatch } from './keptBatch.ts';
import { openReview, openReviewCommand, reviewType } from './reviewTab.ts';
import type { ReviewService } from './reviewService.ts';

/** Registers the review of a repository's alt text: its commands and its tab. The code loads with the first use. */
export function registerReview(services: Services): vscode.Disposable & { end(): Promise<void> } {
	let loaded: Promise<ReviewService> | undefined;
	const service = (): Promise<ReviewService> =>
		(loaded ??= import('./reviewService.ts').then(({ createReviewService }) => createReviewService(services)));
	const command = (id: string, start: 'review' | 'check'): vscode.Disposable =>
		vscode.commands.registerCommand(id, async (...args: readonly unknown[]) => {
			try {
				await (await service())[start](args);
				await openReview();
			} catch (error) {
				await showFailure(error, services);
			}
		});
	const commands = [
		command('glimpse.reviewAltText', 'review'),
		command('glimpse.checkAltText', 'check'),
		vscode.commands.registerCommand(openReviewCommand, openReview),
	];
	// A batch is followed, and shown in the status bar, whether or not the tab is open.
	if (hasBatch(services.storage)) void service().then((made) => made.resume());
	const tab = vscode.window.registerCustomEditorProvider(reviewType, {
		openCustomDocument: (uri) => ({ uri, dispose: () => undefined }),
		resolveCustomEditor: async (_document, panel) => (await service()).show(panel),
	});
	return {
		end: async () => (await loaded)?.end(),
		dispose: () => {
			vscode.Disposable.from(...commands, tab).dispose();
			void loaded?.then((made) => made.dispose());
		},
	};
}
