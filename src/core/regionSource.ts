import { isRegion } from './region.ts';
import type { Region } from './media.ts';

const scheme = 'region:';

/**
 * Returns the source of a part of a picture: `region:0.1,0.2,0.3,0.4/file:///a.png`. One of a frame of an animation has its number
 * behind the four.
 */
export function regionSource(source: string, { left, top, right, bottom, frame }: Region): string {
	const numbers = [left, top, right, bottom, ...(frame === undefined ? [] : [frame])];
	return `${scheme}${numbers.join(',')}/${source}`;
}

/** Returns the picture's own source and the part of it that such a source names; undefined for any other. */
export function parseRegionSource(text: string): { readonly source: string; readonly region: Region } | undefined {
	const end = text.startsWith(scheme) ? text.indexOf('/') : -1;
	const source = text.slice(end + 1);
	if (end < 0 || end > 200 || source.startsWith(scheme)) return undefined;
	const [left = 0, top = 0, right = 0, bottom = 0, frame] = text.slice(scheme.length, end).split(',').map(Number);
	const region = { left, top, right, bottom, ...(frame !== undefined && { frame }) };
	return isRegion(region) ? { source, region } : undefined;
}
