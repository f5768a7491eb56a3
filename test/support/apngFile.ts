import { crc32 } from 'node:zlib';

/** An animated PNG whose first frame is the picture of a PNG file; the others are copies of it. */
export function apngFile(png: Buffer, frames: number): Buffer {
	const chunks: { readonly type: string; readonly data: Buffer }[] = [];
	for (let offset = 8; offset < png.length; offset += 12 + png.readUInt32BE(offset)) {
		const start = offset + 8;
		chunks.push({
			type: png.toString('latin1', offset + 4, start),
			data: png.subarray(start, start + png.readUInt32BE(offset)),
		});
	}
	const header = chunks.find(({ type }) => type === 'IHDR')?.data ?? Buffer.alloc(13);
	const pixels = Buffer.concat(chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data));
	let sequence = 0;
	const control = (): Buffer => {
		const data = Buffer.alloc(26);
		data.writeUInt32BE(sequence++, 0);
		header.copy(data, 4, 0, 8);
		data.writeUInt16BE(1, 20);
		data.writeUInt16BE(10, 22);
		return data;
	};
	const count = Buffer.alloc(8);
	count.writeUInt32BE(frames);
	const parts = [
		...chunks.filter(({ type }) => type !== 'IDAT' && type !== 'IEND').map(({ type, data }) => chunk(type, data)),
		chunk('acTL', count),
		chunk('fcTL', control()),
		chunk('IDAT', pixels),
	];
	for (let frame = 1; frame < frames; frame++) {
		parts.push(chunk('fcTL', control()));
		const number = Buffer.alloc(4);
		number.writeUInt32BE(sequence++);
		parts.push(chunk('fdAT', Buffer.concat([number, pixels])));
	}
	return Buffer.concat([png.subarray(0, 8), ...parts, chunk('IEND', Buffer.alloc(0))]);
}

/** A chunk of a PNG file. */
export function chunk(type: string, data: Buffer): Buffer {
	const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
	const result = Buffer.alloc(body.length + 8);
	result.writeUInt32BE(data.length);
	body.copy(result, 4);
	result.writeUInt32BE(crc32(body), body.length + 4);
	return result;
}
