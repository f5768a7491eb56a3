import * as vscode from 'vscode';
import type { Turns } from '../../core/altText/altTextRun.ts';
import type { AltTextServices } from './altTextServices.ts';
import { writeAltText } from './generateAltText.ts';
import { areNamedFromAlt } from './pastedNames.ts';
import { TrackedReferences } from './trackedReferences.ts';

/** Milliseconds to wait for the insertion of a chosen edit; it may fail for any reason. */
const patience = 30_000;

/** Milliseconds to wait for the choice of another edit of a drop, from the button that the editor shows behind it. */
const patienceForChoice = 120_000;

/** A picture that is about to be inserted. */
export interface InsertedPicture {
	readonly address: string;
	/** The same as it is written in the document. */
	readonly written: string;
	/** Undefined for a picture on the web. */
	readonly uri: vscode.Uri | undefined;
	/** Whether the edit creates its file; the editor does that after it has changed the document. */
	readonly isNewFile: boolean;
}

/** Writes a picture's alt text once its markup is in the document and its file exists; disposing ends the wait. */
export function fillWhenInserted(
	services: AltTextServices,
	document: vscode.TextDocument,
	picture: InsertedPicture & {
		/** The whole inserted text, where another insertion of the same picture doesn't count. */
		readonly insertText?: string | undefined;
		/** The queue of the pictures that are inserted together. */
		readonly inTurn: Turns;
	},
): vscode.Disposable {
	const [documentUri, fileUri] = [document.uri.toString(), picture.uri?.toString()];
	const { address, written, uri, insertText, inTurn } = picture;
	const isInsertion = (text: string): boolean =>
		insertText === undefined ? text.includes(written) : text === insertText;
	let isWritten = !picture.isNewFile;
	/** The present beginning of the insertion. */
	let insertedAt: number | undefined;
	let inserted: TrackedReferences | undefined;
	let isOver = false;
	const inBackground = (work: Promise<void>): void => {
		work.catch((error: unknown) =>
			services.log.warn(`Could not write the alt text of a pasted picture: ${String(error)}`),
		);
	};
	const subscriptions = [
		vscode.workspace.onDidCreateFiles(({ files }) => {
			isWritten ||= files.some((file) => file.toString() === fileUri);
			inBackground(fillIfReady());
		}),
		// The editor may first undo another edit of the same drop, and delete its file.
		vscode.workspace.onDidDeleteFiles(({ files }) => {
			if (picture.isNewFile && files.some((file) => file.toString() === fileUri)) isWritten = false;
		}),
		vscode.workspace.onDidChangeTextDocument((event) => {
			if (event.document.uri.toString() !== documentUri || inserted) return;
			const change = event.contentChanges.find(({ text }) => isInsertion(text));
			if (change) {
				insertedAt = change.rangeOffset;
				inBackground(find(event.document));
			} else if (insertedAt !== undefined) {
				for (const other of event.contentChanges) insertedAt = shifted(insertedAt, other);
			}
		}),
	];
	/** Finds the inserted picture in the document, which may change while it is read. */
	const find = async (changed: vscode.TextDocument): Promise<void> => {
		const { references } = await services.documents.get(changed);
		const from = insertedAt;
		if (isOver || inserted || from === undefined) return;
		const reference = references.find(
			({ source, alt, start }) =>
				source.kind === 'address' && source.address === address && alt === '' && start >= from,
		);
		if (!reference) return;
		inserted = new TrackedReferences(services.documents, changed, [reference]);
		await fillIfReady();
	};
	const timer = setTimeout(() => stop(), insertText === undefined ? patience : patienceForChoice);
	const stop = (): void => {
		isOver = true;
		clearTimeout(timer);
		inserted?.dispose();
		vscode.Disposable.from(...subscriptions).dispose();
	};
	const fillIfReady = async (): Promise<void> => {
		if (!isWritten || !inserted) return;
		const [reference] = await inserted.find();
		// Another event may have come here first.
		if (isOver) return;
		const { document: changed } = inserted;
		stop();
		if (!changed || !reference) return;
		// Never one that was there before.
		const created = uri && picture.isNewFile && areNamedFromAlt(changed.uri) ? { uri, address } : undefined;
		await writeAltText(services, { document: changed, reference }, { created, inTurn });
	};
	return { dispose: stop };
}

/** Returns an offset as it is after a change of the text. */
function shifted(offset: number, { rangeOffset, rangeLength, text }: vscode.TextDocumentContentChangeEvent): number {
	return rangeOffset + rangeLength <= offset ? offset + text.length - rangeLength : offset;
}
