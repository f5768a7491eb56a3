import * as vscode from 'vscode';
import { withAddresses, type PictureSource } from '../../core/markup/pictureSource.ts';
import type { ReviewDocument, ReviewEvent, ReviewImage, ReviewRow } from '../../core/review/review.ts';
import { hasText } from '../../core/review/hasText.ts';
import type { ImagesWanted, ScannedImage } from '../../core/review/scanDocument.ts';
import { pictureName, targetLength } from '../altText/askAltText.ts';
import { documentsIn } from './documentsIn.ts';
import { imageId, type ReviewDocuments } from './reviewDocuments.ts';

/** A scan: what is scanned, what was known before, and where the news go. */
export interface Scan {
	readonly documents: ReviewDocuments;
	readonly scope: readonly string[];
	readonly wants: ImagesWanted;
	/** The state of a scan before: documents with the same stamp aren't read again. */
	readonly before: { readonly documents: readonly ReviewDocument[]; readonly rows: readonly ReviewRow[] };
	readonly emit: (event: ReviewEvent) => void;
	readonly log: Pick<vscode.LogOutputChannel, 'warn'>;
	readonly signal: AbortSignal;
}

/** Milliseconds between two reports of progress. */
const reportInterval = 100;

/** Scans all documents of a scope; rejects when the signal is aborted. */
export async function scanScope({ documents, scope, wants, before, emit, log, signal }: Scan): Promise<void> {
	const known = new Map(before.documents.map((document) => [document.uri, document]));
	const images = Map.groupBy(
		before.rows.map(({ image }) => image),
		({ document }) => document,
	);
	const found: vscode.Uri[] = [];
	let reported = 0;
	const report = (done: number, of: number | undefined): void => {
		if (performance.now() - reported < reportInterval) return;
		reported = performance.now();
		emit({ kind: 'scanProgress', progress: { documents: done, of } });
	};
	for await (const uri of documentsIn(
		scope.map((each) => vscode.Uri.parse(each)),
		signal,
	)) {
		found.push(uri);
		report(found.length, undefined);
	}
	for (const [index, uri] of found.entries()) {
		signal.throwIfAborted();
		report(index, found.length);
		const maxLength = targetLength(uri);
		const isOff = rulesThatAreOff(uri);
		const contentStamp = await documents.stampOf(uri);
		if (contentStamp === undefined) continue;
		const stamp = `${contentStamp} ${maxLength} ${wants} ${[...isOff].join(' ')}`;
		const same = known.get(uri.toString());
		if (same?.stamp === stamp) {
			emit({ kind: 'found', document: same, images: images.get(same.uri) ?? [] });
			continue;
		}
		try {
			const scanned = await documents.scan(uri, { maxLength, images: wants });
			const document: ReviewDocument = {
				uri: uri.toString(),
				path: vscode.workspace.asRelativePath(uri),
				stamp,
				images: scanned.of,
				maxLength,
			};
			const wanted = scanned.images.flatMap((image) => {
				const findings = image.findings.filter(({ rule }) => !isOff.has(rule));
				const isWanted = findings.length > 0 || (wants === 'withText' && hasText(image));
				return isWanted ? [reviewImage(document.uri, { ...image, findings })] : [];
			});
			emit({ kind: 'found', document, images: wanted });
		} catch (error) {
			// One that can't be read has no rows; the others go on.
			log.warn(`A document was left out of the review: ${String(error)}`);
		}
	}
}

/** Returns the ids of the rules that a document's settings switch off. */
function rulesThatAreOff(uri: vscode.Uri): ReadonlySet<string> {
	const rules = vscode.workspace
		.getConfiguration('glimpse', uri)
		.get<Readonly<Record<string, unknown>>>('altText.rules');
	return new Set(Object.entries(rules ?? {}).flatMap(([rule, level]) => (level === 'off' ? [rule] : [])));
}

function reviewImage(document: string, { source, surrounding, ...image }: ScannedImage): ReviewImage {
	const { heading, caption, before, after } = surrounding;
	return {
		...image,
		source: lightSource(source),
		id: imageId(document, image.markup, image.occurrence),
		document,
		picture: pictureName({ source }),
		heading,
		sentence: caption ?? before ?? after,
	};
}

/** The number of characters of an address that are shown. */
const shownAddress = 200;

/** Returns a source without the pictures that are written into a document. */
function lightSource(source: PictureSource): PictureSource {
	return source.kind === 'svg'
		? { ...source, markup: '' }
		: withAddresses(source, (each) => each.slice(0, shownAddress));
}
