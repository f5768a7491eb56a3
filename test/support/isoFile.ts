/** A HEIC or AVIF file that says how its main picture is turned and mirrored. */
export function withTurn(file: Buffer, { turns, mirror }: { readonly turns: number; readonly mirror?: 0 | 1 }): Buffer {
	return withProperties(file, [
		box('irot', Buffer.of(turns)),
		...(mirror === undefined ? [] : [box('imir', Buffer.of(mirror))]),
	]);
}

/** A HEIC or AVIF file whose main picture has these properties, too. */
export function withProperties(file: Buffer, boxes: readonly Buffer[]): Buffer {
	const added = boxes.reduce((sum, { length }) => sum + length, 0);
	const result = Buffer.from(file);
	const meta = find(result, 'meta', { from: 0, to: result.length });
	const metaBody = { from: meta.body + 4, to: meta.end };
	const iprp = find(result, 'iprp', metaBody);
	const ipco = find(result, 'ipco', { from: iprp.body, to: iprp.end });
	const ipma = find(result, 'ipma', { from: iprp.body, to: iprp.end });
	const pitm = find(result, 'pitm', metaBody);
	const main = result.readUInt16BE(pitm.body + 4);
	let count = 0;
	for (let offset = ipco.body; offset < ipco.end; offset += result.readUInt32BE(offset)) count++;

	// The entry of the main item gets the new properties; all numbers are of the small kind.
	let entry = ipma.body + 8;
	while (result.readUInt16BE(entry) !== main) entry += 3 + (result[entry + 2] ?? 0);
	const entryEnd = entry + 3 + (result[entry + 2] ?? 0);
	result[entry + 2] = (result[entry + 2] ?? 0) + boxes.length;
	const numbers = Buffer.from(boxes.map((_, index) => 0x80 | (count + index + 1)));
	const grown = added + numbers.length;
	for (const { start } of [meta, iprp]) result.writeUInt32BE(result.readUInt32BE(start) + grown, start);
	result.writeUInt32BE(result.readUInt32BE(ipco.start) + added, ipco.start);
	result.writeUInt32BE(result.readUInt32BE(ipma.start) + numbers.length, ipma.start);
	moveItems(result, find(result, 'iloc', metaBody).body, grown);
	const pieces: [number, Buffer][] = [
		[ipco.end, Buffer.concat(boxes)],
		[entryEnd, numbers],
	];
	let made = Buffer.alloc(0);
	let from = 0;
	for (const [at, bytes] of pieces.sort(([a], [b]) => a - b)) {
		made = Buffer.concat([made, result.subarray(from, at), bytes]);
		from = at;
	}
	return Buffer.concat([made, result.subarray(from)]);
}

/** A box that nobody reads, at the end. */
export function padded(file: Buffer, length: number): Buffer {
	return Buffer.concat([file, box('free', Buffer.alloc(length))]);
}

export function box(type: string, data: Buffer): Buffer {
	const head = Buffer.alloc(8);
	head.writeUInt32BE(data.length + 8);
	head.write(type, 4);
	return Buffer.concat([head, data]);
}

function find(
	file: Buffer,
	type: string,
	{ from, to }: { readonly from: number; readonly to: number },
): { readonly start: number; readonly body: number; readonly end: number } {
	for (let start = from; start + 8 <= to; start += file.readUInt32BE(start)) {
		if (file.toString('latin1', start + 4, start + 8) !== type) continue;
		return { start, body: start + 8, end: start + file.readUInt32BE(start) };
	}
	throw new Error(`There is no box ${type}.`);
}

/** Adds to the places in the file that an `iloc` box of version 0 or 1 names. */
function moveItems(file: Buffer, body: number, by: number): void {
	const version = file[body] ?? 0;
	const [sizes = 0, more = 0] = file.subarray(body + 4, body + 6);
	const [offsetSize, lengthSize, baseSize] = [sizes >> 4, sizes & 15, more >> 4];
	let offset = body + 8;
	for (let left = file.readUInt16BE(body + 6); left > 0; left--) {
		const method = version > 0 ? file.readUInt16BE(offset + 2) & 15 : 0;
		offset += version > 0 ? 6 : 4;
		if (baseSize > 0 && method === 0) file.writeUIntBE(file.readUIntBE(offset, baseSize) + by, offset, baseSize);
		offset += baseSize;
		for (let extents = file.readUInt16BE((offset += 2) - 2); extents > 0; extents--) {
			if (baseSize === 0 && method === 0 && offsetSize > 0) {
				file.writeUIntBE(file.readUIntBE(offset, offsetSize) + by, offset, offsetSize);
			}
			offset += offsetSize + lengthSize;
		}
	}
}
