/** Bytes of several pieces together. */
export function lengthOf(parts: readonly Uint8Array[]): number {
	return parts.reduce((sum, part) => sum + part.byteLength, 0);
}

/** Bytes of several pieces as one. */
export function joinParts(parts: readonly Uint8Array[]): Uint8Array {
	const joined = new Uint8Array(lengthOf(parts));
	let offset = 0;
	for (const part of parts) {
		joined.set(part, offset);
		offset += part.byteLength;
	}
	return joined;
}

/** A view for reading numbers. */
export function viewOf(bytes: Uint8Array): DataView {
	return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Bytes as Latin-1 text; ends early where the bytes end. */
export function latin1(bytes: Uint8Array, start: number, end: number): string {
	return String.fromCharCode(...bytes.subarray(start, end));
}
