import * as vscode from 'vscode';
import { runAll, estimateRunCost } from '../../core/altText/altTextRun.ts';
import { decideOutcome, type AltAnswer, type AltDecision } from '../../core/altText/altText.ts';
import type { AltTextQuestion } from '../../core/altText/altTextPrompt.ts';
import type { Answerer } from '../../core/conversation.ts';
import { serviceAt } from '../../core/glm/services.ts';
import { FailureError, failureOf, throwIfCancelled, type Failure } from '../../core/failure.ts';
import { failureSubject } from '../../core/failureSubject.ts';
import type { ImageReference, TextEdit } from '../../core/markup/imageReference.ts';
import type { Outline } from '../../core/markup/outline.ts';
import { endpointOf, readSettings } from '../editor/settings.ts';
import { cacheKey, pictureHash } from './altTextCache.ts';
import { altTextLanguage, askAltText, pictureName, decorationContext, questionFor } from './askAltText.ts';
import type { AltTextServices } from './altTextServices.ts';
import { editFor, withStoppableProgress } from './generateAltText.ts';
import { resolvePicture } from './resolvePicture.ts';
import { showFailure } from '../showFailure.ts';
import { applyEdits, TrackedReferences, type AppliedEdit } from './trackedReferences.ts';
import { askInDialog, showInformation, showWarning } from '../editor/notifications.ts';
import { failureMessage } from '../failures/failureMessage.ts';

/** Writes the alt texts that a document lacks; shows what goes wrong. */
export async function generateMissingAltText(services: AltTextServices, uri: vscode.Uri | undefined): Promise<void> {
	try {
		await run(services, uri);
	} catch (error) {
		await showFailure(error, services, () => generateMissingAltText(services, uri));
	}
}

async function run(services: AltTextServices, uri: vscode.Uri | undefined): Promise<void> {
	const document = uri ? await vscode.workspace.openTextDocument(uri) : vscode.window.activeTextEditor?.document;
	if (!document) throw new FailureError({ kind: 'noImageHere' });
	const read = await services.documents.get(document);
	const references = read.references.filter(
		({ slot, state }) => slot && (state === 'missing' || state === 'placeholder'),
	);
	if (references.length === 0) {
		void showInformation(vscode.l10n.t('Every image in this file has alt text.'));
		return;
	}
	using tracked = new TrackedReferences(services.documents, document, references);
	const answerer = await modelFor(services);
	if (!(await confirmRun(references, answerer))) return;
	const outline = await services.documents.outline(document);
	const result = await collectAnswers(services, { document, outline, references, answerer });
	await applyOrPreview(services, tracked, result);
	if (result.failure) throw new FailureError(result.failure);
}

/** @throws FailureError when no model would answer: text that this machine reads needs a person's consent, picture by picture */
async function modelFor({ describer }: AltTextServices): Promise<Extract<Answerer, { engine: 'glm' }>> {
	const { answerer } = await describer.nextAnswerer();
	// Throws with the setting that is wrong.
	if (!answerer) endpointOf(readSettings());
	if (answerer?.engine !== 'glm') throw new FailureError({ kind: 'localCannot', what: 'altText' });
	return answerer;
}

interface Run {
	readonly document: vscode.TextDocument;
	readonly outline: Outline;
	readonly references: readonly ImageReference[];
	readonly answerer: Answerer;
}

