import * as vscode from 'vscode';
import { runAll, estimateRunCost } from '../../core/altText/altTextRun.ts';
import { decideOutcome, type AltAnswer, type AltDecision } from '../../core/altText/altText.ts';
import type { AltTextQuestion } from '../../core/altText/altTextPrompt.ts';
import { receiverOf } from '../../core/answerer.ts';
import type { Answerer, ModelAnswerer } from '../../core/conversation.ts';
import { serviceAt } from '../../core/glm/services.ts';
import { FailureError, failureOf, throwIfCancelled, type Failure } from '../../core/failure.ts';
import { isAboutOnePicture } from '../../core/failureSubject.ts';
import type { ImageReference, TextEdit } from '../../core/markup/imageReference.ts';
import { endpointOf, readSettings } from '../editor/settings.ts';
import { cacheKey, pictureHash } from './altTextCache.ts';
import { altTextLanguage, askAltText, pictureName, decorationContext, questionFor } from './askAltText.ts';
import type { Services } from '../services.ts';
import type { AltTextServices } from './altTextServices.ts';
import { isVisible, type AltTextRun } from './altTextNotes.ts';
import { editFor, undoLast, workStoppably, writtenMessage } from './generateAltText.ts';
import { resolvePicture } from './resolvePicture.ts';
import { showFailure } from '../showFailure.ts';
import { applyEdits, TrackedReferences, type AppliedEdit } from './trackedReferences.ts';
import { askInDialog, showWarning } from '../editor/notifications.ts';
import { failureMessage } from '../failures/failureMessage.ts';

/** Writes the alt texts that a document lacks; shows what goes wrong. */
export async function generateMissingAltText(services: AltTextServices, uri: vscode.Uri | undefined): Promise<void> {
	try {
		await writeMissing(services, uri);
	} catch (error) {
		await showFailure(error, services, () => generateMissingAltText(services, uri));
	}
}

async function writeMissing(services: AltTextServices, uri: vscode.Uri | undefined): Promise<void> {
	const document = uri ? await vscode.workspace.openTextDocument(uri) : vscode.window.activeTextEditor?.document;
	if (!document) throw new FailureError({ kind: 'noImageHere' });
	const read = await services.documents.get(document);
	const references = read.references.filter(
		({ slot, state }) => slot && (state === 'missing' || state === 'placeholder'),
	);
	if (references.length === 0) {
		const text = vscode.l10n.t('Every image in this file has alt text.');
		return services.notes.begin(document, [], 'file').tell({ phase: 'done', text, actions: [] });
	}
	using tracked = new TrackedReferences(services.documents, document, references);
	const answerer = await modelFor(services);
	if (!(await confirmRun(references, answerer))) return;
	const run = services.notes.begin(document, references, 'file');
	const result = await collectAndApply(services, { document, references, answerer, run }, tracked);
	if (result.failure) throw new FailureError(result.failure);
}

async function collectAndApply(services: AltTextServices, work: Work, tracked: TrackedReferences): Promise<RunResult> {
	try {
		const result = await collectAnswers(services, work);
		await applyOrAsk(services, { tracked, run: work.run }, result);
		return result;
	} catch (error) {
		work.run.end();
		throw error;
	}
}

/** @throws FailureError when no model would answer: text that this machine reads needs a person's consent, picture by picture */
export async function modelFor({ describer }: Pick<Services, 'describer'>): Promise<ModelAnswerer> {
	const answerer = await describer.answerer();
	if (answerer.engine === 'local') throw new FailureError({ kind: 'localCannot', what: 'altText' });
	return answerer;
}

interface Work {
	readonly run: AltTextRun;
	readonly document: vscode.TextDocument;
	readonly references: readonly ImageReference[];
	readonly answerer: Answerer;
}

