import * as vscode from 'vscode';
import type { AltTextTools } from './altTextTools.ts';
import { writeAltText } from './generateAltText.ts';
import { showEditorFailure } from './showEditorFailure.ts';

/** Milliseconds after which a chosen edit was not inserted, for whatever reason. */
const patience = 30_000;

/** Waits until the markup of a picture is in the document, and writes its alt text then. */
export function fillWhenInserted(tools: AltTextTools, document: vscode.TextDocument, address: string): void {
	const uri = document.uri.toString();
	const subscription = vscode.workspace.onDidChangeTextDocument((event) => {
		if (event.document.uri.toString() !== uri) return;
		const change = event.contentChanges.find(({ text }) => text.includes(address));
		if (!change) return;
		stop();
		void fill(tools, event.document, { address, offset: change.rangeOffset });
	});
	const timer = setTimeout(() => subscription.dispose(), patience);
	const stop = (): void => {
		clearTimeout(timer);
		subscription.dispose();
	};
}

async function fill(
	tools: AltTextTools,
	document: vscode.TextDocument,
	{ address, offset }: { readonly address: string; readonly offset: number },
): Promise<void> {
	// The same moment in which it was inserted: later the offset means something else.
	const { references } = tools.documents.now(document);
	const reference = references.find(
		({ source, alt, start }) =>
			source.kind === 'address' && source.address === address && alt === '' && start >= offset,
	);
	if (!reference) return;
	try {
		await writeAltText(tools, { document, reference });
	} catch (error) {
		await showEditorFailure(error, tools, () => fill(tools, document, { address, offset: 0 }));
	}
}
