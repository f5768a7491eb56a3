import type * as vscode from 'vscode';
import type { ActionParts } from '../actions.ts';
import type { Describer } from '../describer.ts';
import type { OpenConversation } from '../openConversation.ts';

/** What alt text needs of the rest. */
export interface AltTextParts extends ActionParts {
	readonly describer: Describer;
	readonly conversation: OpenConversation;
	/** What `glimpse.stop` ends. */
	readonly running: Set<AbortController>;
	/** Of this workspace. */
	readonly memory: vscode.Memento;
}
