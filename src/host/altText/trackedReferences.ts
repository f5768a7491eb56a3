import * as vscode from 'vscode';
import type { ImageReference, TextEdit } from '../../core/markup/imageReference.ts';
import { followChange, type FollowedRange } from './followChange.ts';
import { cellOf, isShownAsCell } from './notebookCells.ts';
import type { MarkupDocuments, ReadDocument } from './markupDocuments.ts';
import { applyEdit } from '../editor/applyEdit.ts';
import { exists } from '../sources/exists.ts';
import { addressEdit, type FileRename } from './pastedNames.ts';

interface Tracked extends FollowedRange {
	/** The markup as it was. */
	readonly written: string;
	/** Whether the document had it only once: then it can be found wherever it was moved to. */
	readonly wasUnique: boolean;
}

/**
 * Finds images again in a document that may have changed since, so that nothing is ever written into another one: by
 * following the changes, or, where the image itself was rewritten, by markup that the document has only once.
 */
export class TrackedReferences implements vscode.Disposable {
	readonly #documents: Pick<MarkupDocuments, 'known' | 'get'>;
	readonly uri: vscode.Uri;
	readonly #tracked: readonly Tracked[];
	readonly #subscription: vscode.Disposable;

	constructor(
		documents: Pick<MarkupDocuments, 'known' | 'get'>,
		document: vscode.TextDocument,
		references: readonly ImageReference[],
	) {
		const text = document.getText();
		this.#documents = documents;
		this.uri = document.uri;
		const counts = new Map<string, number>();
		for (const each of documents.known(document)?.references ?? references) {
			const written = text.slice(each.start, each.end);
			counts.set(written, (counts.get(written) ?? 0) + 1);
		}
		this.#tracked = references.map(({ start, end }) => {
			const written = text.slice(start, end);
			return { written, wasUnique: counts.get(written) === 1, start, end, isTouched: false };
		});
		this.#subscription = vscode.workspace.onDidChangeTextDocument(({ document: changed, contentChanges }) => {
			if (changed.uri.toString() !== this.uri.toString()) return;
			for (const change of contentChanges) for (const tracked of this.#tracked) followChange(tracked, change);
		});
	}

	/** The document, while it is open. */
	get document(): vscode.TextDocument | undefined {
		const name = this.uri.toString();
		return vscode.workspace.textDocuments.find((each) => each.uri.toString() === name && !each.isClosed);
	}

	/**
	 * Returns the references as they are by the end of the call, in the order in which they were given; undefined for one that
	 * can't be found any more.
	 * @throws FailureError `documentUnread`
	 */
	async find(): Promise<readonly (ImageReference | undefined)[]> {
		const markup = this.document && (await this.#documents.get(this.document));
		const { document } = this;
		if (!document || !markup) return this.#tracked.map(() => undefined);
		const text = document.getText();
		const byStart = new Map(markup.references.map((reference) => [keyOf(reference), reference]));
		return this.#tracked.map((tracked) => {
			const { written, wasUnique, isTouched } = tracked;
			const there = isTouched ? undefined : byStart.get(keyOf(tracked));
			if (there && text.slice(there.start, there.end) === written) return there;
			return wasUnique ? onlyOne(written, text, markup) : undefined;
		});
	}

	dispose(): void {
		this.#subscription.dispose();
	}

	[Symbol.dispose](): void {
		this.dispose();
	}
}

function keyOf({ start, end }: { readonly start: number; readonly end: number }): string {
	return `${start}-${end}`;
}

function onlyOne(written: string, text: string, { references }: ReadDocument): ImageReference | undefined {
	const same = references.filter(({ start, end }) => text.slice(start, end) === written);
	return same.length === 1 ? same[0] : undefined;
}

/** An edit that was applied, with enough to undo it. */
export interface AppliedEdit {
	readonly document: vscode.TextDocument;
	/** The document's version with the edit. */
	readonly version: number;
	/** Where the new text of each edited reference stands, by its index. */
	readonly written: ReadonlyMap<number, WrittenRange>;
	/** The beginning of the first edited reference, and the markup that it had. */
	readonly first: { readonly start: number; readonly before: string };
	/** The file that got another name along with it. */
	readonly renamed?: FileRename | undefined;
}

interface WrittenRange {
	readonly start: number;
	readonly end: number;
}

/** References of a document, and the edit for each that is still there. */
export interface TrackedEdit {
	readonly tracked: TrackedReferences;
	readonly edit: (reference: ImageReference, index: number) => TextEdit | undefined;
}

/**
 * Applies one edit for references as they are at that moment: one step to undo, nothing is saved. Calls `edit` with each
 * reference that is still there. Returns undefined when there is nothing left to edit, or the editor refuses.
 */
export async function applyEdits(
	tracked: TrackedReferences,
	edit: TrackedEdit['edit'],
): Promise<AppliedEdit | undefined> {
	return (await applyAllEdits([{ tracked, edit }]))?.[0];
}

