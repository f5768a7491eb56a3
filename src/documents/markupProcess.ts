// The process that reads documents, built as a file of its own: dist/local/markup.mjs.
import { finish, type MarkupDocument } from '../core/markup/markupDocument.ts';
import { readMarkupInSteps } from '../core/markup/readMarkup.ts';
import { findingsIn } from '../core/review/findings.ts';
import { scanDocument, type ScannedDocument } from '../core/review/scanDocument.ts';
import { serve } from '../workers/serve.ts';
import type { DocumentText, FindingsWanted, MarkupReport, MarkupRequest } from './markupWorker.ts';

interface ParsedDocument {
	readonly language: string;
	readonly text: string;
	readonly markup: MarkupDocument;
}

/** The number of documents whose last state is kept, so that unchanged parts aren't parsed again. */
const mostKept = 8;

/** Documents by key, the most recently read last. */
const kept = new Map<string, ParsedDocument>();

function readDocument({ key, language, text }: DocumentText): MarkupDocument {
	const before = kept.get(key);
	kept.delete(key);
	const same = before?.language === language ? before : undefined;
	const markup = same?.text === text ? same.markup : finish(readMarkupInSteps(text, language, same?.markup));
	kept.set(key, { language, text, markup });
	for (const oldest of kept.keys()) {
		if (kept.size <= mostKept) break;
		kept.delete(oldest);
	}
	return markup;
}

/** Scans a document that nobody is editing. */
function scanOnce({ language, text }: DocumentText, wanted: FindingsWanted): ScannedDocument {
	return scanDocument(finish(readMarkupInSteps(text, language, undefined)), text, {
		markupLanguage: language,
		...wanted,
	});
}

function reportFor(request: MarkupRequest): MarkupReport {
	if ('documents' in request) {
		const { documents, wanted } = request;
		return { kind: 'scans', scans: documents.map((document) => scanOnce(document, wanted.scan)) };
	}
	const markup = readDocument(request);
	const { wanted } = request;
	if (wanted === 'references') return { kind: 'references', references: markup.references, isWhole: markup.isWhole };
	if (wanted === 'outline') return { kind: 'outline', outline: markup.outline() };
	if ('findings' in wanted) {
		return { kind: 'findings', findings: findingsIn(markup, request.text, wanted.findings) };
	}
	if ('scan' in wanted) {
		return {
			kind: 'scan',
			scan: scanDocument(markup, request.text, { markupLanguage: request.language, ...wanted.scan }),
		};
	}
	return { kind: 'canInsert', canInsert: markup.canInsertAt(wanted.canInsertAt) };
}

serve<MarkupRequest, MarkupReport>((request, report) => report(reportFor(request)));
