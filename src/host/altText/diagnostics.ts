import * as vscode from 'vscode';
import { altProblem, countCharacters, type AltProblem } from '../../core/markup/altState.ts';
import type { ImageReference } from '../../core/markup/imageReference.ts';
import { isMarkupLanguage } from '../../core/markup/languages.ts';
import { targetLength } from './askAltText.ts';
import { rangeOf } from './trackedReferences.ts';
import type { MarkupDocuments } from './markupDocuments.ts';

/** Milliseconds without a change before a document is checked again. */
const pause = 400;

const levels: ReadonlyMap<unknown, vscode.DiagnosticSeverity> = new Map([
	['hint', vscode.DiagnosticSeverity.Hint],
	['information', vscode.DiagnosticSeverity.Information],
	['warning', vscode.DiagnosticSeverity.Warning],
]);

/** Reports images of open documents whose alt text is missing or says nothing, with the severity of the setting. */
export class AltTextDiagnostics implements vscode.Disposable {
	readonly #documents: MarkupDocuments;
	readonly #collection = vscode.languages.createDiagnosticCollection('Glimpse');
	readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();
	readonly #isDisposed = new vscode.CancellationTokenSource();
	readonly #subscriptions: readonly vscode.Disposable[];

	constructor(documents: MarkupDocuments) {
		this.#documents = documents;
		this.#subscriptions = [
			vscode.workspace.onDidOpenTextDocument((document) => this.#plan(document, 0)),
			vscode.workspace.onDidChangeTextDocument(({ document }) => this.#plan(document, pause)),
			vscode.workspace.onDidCloseTextDocument((document) => this.#forget(document)),
			vscode.workspace.onDidChangeConfiguration((change) => {
				if (change.affectsConfiguration('glimpse.altText')) this.#planAll();
			}),
		];
		this.#planAll();
	}

	dispose(): void {
		this.#isDisposed.cancel();
		this.#isDisposed.dispose();
		for (const timer of this.#timers.values()) clearTimeout(timer);
		vscode.Disposable.from(...this.#subscriptions, this.#collection).dispose();
	}

	#planAll(): void {
		for (const document of vscode.workspace.textDocuments) this.#plan(document, 0);
	}

	#plan(document: vscode.TextDocument, delay: number): void {
		const key = document.uri.toString();
		clearTimeout(this.#timers.get(key));
		this.#timers.delete(key);
		if (!isChecked(document)) return;
		this.#timers.set(
			key,
			setTimeout(() => void this.#check(document), delay),
		);
	}

	#forget(document: vscode.TextDocument): void {
		clearTimeout(this.#timers.get(document.uri.toString()));
		this.#timers.delete(document.uri.toString());
		this.#collection.delete(document.uri);
	}

	async #check(document: vscode.TextDocument): Promise<void> {
		const setting = vscode.workspace.getConfiguration('glimpse', document).get<unknown>('altText.diagnostics');
		const severity = levels.get(setting);
		if (severity === undefined) return this.#collection.delete(document.uri);
		const markup = await this.#documents.whenStable(document, this.#isDisposed.token);
		// A change triggers its own check, and a closed document has no diagnostics.
		if (!markup || document.isClosed) return;
		const maxLength = targetLength(document);
		const found = markup.references.flatMap((reference): vscode.Diagnostic[] => {
			const problem = altProblem(reference, { maxLength });
			return problem ? [diagnostic(document, reference, { problem, severity, maxLength })] : [];
		});
		this.#collection.set(document.uri, found);
	}
}

/** Tells whether a document is the user's own text: no side of a comparison, no output, no preview. */
function isChecked({ languageId, uri }: vscode.TextDocument): boolean {
	return isMarkupLanguage(languageId) && !/^(?:git|output|glimpse-preview|vscode-scm)$/.test(uri.scheme);
}

function diagnostic(
	document: vscode.TextDocument,
	reference: ImageReference,
	{
		problem,
		severity,
		maxLength,
	}: { readonly problem: AltProblem; readonly severity: vscode.DiagnosticSeverity; readonly maxLength: number },
): vscode.Diagnostic {
	const place = problem === 'missing' ? reference : (reference.slot ?? reference);
	const made = new vscode.Diagnostic(rangeOf(document, place), sentence(problem, reference, maxLength), severity);
	made.source = 'Glimpse';
	made.code = problem;
	return made;
}

function sentence(problem: AltProblem, { alt, source }: ImageReference, maxLength: number): string {
	switch (problem) {
		case 'missing':
			return source.kind === 'computed'
				? vscode.l10n.t(
						'This image has no alt text. Its picture is known only when the page is shown, so none can be sent: write it by hand.',
					)
				: vscode.l10n.t('This image has no alt text.');
		case 'placeholder':
			return vscode.l10n.t('The alt text “{0}” says nothing about this image.', alt);
		case 'fileName':
			return vscode.l10n.t('The alt text “{0}” is the name of the file.', alt);
		case 'imageOf':
			return vscode.l10n.t("Screen readers already say that this is an image. The alt text doesn't need to.");
		case 'tooLong':
			return vscode.l10n.t(
				'The alt text has {0} characters; up to {1} are easy to listen to.',
				countCharacters(alt),
				maxLength,
			);
	}
}
