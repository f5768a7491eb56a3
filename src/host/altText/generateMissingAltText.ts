import * as vscode from 'vscode';
import { runAll, estimateRunCost } from '../../core/altText/altTextRun.ts';
import { decideOutcome, type AltAnswer, type AltDecision } from '../../core/altText/altText.ts';
import type { AltTextQuestion } from '../../core/altText/altTextPrompt.ts';
import { receiverOf } from '../../core/answerer.ts';
import type { Answerer, ModelAnswerer } from '../../core/conversation.ts';
import { serviceAt } from '../../core/glm/services.ts';
import { FailureError, failureOf, throwIfCancelled, type Failure } from '../../core/failure.ts';
import { isAboutOnePicture } from '../../core/failureSubject.ts';
import type { ImageReference } from '../../core/markup/imageReference.ts';
import { addressesOf } from '../../core/markup/pictureSource.ts';
import { isAttachmentAddress } from '../../core/notebook/attachment.ts';
import { endpointOf, readSettings } from '../editor/settings.ts';
import { cacheKey, pictureHash } from './altTextCache.ts';
import { altTextLanguage, askAltText, pictureName, decorationContext, questionFor } from './askAltText.ts';
import type { Services } from '../services.ts';
import type { AltTextServices } from './altTextServices.ts';
import { isVisible, type AltTextRun } from './altTextNotes.ts';
import { editFor, undoLast, workStoppably, writtenMessage } from './generateAltText.ts';
import { resolvePicture } from './resolvePicture.ts';
import { showFailure } from '../showFailure.ts';
import { applyAllEdits, TrackedReferences, type AppliedEdit, type TrackedEdit } from './trackedReferences.ts';
import { cellOf, isMarkdown, showDocument } from './notebookCells.ts';
import { askInDialog, showWarning } from '../editor/notifications.ts';
import { failureMessage } from '../failures/failureMessage.ts';

/**
 * Writes the alt texts that a document lacks, or all Markdown cells of a notebook; shows what goes wrong. Without an address it
 * is about the one in front.
 */
export async function generateMissingAltText(services: AltTextServices, uri: vscode.Uri | undefined): Promise<void> {
	try {
		await writeMissing(services, await documentsOf(uri));
	} catch (error) {
		await showFailure(error, services, () => generateMissingAltText(services, uri));
	}
}

/** Returns the document, or the Markdown cells of the notebook that it is a cell of. */
async function documentsOf(uri: vscode.Uri | undefined): Promise<readonly vscode.TextDocument[]> {
	const { activeTextEditor, activeNotebookEditor } = vscode.window;
	const address = uri ?? activeTextEditor?.document.uri;
	const notebook = address ? cellOf(address)?.notebook : activeNotebookEditor?.notebook;
	if (notebook) {
		return notebook
			.getCells()
			.filter(isMarkdown)
			.map(({ document }) => document);
	}
	return address ? [await vscode.workspace.openTextDocument(address)] : [];
}

/**
 * Writes the alt texts that documents lack, all of them in one step.
 * @throws FailureError
 */
export async function writeMissing(
	services: AltTextServices,
	documents: readonly vscode.TextDocument[],
): Promise<void> {
	const [first] = documents;
	if (!first) throw new FailureError({ kind: 'noImageHere' });
	const found: TrackedImages[] = [];
	try {
		for (const document of documents) {
			const references = (await services.documents.get(document)).references.filter(lacksAltText);
			if (references.length === 0) continue;
			found.push({ document, references, tracked: new TrackedReferences(services.documents, document, references) });
		}
		if (found.length === 0) {
			const text = vscode.l10n.t('Every image in this file has alt text.');
			return services.notes.begin(first, [], 'file').tell({ phase: 'done', text, actions: [] });
		}
		const answerer = await modelFor(services);
		if (!(await confirmRun(found, answerer))) return;
		const places = found.map((each): Place => ({
			...each,
			run: services.notes.begin(each.document, each.references, 'file'),
		}));
		const result = await collectAndApply(services, places, answerer);
		if (result.failure) throw new FailureError(result.failure);
	} finally {
		for (const { tracked } of found) tracked.dispose();
	}
}

/** Images of a document, followed through its changes. */
interface TrackedImages {
	readonly document: vscode.TextDocument;
	readonly references: readonly ImageReference[];
	readonly tracked: TrackedReferences;
}

/** Images of a document with the run that shows what becomes of them. */
interface Place extends TrackedImages {
	readonly run: AltTextRun;
}

/** One image among all of the work. */
interface WorkedImage {
	readonly place: Place;
	/** Its place among those of its document. */
	readonly index: number;
	readonly reference: ImageReference;
}

function imagesOf(places: readonly Place[]): readonly WorkedImage[] {
	return places.flatMap((place) => place.references.map((reference, index) => ({ place, index, reference })));
}

