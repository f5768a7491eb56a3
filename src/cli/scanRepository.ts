import { folderOf } from '../core/path.ts';
import { FailureError, failureOf, type Failure } from '../core/failure.ts';
import type { AltTextRuleId } from '../core/review/altTextRules.ts';
import type { NamedImage, ScannedImage } from '../core/review/scanDocument.ts';
import { walkFiles, type FoundDocument } from '../core/review/walkDocuments.ts';
import { hasPictureName } from '../core/fileNames.ts';
import { decodeAddressPart, withoutQuery } from '../core/markup/altState.ts';
import { findPictureFile } from '../core/markup/findPictureFile.ts';
import { lazy } from '../core/markup/markupDocument.ts';
import type { ScanPool } from '../documents/scanPool.ts';
import type { DocumentText } from '../documents/markupWorker.ts';
import { readForeignFile } from '../workers/foreignFile.ts';
import { decodeDocument } from './documentText.ts';
import { type DiskFiles, systemPath } from './diskFiles.ts';
import type { Repository } from './repository.ts';

/** A document in which something was found. */
export interface CheckedDocument {
	/** With slashes, from the root of the system. */
	readonly path: string;
	readonly text: string;
	/** The language of its markup. */
	readonly markup: string;
	readonly images: readonly ScannedImage[];
	/** The images whose paths lead nowhere. */
	readonly unresolved: readonly NamedImage[];
}

/** What came of the documents, in the order of their paths. */
export interface ScannedRepository {
	readonly documents: readonly CheckedDocument[];
	/** The number of all that were read, and of their images. */
	readonly read: number;
	readonly images: number;
	/** Those that could not be read. */
	readonly unread: readonly { readonly path: string; readonly failure: Failure }[];
}

export interface ScanOptions {
	readonly files: DiskFiles;
	readonly repository: Repository;
	readonly pool: ScanPool;
	/** Tells whether a rule isn't off. */
	readonly isWanted: (rule: AltTextRuleId) => boolean;
	readonly signal: AbortSignal;
}

/** The number of files that are read at once. */
const mostReading = 16;

/** The number of bytes of a document; what is larger is left alone. */
const largest = 20_000_000;

/** Reads documents and searches their images for what is wrong. Sends nothing. */
export async function scanRepository(
	found: AsyncIterable<FoundDocument>,
	{ files, repository, pool, isWanted, signal }: ScanOptions,
): Promise<ScannedRepository> {
	const unread: { path: string; failure: Failure }[] = [];
	const documents: CheckedDocument[] = [];
	let read = 0;
	let imageCount = 0;
	const isThere = pictureSearch(files, repository, signal);
	const texts = readAll(found, unread);
	for await (const { document, scan, failure } of pool.scan(texts, { maxLength: repository.maxLength }, signal)) {
		const { key: path, text, language: markup } = document;
		if (failure) {
			unread.push({ path, failure });
			continue;
		}
		read++;
		imageCount += scan.of;
		const named = isWanted('unresolved') ? scan.named : [];
		const unresolved: NamedImage[] = [];
		for (const image of named) if (!(await isThere(image, path))) unresolved.push(image);
		const images = scan.images.flatMap((image): readonly ScannedImage[] => {
			const findings = image.findings.filter(({ rule }) => isWanted(rule));
			return findings.length > 0 ? [{ ...image, findings }] : [];
		});
		if (images.length === 0 && unresolved.length === 0) continue;
		documents.push({ path, text, markup, images, unresolved });
	}
	return { documents: documents.sort(byPath), read, images: imageCount, unread: unread.sort(byPath) };
}

function byPath(a: { readonly path: string }, b: { readonly path: string }): number {
	return a.path < b.path ? -1 : 1;
}

/** Reads documents, some at once; those that can't be read are added to `unread`. */
async function* readAll(
	found: AsyncIterable<FoundDocument>,
	unread: { path: string; failure: Failure }[],
): AsyncGenerator<DocumentText> {
	const reading: Promise<DocumentText | undefined>[] = [];
	const read = async ({ path, language }: FoundDocument): Promise<DocumentText | undefined> => {
		try {
			const bytes = await readForeignFile({ name: path, path: systemPath(path) }, largest);
			return { key: path, language, text: decodeDocument(bytes).text };
		} catch (error) {
			if (!(error instanceof FailureError)) throw error;
			unread.push({ path, failure: failureOf(error) });
			return undefined;
		}
	};
	for await (const document of found) {
		reading.push(read(document));
		if (reading.length < mostReading) continue;
		const first = await reading.shift();
		if (first) yield first;
	}
	for (const each of reading) {
		const text = await each;
		if (text) yield text;
	}
}

/** Returns a search for whether the picture of an image is there. */
function pictureSearch(
	files: DiskFiles,
	repository: Repository,
	signal: AbortSignal,
): (image: NamedImage, document: string) => Promise<boolean> {
	const { root } = repository;
	const pictures = lazy(() => picturesBelow(files, repository, signal));
	return async ({ paths }, document) => {
		const folder = folderOf(document);
		const place = { folder, root: folder.startsWith(`${root}/`) ? `${root}/` : folder };
		for (const path of paths) if (await findPictureFile(files, path, place)) return true;
		// From where a site counts its paths, and what it copies there, its tool alone knows.
		const fromSite = paths
			.filter((path) => !/^\.\.?\//.test(path))
			.map((path) => decodeAddressPart(withoutQuery(path)));
		if (fromSite.length === 0) return false;
		const known = await pictures();
		return fromSite.some((path) => {
			const end = path.startsWith('/') ? path : `/${path}`;
			return known.get(end.slice(end.lastIndexOf('/') + 1))?.some((each) => each.endsWith(end)) ?? false;
		});
	};
}

/** Returns the pictures of a repository by their names. */
async function picturesBelow(
	files: DiskFiles,
	{ root, isExcluded }: Repository,
	signal: AbortSignal,
): Promise<ReadonlyMap<string, readonly string[]>> {
	const byName = new Map<string, string[]>();
	const walk = walkFiles(files, root, {
		isExcluded: (path) => isExcluded(`${root}/${path}`),
		signal,
		find: pictureName,
	});
	for await (const { path, found } of walk) {
		const same = byName.get(found) ?? [];
		same.push(path);
		byName.set(found, same);
	}
	return byName;
}

function pictureName(name: string): string | undefined {
	return hasPictureName(name) ? name : undefined;
}
