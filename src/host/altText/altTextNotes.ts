import * as vscode from 'vscode';
import type { ImageReference } from '../../core/markup/imageReference.ts';
import { showInformation } from '../editor/notifications.ts';
import { isInVisibleNotebook } from './notebookCells.ts';
import { followChange, type FollowedRange } from './followChange.ts';

/** What becomes of an image's alt text. The texts may be from outside. */
export type ImageState =
	| { readonly kind: 'waiting' | 'writing' }
	/** An alt text that is written once the user agrees; empty for decoration. */
	| { readonly kind: 'proposed'; readonly alt: string }
	/** `alt` is empty for decoration. */
	| { readonly kind: 'written'; readonly alt: string; readonly why: string }
	/** Nothing was written on purpose. */
	| { readonly kind: 'left'; readonly why: string }
	| { readonly kind: 'failed'; readonly why: string };

/** The state of an image, at its place in the document. */
export interface ImageNote extends FollowedRange {
	state: ImageState | undefined;
	/** The text that was written. */
	written: FollowedRange | undefined;
}

/** Something that can be done about a run. */
export interface RunAction {
	readonly title: string;
	readonly run: () => unknown;
}

/** Where a run stands, in words of the extension alone: they may not hold text from outside. */
export interface RunStatus {
	readonly phase: 'working' | 'asking' | 'done';
	/** Empty where the image's own state says all. */
	readonly text: string;
	readonly actions: readonly RunAction[];
	/** The same for ears, in more words where it needs them; may hold text from outside. */
	readonly spoken?: string | undefined;
}

/** One piece of work on the alt text of a document: of one image, or of all that lack it. */
export class AltTextRun {
	readonly id: number;
	readonly uri: vscode.Uri;
	readonly scope: 'image' | 'file';
	readonly #changed: () => void;
	readonly #owned: vscode.Disposable[] = [];
	#notes: readonly ImageNote[];
	#status: RunStatus | undefined;
	#isEnded = false;
	/** Whether the user has had the result before the eyes. */
	isSeen = false;

