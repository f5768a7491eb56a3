import assert from 'node:assert/strict';
import { chooseBackground } from '../../../src/converter/background.ts';
import type { RgbaImage } from '../../../src/converter/formats/pixels.ts';

const colours: Readonly<Record<string, readonly [number, number, number, number]>> = {
	'.': [0, 0, 0, 0],
	w: [255, 255, 255, 255],
	k: [0, 0, 0, 255],
	g: [128, 128, 128, 255],
	// Half transparent: an edge wherever it stands.
	h: [255, 255, 255, 128],
};

function drawing(...rows: readonly string[]): RgbaImage {
	const pixels = Uint8Array.from(Array.from(rows.join('')).flatMap((letter) => [...(colours[letter] ?? [])]));
	return { width: rows[0]?.length ?? 0, height: rows.length, pixels };
}

describe('chooseBackground', () => {
	for (const [what, picture, background] of [
		['opaque', drawing('wkw', 'kwk', 'wkw'), undefined],
		['black signs', drawing('...', '.k.', '...'), 'white'],
		['white signs', drawing('...', '.w.', '...'), 'black'],
		['white and black signs', drawing('w.k', '...', 'k.w'), 'grey'],
		['signs of a middle colour', drawing('...', '.g.', '...'), 'white'],
		['half transparent white', drawing('hhh', 'hhh', 'hhh'), 'black'],
		['nothing to be seen', drawing('..', '..'), 'white'],
		['white that black surrounds', drawing('.....', '.kkk.', '.kwk.', '.kkk.', '.....'), 'white'],
		['only the left edge is one', drawing('.w'), 'black'],
		['only the upper edge is one', drawing('.', 'w'), 'black'],
		['only the right edge is one', drawing('w.'), 'black'],
		['only the lower edge is one', drawing('w', '.'), 'black'],
	] as const) {
		it(`${what}: ${background ?? 'none'}`, () => assert.equal(chooseBackground(picture), background));
	}
});
