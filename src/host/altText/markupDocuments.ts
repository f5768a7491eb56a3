import { setImmediate } from 'node:timers/promises';
import type * as vscode from 'vscode';
import type { MarkupDocument } from '../../core/markup/markupDocument.ts';
import { finish } from '../../core/markup/markupDocument.ts';
import { readMarkupInSteps } from '../../core/markup/readMarkup.ts';

interface Read {
	readonly version: number;
	readonly language: string;
	readonly markup: MarkupDocument;
}

/** For what is wanted in any case. */
const never: Pick<vscode.CancellationToken, 'isCancellationRequested'> = { isCancellationRequested: false };

/** Milliseconds of reading after which other work of the host gets its turn. */
const slice = 12;

/** The pictures of open documents: each version is read once, and what didn't change since the last one isn't parsed again. */
export class MarkupDocuments {
	readonly #read = new WeakMap<vscode.TextDocument, Read>();

	/** The document as it is now. */
	now(document: vscode.TextDocument): MarkupDocument {
		return this.#current(document) ?? this.#keep(document, document.version, finish(this.#steps(document)));
	}

	/** The same without holding up the host; undefined when the document changed meanwhile, or nobody waits any more. */
	async soon(
		document: vscode.TextDocument,
		token: Pick<vscode.CancellationToken, 'isCancellationRequested'>,
	): Promise<MarkupDocument | undefined> {
		const current = this.#current(document);
		if (current) return current;
		const { version } = document;
		const steps = this.#steps(document);
		for (let until = performance.now() + slice; ;) {
			const { done, value } = steps.next();
			if (done) return this.#keep(document, version, value);
			if (performance.now() < until) continue;
			await setImmediate();
			if (token.isCancellationRequested || document.version !== version) return undefined;
			until = performance.now() + slice;
		}
	}

	/** The same, as often as it takes for a document that changes meanwhile; afterwards `now` gives it at once. */
	async settled(document: vscode.TextDocument): Promise<MarkupDocument> {
		for (let attempt = 0; attempt < 5; attempt++) {
			const markup = await this.soon(document, never);
			if (markup) return markup;
		}
		return this.now(document);
	}

	#current(document: vscode.TextDocument): MarkupDocument | undefined {
		const read = this.#read.get(document);
		return read?.version === document.version && read.language === document.languageId ? read.markup : undefined;
	}

	#steps(document: vscode.TextDocument): ReturnType<typeof readMarkupInSteps> {
		const before = this.#read.get(document);
		const same = before?.language === document.languageId ? before.markup : undefined;
		return readMarkupInSteps(document.getText(), document.languageId, same);
	}

	#keep(document: vscode.TextDocument, version: number, markup: MarkupDocument): MarkupDocument {
		this.#read.set(document, { version, language: document.languageId, markup });
		return markup;
	}
}