/**
 * Does the same in several documents, which the editor takes back in one step where they are cells of one notebook. Returns what
 * was applied in each, undefined for one with nothing to edit.
 */
export async function applyAllEdits(
	all: readonly TrackedEdit[],
): Promise<readonly (AppliedEdit | undefined)[] | undefined> {
	const applied = await applyEdit(async () => {
		const found = await findAll(all);
		const workspaceEdit = new vscode.WorkspaceEdit();
		const made = all.map(({ tracked: { document } }, at) => {
			const edits = found[at] ?? [];
			const [first] = edits;
			if (!document || !first) return undefined;
			for (const each of edits) workspaceEdit.replace(document.uri, rangeOf(document, each.edit), each.edit.newText);
			return madeEdit(document, first.reference, edits);
		});
		keepUndoable(
			workspaceEdit,
			made.flatMap((each) => each?.document ?? []),
		);
		return made.some(Boolean) ? { edit: workspaceEdit, made } : undefined;
	});
	return applied?.made.map((each) => each && { ...each, version: each.document.version });
}

/**
 * Has the editor take an edit of cells back as one step: it forgets one in the text of a cell that nobody edits, unless the edit is
 * also about another cell's text and the notebook itself (seen in VS Code 1.139). So a cell is given the metadata that it has, and
 * another one no words.
 */
function keepUndoable(edit: vscode.WorkspaceEdit, documents: readonly vscode.TextDocument[]): void {
	const [cell, second] = documents.filter(isShownAsCell).flatMap(({ uri }) => cellOf(uri) ?? []);
	if (!cell) return;
	const other = second ? undefined : cell.notebook.getCells().find((each) => each !== cell);
	// All texts first: the editor takes together what stands together.
	if (other) edit.insert(other.document.uri, new vscode.Position(0, 0), '');
	edit.set(cell.notebook.uri, [vscode.NotebookEdit.updateCellMetadata(cell.index, cell.metadata)]);
}

/** Finds the references of all documents as they are by the end of the call. */
async function findAll(all: readonly TrackedEdit[]): Promise<readonly (readonly FoundEdit[])[]> {
	const versions = (): string => all.map(({ tracked }) => tracked.document?.version).join();
	for (;;) {
		const found: (readonly FoundEdit[])[] = [];
		const before = versions();
		for (const each of all) found.push(await findEdits(each));
		// One may change while the next is read.
		if (all.length === 1 || versions() === before) return found;
	}
}

async function findEdits({ tracked, edit }: TrackedEdit): Promise<readonly FoundEdit[]> {
	return (await tracked.find()).flatMap((reference, index) => {
		const made = reference && edit(reference, index);
		return made ? [{ reference, index, edit: made }] : [];
	});
}

/** An edit, with the index of its reference where it writes that one's text. */
interface IndexedEdit {
	readonly index: number | undefined;
	readonly edit: TextEdit;
}

/** The edit of a reference as it was found. */
interface FoundEdit extends IndexedEdit {
	readonly reference: ImageReference;
}

/** What an edit comes to, before the editor has accepted it. */
type MadeEdit = Omit<AppliedEdit, 'version'>;

function madeEdit(
	document: vscode.TextDocument,
	{ start, end }: ImageReference,
	edits: readonly IndexedEdit[],
): MadeEdit {
	const first = { start, before: document.getText().slice(start, end) };
	return { document, written: writtenRanges(edits), first };
}

/**
 * Applies one edit like `applyEdits`, and renames a file along with it, whose address in the first reference changes too. Where the
 * editor refuses the rename, the text alone is written.
 */
export async function applyEditsRenaming(
	each: TrackedEdit,
	rename: (document: vscode.TextDocument) => Promise<FileRename | undefined>,
): Promise<AppliedEdit | undefined> {
	const applied = await applyRenaming(async (): Promise<RenamingTry | AddressedEdit | undefined> => {
		const { tracked } = each;
		const wished = tracked.document && (await rename(tracked.document));
		const found = await findEdits(each);
		const { document } = tracked;
		const [first] = found;
		if (!document || !first) return undefined;
		const readdressed = wished && addressEdit(document, first.reference, wished);
		const made = madeEdit(document, first.reference, found);
		if (!readdressed) return { ...made, edit: textEdit(document, found) };
		const all: readonly IndexedEdit[] = [...found, { index: undefined, edit: readdressed }];
		const after = edited(made.first.before, made.first.start, all);
		const edit = textEdit(document, all);
		return { ...made, edit, written: writtenRanges(all), renamed: wished, unrenamed: { made, after } };
	});
	if (!applied) return undefined;
	const { document, written, first, renamed } = applied;
	return { document, version: document.version, written, first, renamed };
}

/**
 * Takes an edit back by writing the earlier markup, and gives its file the name back. Where the editor refuses that, or the file
 * can't have it, the image keeps the file's new address.
 */
