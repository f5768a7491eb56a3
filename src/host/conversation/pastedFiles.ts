import { randomUUID } from 'node:crypto';
import { fileNameFrom } from '../../core/path.ts';

/** Returns the source of something that was pasted or dropped: it has no address of its own, so it gets one that only Glimpse knows. */
export function newPastedSource(name: string): string {
	return `pasted:${randomUUID()}/${encodeURIComponent(fileNameFrom(name))}`;
}

/** Returns the id and the name in such a source, both of them plain; undefined for any other. */
export function parsePastedSource(source: string): { readonly id: string; readonly name: string } | undefined {
	const [, id, name] = /^pasted:([\w-]{1,100})\/(.*)$/.exec(source) ?? [];
	return id === undefined || name === undefined ? undefined : { id, name: fileNameFrom(name) };
}
