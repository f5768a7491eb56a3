import { createHash } from 'node:crypto';
import { realpath } from 'node:fs/promises';
import { FailureError } from '../core/failure.ts';
import { findPictureFile } from '../core/markup/findPictureFile.ts';
import { webAddress } from '../core/markup/picturePath.ts';
import { addressesOf, type PictureSource } from '../core/markup/pictureSource.ts';
import { standaloneSvg } from '../core/markup/standaloneSvg.ts';
import { shorten } from '../core/outsideText.ts';
import { folderOf } from '../core/path.ts';
import { hasCredentials, withoutCredentials } from '../core/webAddress.ts';
import { bytesOfDataUri } from '../workers/dataUri.ts';
import { mostFileBytes } from '../core/media.ts';
import { readForeignFile, type ForeignFile } from '../workers/foreignFile.ts';
import { type DiskFiles, pathWithSlashes, systemPath } from '../documents/diskFiles.ts';
import type { Repository } from './repository.ts';

/** A picture that a document names: a file of the repository, bytes in the document, or an address on the web. */
export type FoundPicture =
	{ readonly kind: 'file'; readonly file: ForeignFile } | { readonly kind: 'web'; readonly url: URL };

/** The number of characters of an address that fit into a sentence. */
const longestAddress = 80;

/**
 * Returns the picture of an image. Only files of the repository are taken, wherever links lead, and none that is excluded.
 * @throws FailureError `pictureNotFound`, `excluded`, `webAddressInvalid`
 */
export async function pictureOf(
	source: PictureSource,
	document: string,
	{ files, repository }: { readonly files: DiskFiles; readonly repository: Repository },
): Promise<FoundPicture> {
	if (source.kind === 'svg') {
		const bytes = new TextEncoder().encode(standaloneSvg(source.markup));
		return { kind: 'file', file: { name: 'the drawing in the document', bytes } };
	}
	const addresses = addressesOf(source);
	const folder = folderOf(document);
	const root = folder.startsWith(`${repository.root}/`) ? `${repository.root}/` : folder;
	for (const address of addresses) {
		const url = webAddress(address);
		if (url) return ofWeb(url);
		const path = await findPictureFile(files, address, { folder, root });
		if (path !== undefined) return { kind: 'file', file: await permitted(path, repository) };
	}
	throw new FailureError({ kind: 'pictureNotFound', address: shorten(addresses[0] ?? '', longestAddress) });
}

function ofWeb(url: URL): FoundPicture {
	if (url.protocol === 'data:') {
		return { kind: 'file', file: { name: 'the picture in the document', bytes: bytesOfDataUri(url) } };
	}
	if (url.protocol !== 'https:' || hasCredentials(url)) {
		const address = shorten(withoutCredentials(url).href, longestAddress);
		throw new FailureError({ kind: 'webAddressInvalid', address });
	}
	return { kind: 'web', url };
}

/** @throws FailureError `excluded` for a file that must not be sent */
async function permitted(path: string, { root, isExcluded }: Repository): Promise<ForeignFile> {
	const name = path.slice(path.lastIndexOf('/') + 1);
	const [real, realRoot] = await Promise.all([realPathOf(path), realPathOf(root)]);
	const isInside = real.startsWith(`${realRoot}/`);
	const inRepository = `${root}${real.slice(realRoot.length)}`;
	if (!isInside || isExcluded(path) || isExcluded(inRepository)) throw new FailureError({ kind: 'excluded', name });
	return { name, path: systemPath(real) };
}

async function realPathOf(path: string): Promise<string> {
	return realpath(systemPath(path)).then(pathWithSlashes, () => path);
}

/** Returns the hash of a picture's content; of one on the web, that of its address. */
export async function hashOf(picture: FoundPicture): Promise<string> {
	const content = picture.kind === 'web' ? picture.url.href : await readForeignFile(picture.file, mostFileBytes);
	return createHash('sha256').update(content).digest('hex');
}
