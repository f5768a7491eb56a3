import * as vscode from 'vscode';
import type { Services } from '../services.ts';
import { showFailure } from '../showFailure.ts';
import type { ReviewService } from './reviewService.ts';

/** The type of the review's tab, in the manifest too. */
const reviewType = 'glimpse.altTextReview';

/** The scheme of the address under which the editor keeps the tab; the review itself is the extension's. */
const scheme = 'glimpse-review';

/** Registers the review of a repository's alt text: its commands and its tab. The code loads with the first use. */
export function registerReview(services: Services): vscode.Disposable & { end(): Promise<void> } {
	let loaded: Promise<ReviewService> | undefined;
	const service = (): Promise<ReviewService> =>
		(loaded ??= import('./reviewService.ts').then(({ createReviewService }) => createReviewService(services)));
	const command = (id: string, start: 'review' | 'check'): vscode.Disposable =>
		vscode.commands.registerCommand(id, async (...args: readonly unknown[]) => {
			try {
				await (await service())[start](args);
				// The editor names the tab after the last part of its address.
				const uri = vscode.Uri.from({ scheme, path: `/${vscode.l10n.t('Alt Text Review')}` });
				await vscode.commands.executeCommand('vscode.openWith', uri, reviewType);
			} catch (error) {
				await showFailure(error, services);
			}
		});
	const commands = [command('glimpse.reviewAltText', 'review'), command('glimpse.checkAltText', 'check')];
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