/** Tells whether the alt text of an image is to be written by a run over a file. */
export function lacksAltText({ slot, state }: ImageReference): boolean {
	return slot !== undefined && (state === 'missing' || state === 'placeholder');
}

async function collectAndApply(
	services: AltTextServices,
	places: readonly Place[],
	answerer: Answerer,
): Promise<RunResult> {
	try {
		const result = await collectAnswers(services, places, answerer);
		await applyOrAsk(services, places, result);
		return result;
	} catch (error) {
		endAll(places);
		throw error;
	}
}

/** @throws FailureError when no model would answer: text that this machine reads needs a person's consent, picture by picture */
export async function modelFor({ describer }: Pick<Services, 'describer'>): Promise<ModelAnswerer> {
	const answerer = await describer.answerer();
	if (answerer.engine === 'local') throw new FailureError({ kind: 'localCannot', what: 'altText' });
	return answerer;
}

/** Asks about all images, once about the same picture, and keeps the answers that came until the end or Stop. */
async function collectAnswers(
	services: AltTextServices,
	places: readonly Place[],
	answerer: Answerer,
): Promise<RunResult> {
	const images = imagesOf(places);
	const answers = new Map<ImageReference, DecidedAnswer>();
	const failed = new Map<ImageReference, FailedImage>();
	const asked = new Map<string, Promise<AltAnswer>>();
	const found = new Map<string, ReturnType<typeof find>>();
	const questions = await questionsOf(services, images);
	for (const { place, index } of images) place.run.report(index, { kind: 'waiting' });

	const failure = await workStoppably(services, runOf(places), async (signal, tell) => {
		const tellProgress = (): void =>
			tell(vscode.l10n.t('Writing alt text: {0} of {1}', answers.size + failed.size, images.length));
		tellProgress();
		/** Aborted once a question has shown that none will be answered. */
		const ending = new AbortController();
		const both = AbortSignal.any([signal, ending.signal]);

		async function answerFor(
			{ place: { document }, reference: { source } }: WorkedImage,
			question: AltTextQuestion,
			slowDown: () => void,
		): Promise<AltAnswer> {
			const name = pictureKey(source, document);
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

		const work = async (image: WorkedImage, slowDown: () => void): Promise<void> => {
			const { place, index, reference } = image;
			const { document, run } = place;
			const question = questions.get(reference);
			if (!question) return;
			run.report(index, { kind: 'writing' });
			try {
				const answer = await answerFor(image, question, slowDown);
				const decision = decideOutcome(answer, decorationContext(document, question.surrounding));
				const why = writtenMessage(answer, decision);
				answers.set(reference, { decision, why });
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
				failed.set(reference, { name: pictureName(reference) || reference.element, why });
				run.report(index, { kind: 'failed', why });
			}
			tellProgress();
		};
		try {
			await runAll({ items: images, work, signal });
		} catch (error) {
			const reason = failureOf(error);
			return reason.kind === 'cancelled' ? undefined : reason;
		}
		return undefined;
	});
	// What was stopped is as it was.
	for (const { place, index, reference } of images) {
		if (!answers.has(reference) && !failed.has(reference)) place.run.report(index, undefined);
	}
	return { answers, of: images.length, failed, failure };
}

/** Returns the question about each image. */
async function questionsOf(
	{ documents }: Pick<AltTextServices, 'documents'>,
	images: readonly WorkedImage[],
): Promise<ReadonlyMap<ImageReference, AltTextQuestion>> {
	const questions = new Map<ImageReference, AltTextQuestion>();
	for (const [document, own] of Map.groupBy(images, ({ place }) => place.document)) {
		const outline = await documents.outline(document);
		const language = altTextLanguage(document, outline);
		for (const { reference } of own) questions.set(reference, questionFor(document, reference, { outline, language }));
	}
	return questions;
}

/** Returns the run that tells of the whole work. */
function runOf([first]: readonly Place[]): AltTextRun {
	if (!first) throw new Error('There is nothing to work on.');
	return first.run;
}

/** Returns a name that only the same picture has, as far as the documents say: attachments are those of their own cell. */
function pictureKey(source: ImageReference['source'], { uri }: vscode.TextDocument): string {
	const isAttached = addressesOf(source).some(isAttachmentAddress);
	return JSON.stringify([source, isAttached && uri.toString()]);
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
async function confirmRun(found: readonly TrackedImages[], answerer: ModelAnswerer): Promise<boolean> {
	const names = found.flatMap(({ document, references }) =>
		references.map(({ source }) => pictureKey(source, document)),
	);
	const pictures = new Set(names).size;
	const accept = vscode.l10n.t('Write Alt Text');
	const choice = await askInDialog(
		names.length === 1
			? vscode.l10n.t('Write alt text for 1 image in this file?')
			: vscode.l10n.t('Write alt text for {0} images in this file?', names.length),
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

/** The answers of a run and its failures, by their image. */
interface RunResult {
	readonly answers: ReadonlyMap<ImageReference, DecidedAnswer>;
	/** The number of images. */
	readonly of: number;
	/** Failures about one picture. */
	readonly failed: ReadonlyMap<ImageReference, FailedImage>;
	/** The failure that ended the run early. */
	readonly failure: Failure | undefined;
}

/** The largest number of answers that are written without asking. */
const mostUnasked = 5;

/** Writes all answers in one edit; when there are many, only after the user agrees, who may preview them first. */
async function applyOrAsk(services: AltTextServices, places: readonly Place[], result: RunResult): Promise<void> {
	const count = result.answers.size;
	if (count === 0) return summarize(places, result, []);
	const [apply, preview, discard] = [vscode.l10n.t('Apply'), vscode.l10n.t('Preview'), vscode.l10n.t('Discard')];
	const text = vscode.l10n.t('Alt text for {0} images is ready.', count);
	const [first, ...others] = editsOf(places, result);
	if (!first) return;
	// The cells of a notebook have no common comparison.
	const choices = others.length === 0 ? [apply, preview, discard] : [apply, discard];
	for (let isAgreed = count <= mostUnasked; ; isAgreed = false) {
		if (!isAgreed) {
			const choice = await runOf(places).ask({ text }, ...choices);
			if (choice === undefined || choice === discard) return endAll(places);
			if (choice === preview) {
				await showPreview(services, first);
				continue;
			}
			await reopen(first.tracked);
		}
		const all = [first, ...others];
		const applied = await services.notes.whileEditing(() => applyAllEdits(all));
		if (applied || (await isNothingToDo(all))) return summarize(places, result, applied ?? []);
		void showWarning(vscode.l10n.t('The alt text could not be written into the document. Choose Apply to try again.'));
	}
}

function endAll(places: readonly Place[]): void {
	for (const { run } of places) run.end();
}

/** Returns the edits of each document: for an image as it is when the answers are written. */
function editsOf(places: readonly Place[], { answers }: RunResult): readonly TrackedEdit[] {
	return places.map(({ tracked, references }) => ({
		tracked,
		edit: (reference, index) => {
			const asked = references[index];
			const answer = asked && answers.get(asked);
			return answer && editFor(reference, answer.decision);
		},
	}));
}

/** Tells whether the documents say all of it already, as one does of decoration in Markdown. */
async function isNothingToDo(edits: readonly TrackedEdit[]): Promise<boolean> {
	let isAnyFound = false;
	for (const { tracked, edit } of edits) {
		for (const [index, reference] of (await tracked.find()).entries()) {
			if (!reference) continue;
			isAnyFound = true;
			if (edit(reference, index) !== undefined) return false;
		}
	}
	return isAnyFound;
}

/** Opens a document again that is not to be seen any more, so that one sees what is written. */
async function reopen({ document, uri }: TrackedReferences): Promise<void> {
	if (document && isVisible(document)) return;
	await showDocument(uri);
}

async function showPreview(services: AltTextServices, { tracked, edit }: TrackedEdit): Promise<void> {
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

/** Shows in the documents what became of each image and of all, and in a message what failed. */
function summarize(
	places: readonly Place[],
	{ answers, of, failed }: RunResult,
	applied: readonly (AppliedEdit | undefined)[],
): void {
	if (answers.size === 0 && failed.size === 0) return endAll(places);
	const counts = { written: 0, decorative: 0, left: 0 };
	for (const [at, { references, run }] of places.entries()) {
		for (const [index, reference] of references.entries()) {
			const answer = answers.get(reference);
			if (!answer) continue;
			const { write } = answer.decision;
			const range = applied[at]?.written.get(index);
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
			run.report(index, { kind: 'written', alt: write, why: answer.why }, range);
		}
	}
	tellAll(places, summaryOf({ ...counts, of, failed: failed.size }), applied);
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

/**
 * Tells the result in the first of the documents; one that stands alone can take it back there, but for a cell, whose text need
 * not have the focus that the editor's undo goes by.
 */
function tellAll(
	[first, ...others]: readonly Place[],
	text: string,
	applied: readonly (AppliedEdit | undefined)[],
): void {
	for (const { run } of others) run.tell({ phase: 'done', text: '', actions: [] });
	const [edit] = applied;
	const actions =
		edit && others.length === 0 && !cellOf(edit.document.uri)
			? [{ title: vscode.l10n.t('Undo'), run: () => undoLast(edit.document, edit.version) }]
			: [];
	first?.run.tell({ phase: 'done', text, actions });
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
