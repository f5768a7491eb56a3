import * as l10n from '@vscode/l10n';
import { hasMediumName } from '../../src/core/fileNames.ts';
import { mediaTypeOf } from '../../src/core/image/mediaType.ts';
import { mostFileBytes } from '../../src/core/media.ts';
import { shorten } from '../../src/core/outsideText.ts';
import { fileNameFrom } from '../../src/core/path.ts';
import type { AttachRoom } from '../../src/core/transfer/attachRoom.ts';
import { isMedium, isUncertain, lastPart } from '../../src/core/transfer/transfer.ts';
import { visibleLine } from '../../src/core/visibleText.ts';

/** Files of a paste or a drop as they go to the host, and what became of the others. */
export interface TakenFiles {
	readonly files: { readonly name: string; readonly bytes: Uint8Array<ArrayBuffer> }[];
	/** What was left out and why; empty if nothing was. */
	readonly leftOut: string;
}

/** The bytes that are read of one paste or drop. */
const mostBytes = 2 * mostFileBytes;

/** The bytes that tell what a file is. */
const headLength = 8192;

/** The names that are said of what was left out. */
const mostNames = 3;

/** The characters that are said of a name. */
const longestName = 40;

/** Reads the pictures and videos among files, in their order, as far as there is room. */
export async function takeFiles(given: readonly File[], room: AttachRoom): Promise<TakenFiles> {
	const files: TakenFiles['files'] = [];
	const refused: string[] = [];
	let [left, byteLength] = [0, 0];
	for (const file of given) {
		if (files.length === room.left) {
			left++;
			continue;
		}
		const bytes = await read(file, mostBytes - byteLength);
		if (typeof bytes === 'string') {
			refused.push(withReason(file.name, bytes));
			continue;
		}
		byteLength += bytes.byteLength;
		files.push({ name: fileNameFrom(file.name, l10n.t('screenshot')), bytes });
	}
	return { files, leftOut: [refusedSentence(refused), roomSentence(left, room)].filter(Boolean).join(' ') };
}

/** Returns the bytes of a picture or video, or why it isn't taken. */
async function read(file: File, most: number): Promise<Uint8Array<ArrayBuffer> | string> {
	try {
		const isTaken = isMedium(file) || (isUncertain(file) && mediaTypeOf(await bytesOf(file.slice(0, headLength))));
		if (!isTaken) return l10n.t('neither picture nor video');
		if (file.size === 0) return l10n.t('empty');
		return file.size > Math.min(mostFileBytes, most) ? l10n.t('too large') : await bytesOf(file);
	} catch {
		// A folder, or a file that has been moved away meanwhile.
		return l10n.t('can’t be read');
	}
}

async function bytesOf(blob: Blob): Promise<Uint8Array<ArrayBuffer>> {
	return new Uint8Array(await blob.arrayBuffer());
}

function withReason(name: string, reason: string): string {
	return l10n.t('{0} ({1})', shorten(visibleLine(name), longestName), reason);
}

function refusedSentence(refused: readonly string[]): string {
	const names = refused.slice(0, mostNames).join(', ');
	const more = refused.length - mostNames;
	if (refused.length === 0) return '';
	return more > 0 ? l10n.t('Not attached: {0} and {1} more.', names, more) : l10n.t('Not attached: {0}.', names);
}

/** The URIs of a paste or a drop that go to the host, and what became of the others. */
export interface TakenUris {
	readonly uris: readonly string[];
	/** What was left out and why; empty if nothing was. */
	readonly leftOut: string;
}

/** Returns those of pictures and videos by their names, in their order, as far as there is room. */
export function takeUris(given: readonly string[], room: AttachRoom): TakenUris {
	const taken = given.filter(isMediumUri);
	const refused = given
		.filter((uri) => !isMediumUri(uri))
		.map((uri) => withReason(lastPart(uri), l10n.t('neither picture nor video')));
	const left = Math.max(taken.length - room.left, 0);
	const leftOut = [refusedSentence(refused), roomSentence(left, room)].filter(Boolean).join(' ');
	return { uris: taken.slice(0, room.left), leftOut };
}

function isMediumUri(uri: string): boolean {
	return hasMediumName(lastPart(uri));
}

/** Says how many were left out for want of room; empty if none was. */
export function roomSentence(left: number, { most, model }: AttachRoom): string {
	if (left === 0) return '';
	return model === undefined
		? l10n.t('At most {0} are attached to one question: {1} left out.', most, left)
		: l10n.t('{0} accepts at most {1} in one question: {2} left out.', model, most, left);
}
