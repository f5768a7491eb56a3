import type { FoundPlace } from './findPlaces.ts';

/** A picture named in the text, such as `image 2`. */
interface Mention {
	readonly at: number;
	readonly number: number;
	/** True if it begins its line, as in a heading or an entry of a list. */
	readonly isLeading: boolean;
}

const mention =
	/(?<![\p{L}\d])(?:image|picture|photo|screenshot)\s?#?(\d{1,2})(?!\d)|(?:图片?|圖片?|画像|截图|截圖)\s?(\d{1,2})(?!\d)|第\s?(\d{1,2})\s?[张張枚]/giu;

/**
 * Returns a function that gives the index of the picture that a place is in, of so many; undefined where the answer doesn't
 * say it.
 */
export function pictureResolver(
	text: string,
	places: readonly FoundPlace[],
	count: number,
): (place: FoundPlace | undefined) => number | undefined {
	if (count === 1) return () => 0;
	const mentions = mentionsIn(text);
	const first = { picture: firstNumber(places, 'picture', count), index: firstNumber(places, 'index', count) };
	const known = new Map(places.map((place) => [place, indexOf(place)]));
	return (place) => place && known.get(place);

	function indexOf(place: FoundPlace): number | undefined {
		const { picture, label, range, isKeyed } = place;
		const from = picture && first[picture.by];
		const named = label === undefined ? undefined : mentionsIn(label.slice(0, 1000))[0];
		const index =
			picture && from !== undefined
				? picture.number - from
				: named
					? named.number - 1
					: isKeyed
						? undefined
						: mentionBefore(range.start);
		return index !== undefined && index >= 0 && index < count ? index : undefined;
	}

	/** The nearest mention on the same line, else the nearest that begins a line. */
	function mentionBefore(at: number): number | undefined {
		const line = text.lastIndexOf('\n', at - 1);
		const nearest = mentions.findLast((each) => each.at < at && (each.isLeading || each.at > line));
		return nearest && nearest.number - 1;
	}
}

/** Returns the number of the first picture, 0 or 1; undefined if keys count something else. */
function firstNumber(places: readonly FoundPlace[], by: 'picture' | 'index', count: number): number | undefined {
	const numbers = places.flatMap(({ picture }) => (picture?.by === by ? picture.number : []));
	const first = numbers.includes(0) ? 0 : 1;
	return by === 'index' && numbers.some((number) => number - first >= count) ? undefined : first;
}

function mentionsIn(text: string): readonly Mention[] {
	return Array.from(text.matchAll(mention), ({ index, 1: latin, 2: han, 3: counted }): Mention => {
		const before = text.slice(Math.max(0, index - 20), index);
		const isLeading = !/[\p{L}\d]/u.test(before.slice(before.lastIndexOf('\n') + 1));
		return { at: index, number: Number(latin ?? han ?? counted), isLeading };
	});
}
