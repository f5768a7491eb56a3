import type { ColourCoding } from '../../core/image/isoMedia.ts';

/** The brightness of white paper in nits, where highlights are brighter (ITU-R BT.2408). */
const paperWhite = 203;

/** The brightest that can be coded, in nits. */
const brightest = 10_000;

/** The nominal peak of a screen for HLG. */
const hlgPeak = 1000;

const transfers = { pq: 16, hlg: 18 } as const;

/** Turns linear red, green and blue into those of usual screens, by the number of the primaries (ITU-T H.273). */
const gamuts: Readonly<Record<number, readonly number[]>> = {
	9: [1.6605, -0.5876, -0.0728, -0.1246, 1.1329, -0.0083, -0.0182, -0.1006, 1.1187],
	11: [1.2249, -0.2247, 0, -0.042, 1.0419, 0, -0.0196, -0.0786, 1.0979],
	12: [1.2249, -0.2247, 0, -0.042, 1.0419, 0, -0.0196, -0.0786, 1.0979],
};
const same = [1, 0, 0, 0, 1, 0, 0, 0, 1];

/** Tells whether a picture is brighter than usual screens show. */
export function isHighRange({ transfer }: ColourCoding): boolean {
	return transfer === transfers.pq || transfer === transfers.hlg;
}

const steps = 4095;

/**
 * Turns pixels of three or four bytes, coded by PQ or HLG, into sRGB: what is darker than paper stays, highlights are pressed
 * together (ITU-R BT.2390, 5.4.1), hues stay.
 */
export function toneMap(pixels: Uint8Array, channels: number, { transfer, primaries }: ColourCoding): Uint8Array {
	const result = new Uint8Array(pixels);
	const linear = Float64Array.from({ length: 256 }, (_, code) =>
		transfer === transfers.pq ? brightest * fromPq(code / 255) : fromHlg(code / 255),
	);
	const gamut = gamuts[primaries] ?? same;
	const light = new Float64Array(3);
	let peak = paperWhite;
	for (let at = 0; at + 2 < pixels.length; at += channels) peak = Math.max(peak, lightAt(at));
	const pressed = Float64Array.from({ length: steps + 1 }, (_, step) => {
		const nits = peak * (step / steps) ** 4;
		return nits === 0 ? 1 / paperWhite : press(nits, peak) / nits / paperWhite;
	});
	const coded = Uint8Array.from({ length: steps + 1 }, (_, step) => Math.round(255 * toSrgb((step / steps) ** 2)));
	for (let at = 0; at + 2 < pixels.length; at += channels) {
		const scale = pressed[Math.round(steps * Math.sqrt(Math.sqrt(lightAt(at) / peak)))] ?? 0;
		for (let channel = 0; channel < 3; channel++) {
			const share = Math.min(1, Math.max(0, (light[channel] ?? 0) * scale));
			result[at + channel] = coded[Math.round(steps * Math.sqrt(share))] ?? 0;
		}
	}
	return result;

	/** Reads a pixel into `light`, in nits of the primaries of usual screens; returns that of its brightest channel. */
	function lightAt(at: number): number {
		let [red = 0, green = 0, blue = 0] = [0, 1, 2].map((channel) => linear[pixels[at + channel] ?? 0] ?? 0);
		if (transfer === transfers.hlg) {
			// How a screen of that peak shows the scene (ITU-R BT.2100).
			const scale = hlgPeak * (0.2627 * red + 0.678 * green + 0.0593 * blue) ** 0.2;
			[red, green, blue] = [red * scale, green * scale, blue * scale];
		}
		let most = 0;
		for (let channel = 0; channel < 3; channel++) {
			const [a = 0, b = 0, c = 0] = [gamut[channel * 3], gamut[channel * 3 + 1], gamut[channel * 3 + 2]];
			const value = a * red + b * green + c * blue;
			light[channel] = value;
			most = Math.max(most, value);
		}
		return most;
	}
}

/** Returns the brightness at which nits are shown on a screen that is as bright as paper. */
function press(nits: number, peak: number): number {
	const whole = toPq(peak / brightest);
	const target = toPq(paperWhite / brightest) / whole;
	const knee = 1.5 * target - 0.5;
	const value = toPq(nits / brightest) / whole;
	if (value <= knee || target >= 1) return nits;
	const t = (value - knee) / (1 - knee);
	const curve =
		(2 * t ** 3 - 3 * t ** 2 + 1) * knee + (t ** 3 - 2 * t ** 2 + t) * (1 - knee) + (3 * t ** 2 - 2 * t ** 3) * target;
	return brightest * fromPq(curve * whole);
}

/** The constants of PQ (SMPTE ST 2084). */
const [m1, m2, c1, c2, c3] = [2610 / 16_384, 2523 / 32, 3424 / 4096, 2413 / 128, 2392 / 128];

function fromPq(code: number): number {
	const power = code ** (1 / m2);
	return (Math.max(0, power - c1) / (c2 - c3 * power)) ** (1 / m1);
}

function toPq(light: number): number {
	const power = light ** m1;
	return ((c1 + c2 * power) / (1 + c3 * power)) ** m2;
}

/** The scene's light (ITU-R BT.2100, table 5). */
function fromHlg(code: number): number {
	return code <= 0.5 ? code ** 2 / 3 : (Math.exp((code - 0.559_910_73) / 0.178_832_77) + 0.284_668_92) / 12;
}

function toSrgb(light: number): number {
	return light <= 0.003_130_8 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055;
}
