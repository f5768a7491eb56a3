import * as vscode from 'vscode';
import { ReviewDocuments } from '../review/reviewDocuments.ts';
import type { ToolServices } from './tool.ts';

/** Reads documents in processes that end with the work. */
export async function withDocuments<Result>(
	{ extensionUri }: Pick<ToolServices, 'extensionUri'>,
	work: (documents: ReviewDocuments) => Promise<Result>,
): Promise<Result> {
	const documents = new ReviewDocuments(vscode.Uri.joinPath(extensionUri, 'dist', 'local').fsPath);
	try {
		return await work(documents);
	} finally {
		documents.dispose();
	}
}