/** Asks about all images, once about the same picture, and keeps the answers that came until the end or Stop. */
async function collectAnswers(
	services: AltTextServices,
	{ document, outline, references, answerer }: Run,
): Promise<RunResult> {
	const decisions = new Map<number, AltDecision>();
	const failed = new Map<string, Failure>();
	const asked = new Map<string, Promise<AltAnswer>>();
	const found = new Map<string, ReturnType<typeof find>>();
	const language = altTextLanguage(document, outline);
	const title = vscode.l10n.t('Writing alt text for {0} images…', references.length);

	const failure = await withStoppableProgress(services, title, async (signal, progress) => {
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
			try {
				const question = questionFor(document, reference, { outline, language });
				const answer = await answerFor(reference, question, slowDown);
				decisions.set(index, decideOutcome(answer, decorationContext(document, question.surrounding)));
			} catch (error) {
				const reason = failureOf(error);
				if (!isAboutOnePicture(reason)) {
					ending.abort();
					throw error;
				}
				failed.set(pictureName(reference) || reference.element, reason);
			}
			const message = vscode.l10n.t('{0} of {1}', decisions.size + failed.size, references.length);
			progress.report({ message, increment: 100 / references.length });
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
	const edit = (reference: ImageReference, index: number): TextEdit | undefined => {
		const decision = decisions.get(index);
		return decision && editFor(reference, decision);
	};
	return { edit, count: decisions.size, of: references.length, failed, failure };
}

/** Returns a picture's address and the hash of its content: a document may show it many times. */
async function find(
	source: ImageReference['source'],
	document: vscode.Uri,
): Promise<{ readonly picture: vscode.Uri | URL; readonly hash: string | undefined }> {
	const picture = await resolvePicture(source, document);
	return { picture, hash: await pictureHash(picture) };
}

/** Tells whether another picture may do better, which is asked about by itself; an account or a service is the same for all. */
function isAboutOnePicture(failure: Failure): boolean {
	const subject = failureSubject(failure);
	return subject === 'picture' || subject === 'question';
}

/** Asks before a whole file is worked on, and says how many pictures are sent, to whom, and what it costs about. */
async function confirmRun(
	references: readonly ImageReference[],
	{ model, host }: Extract<Answerer, { engine: 'glm' }>,
): Promise<boolean> {
	const pictures = new Set(references.map(({ source }) => JSON.stringify(source))).size;
	const accept = vscode.l10n.t('Write Alt Text');
	const choice = await askInDialog(
		references.length === 1
			? vscode.l10n.t('Write alt text for 1 image in this file?')
			: vscode.l10n.t('Write alt text for {0} images in this file?', references.length),
		{
			severity: 'information',
			detail: [
				pictures === 1
					? vscode.l10n.t('1 picture will be sent to {0} for {1}.', host, model)
					: vscode.l10n.t('{0} pictures will be sent to {1} for {2}, at most 3 at once.', pictures, host, model),
				costSentence(model, pictures),
				vscode.l10n.t('Alt text generated before is used again. Everything is written in one step.'),
			]
				.filter(Boolean)
				.join(' '),
		},
		accept,
	);
	return choice === accept;
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

/** The answers of a run, and its failures. */
interface RunResult {
	/** Returns the edit for a reference as it is when the answers are written. */
	readonly edit: (reference: ImageReference, index: number) => TextEdit | undefined;
	/** The number of answers. */
	readonly count: number;
	/** The number of images. */
	readonly of: number;
	/** Failures about one picture, by its name. */
	readonly failed: ReadonlyMap<string, Failure>;
	/** The failure that ended the run early. */
	readonly failure: Failure | undefined;
}

/** The largest number of answers that are written without asking. */
const mostUnasked = 5;

/** Writes all answers in one edit; when there are many, only after the user agrees, who may preview them first. */
async function applyOrPreview(services: AltTextServices, tracked: TrackedReferences, result: RunResult): Promise<void> {
	const { count } = result;
	if (count === 0) return summarize(result, undefined);
	const [apply, preview] = [vscode.l10n.t('Apply'), vscode.l10n.t('Preview')];
	let message = vscode.l10n.t('Alt text for {0} images is ready.', count);
	for (let isAgreed = count <= mostUnasked; ; isAgreed = false) {
		if (!isAgreed) {
			const choice = await showInformation(message, apply, preview);
			if (choice === undefined) return;
			if (choice === preview) {
				await showPreview(services, tracked, result);
				continue;
			}
			await reopen(tracked);
		}
		const applied = await applyEdits(tracked, result.edit);
		if (applied || (await isNothingToDo(tracked, result))) return summarize(result, applied);
		message = vscode.l10n.t('The alt text could not be written into the document. Choose Apply to try again.', count);
	}
}

/** Tells whether the document says all of it already, as it does of decoration in Markdown. */
async function isNothingToDo(tracked: TrackedReferences, { edit }: RunResult): Promise<boolean> {
	const found = await tracked.find();
	return found.some(Boolean) && found.every((reference, index) => !reference || edit(reference, index) === undefined);
}

/** Opens a document again that was closed meanwhile, so that one sees what is written. */
async function reopen({ document, uri }: TrackedReferences): Promise<void> {
	if (!document) await vscode.window.showTextDocument(uri, { preview: false });
}

async function showPreview(services: AltTextServices, tracked: TrackedReferences, { edit }: RunResult): Promise<void> {
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

function summarize({ count, of, failed, failure }: RunResult, applied: AppliedEdit | undefined): void {
	if (count === 0 && failed.size === 0) return;
	const written = vscode.l10n.t('Alt text written for {0} of {1} images.', applied?.count ?? 0, of);
	const [first] = failed;
	if (!first) return void (failure ?? showInformation(written));
	const [name, reason] = first;
	const why = failureMessage(reason)?.message ?? '';
	const lost =
		failed.size === 1
			? vscode.l10n.t('Not written for {0}: {1}', name, why)
			: vscode.l10n.t('Not written for {0} and others ({1} in all): {2}', name, failed.size, why);
	void showWarning(`${written} ${lost}`);
}
