/** Red, green and blue, one byte each, row by row. */
export interface ColourImage {
	readonly width: number;
	readonly height: number;
	readonly pixels: Uint8Array;
}

export type Hue =
	| 'black'
	| 'grey'
	| 'white'
	| 'red'
	| 'orange'
	| 'yellow'
	| 'green'
	| 'turquoise'
	| 'blue'
	| 'purple'
	| 'pink'
	| 'brown';

export interface Colour {
	/** `#rrggbb` in lower case. */
	readonly hex: string;
	readonly hue: Hue;
	readonly shade: 'dark' | 'light' | 'plain';
	/** The share of the picture's area, 0 to 1. */
	readonly share: number;
}

/** `drawn`: even areas, as in a screenshot, a chart or a drawing; `photo`: every pixel differs a little. */
export type PictureKind = 'drawn' | 'photo';

const hues: readonly (readonly [upTo: number, hue: Hue])[] = [
	[15, 'red'],
	[42, 'orange'],
	[68, 'yellow'],
	[160, 'green'],
	[192, 'turquoise'],
	[256, 'blue'],
	[295, 'purple'],
	[340, 'pink'],
	[360, 'red'],
];

/** Returns a plain name for a colour. Channels are 0 to 255. */
export function nameColour(red: number, green: number, blue: number): Pick<Colour, 'hue' | 'shade'> {
	const high = Math.max(red, green, blue);
	const low = Math.min(red, green, blue);
	const spread = high - low;
	const lightness = (high + low) / 510;
	if (lightness > 0.95 || (lightness > 0.9 && spread < 18)) return { hue: 'white', shade: 'plain' };
	if (lightness < 0.08 || (lightness < 0.16 && spread < 24)) return { hue: 'black', shade: 'plain' };
	const saturation = spread / (255 * (1 - Math.abs(2 * lightness - 1)));
	if (spread < 18 || saturation < 0.14)
		return { hue: 'grey', shade: lightness < 0.35 ? 'dark' : lightness > 0.7 ? 'light' : 'plain' };
	const sector =
		high === red
			? ((green - blue) / spread + 6) % 6
			: high === green
				? (blue - red) / spread + 2
				: (red - green) / spread + 4;
	const hue = hues.find(([upTo]) => sector * 60 <= upTo)?.[1] ?? 'red';
	if (hue === 'orange' && lightness < 0.42) return { hue: 'brown', shade: lightness < 0.22 ? 'dark' : 'plain' };
	return { hue, shade: lightness < 0.3 ? 'dark' : lightness > 0.74 ? 'light' : 'plain' };
}

const hex = (value: number): string => Math.round(value).toString(16).padStart(2, '0');

/** Returns the colours that cover most of the picture, at most five, the largest first. */
export function dominantColours({ width, height, pixels }: ColourImage): Colour[] {
	const step = Math.max(1, Math.floor(Math.sqrt((width * height) / 40_000)));
	const bins = new Map<number, { count: number; red: number; green: number; blue: number }>();
	let total = 0;
	for (let y = 0; y < height; y += step) {
		for (let x = 0; x < width; x += step) {
			const at = (y * width + x) * 3;
			const [red, green, blue] = [pixels[at] ?? 0, pixels[at + 1] ?? 0, pixels[at + 2] ?? 0];
			const key = ((red >> 4) << 8) | ((green >> 4) << 4) | (blue >> 4);
			const bin = bins.get(key) ?? { count: 0, red: 0, green: 0, blue: 0 };
			bin.count++;
			bin.red += red;
			bin.green += green;
			bin.blue += blue;
			bins.set(key, bin);
			total++;
		}
	}
	// Bins with the same name are one colour; the fullest one gives its value.
	const named = new Map<string, Colour & { readonly count: number }>();
	for (const { count, ...sum } of [...bins.values()].sort((a, b) => b.count - a.count)) {
		const [red, green, blue] = [sum.red / count, sum.green / count, sum.blue / count];
		const name = nameColour(red, green, blue);
		const key = `${name.shade} ${name.hue}`;
		const known = named.get(key);
		if (known) named.set(key, { ...known, share: known.share + count / total });
		else named.set(key, { ...name, hex: `#${hex(red)}${hex(green)}${hex(blue)}`, share: count / total, count });
	}
	return [...named.values()]
		.filter(({ share }) => share >= 0.01)
		.sort((a, b) => b.share - a.share)
		.slice(0, 5)
		.map(({ hue, shade, share, hex: value }) => ({ hex: value, hue, shade, share }));
}

/**
 * Tells a drawing from a photo by the share of pixels identical to their neighbour: in a photo hardly any are. A fourth channel
 * is passed over.
 */
export function pictureKind({ width, height, pixels }: ColourImage, channels: 3 | 4 = 3): PictureKind {
	let [same, all] = [0, 0];
	for (let y = 0; y < height; y += 3) {
		for (let x = 0; x + 1 < width; x += 3) {
			const at = (y * width + x) * channels;
			const next = at + channels;
			if (pixels[at] === pixels[next] && pixels[at + 1] === pixels[next + 1] && pixels[at + 2] === pixels[next + 2])
				same++;
			all++;
		}
	}
	return same >= 0.5 * all ? 'drawn' : 'photo';
}
