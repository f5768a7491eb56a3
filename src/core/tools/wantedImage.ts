import { decodeAddressPart, withoutQuery } from '../markup/altState.ts';
import type { ImageReference } from '../markup/imageReference.ts';
import { lineSearch } from '../markup/lineSearch.ts';
import { addressesOf } from '../markup/pictureSource.ts';
import { quoted, ToolRefusal } from './toolInput.ts';

/** How an agent names an image of a document; what it leaves out, it leaves open. */
export interface ImageWish {
	/** Its address as written, or the end of it. */
	readonly image?: string | undefined;
	/** From 1. */
	readonly line?: number | undefined;
	/** Which of those that match, from 1. */
	readonly occurrence?: number | undefined;
}

/** The images that a sentence lists at most. */
const mostListed = 10;

type PlacedImage = Pick<ImageReference, 'start' | 'end' | 'source'>;

/**
 * Returns the one image that an agent means.
 * @throws ToolRefusal where there is none, or several, with those that there are
 */
export function wantedImage<Image extends PlacedImage>(
	images: readonly Image[],
	text: string,
	{ image, line, occurrence }: ImageWish,
): Image {
	const lineFromZero = lineSearch(text);
	const lineAt = (offset: number): number => lineFromZero(offset) + 1;
	const list = (found: readonly Image[]): string => {
		const shown = found.slice(0, mostListed).map((each) => `${nameOf(each)} (line ${lineAt(each.start)})`);
		return [...shown, ...(found.length > mostListed ? [`${found.length - mostListed} more`] : [])].join(', ');
	};
	if (images.length === 0) throw new ToolRefusal('The document has no images.');
	const lines = lineAt(text.length);
	if (line !== undefined && line > lines) {
		throw new ToolRefusal(`The document has only ${lines} lines, and no line ${line}. It has: ${list(images)}.`);
	}
	const onLine =
		line === undefined ? images : images.filter(({ start, end }) => lineAt(start) <= line && line <= lineAt(end));
	const found = image === undefined ? onLine : namedImages(onLine, image);
	const meant = occurrence === undefined ? found : found.slice(occurrence - 1, occurrence);
	const [first, second] = meant;
	if (first && !second) return first;
	if (second) {
		throw new ToolRefusal(`${found.length} images match: ${list(found)}. Say which by “line” or “occurrence”.`);
	}
	const wish = [
		image === undefined ? 'no image' : `no image ${quoted(image)}`,
		...(line === undefined ? [] : [`on line ${line}`]),
		...(occurrence === undefined ? [] : [`of the number ${occurrence}`]),
	].join(' ');
	throw new ToolRefusal(`The document has ${wish}. It has: ${list(images)}.`);
}

/** Returns the images with this address; where there is none, those that have most of its end, or whose address ends with it. */
function namedImages<Image extends PlacedImage>(images: readonly Image[], name: string): readonly Image[] {
	const wanted = plain(name);
	const rated = images.map((image) => {
		const rates = addressesOf(image.source).map((address) => sharedEnd(plain(address), wanted));
		return { image, rate: rates.reduce((most, rate) => Math.max(most, rate), 0) };
	});
	const best = rated.reduce((most, { rate }) => Math.max(most, rate), 1);
	return rated.filter(({ rate }) => rate === best).map(({ image }) => image);
}

/** Returns the length of the end that two paths share, if that is one of them; infinite for the same. */
function sharedEnd(one: string, other: string): number {
	if (one === other) return Infinity;
	return `/${one}`.endsWith(`/${other}`) || `/${other}`.endsWith(`/${one}`) ? Math.min(one.length, other.length) : 0;
}

/** Returns an address for a comparison: decoded, without a query and the dots at its beginning. */
function plain(address: string): string {
	return decodeAddressPart(withoutQuery(address))
		.replaceAll('\\', '/')
		.replace(/^(?:\.{0,2}\/)+/, '');
}

function nameOf({ source }: PlacedImage): string {
	const [address] = addressesOf(source);
	return address === undefined ? 'an image without an address' : quoted(address);
}
