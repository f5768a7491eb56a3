import * as vscode from 'vscode';
import type { ImageReference } from '../../core/markup/imageReference.ts';
import { isMarkupLanguage } from '../../core/markup/languages.ts';
import { altTextRules, type AltTextRuleId } from '../../core/review/altTextRules.ts';
import type { Finding } from '../../core/review/findings.ts';
import { findingSentence } from '../../core/review/ruleWords.ts';
import { targetLength } from './askAltText.ts';
import { settingsScope } from './notebookCells.ts';
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
		const severityOf = ruleSeverities(document);
		if (!severityOf) return this.#collection.delete(document.uri);
		const markup = await this.#documents.whenStable(document, this.#isDisposed.token);
		// A change triggers its own check, and a closed document has no diagnostics.
		if (!markup || document.isClosed) return;
		const { version } = document;
		const maxLength = targetLength(settingsScope(document));
		const findings = await this.#documents.findings(document, { maxLength }).catch(() => []);
		if (document.isClosed || document.version !== version || this.#isDisposed.token.isCancellationRequested) return;
		const found = findings.flatMap((finding): readonly vscode.Diagnostic[] => {
			const reference = markup.references[finding.image];
			const severity = severityOf(finding.rule);
			if (!reference || severity === undefined) return [];
			return [diagnostic(document, { finding, reference, severity, maxLength })];
		});
		this.#collection.set(document.uri, found);
	}
}

/** Returns the severities of the rules in a document, undefined for one that is off; undefined where all of them are. */
function ruleSeverities(
	document: vscode.TextDocument,
): ((rule: AltTextRuleId) => vscode.DiagnosticSeverity | undefined) | undefined {
	const configuration = vscode.workspace.getConfiguration('glimpse', settingsScope(document));
	const usual = levels.get(configuration.get<unknown>('altText.diagnostics'));
	if (usual === undefined) return undefined;
	const rules = new Map(Object.entries(configuration.get<Readonly<Record<string, unknown>>>('altText.rules') ?? {}));
	return (rule) => (rules.get(rule) === 'off' ? undefined : (levels.get(rules.get(rule)) ?? usual));
}

/** Tells whether a document is the user's own text: no side of a comparison, no output, no preview. */
function isChecked({ languageId, uri }: vscode.TextDocument): boolean {
	return isMarkupLanguage(languageId) && !/^(?:git|output|glimpse-preview|vscode-scm)$/.test(uri.scheme);
}

function diagnostic(
	document: vscode.TextDocument,
	{
		finding,
		reference,
		severity,
		maxLength,
	}: {
		readonly finding: Finding;
		readonly reference: ImageReference;
		readonly severity: vscode.DiagnosticSeverity;
		readonly maxLength: number;
	},
): vscode.Diagnostic {
	const place = finding.rule === 'missing' ? reference : (reference.slot ?? reference);
	const sentence = findingSentence(finding, reference, { maxLength });
	const made = new vscode.Diagnostic(rangeOf(document, place), sentence, severity);
	made.source = 'Glimpse';
	made.code = { value: finding.rule, target: vscode.Uri.parse(altTextRules[finding.rule].source) };
	return made;
}