export async function takeBack(
	tracked: TrackedReferences,
	{ document, first: { before }, renamed }: AppliedEdit,
): Promise<void> {
	await applyRenaming(async (): Promise<RenamingTry | AddressedEdit | undefined> => {
		const isFree = renamed !== undefined && (await exists(renamed.to)) && !(await exists(renamed.from));
		const [found] = await tracked.find();
		if (!found || document.isClosed) return undefined;
		const readdressed = renamed ? before.replace(renamed.address, () => renamed.newAddress) : before;
		const written = (newText: string): AddressedEdit => {
			const edits = [{ index: 0, edit: { start: found.start, end: found.end, newText } }];
			return { ...madeEdit(document, found, edits), edit: textEdit(document, edits) };
		};
		if (!renamed || !isFree) return written(readdressed);
		const { from: to, to: from, address: newAddress, newAddress: address } = renamed;
		const unrenamed = { made: written(readdressed), after: before };
		return { ...written(before), renamed: { from, to, address, newAddress }, unrenamed };
	});
}

/**
 * Applies the edit that `make` returns with its rename. Where the editor has written the text and then refused the rename, the
 * image gets the address back that its file still has; where it has refused all, the edit is made anew.
 */
async function applyRenaming(
	make: () => Promise<RenamingTry | AddressedEdit | undefined>,
): Promise<AddressedEdit | undefined> {
	let last: RenamingTry | undefined;
	const putBack = (): AddressedEdit | undefined => last && withOldAddress(last);
	const applied = await applyEdit(async () => {
		const back = putBack();
		if (back) return back;
		const made = await make();
		if (!made || !('unrenamed' in made)) return made;
		last = made;
		const { from, to } = made.renamed;
		// Behind the text, which the editor refuses where there is a newer one.
		made.edit.renameFile(from, to, { overwrite: false });
		return made;
	});
	// The last try may have ended half way.
	return applied ?? (await applyEdit(() => Promise.resolve(putBack())));
}

/** An edit of a text, with the rename that belongs to it. */
type AddressedEdit = MadeEdit & { readonly edit: vscode.WorkspaceEdit };

/** An edit that also renames a file: the editor may refuse that part alone. */
interface RenamingTry extends AddressedEdit {
	readonly renamed: FileRename;
	readonly unrenamed: {
		/** What the edit comes to without the rename. */
		readonly made: MadeEdit;
		/** The markup with the edit. */
		readonly after: string;
	};
}

/**
 * Returns the edit that gives an image the address back that its file still has; undefined where the text was not written. It may
 * have been moved since by what is typed before it.
 */
function withOldAddress({ renamed, unrenamed: { made, after } }: RenamingTry): AddressedEdit | undefined {
	const { document, first, written } = made;
	const at = document.isClosed ? undefined : placeOf(after, document.getText(), first.start);
	if (at === undefined) return undefined;
	const start = at + after.indexOf(renamed.newAddress);
	const readdressed = { start, end: start + renamed.newAddress.length, newText: renamed.address };
	const moved = at - first.start;
	return {
		...made,
		edit: textEdit(document, [{ edit: readdressed }]),
		first: { ...first, start: at },
		written: new Map(
			[...written].map(([index, range]) => [index, { start: range.start + moved, end: range.end + moved }]),
		),
	};
}

/** Returns where markup stands: where it is expected, else in the one place that has it. */
function placeOf(markup: string, text: string, expected: number): number | undefined {
	if (text.startsWith(markup, expected)) return expected;
	const at = text.indexOf(markup);
	return at >= 0 && !text.includes(markup, at + 1) ? at : undefined;
}

function textEdit(document: vscode.TextDocument, edits: readonly { readonly edit: TextEdit }[]): vscode.WorkspaceEdit {
	const workspaceEdit = new vscode.WorkspaceEdit();
	for (const { edit } of edits) workspaceEdit.replace(document.uri, rangeOf(document, edit), edit.newText);
	return workspaceEdit;
}

/** Returns markup that begins at `offset` as it is with edits. */
function edited(markup: string, offset: number, edits: readonly IndexedEdit[]): string {
	return edits
		.toSorted((a, b) => b.edit.start - a.edit.start)
		.reduce(
			(text, { edit }) => text.slice(0, edit.start - offset) + edit.newText + text.slice(edit.end - offset),
			markup,
		);
}

/** Returns the ranges of new texts as they are when all edits are applied. */
function writtenRanges(edits: readonly IndexedEdit[]): ReadonlyMap<number, WrittenRange> {
	const written = new Map<number, WrittenRange>();
	let growth = 0;
	for (const { index, edit } of edits.toSorted((a, b) => a.edit.start - b.edit.start)) {
		const start = edit.start + growth;
		if (index !== undefined) written.set(index, { start, end: start + edit.newText.length });
		growth += edit.newText.length - (edit.end - edit.start);
	}
	return written;
}

/** Returns the range between two offsets of a document. */
export function rangeOf(
	document: vscode.TextDocument,
	{ start, end }: { readonly start: number; readonly end: number },
): vscode.Range {
	return new vscode.Range(document.positionAt(start), document.positionAt(end));
}