/** Asks about all images, once about the same picture, and keeps the answers that came until the end or Stop. */
async function collectAnswers(
	services: AltTextServices,
	{ document, references, answerer, run }: Work,
): Promise<RunResult> {
	const answers = new Map<number, DecidedAnswer>();
	const failed = new Map<number, FailedImage>();
	const asked = new Map<string, Promise<AltAnswer>>();
	const found = new Map<string, ReturnType<typeof find>>();
	const outline = await services.documents.outline(document);
	const language = altTextLanguage(document, outline);
	for (const index of references.keys()) run.report(index, { kind: 'waiting' });

	const failure = await workStoppably(services, run, async (signal, tell) => {
		const tellProgress = (): void =>
			tell(vscode.l10n.t('Writing alt text: {0} of {1}', answers.size + failed.size, references.length));
		tellProgress();
		/** Aborted once a question has shown that none will be answered. */
		const ending = new AbortController();
		const both = AbortSignal.any([signal, ending.signal]);

		async function answerFor(
			{ source }: ImageReference,
			question: AltTextQuestion,
			slowDown: () => void,
		): Promise<AltAnswer> {
			const name = JSON.stringify(source);
			const finding = found.get(name) ?? find(source, document.uri);
			found.set(name, finding);
			const { picture, hash } = await finding;
			const key = hash && cacheKey(hash, question, answerer);
			throwIfCancelled(both);
			const ask = async (): Promise<AltAnswer> => {
				const order = { picture, question, onBusy: slowDown };
				const { answer } = await askAltText(services.describer, order, both);
				if (key !== undefined) await services.cache.keep(key, answer);
				return answer;
			};
			if (key === undefined) return ask();
			const known = services.cache.get(key);
			if (known) return known;
			const running = asked.get(key) ?? ask();
			asked.set(key, running);
			return running;
		}

		const work = async ({ index, reference }: { index: number; reference: ImageReference }, slowDown: () => void) => {
			run.report(index, { kind: 'writing' });
			try {
				const question = questionFor(document, reference, { outline, language });
				const answer = await answerFor(reference, question, slowDown);
				const decision = decideOutcome(answer, decorationContext(document, question.surrounding));
				const why = writtenMessage(answer, decision);
				answers.set(index, { decision, why });
				run.report(
					index,
					decision.write === undefined ? { kind: 'left', why } : { kind: 'proposed', alt: decision.write },
				);
			} catch (error) {
				const reason = failureOf(error);
				if (!isAboutOnePicture(reason)) {
					ending.abort();
					throw error;
				}
				const why = failureMessage(reason)?.message ?? '';
				failed.set(index, { name: pictureName(reference) || reference.element, why });
				run.report(index, { kind: 'failed', why });
			}
			tellProgress();
		};
		const items = references.map((reference, index) => ({ index, reference }));
		try {
			await runAll({ items, work, signal });
		} catch (error) {
			const reason = failureOf(error);
			return reason.kind === 'cancelled' ? undefined : reason;
		}
		return undefined;
	});
	// What was stopped is as it was.
	for (const index of references.keys()) if (!answers.has(index) && !failed.has(index)) run.report(index, undefined);
	return { answers, of: references.length, failed, failure };
}

/** Returns a picture's address and the hash of its content: a document may show it many times. */
async function find(
	source: ImageReference['source'],
	document: vscode.Uri,
): Promise<{ readonly picture: vscode.Uri | URL; readonly hash: string | undefined }> {
	const picture = await resolvePicture(source, document);
	return { picture, hash: await pictureHash(picture) };
}

/** Asks before a whole file is worked on, and says how many pictures are sent, to whom, and what it costs about. */
async function confirmRun(references: readonly ImageReference[], answerer: ModelAnswerer): Promise<boolean> {
	const pictures = new Set(references.map(({ source }) => JSON.stringify(source))).size;
	const accept = vscode.l10n.t('Write Alt Text');
	const choice = await askInDialog(
		references.length === 1
			? vscode.l10n.t('Write alt text for 1 image in this file?')
			: vscode.l10n.t('Write alt text for {0} images in this file?', references.length),
		{
			severity: 'information',
			detail: [
				...sendingSentences(answerer, pictures),
				vscode.l10n.t('Alt text generated before is used again. Everything is written in one step.'),
			]
				.filter(Boolean)
				.join(' '),
		},
		accept,
	);
	return choice === accept;
}

/** Returns the sentences about what is sent to whom, and what it costs where that can be said. */
export function sendingSentences(answerer: ModelAnswerer, pictures: number): readonly (string | undefined)[] {
	const { model } = answerer;
	const receiver = receiverOf(answerer);
	return [
		pictures === 1
			? vscode.l10n.t('1 picture will be sent to {0} for {1}.', receiver, model)
			: vscode.l10n.t('{0} pictures will be sent to {1} for {2}, at most 3 at once.', pictures, receiver, model),
		// What the editor's models cost is their provider's affair.
		answerer.engine === 'glm' ? costSentence(model, pictures) : undefined,
	];
}

/** Returns the sentence about the cost; undefined where nobody is paid by the token, as for a server of one's own. */
function costSentence(model: string, pictures: number): string | undefined {
	const service = serviceAt(endpointOf(readSettings()));
	if (service.isPlan) return vscode.l10n.t('This counts towards the quota of your plan.');
	if (service.kind !== 'glm' || service.currency === undefined) return undefined;
	const cost = estimateRunCost(service, model, pictures);
	if (cost === 'free') return vscode.l10n.t('This model is free of charge.');
	if (cost === undefined) return vscode.l10n.t('The price of this model is not known.');
	return vscode.l10n.t('This costs about {0}.', `${cost.currency}${(Math.ceil(cost.amount * 100) / 100).toFixed(2)}`);
}

interface DecidedAnswer {
	readonly decision: AltDecision;
	/** What it is and why, in words that may be from outside. */
	readonly why: string;
}

interface FailedImage {
	/** The picture's name. */
	readonly name: string;
	readonly why: string;
}

/** The answers of a run and its failures, by the index of their image. */
interface RunResult {
	readonly answers: ReadonlyMap<number, DecidedAnswer>;
	/** The number of images. */
	readonly of: number;
	/** Failures about one picture. */
	readonly failed: ReadonlyMap<number, FailedImage>;
	/** The failure that ended the run early. */
	readonly failure: Failure | undefined;
}

