import * as vscode from 'vscode';
import type { Medium } from '../../core/media.ts';
import { fileName, readFile } from './imageSource.ts';

/**
 * Where a picture or video comes from: a file of any file system that the editor knows, a web address or data URI, or bytes
 * that were pasted or dropped.
 */
export type Source = vscode.Uri | URL | File;

/** Whether it is still to be read. */
export function isSource(medium: Source | Medium): medium is Source {
	return medium instanceof vscode.Uri || medium instanceof URL || medium instanceof File;
}

/** Bytes of a file that is still shown before it is sent. */
const maxDisplayedBytes = 50 * 1024 * 1024;

/** The bytes of a file as they are, for showing what will be sent; undefined where that is nothing to show. */
export async function readForDisplay(
	source: Source,
	log: Pick<vscode.LogOutputChannel, 'debug'>,
): Promise<Uint8Array | undefined> {
	try {
		if (source instanceof File) return new Uint8Array(await source.arrayBuffer());
		if (source instanceof URL) return undefined;
		return await readFile(source, maxDisplayedBytes);
	} catch (error) {
		// What is wrong with it is said when it is sent.
		log.debug(`A waiting picture can't be shown: ${String(error)}`);
		return undefined;
	}
}

/** The source that `toString` wrote. */
export function parseSource(text: string): Source {
	return /^(https?|data):/.test(text) ? new URL(text) : vscode.Uri.parse(text);
}

/** The last part of the path, else the host: for the person who asks. */
export function nameOf(place: vscode.Uri | URL): string {
	if (!(place instanceof URL)) return fileName(place);
	const last = place.pathname.slice(place.pathname.lastIndexOf('/') + 1);
	try {
		return decodeURIComponent(last) || place.host;
	} catch {
		// Not encoded as UTF-8.
		return last;
	}
}
