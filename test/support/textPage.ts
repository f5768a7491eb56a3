import sharp from 'sharp';

/** A picture of a page with words all over it. */
export interface TextPage {
	readonly png: Buffer;
	readonly words: readonly string[];
}

const stock =
	'about above account action address after again answer apple autumn balance basket because before begin better bottle bridge ' +
	'bright broken brother button camera candle carpet castle change cheese circle citizen clever coffee colour common corner cotton ' +
	'country cousin danger dinner doctor dollar double dragon driver during easily effort eleven empire engine enough evening example ' +
	'export fabric family famous farmer father figure finger flower follow forest forget friend future garden gather gentle ginger ' +
	'golden ground growth guitar hammer handle harbour heavy hidden history holiday honest hunter island jacket journey jungle kettle ' +
	'kitchen ladder language laptop leader leather lesson letter library listen little living lonely machine magnet manager margin ' +
	'market master matter meadow medical member memory middle minute mirror modern moment monkey morning mother mountain museum narrow ' +
	'nation nature nearly needle neighbour nobody normal number object ocean office orange organ outside oxygen packet palace paper ' +
	'parent partner pattern pencil people pepper person picture planet plastic player pocket poetry police potato powder pretty prince ' +
	'printer prison private problem purple quarter question rabbit random reason record remote rescue return rhythm ribbon river rocket ' +
	'runner safety salmon sample school science season second secret select senior shadow shelter silver simple sister smooth social ' +
	'spring square station stone story street strong student summer supper system table teacher theatre thunder ticket tomato travel';

/** Random, but the same each time (Park and Miller's generator). */
function createRandom(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state * 48_271) % 2_147_483_647;
		return state / 2_147_483_647;
	};
}

/** 12-pixel words at random places of a white page, one to a row of the page. */
export async function textPage(page: {
	readonly width: number;
	readonly height: number;
	readonly words: number;
}): Promise<TextPage> {
	const random = createRandom(20_261_124);
	const left = stock.split(' ');
	const words = Array.from({ length: page.words }, () => left.splice(Math.floor(random() * left.length), 1)[0] ?? '');
	const row = page.height / page.words;
	const texts = words.map((word, index) => {
		const x = Math.round(10 + random() * (page.width - 120));
		const y = Math.round(index * row + 14 + random() * (row - 20));
		return `<text x="${x}" y="${y}">${word}</text>`;
	});
	const svg =
		`<svg xmlns="http://www.w3.org/2000/svg" width="${page.width}" height="${page.height}">` +
		'<rect width="100%" height="100%" fill="#fff"/>' +
		`<g font-family="DejaVu Sans, Arial, sans-serif" font-size="12" fill="#222">${texts.join('')}</g></svg>`;
	return { png: await sharp(Buffer.from(svg), { limitInputPixels: false }).png().toBuffer(), words };
}
