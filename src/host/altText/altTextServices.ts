import type * as vscode from 'vscode';
import type { ActionParts } from '../showFailure.ts';
import type { Describer } from '../describer/describer.ts';
import type { OpenConversation } from '../conversation/openConversation.ts';
import type { AltTextCache } from './altTextCache.ts';
import type { MarkupDocuments } from './markupDocuments.ts';
import type { Previews } from './previews.ts';
import type { ImageReference } from '../../core/markup/imageReference.ts';

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

/** What the work on alt texts shares. */
export interface AltTextServices extends AltTextParts {
	readonly documents: MarkupDocuments;
	readonly cache: AltTextCache;
	readonly previews: Previews;
}

/** A reference in a document, as a code action hands it to its command. */
export interface ImagePosition {
	readonly uri: string;
	/** Offset of its markup. */
	readonly start: number;
}

/** An open document with one of its references. */
export interface LocatedImage {
	readonly document: vscode.TextDocument;
	readonly reference: ImageReference;
}
