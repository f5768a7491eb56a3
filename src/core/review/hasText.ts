import type { ImageReference } from '../markup/imageReference.ts';

/** Tells whether an image has an alt text as written and a picture that can be found, to hold one against the other. */
export function hasText({ state, source }: Pick<ImageReference, 'state' | 'source'>): boolean {
	return state === 'written' && source.kind !== 'computed';
}
