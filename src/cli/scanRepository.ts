import { FailureError, failureOf, type Failure } from '../core/failure.ts';
import type { AltTextRuleId } from '../core/review/altTextRules.ts';
import type { NamedImage, ScannedImage } from '../core/review/scanDocument.ts';
import { pictureSearch } from '../core/review/pictureSearch.ts';
import type { FoundDocument } from '../core/review/walkDocuments.ts';
import type { ScanPool } from '../documents/scanPool.ts';
import type { DocumentText } from '../documents/markupWorker.ts';
import { readForeignFileAtOnce } from '../workers/foreignFile.ts';
import { decodeDocument } from './documentText.ts';
import { type DiskFiles, systemPath } from '../documents/diskFiles.ts';
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
	const { root, isExcluded } = repository;
	const isThere = pictureSearch({ files, root, isExcluded: (path) => isExcluded(`${root}/${path}`), signal });
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
		for (const image of named) if (!(await isThere(image, { path, language: markup }))) unresolved.push(image);
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

/** Reads documents; those that can't be read are added to `unread`. */
async function* readAll(
	found: AsyncIterable<FoundDocument>,
	unread: { path: string; failure: Failure }[],
): AsyncGenerator<DocumentText> {
	for await (const { path, language } of found) {
		try {
			const bytes = readForeignFileAtOnce({ name: path, path: systemPath(path) }, largest);
			yield { key: path, language, text: decodeDocument(bytes).text };
		} catch (error) {
			if (!(error instanceof FailureError)) throw error;
			unread.push({ path, failure: failureOf(error) });
		}
	}
}
