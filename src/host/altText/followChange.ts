import type * as vscode from 'vscode';

/** A range of a document, in offsets, that follows the document's changes. */
export interface FollowedRange {
	start: number;
	end: number;
	/** Whether something in it has been changed. */
	isTouched: boolean;
}

/** Moves a range as a change of its document does. */
export function followChange(
	range: FollowedRange,
	{ rangeOffset, rangeLength, text }: vscode.TextDocumentContentChangeEvent,
): void {
	const end = rangeOffset + rangeLength;
	const growth = text.length - rangeLength;
	if (end <= range.start) {
		range.start += growth;
		range.end += growth;
	} else if (rangeOffset < range.end) {
		range.isTouched = true;
		range.start = Math.min(range.start, rangeOffset);
		range.end = Math.max(range.end + growth, rangeOffset + text.length);
	}
}
