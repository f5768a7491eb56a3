import type { LocalWords } from '../../../src/engines/localEngine.ts';

/** Words for tests: short, and easy to look for. */
export const plainWords: LocalWords = {
	noModel: 'No model looked.',
	picture: (kind, width, height) => `${kind}, ${width} x ${height}`,
	colours: (list) => `Colours: ${list}`,
	hues: {
		black: 'black',
		grey: 'grey',
		white: 'white',
		red: 'red',
		orange: 'orange',
		yellow: 'yellow',
		green: 'green',
		turquoise: 'turquoise',
		blue: 'blue',
		purple: 'purple',
		pink: 'pink',
		brown: 'brown',
	},
	darkShade: (hue) => `dark ${hue}`,
	lightShade: (hue) => `light ${hue}`,
	textFollows: 'Text:',
	noText: 'No text.',
	stopped: 'Stopped.',
};
