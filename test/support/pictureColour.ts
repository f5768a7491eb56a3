import sharp from 'sharp';

/** Returns the colour that most of a picture has, in one English word; rejects for what is no picture. */
export async function pictureColour(bytes: Uint8Array): Promise<string> {
	const image = sharp(bytes);
	// `stats` takes a picture whose end is missing.
	await image.clone().raw().toBuffer();
	const { r, g, b } = (await image.stats()).dominant;
	const [most, least] = [Math.max(r, g, b), Math.min(r, g, b)];
	if (most - least < 60) return most > 170 ? 'white' : most < 85 ? 'black' : 'grey';
	if (r > 150 && g > 150) return 'yellow';
	return most === r ? 'red' : most === g ? 'green' : 'blue';
}
