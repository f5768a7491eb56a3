/** What stands in Git's store for a file that Git LFS keeps elsewhere. Source: the specification of Git LFS, version 1. */
export interface LfsPointer {
	/** The SHA-256 of the file, in 64 hexadecimal digits. */
	readonly oid: string;
	/** Bytes. */
	readonly size: number;
}

/** The number of bytes of the longest pointer, by the specification. */
export const longestPointer = 1024;

const firstLine = 'version https://git-lfs.github.com/spec/v1\n';

/** Returns the pointer that a file's bytes are; undefined for any other file. */
export function parseLfsPointer(bytes: Uint8Array): LfsPointer | undefined {
	if (bytes.byteLength >= longestPointer) return undefined;
	const text = new TextDecoder().decode(bytes).replaceAll('\r\n', '\n');
	if (!text.startsWith(firstLine)) return undefined;
	const [, oid] = /^oid sha256:([0-9a-f]{64})$/m.exec(text) ?? [];
	const [, size] = /^size (\d{1,15})$/m.exec(text) ?? [];
	return oid !== undefined && size !== undefined ? { oid, size: Number(size) } : undefined;
}
