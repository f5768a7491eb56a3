import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { FailureError } from '../../core/failure.ts';
import type { Services } from '../services.ts';
import { connectReview } from './connectReview.ts';
import { ReviewSession } from './reviewSession.ts';

/** The code behind the review's registrations. */
export interface ReviewService extends vscode.Disposable {
	/** Scans what a command was called for: files and folders of the Explorer, changed files, or the workspace. */
	review(args: readonly unknown[]): Promise<void>;
	/** Shows the review in a tab. */
	show(panel: vscode.WebviewPanel): Promise<void>;
	/** Ends all work, and settles when everything is kept. */
	end(): Promise<void>;
}

export function createReviewService(services: Services): ReviewService {
	// The words of rules are shared with the command line, which has no editor to translate them.
	l10n.config({ contents: vscode.l10n.bundle ?? {} });
	const session = new ReviewSession(services);
	return {
		review: async (args) => {
			const scope = scopeOf(args);
			if (scope.length === 0) throw new FailureError({ kind: 'nothingToReview' });
			await session.restore();
			// The tab opens meanwhile.
			void session.scan(scope.map((uri) => uri.toString()));
		},
		show: async (panel) => {
			await session.restore();
			connectReview(panel, session, services);
		},
		end: () => session.end(),
		dispose: () => session.dispose(),
	};
}

/** Returns the files and folders that a menu passes, else the workspace. */
function scopeOf([clicked, selected]: readonly unknown[]): readonly vscode.Uri[] {
	const several = Array.isArray(selected) ? selected.flatMap(urisOf) : [];
	const given = several.length > 0 ? several : urisOf(clicked);
	if (given.length > 0) return given;
	return (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri);
}

/** Returns the files of what a menu passes: a file, a changed one of Source Control, or a group of those. */
function urisOf(value: unknown): readonly vscode.Uri[] {
	if (value instanceof vscode.Uri) return [value];
	if (typeof value !== 'object' || value === null) return [];
	if ('resourceUri' in value) return urisOf(value.resourceUri);
	return 'resourceStates' in value && Array.isArray(value.resourceStates) ? value.resourceStates.flatMap(urisOf) : [];
}
