import { readFileSync } from 'node:fs';
import { zlib } from '../../src/converter/zlib.ts';
import { join } from 'node:path';
import { prepareUnchanged } from '../../src/core/image/prepare.ts';
import type { PreparedImage } from '../../src/core/media.ts';
import { projectDir } from './places.mjs';

/** A sample picture that needs no converting, ready to be sent. */
export function preparedSample(name: string): PreparedImage {
	const image = prepareUnchanged(readFileSync(join(projectDir, 'media/samples', name)), name, zlib);
	if (!image) throw new Error(`${name} can't be sent as it is.`);
	return image;
}