	constructor(
		document: vscode.TextDocument,
		references: readonly ImageReference[],
		{ id, scope, changed }: { readonly id: number; readonly scope: AltTextRun['scope']; readonly changed: () => void },
	) {
		this.id = id;
		this.uri = document.uri;
		this.scope = scope;
		this.#changed = changed;
		this.#notes = references.map(({ start, end }) => ({
			start,
			end,
			isTouched: false,
			state: undefined,
			written: undefined,
		}));
	}

	/** The states of the images; one that has none isn't shown. */
	get notes(): readonly ImageNote[] {
		return this.#notes;
	}

	get status(): RunStatus | undefined {
		return this.#status;
	}

	get isEnded(): boolean {
		return this.#isEnded;
	}

	/** Shows the state of an image, by its index; `written` is where its new text stands. */
	report(
		index: number,
		state: ImageState | undefined,
		written?: { readonly start: number; readonly end: number },
	): void {
		const note = this.#notes[index];
		if (!note || this.#isEnded) return;
		note.state = state;
		note.isTouched = false;
		note.written = written && { ...written, isTouched: false };
		this.#changed();
	}

	/** Says where the run stands. */
	tell(status: RunStatus): void {
		if (this.#isEnded) return;
		this.#status = status;
		this.isSeen = false;
		if (status.phase !== 'working') announce(status.spoken ?? status.text);
		this.#changed();
	}

	/** Asks in the document, for as long as it takes; returns undefined when the question has become pointless. */
	async ask(
		question: { readonly text: string; readonly spoken?: string },
		...choices: readonly string[]
	): Promise<string | undefined> {
		if (this.#isEnded) return undefined;
		return new Promise((resolve) => {
			this.own({ dispose: () => resolve(undefined) });
			const answer = (title: string): void => {
				this.tell({ phase: 'working', text: '', actions: [] });
				resolve(title);
			};
			const actions = choices.map((title) => ({ title, run: () => answer(title) }));
			this.tell({ ...question, phase: 'asking', actions });
		});
	}

	/** Disposes something when the run ends. */
	own(disposable: vscode.Disposable): void {
		if (this.#isEnded) disposable.dispose();
		else this.#owned.push(disposable);
	}

	/** Follows the changes of the document. */
	follow(changes: readonly vscode.TextDocumentContentChangeEvent[]): void {
		for (const change of changes) {
			for (const note of this.#notes) {
				followChange(note, change);
				if (note.written) followChange(note.written, change);
			}
		}
	}

	/** Takes a result away that has been read; what failed stays until it is mended. */
	settle(): void {
		const failed = this.#notes.filter(({ state, isTouched }) => state?.kind === 'failed' && !isTouched);
		if (failed.length === 0) return this.end();
		this.#notes = failed;
		this.tell({ phase: 'done', text: '', actions: [] });
	}

	/** Takes the states of some images away: another run is about them now. */
	leave(taken: (note: ImageNote) => boolean): void {
		for (const note of this.#notes) if (taken(note)) note.state = undefined;
		if (this.#status?.phase === 'done' && this.#notes.every(({ state }) => !state)) this.end();
	}

	/** Shows nothing at images any more: nobody follows the changes of a closed document. */
	lose(): void {
		this.#notes = [];
		this.#changed();
	}

	/** Takes everything away. */
	end(): void {
		if (this.#isEnded) return;
		this.#isEnded = true;
		this.#notes = [];
		for (const each of this.#owned) each.dispose();
		this.#changed();
	}
}

/**
 * What is known of the alt text that is being written in open documents, and of what was written just now: kept beside the text,
 * never in it. A result goes with the next edit of its document, or when the user has moved on from it.
 */
export class AltTextNotes implements vscode.Disposable {
	readonly #runs = new Set<AltTextRun>();
	readonly #changed = new vscode.EventEmitter<void>();
	readonly onDidChange = this.#changed.event;
	#lastId = 0;
	/** The number of edits of the extension itself that are being applied. */
	#ownEdits = 0;
	readonly #subscriptions = vscode.Disposable.from(
		this.#changed,
		vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
			if (contentChanges.length === 0) return;
			for (const run of this.runsIn(document)) {
				run.follow(contentChanges);
				if (this.#ownEdits === 0 && run.status?.phase === 'done') run.settle();
			}
		}),
		vscode.workspace.onDidCloseTextDocument((document) => {
			for (const run of this.runsIn(document)) {
				if (run.status?.phase === 'done') run.end();
				else run.lose();
			}
		}),
		vscode.window.onDidChangeVisibleTextEditors(() => this.#lookAtAll()),
		vscode.window.onDidChangeVisibleNotebookEditors(() => this.#lookAtAll()),
	);

	/** The runs that go on or have a result to show, the last one at the end. */
	get runs(): readonly AltTextRun[] {
		return [...this.#runs];
	}

	/** Begins a run; its images show what happens to them. */
	begin(document: vscode.TextDocument, references: readonly ImageReference[], scope: AltTextRun['scope']): AltTextRun {
		// A lens of a run that this one takes the place of may still be on the screen: what is pressed there is this one's.
		let replaced: number | undefined;
		for (const earlier of this.runsIn(document)) {
			const isOver = earlier.status?.phase === 'done' || (scope === 'file' && earlier.status?.phase === 'asking');
			if (!isOver) continue;
			// Its answers are known: asked for again, they come at once.
			if (scope === 'file' && earlier.scope === 'file') earlier.end();
			else earlier.leave((note) => references.some(({ start, end }) => start < note.end && note.start < end));
			if (earlier.isEnded && earlier.scope === scope) replaced = earlier.id;
		}
		const run = new AltTextRun(document, references, {
			id: replaced ?? ++this.#lastId,
			scope,
			changed: () => {
				if (run.isEnded) this.#runs.delete(run);
				else this.#look(run);
				this.#changed.fire();
			},
		});
		this.#runs.add(run);
		return run;
	}

	runsIn({ uri }: vscode.TextDocument): readonly AltTextRun[] {
		const name = uri.toString();
		return this.runs.filter((run) => run.uri.toString() === name);
	}

	/** Applies an edit of the extension itself: it takes no result away. */
	async whileEditing<Result>(edit: () => Promise<Result>): Promise<Result> {
		this.#ownEdits++;
		try {
			return await edit();
		} finally {
			this.#ownEdits--;
		}
	}

	dispose(): void {
		this.#subscriptions.dispose();
		for (const run of this.runs) run.end();
	}

	#lookAtAll(): void {
		for (const run of this.runs) this.#look(run);
	}

	/** Remembers that a result was in sight; takes it away when it isn't any more. */
	#look(run: AltTextRun): void {
		if (run.status?.phase !== 'done') return;
		if (isVisible(run)) run.isSeen = true;
		else if (run.isSeen) run.settle();
	}
}

/** Tells whether a document is to be seen in an editor, or in its notebook. */
export function isVisible({ uri }: { readonly uri: vscode.Uri }): boolean {
	const name = uri.toString();
	return (
		vscode.window.visibleTextEditors.some(({ document }) => document.uri.toString() === name) ||
		isInVisibleNotebook(uri)
	);
}

/**
 * Says a text to a user who has told the editor of a screen reader: nothing that stands at a place is read out by itself, neither
 * decorations and lenses nor the status bar, and extensions have only messages for that.
 */
function announce(text: string): void {
	if (text === '') return;
	if (vscode.workspace.getConfiguration('editor').get('accessibilitySupport') === 'on') void showInformation(text);
}
