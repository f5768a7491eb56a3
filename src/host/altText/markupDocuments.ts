import type * as vscode from 'vscode';
import { FailureError } from '../../core/failure.ts';
import type { ImageReference } from '../../core/markup/imageReference.ts';
import type { Outline } from '../../core/markup/outline.ts';
import type { Finding } from '../../core/review/findings.ts';
import { createMarkupWorker, type DocumentText, type FindingsWanted } from '../../documents/markupWorker.ts';

/** The images of one version of a document, in the order in which they begin. */
export interface ReadDocument {
	readonly references: readonly ImageReference[];
}

interface Read {
	readonly version: number;
	readonly language: string;
	readonly reading: Promise<ReadDocument>;
	/** Undefined until it is read. */
	document: ReadDocument | undefined;
}

/** The number of characters up to which a document is read. */
const mostCharacters = 5_000_000;

/** Milliseconds for which a document that could not be read is left alone, whatever is typed in it. */
const restAfterFailure = 30_000;

const unread: ReadDocument = { references: [] };

/**
 * Reads the images of open documents in a process of its own: each version once, and unchanged parts aren't parsed again. A
 * document that can't be read within its limits is left alone, with a line in the log.
 */
export class MarkupDocuments implements vscode.Disposable {
	readonly #worker;
	readonly #log: Pick<vscode.LogOutputChannel, 'warn'>;
	readonly #read = new WeakMap<vscode.TextDocument, Read>();
	/** The end of the time for which a document is left alone, in milliseconds since 1970. */
	readonly #leftAlone = new WeakMap<vscode.TextDocument, number>();

	constructor({ folder, log }: { readonly folder: string; readonly log: Pick<vscode.LogOutputChannel, 'warn'> }) {
		this.#worker = createMarkupWorker({ folder });
		this.#log = log;
	}

	/** Returns the document's present version where that was read already. */
	known(document: vscode.TextDocument): ReadDocument | undefined {
		return this.#current(document)?.document;
	}

	/**
	 * Reads the document's present version; undefined when it changed meanwhile, or the token was cancelled. One that can't be read
	 * has no images.
	 */
	async whenStable(
		document: vscode.TextDocument,
		token: Pick<vscode.CancellationToken, 'isCancellationRequested'>,
	): Promise<ReadDocument | undefined> {
		if ((this.#leftAlone.get(document) ?? 0) > Date.now()) return unread;
		const { version } = document;
		const read = await this.#reading(document).catch(() => unread);
		return token.isCancellationRequested || document.version !== version ? undefined : read;
	}

	/**
	 * Reads the document until the version that was read is the present one; afterwards `known` returns it.
	 * @throws FailureError `documentUnread`
	 */
	async get(document: vscode.TextDocument): Promise<ReadDocument> {
		for (;;) {
			const { version } = document;
			const read = await this.#reading(document);
			if (document.version === version || document.isClosed) return read;
		}
	}

	/**
	 * Returns what the alt texts of the document's present version break.
	 * @throws FailureError `documentUnread`
	 */
	findings(document: vscode.TextDocument, wanted: FindingsWanted): Promise<readonly Finding[]> {
		return this.#worker.findings(textOf(document), wanted);
	}

	/**
	 * Reads the headings and texts around the images of the document's present version.
	 * @throws FailureError `documentUnread`
	 */
	outline(document: vscode.TextDocument): Promise<Outline> {
		return this.#worker.outline(textOf(document));
	}

	/**
	 * Tells whether an image may be inserted at an offset of the document's present version.
	 * @throws FailureError `documentUnread`
	 */
	canInsertAt(document: vscode.TextDocument, offset: number): Promise<boolean> {
		return this.#worker.canInsertAt(textOf(document), offset);
	}

	/**
	 * Reads the images of a text that is no document of the editor's, given in UTF-8.
	 * @throws FailureError `documentUnread`
	 */
	async referencesIn({
		bytes,
		...named
	}: Omit<DocumentText, 'text'> & { readonly bytes: Uint8Array }): Promise<readonly ImageReference[]> {
		if (bytes.byteLength > mostCharacters) {
			throw new FailureError({ kind: 'documentUnread', why: 'memory', reason: `${bytes.byteLength} bytes` });
		}
		const { references } = await this.#worker.references({ ...named, text: new TextDecoder().decode(bytes) });
		return references;
	}

	/**
	 * Reads the headings and texts of a text that is no document of the editor's.
	 * @throws FailureError `documentUnread`
	 */
	outlineOf(text: DocumentText): Promise<Outline> {
		return this.#worker.outline(text);
	}

	dispose(): void {
		this.#worker.dispose();
	}

	#current(document: vscode.TextDocument): Read | undefined {
		const read = this.#read.get(document);
		return read?.version === document.version && read.language === document.languageId ? read : undefined;
	}

	#reading(document: vscode.TextDocument): Promise<ReadDocument> {
		const current = this.#current(document);
		if (current) return current.reading;
		const read: Read = {
			version: document.version,
			language: document.languageId,
			reading: this.#readNow(document),
			document: undefined,
		};
		this.#read.set(document, read);
		void this.#remember(document, read);
		return read.reading;
	}

	async #remember(document: vscode.TextDocument, read: Read): Promise<void> {
		try {
			read.document = await read.reading;
		} catch {
			// The callers that wait for it get the failure; a later call reads it again.
			if (this.#read.get(document) === read) this.#read.delete(document);
		}
	}

	async #readNow(document: vscode.TextDocument): Promise<ReadDocument> {
		try {
			const text = textOf(document);
			if (text.text.length > mostCharacters) {
				throw new FailureError({ kind: 'documentUnread', why: 'memory', reason: `${text.text.length} characters` });
			}
			const { references, isWhole } = await this.#worker.references(text);
			if (!isWhole) this.#log.warn('A part of a document was left alone: it is nested too deeply.');
			this.#leftAlone.delete(document);
			return { references };
		} catch (error) {
			if (error instanceof FailureError && error.failure.kind === 'documentUnread') {
				const { why, reason } = error.failure;
				this.#leftAlone.set(document, Date.now() + restAfterFailure);
				this.#log.warn(
					`A document of ${document.languageId} was left alone: it could not be read (${why}, ${reason}).`,
				);
			}
			throw error;
		}
	}
}

function textOf(document: vscode.TextDocument): DocumentText {
	return { key: document.uri.toString(), language: document.languageId, text: document.getText() };
}
