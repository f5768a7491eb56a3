/** A copy of an MP4 file in which numbers of its tables are replaced: in each box of a type, at an offset behind its name. */
export function withNumbers(
	video: Uint8Array,
	numbers: readonly (readonly [type: string, offset: number, value: number])[],
): Uint8Array {
	const bytes = Buffer.from(video);
	for (const [type, offset, value] of numbers) {
		for (let at = bytes.indexOf(type); at >= 0; at = bytes.indexOf(type, at + 1)) {
			if (at + offset + 4 <= bytes.length) bytes.writeUInt32BE(value, at + offset);
		}
	}
	return new Uint8Array(bytes);
}
