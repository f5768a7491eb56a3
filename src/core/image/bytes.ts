/** Returns the total length of several pieces in bytes. */
export function totalLength(parts: readonly Uint8Array[]): number {
	return parts.reduce((sum, part) => sum + part.byteLength, 0);
}

/** Returns several pieces as one. */
export function concatBytes(parts: readonly Uint8Array[]): Uint8Array {
	const joined = new Uint8Array(totalLength(parts));
	let offset = 0;
	for (const part of parts) {
		joined.set(part, offset);
		offset += part.byteLength;
	}
	return joined;
}

/** The ranges kept of one file, and foreign pieces between them. */
export interface KeptRanges {
	/** Keeps the bytes from `start` to before `end`; adjacent ranges become one part. */
	keep(start: number, end: number): void;
	insert(piece: Uint8Array): void;
	/** Returns everything kept so far. */
	parts(): readonly Uint8Array[];
}

/** Collects the kept ranges of a file, without a list as long as its parts. */
export function collectRanges(bytes: Uint8Array): KeptRanges {
	const parts: Uint8Array[] = [];
	let from = 0;
	let to = 0;
	const close = (): void => {
		if (to > from) parts.push(bytes.subarray(from, to));
		from = to;
	};
	return {
		keep: (start, end) => {
			if (start !== to) {
				close();
				from = start;
			}
			to = end;
		},
		insert: (piece) => {
			close();
			parts.push(piece);
		},
		parts: () => {
			close();
			return parts;
		},
	};
}

/** Returns a view for reading numbers. */
export function viewOf(bytes: Uint8Array): DataView {
	return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Encodes a text of Latin-1. */
export function latin1Bytes(text: string): Uint8Array {
	return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

/** Decodes bytes as Latin-1; stops early if the bytes end. */
export function latin1(bytes: Uint8Array, start: number, end: number): string {
	return String.fromCharCode(...bytes.subarray(start, end));
}

/** Reads a whole number of so many bytes, the most significant first; of fewer at the end. */
export function bigEndian(bytes: Uint8Array, offset: number, length: number): number {
	return bytes.subarray(offset, offset + length).reduce((sum, byte) => sum * 256 + byte, 0);
}
