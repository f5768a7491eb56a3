import { latin1, viewOf } from './bytes.ts';

/** A colour profile without anything that tells of a device, a program or a time. */
export interface CleanProfile {
	readonly bytes: Uint8Array;
	/** True if it held more than its colours, a name and a copyright. */
	readonly hadMetadata: boolean;
}

/** Tags that decide about colours: white and black point, colorants, tone curves, adaptation, tables. */
const keptTags = new Set(
	'wtpt bkpt rXYZ gXYZ bXYZ rTRC gTRC bTRC kTRC chad cicp A2B0 A2B1 A2B2 B2A0 B2A1 B2A2'.split(' '),
);

/** The types of their data: numbers alone. */
const keptTypes = new Set(['XYZ ', 'curv', 'para', 'sf32', 'cicp', 'mft1', 'mft2', 'mAB ', 'mBA ']);

/** Tags that every profile has, and that name no device. */
const usualTags = new Set(['desc', 'cprt']);

const headerLength = 128;

/** Fields of the header that name programs, devices and times, from one byte to before another. */
const emptiedFields = [
	// The preferred program.
	[4, 8],
	// The time at which it was made, in the middle of what decides about colours.
	[24, 36],
	// The platform.
	[40, 44],
	// The device's maker and model, and its attributes.
	[48, 64],
	// Who made it, and a sum over all of it.
	[80, 100],
] as const;

/** The most tags of a profile: real ones have up to forty. */
const mostTags = 200;

/**
 * Returns a profile (ICC.1) with what decides about colours alone: those of screens hold the serial number of the display.
 * Undefined if it is none that can be read.
 */
export function cleanProfile(profile: Uint8Array): CleanProfile | undefined {
	const view = viewOf(profile);
	if (profile.byteLength < headerLength + 4 || latin1(profile, 36, 40) !== 'acsp') return undefined;
	const count = view.getUint32(headerLength);
	if (count > mostTags || headerLength + 4 + 12 * count > profile.byteLength) return undefined;
	const kept: { readonly name: string; readonly start: number; readonly end: number }[] = [];
	let hadMetadata = false;
	for (let index = 0; index < count; index++) {
		const entry = headerLength + 4 + 12 * index;
		const name = latin1(profile, entry, entry + 4);
		const start = view.getUint32(entry + 4);
		const end = start + view.getUint32(entry + 8);
		if (start < headerLength || end > profile.byteLength) return undefined;
		if (keptTags.has(name) && keptTypes.has(latin1(profile, start, start + 4))) kept.push({ name, start, end });
		else if (!usualTags.has(name)) hadMetadata = true;
	}
	if (kept.length === 0) return undefined;
	return { bytes: withTags(profile, kept), hadMetadata };
}

/** Returns a profile with these tags of it; those that share their data share them again. */
function withTags(
	profile: Uint8Array,
	tags: readonly { readonly name: string; readonly start: number; readonly end: number }[],
): Uint8Array {
	const places = new Map<string, number>();
	let length = headerLength + 4 + 12 * tags.length;
	for (const { start, end } of tags) {
		const key = `${start}-${end}`;
		if (places.has(key)) continue;
		places.set(key, length);
		// Data begin at multiples of four.
		length += Math.ceil((end - start) / 4) * 4;
	}
	const bytes = new Uint8Array(length);
	bytes.set(profile.subarray(0, headerLength));
	for (const [from, to] of emptiedFields) bytes.fill(0, from, to);
	const view = viewOf(bytes);
	view.setUint32(0, length);
	view.setUint32(headerLength, tags.length);
	for (const [index, { name, start, end }] of tags.entries()) {
		const entry = headerLength + 4 + 12 * index;
		const place = places.get(`${start}-${end}`) ?? 0;
		for (let letter = 0; letter < 4; letter++) bytes[entry + letter] = name.charCodeAt(letter);
		view.setUint32(entry + 4, place);
		view.setUint32(entry + 8, end - start);
		bytes.set(profile.subarray(start, end), place);
	}
	return bytes;
}
