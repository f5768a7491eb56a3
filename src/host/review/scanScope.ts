import * as vscode from 'vscode';
import { withAddresses, type PictureSource } from '../../core/markup/pictureSource.ts';
import type { ReviewDocument, ReviewEvent, ReviewImage, ReviewRow } from '../../core/review/review.ts';
import { hasText } from '../../core/review/hasText.ts';
import { pictureSearch } from '../../core/review/pictureSearch.ts';
import type { ImagesWanted, ScannedDocument, ScannedImage } from '../../core/review/scanDocument.ts';
import { pictureName, targetLength } from '../altText/askAltText.ts';
import type { DocumentText } from '../../documents/markupWorker.ts';
import { documentsIn } from './documentsIn.ts';
import { imageId, textOf, type ReviewDocuments } from './reviewDocuments.ts';
import { workspaceFiles, type WorkspaceFiles } from './workspaceFiles.ts';

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

/** Scans all documents of a scope; rejects when the signal is aborted. */
export async function scanScope(scan: Scan): Promise<void> {
	const { before, wants, emit, signal } = scan;
	const known = new Map(before.documents.map((document) => [document.uri, document]));
	const images = Map.groupBy(
		before.rows.map(({ image }) => image),
		({ document }) => document,
	);
	const report = progressReport(emit);
	const found = await findDocuments(scan, report);
	const changed: PendingDocument[] = [];
	let done = 0;
	for (const { uri, area } of found) {
		signal.throwIfAborted();
		const maxLength = targetLength(uri);
		const rulesOff = rulesThatAreOff(uri);
		const content = await scan.documents.stampOf(uri);
		if (content === undefined) continue;
		const stamp = `${content} ${maxLength} ${wants} ${[...rulesOff].join(' ')}`;
		const same = known.get(uri.toString());
		// A picture that was not there may have come since.
		const isSame = same?.stamp === stamp && !images.get(same.uri)?.some(isUnresolved);
		if (same && isSame) {
			report(++done, found.length);
			emit({ kind: 'found', document: same, images: images.get(same.uri) ?? [] });
		} else changed.push({ uri, area, maxLength, rulesOff, stamp });
	}
	await scanDocuments(scan, changed, () => report(++done, found.length));
}

function isUnresolved({ findings }: ReviewImage): boolean {
	return findings.some(({ rule }) => rule === 'unresolved');
}

/** A document that is to be read, with the files around it. */
interface PendingDocument {
	readonly uri: vscode.Uri;
	readonly area: SearchedArea;
	readonly maxLength: number;
	readonly rulesOff: ReadonlySet<string>;
	readonly stamp: string;
}

/** The files of a workspace folder, with the search for a picture among them. */
interface SearchedArea extends WorkspaceFiles {
	readonly isThere: ReturnType<typeof pictureSearch>;
}

type Report = (documents: number, of: number | undefined) => void;

/** Milliseconds between two reports of progress. */
const reportInterval = 100;

function progressReport(emit: Scan['emit']): Report {
	let reported = 0;
	return (documents, of) => {
		if (performance.now() - reported < reportInterval) return;
		reported = performance.now();
		emit({ kind: 'scanProgress', progress: { documents, of } });
	};
}

async function findDocuments(
	{ scope, signal }: Scan,
	report: Report,
): Promise<readonly Pick<PendingDocument, 'uri' | 'area'>[]> {
	const areas = new Map<string, SearchedArea>();
	const found = new Map<string, Pick<PendingDocument, 'uri' | 'area'>>();
	for (const each of scope) {
		const around = workspaceFiles(vscode.Uri.parse(each));
		const name = around.root.toString();
		const { files, root, isExcluded } = around;
		const area = areas.get(name) ?? {
			...around,
			isThere: pictureSearch({ files, root: root.path, isExcluded, signal }),
		};
		areas.set(name, area);
		for await (const uri of documentsIn(vscode.Uri.parse(each), area, signal)) {
			found.set(uri.toString(), { uri, area });
			report(found.size, undefined);
		}
	}
	return [...found.values()];
}

/** Reads and scans documents in processes of their own. One that can't be read has no rows; the others go on. */
async function scanDocuments(scan: Scan, pending: readonly PendingDocument[], scanned: () => void): Promise<void> {
	const { documents, wants, emit, log, signal } = scan;
	const leaveOut = (error: unknown): void => {
		scanned();
		log.warn(`A document was left out of the review: ${String(error)}`);
	};
	async function* textsOf(group: readonly PendingDocument[]): AsyncGenerator<DocumentText> {
		for (const { uri } of group) {
			try {
				yield await textOf(uri);
			} catch (error) {
				leaveOut(error);
			}
		}
	}
	const pool = documents.createPool();
	try {
		for (const [maxLength, group] of Map.groupBy(pending, (each) => each.maxLength)) {
			const byName = new Map(group.map((each) => [each.uri.toString(), each]));
			for await (const result of pool.scan(textsOf(group), { maxLength, images: wants }, signal)) {
				const document = byName.get(result.document.key);
				if (!document || !result.scan) {
					leaveOut(result.failure?.kind);
					continue;
				}
				const images = await wantedImages(scan, document, result);
				const { uri, stamp } = document;
				const name = uri.toString();
				emit({
					kind: 'found',
					document: {
						uri: name,
						path: vscode.workspace.asRelativePath(uri),
						stamp,
						images: result.scan.of,
						maxLength,
					},
					images: images.map((image) => reviewImage(name, image)),
				});
				scanned();
			}
		}
	} finally {
		pool.dispose();
	}
}

/** Returns the images of a scanned document that get rows: they break rules that are not off, or are wanted otherwise. */
async function wantedImages(
	{ documents, wants }: Scan,
	{ uri, area, rulesOff, maxLength }: PendingDocument,
	{ document, scan }: { readonly document: DocumentText; readonly scan: ScannedDocument },
): Promise<readonly ScannedImage[]> {
	const unresolved = new Set<number>();
	for (const image of rulesOff.has('unresolved') ? [] : scan.named) {
		if (!(await area.isThere(image, { path: uri.path, language: document.language }))) unresolved.add(image.start);
	}
	// An image whose path leads nowhere may break no other rule.
	const all =
		unresolved.size === 0 ? scan.images : (await documents.scan(document, { maxLength, images: 'all' })).images;
	return all.flatMap((image): readonly ScannedImage[] => {
		const isLost = unresolved.has(image.start);
		const broken = image.findings.filter(({ rule }) => !rulesOff.has(rule));
		const findings = isLost ? [{ rule: 'unresolved' } as const, ...broken] : broken;
		return findings.length > 0 || (wants === 'withText' && hasText(image)) ? [{ ...image, findings }] : [];
	});
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
		id: imageId(document, { ...image, source }),
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
