import type * as vscode from 'vscode';
import type { ImageReference } from '../../core/markup/imageReference.ts';
import type { Services } from '../services.ts';
import type { AltTextCache } from './altTextCache.ts';
import type { AltTextNotes } from './altTextNotes.ts';
import type { MarkupDocuments } from './markupDocuments.ts';
import type { Previews } from './previews.ts';

/** The services that alt text works with: the extension's, and its own. */
export interface AltTextServices extends Services {
	readonly documents: MarkupDocuments;
	readonly cache: AltTextCache;
	readonly previews: Previews;
	readonly notes: AltTextNotes;
}

/** The position of an image in a document, as a code action hands it to its command. */
export interface ImagePosition {
	/** The document's. */
	readonly uri: string;
	/** Offset of the image's markup. */
	readonly start: number;
}

/** An open document with one of its images. */
export interface LocatedImage {
	readonly document: vscode.TextDocument;
	readonly reference: ImageReference;
}
