import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import * as vscode from 'vscode';
import { FailureError } from '../../core/failure.ts';
import type { ImageReference } from '../../core/markup/imageReference.ts';
import type { Outline } from '../../core/markup/outline.ts';
import { markupLanguageOf } from '../../core/review/documentFiles.ts';
import type { SeenImage } from '../../core/review/findAgain.ts';
import { picturesOf, type ScannedDocument } from '../../core/review/scanDocument.ts';
import { ScanPool } from '../../documents/scanPool.ts';
import { createMarkupWorker, type DocumentText, type FindingsWanted } from '../../documents/markupWorker.ts';
import { readFile } from '../sources/source.ts';

/** The number of bytes up to which a document is scanned. */
const mostBytes = 5_000_000;

/** The images of a document, and the text that their offsets are of. */
export interface DocumentImages {
	readonly text: string;
	readonly references: readonly ImageReference[];
}

/** A document with the text around its images. */
interface OutlinedDocument extends DocumentImages {
	readonly outline: Outline;
}

/** Reads documents that no editor has opened, and those that one has, as they are there. */
export class ReviewDocuments implements vscode.Disposable {
	readonly #folder: string;
	readonly #worker;
	/** The document that was read last. */
	#last: { readonly document: DocumentText; readonly reading: Promise<OutlinedDocument> } | undefined;

	/** `folder` is the built folder local/. */
	constructor(folder: string) {
		this.#folder = folder;
		this.#worker = createMarkupWorker({ folder });
	}

	/**
	 * Returns what changes with a document's content: size and time of a file, the version of one that is open and not saved.
	 * Undefined for one that is gone.
	 */
	async stampOf(uri: vscode.Uri): Promise<string | undefined> {
		const open = openDocument(uri);
		if (open?.isDirty) return `open ${performance.timeOrigin} ${open.version}`;
		try {
			const { size, mtime } = await statOf(uri);
			return `${size} ${mtime}`;
		} catch {
			return undefined;
		}
	}

	/** Creates the processes that scan many documents; whoever has them ends them. */
	createPool(): ScanPool {
		return new ScanPool({ folder: this.#folder });
	}

	/**
	 * Searches a document for images that break rules.
	 * @throws FailureError `documentUnread`
	 */
	scan(document: DocumentText, wanted: FindingsWanted): Promise<ScannedDocument> {
		return this.#worker.scan(document, wanted);
	}

	/**
	 * Returns the images of a document with the text around them.
	 * @throws FailureError `documentUnread`, or what is wrong with the file
	 */
	async read(uri: vscode.Uri): Promise<OutlinedDocument> {
		const document = await textOf(uri);
		const { key, language, text } = document;
		const last = this.#last;
		if (last?.document.key === key && last.document.language === language && last.document.text === text) {
			return last.reading;
		}
		const reading = this.#readNow(document);
		// Its images are asked for one after the other.
		this.#last = { document, reading };
		reading.catch(() => {
			if (this.#last?.reading === reading) this.#last = undefined;
		});
		return reading;
	}

	async #readNow(document: DocumentText): Promise<OutlinedDocument> {
		const { references } = await this.#worker.references(document);
		return { text: document.text, references, outline: await this.#worker.outline(document) };
	}

	/** Returns the images of an open document as it is by the end of the call. Throws `documentUnread`. */
	async readOpen(document: vscode.TextDocument): Promise<DocumentImages> {
		for (;;) {
			const { version } = document;
			const text = document.getText();
			const read = { key: document.uri.toString(), language: document.languageId, text };
			const { references } = await this.#worker.references(read);
			if (document.version === version || document.isClosed) return { text, references };
		}
	}

	dispose(): void {
		this.#worker.dispose();
	}
}

/** Returns an id of an image that stays the same while the image, its picture, and its like in the document stay as they are. */
export function imageId(document: string, { markup, occurrence: { index, of }, source }: SeenImage): string {
	const identity = [document, `${index}/${of}`, markup, picturesOf(source)].join('\n');
	return createHash('sha256').update(identity).digest('base64url').slice(0, 22);
}

/** Returns the language id of a document, as the editor has it, else by its name. */
export function languageOf(uri: vscode.Uri): string | undefined {
	return openDocument(uri)?.languageId ?? markupLanguageOf(uri.path);
}

function openDocument(uri: vscode.Uri): vscode.TextDocument | undefined {
	const name = uri.toString();
	return vscode.workspace.textDocuments.find((each) => each.uri.toString() === name && !each.isClosed);
}

async function statOf(uri: vscode.Uri): Promise<{ readonly size: number; readonly mtime: number }> {
	if (uri.scheme !== 'file') return vscode.workspace.fs.stat(uri);
	const { size, mtimeMs } = await stat(uri.fsPath);
	return { size, mtime: mtimeMs };
}

/**
 * Returns a document as it is in the editor, else as it is on disk.
 * @throws FailureError what is wrong with the file
 */
export async function textOf(uri: vscode.Uri): Promise<DocumentText> {
	const key = uri.toString();
	const language = languageOf(uri) ?? '';
	const open = openDocument(uri);
	if (open) return { key, language, text: open.getText() };
	const bytes = await readFile(uri, mostBytes);
	// In another encoding only the editor can tell what is written.
	if (!isUtf8(bytes)) throw new FailureError({ kind: 'documentUnread', why: 'broken', reason: 'not UTF-8' });
	return { key, language, text: new TextDecoder().decode(bytes) };
}
