import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import type { PreparedImage, PreparedVideo } from '../../src/core/media.ts';
import { preparedSample } from '../support/preparedSample.ts';
import { projectDir } from '../support/places.mjs';

/** A picture of one colour, which costs few tokens and which any model that sees can name. */
async function square(name: string, colour: string): Promise<PreparedImage> {
	const side = 224;
	const drawn = sharp({ create: { width: side, height: side, channels: 3, background: colour } });
	return { mediaType: 'image/png', bytes: await drawn.png().toBuffer(), name, width: side, height: side };
}

export const red = await square('red.png', '#d02020');
export const blue = await square('blue.png', '#2040d0');

/** What begins like a picture, and is none. */
export const broken: PreparedImage = {
	...red,
	bytes: Buffer.concat([red.bytes.subarray(0, 8), Buffer.from('broken')]),
};

/** A small dialog with text in it. */
export const dialog = preparedSample('dialog-light.png');

export const video: PreparedVideo = {
	mediaType: 'video/mp4',
	bytes: readFileSync(join(projectDir, 'test/fixtures/videos/short.mp4')),
	name: 'short.mp4',
	width: 160,
	height: 120,
	seconds: 2,
};
