import type { AltTextCache } from './altTextCache.ts';
import type { AltTextParts } from './altTextParts.ts';
import type { MarkupDocuments } from './markupDocuments.ts';
import type { Previews } from './previews.ts';

/** What the work on alt texts shares. */
export interface AltTextTools extends AltTextParts {
	readonly documents: MarkupDocuments;
	readonly cache: AltTextCache;
	readonly previews: Previews;
}
