import sharp, { type Sharp } from 'sharp';
import type { Orientation } from '../../src/core/image/exif.ts';
import type { Box, Size } from '../../src/core/media.ts';

const red = { r: 220, g: 30, b: 30 };

/** A white picture with a red rectangle. */
export function pictureWithPlace({ width, height }: Size, { left, top, right, bottom }: Box): Sharp {
	const rectangle = { create: { width: right - left, height: bottom - top, channels: 3, background: red } } as const;
	return sharp({ create: { width, height, channels: 3, background: '#fff' }, limitInputPixels: false }).composite([
		{ input: rectangle, left, top },
	]);
}

/** Where the red rectangle is in a picture, decoded by sharp; undefined for a picture without one. */
export async function placeIn(bytes: Uint8Array): Promise<Box | undefined> {
	const { data, info } = await sharp(bytes, { limitInputPixels: false })
		.removeAlpha()
		.raw()
		.toBuffer({ resolveWithObject: true });
	const box = { left: info.width, top: info.height, right: 0, bottom: 0 };
	for (let at = 0, pixel = 0; at < data.length; at += info.channels, pixel++) {
		if ((data[at] ?? 0) < 150 || (data[at + 1] ?? 0) > 130) continue;
		const [x, y] = [pixel % info.width, Math.floor(pixel / info.width)];
		box.left = Math.min(box.left, x);
		box.right = Math.max(box.right, x + 1);
		box.top = Math.min(box.top, y);
		box.bottom = Math.max(box.bottom, y + 1);
	}
	return box.right > 0 ? box : undefined;
}

/** Stores an upright picture so that EXIF's orientation turns it upright again, as a camera that is held so does. */
export async function storedTurned(upright: Sharp, orientation: Orientation): Promise<Sharp> {
	const raw = async (picture: Sharp): Promise<Sharp> => {
		const { data, info } = await picture.raw().toBuffer({ resolveWithObject: true });
		return sharp(data, { raw: { width: info.width, height: info.height, channels: info.channels } });
	};
	const quarter = async (): Promise<Sharp> => raw((await raw(upright)).rotate(90));
	const steps: Readonly<Record<Orientation, () => Promise<Sharp>>> = {
		1: () => raw(upright),
		2: async () => (await raw(upright)).flop(),
		3: async () => (await raw(upright)).rotate(180),
		4: async () => (await raw(upright)).flip(),
		5: async () => (await quarter()).flop(),
		6: async () => (await raw(upright)).rotate(270),
		7: async () => (await quarter()).flip(),
		8: async () => (await raw(upright)).rotate(90),
	};
	return (await raw(await steps[orientation]())).withMetadata({ orientation });
}
