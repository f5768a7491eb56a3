import { constants, crc32, deflateSync, gunzipSync, inflateSync } from 'node:zlib';
import type { Zlib } from '../core/image/png.ts';

/** Node's own functions, for what core reads of a PNG file. */
export const zlib: Zlib = {
	crc32,
	inflate: (bytes, most) => {
		try {
			return inflateSync(bytes, { maxOutputLength: most, finishFlush: constants.Z_SYNC_FLUSH });
		} catch {
			return undefined;
		}
	},
	deflate: (bytes) => deflateSync(bytes),
	gunzip: (bytes, most) => {
		try {
			return gunzipSync(bytes, { maxOutputLength: most });
		} catch {
			return undefined;
		}
	},
};
