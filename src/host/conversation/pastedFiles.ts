import { randomUUID } from 'node:crypto';

/** The source of something that was pasted or dropped: it has no address of its own, so it gets one that only Glimpse knows. */
export function newPastedSource(name: string): string {
	return `pasted:${randomUUID()}/${encodeURIComponent(name)}`;
}

/** The id and the name in such a source; undefined for any other. */
export function parsePastedSource(source: string): { readonly id: string; readonly name: string } | undefined {
	const [, id, name] = /^pasted:([\w-]+)\/(.*)$/.exec(source) ?? [];
	return id === undefined || name === undefined ? undefined : { id, name: decodeURIComponent(name) };
}