/** The largest number of answers that are written without asking. */
const mostUnasked = 5;

/** Where the answers of a run go. */
interface Place {
	readonly tracked: TrackedReferences;
	readonly run: AltTextRun;
}

/** Writes all answers in one edit; when there are many, only after the user agrees, who may preview them first. */
async function applyOrAsk(services: AltTextServices, place: Place, result: RunResult): Promise<void> {
	const { tracked, run } = place;
	const count = result.answers.size;
	if (count === 0) return summarize(place, result, undefined);
	const [apply, preview, discard] = [vscode.l10n.t('Apply'), vscode.l10n.t('Preview'), vscode.l10n.t('Discard')];
	const text = vscode.l10n.t('Alt text for {0} images is ready.', count);
	const edit = editOf(result);
	for (let isAgreed = count <= mostUnasked; ; isAgreed = false) {
		if (!isAgreed) {
			const choice = await run.ask({ text }, apply, preview, discard);
			if (choice === undefined || choice === discard) return run.end();
			if (choice === preview) {
				await showPreview(services, tracked, edit);
				continue;
			}
			await reopen(tracked);
		}
		const applied = await services.notes.whileEditing(() => applyEdits(tracked, edit));
		if (applied || (await isNothingToDo(tracked, edit))) return summarize(place, result, applied);
		void showWarning(vscode.l10n.t('The alt text could not be written into the document. Choose Apply to try again.'));
	}
}

/** Returns the edit for a reference as it is when the answers are written. */
type EditOf = (reference: ImageReference, index: number) => TextEdit | undefined;

function editOf({ answers }: RunResult): EditOf {
	return (reference, index) => {
		const answer = answers.get(index);
		return answer && editFor(reference, answer.decision);
	};
}

/** Tells whether the document says all of it already, as it does of decoration in Markdown. */
async function isNothingToDo(tracked: TrackedReferences, edit: EditOf): Promise<boolean> {
	const found = await tracked.find();
	return found.some(Boolean) && found.every((reference, index) => !reference || edit(reference, index) === undefined);
}

/** Opens a document again that is not to be seen any more, so that one sees what is written. */
async function reopen({ document, uri }: TrackedReferences): Promise<void> {
	if (document && isVisible(document)) return;
	await vscode.window.showTextDocument(uri, { preview: false });
}

async function showPreview(services: AltTextServices, tracked: TrackedReferences, edit: EditOf): Promise<void> {
	await reopen(tracked);
	const found = await tracked.find();
	const { document } = tracked;
	if (!document) return;
	const edits = found.flatMap((reference, index) => (reference && edit(reference, index)) ?? []);
	let text = document.getText();
	for (const each of edits.toSorted((a, b) => b.start - a.start)) {
		text = text.slice(0, each.start) + each.newText + text.slice(each.end);
	}
	const title = vscode.l10n.t('{0} with alt text', document.uri.path.replace(/^.*\//, ''));
	await vscode.commands.executeCommand('vscode.diff', document.uri, services.previews.show(document, text), title);
}

/** Shows in the document what became of each image and of all, and in a message what failed. */
function summarize({ run }: Place, { answers, of, failed }: RunResult, applied: AppliedEdit | undefined): void {
	if (answers.size === 0 && failed.size === 0) return run.end();
	const counts = { written: 0, decorative: 0, left: 0 };
	for (const [index, { decision, why }] of answers) {
		const { write } = decision;
		const range = applied?.written.get(index);
		if (write === undefined) {
			counts.left++;
			continue;
		}
		// Decoration may need no edit; any other text that was not written belongs to an image that is gone.
		if (write !== '' && !range) {
			run.report(index, undefined);
			continue;
		}
		counts[write === '' ? 'decorative' : 'written']++;
		run.report(index, { kind: 'written', alt: write, why }, range);
	}
	const { document, version } = applied ?? {};
	const undo = document && { title: vscode.l10n.t('Undo'), run: () => undoLast(document, version ?? 0) };
	run.tell({
		phase: 'done',
		text: summaryOf({ ...counts, of, failed: failed.size }),
		actions: undo ? [undo] : [],
	});
	const [first] = failed.values();
	if (!first) return;
	void showWarning(
		failed.size === 1
			? vscode.l10n.t('No alt text was written for {0}: {1}', first.name, first.why)
			: vscode.l10n.t(
					'No alt text was written for {0} and others ({1} in all): {2}',
					first.name,
					failed.size,
					first.why,
				),
	);
}

/** Returns the result of a run in one line. */
function summaryOf(counts: Readonly<Record<'written' | 'decorative' | 'left' | 'failed' | 'of', number>>): string {
	const { written, decorative, left, failed, of } = counts;
	return [
		vscode.l10n.t('{0} of {1} written', written, of),
		decorative > 0 && vscode.l10n.t('{0} decorative', decorative),
		left > 0 && vscode.l10n.t('{0} may be decorative', left),
		failed > 0 && vscode.l10n.t('{0} not written', failed),
	]
		.filter((part) => part !== false)
		.reduce((before, part) => vscode.l10n.t('{0}, {1}', before, part));
}
