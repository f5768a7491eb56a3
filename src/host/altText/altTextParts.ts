import type * as vscode from 'vscode';
import type { ActionParts } from '../commands/actions.ts';
import type { Describer } from '../describer/describer.ts';
import type { OpenConversation } from '../conversation/openConversation.ts';

/** What alt text needs of the rest. */
export interface AltTextParts extends ActionParts {
	readonly describer: Describer;
	readonly conversation: OpenConversation;
	/** What `glimpse.stop` ends. */
	readonly running: Set<AbortController>;
	readonly extensionUri: vscode.Uri;
	/** Of this workspace. */
	readonly memory: vscode.Memento;
}
