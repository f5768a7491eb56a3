import sharp from 'sharp';

/** A small PNG whose header says that it has so many pixels. */
export async function pngBomb(width: number, height: number): Promise<Buffer> {
	const picture = sharp({ create: { width: 8, height: 8, channels: 3, background: '#fff' } });
	const bytes = Buffer.from(await picture.png().toBuffer());
	bytes.writeUInt32BE(width, 16);
	bytes.writeUInt32BE(height, 20);
	return bytes;
}
