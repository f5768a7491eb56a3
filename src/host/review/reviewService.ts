import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { FailureError } from '../../core/failure.ts';
import type { Services } from '../services.ts';
import { showFailure } from '../showFailure.ts';
import { connectReview } from './connectReview.ts';
import { given, openDocument, workspace } from './reviewScope.ts';
import { ReviewSession } from './reviewSession.ts';

/** The code behind the review's registrations. */
export interface ReviewService extends vscode.Disposable {
	/** Scans what a command was called for: files and folders of the Explorer, changed files, or the workspace. */
	review(args: readonly unknown[]): Promise<void>;
	/** Does the same, and has the texts judged that the images have; without anything else, those of the document in the editor. */
	check(args: readonly unknown[]): Promise<void>;
	/** Goes on with what was under way when the window closed. */
	resume(): Promise<void>;
	/** Shows the review in a tab. */
	show(panel: vscode.WebviewPanel): Promise<void>;
	/** Ends all work, and settles when everything is kept. */
	end(): Promise<void>;
}

export function createReviewService(services: Services): ReviewService {
	// The words of rules are shared with the command line, which has no editor to translate them.
	l10n.config({ contents: vscode.l10n.bundle ?? {} });
	const session = new ReviewSession(services);
	const start = async (
		scope: readonly vscode.Uri[],
		run: (names: readonly string[]) => Promise<unknown>,
	): Promise<void> => {
		if (scope.length === 0) throw new FailureError({ kind: 'nothingToReview' });
		await session.restore();
		// The tab opens meanwhile.
		run(scope.map((uri) => uri.toString())).catch((error: unknown) => showFailure(error, services));
	};
	return {
		review: (args) => start(given(args) ?? workspace(), (names) => session.scan(names, 'broken')),
		check: (args) => start(given(args) ?? openDocument() ?? workspace(), (names) => session.check(names)),
		resume: () => session.restore(),
		show: async (panel) => {
			await session.restore();
			connectReview(panel, session, services);
		},
		end: () => session.end(),
		dispose: () => session.dispose(),
	};
}
