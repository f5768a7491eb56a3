import * as vscode from 'vscode';
import { runAll } from '../../core/altText/altTextRun.ts';
import { decideOutcome, type AltAnswer, type AltDecision } from '../../core/altText/altText.ts';
import type { AltTextQuestion } from '../../core/altText/altTextPrompt.ts';
import type { Answerer } from '../../core/conversation.ts';
import { parseEndpoint } from '../../core/endpoint.ts';
import { FailureError, failureOf, throwIfCancelled, type Failure } from '../../core/failure.ts';
import type { ImageReference, TextEdit } from '../../core/markup/imageReference.ts';
import type { Outline } from '../../core/markup/outline.ts';
import { readSettings } from '../settings.ts';
import { cacheKey, pictureHash } from './altTextCache.ts';
import { writtenLanguage } from './altTextSettings.ts';
import type { AltTextTools } from './altTextTools.ts';
import { askAltText } from './askAltText.ts';
import { confirmRun } from './confirmRun.ts';
import { editFor, pictureName, placeFor, questionFor } from './generateAltText.ts';
import { offerAnswers, type Collected } from './offerAnswers.ts';
import { resolvePicture } from './resolvePicture.ts';
import { showFailure } from '../commands/showFailure.ts';
import { TrackedReferences } from './trackedReferences.ts';
import { withAltTextProgress } from './withAltTextProgress.ts';
import { showInformation } from '../notifications.ts';

/** Writes the alt texts that a document lacks; what goes wrong is shown. */
export async function generateMissingAltText(tools: AltTextTools, uri: vscode.Uri | undefined): Promise<void> {
	try {
		await run(tools, uri);
	} catch (error) {
		await showFailure(error, tools, () => generateMissingAltText(tools, uri));
	}
}

async function run(tools: AltTextTools, uri: vscode.Uri | undefined): Promise<void> {
	const document = uri ? await vscode.workspace.openTextDocument(uri) : vscode.window.activeTextEditor?.document;
	if (!document) throw new FailureError({ kind: 'noImageHere' });
	const read = await tools.documents.get(document);
	const references = read.references.filter(
		({ slot, state }) => slot && (state === 'missing' || state === 'placeholder'),
	);
	if (references.length === 0) {
		void showInformation(vscode.l10n.t('Every image in this file has alt text.'));
		return;
	}
	const tracked = new TrackedReferences(tools.documents, document, references);
	try {
		const answerer = await model(tools);
		if (!(await confirmRun(references, answerer))) return;
		const collected = await collect(tools, {
			document,
			outline: await tools.documents.outline(document),
			references,
			answerer,
		});
		await offerAnswers(tools, tracked, collected);
		if (collected.failure) throw new FailureError(collected.failure);
	} finally {
		tracked.dispose();
	}
}

/** @throws FailureError when no model would answer: what this machine reads needs a person's consent, picture by picture */
async function model({ describer }: AltTextTools): Promise<Extract<Answerer, { engine: 'glm' }>> {
	const { answerer } = await describer.nextAnswerer();
	// Says which setting it is.
	if (!answerer) parseEndpoint(readSettings().endpoint);
	if (answerer?.engine !== 'glm') throw new FailureError({ kind: 'localCannot', what: 'altText' });
	return answerer;
}

interface Subject {
	readonly document: vscode.TextDocument;
	readonly outline: Outline;
	readonly references: readonly ImageReference[];
	readonly answerer: Answerer;
}

/** Asks for all, the same picture once, and keeps what came until the end or Stop. */
async function collect(tools: AltTextTools, { document, outline, references, answerer }: Subject): Promise<Collected> {
	const decisions = new Map<number, AltDecision>();
	const failed = new Map<string, Failure>();
	const asked = new Map<string, Promise<AltAnswer>>();
	const found = new Map<string, ReturnType<typeof find>>();
	const language = writtenLanguage(document, outline);
	const title = vscode.l10n.t('Writing alt text for {0} images…', references.length);

	const failure = await withAltTextProgress(tools, title, async (signal, progress) => {
		/** Ends all questions once one has shown that none will be answered. */
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
				const { answer } = await askAltText(tools.describer, order, both);
				if (key !== undefined) await tools.cache.keep(key, answer);
				return answer;
			};
			if (key === undefined) return ask();
			const known = tools.cache.get(key);
			if (known) return known;
			const running = asked.get(key) ?? ask();
			asked.set(key, running);
			return running;
		}

		const work = async ({ index, reference }: { index: number; reference: ImageReference }, slowDown: () => void) => {
			try {
				const question = questionFor(document, reference, { outline, language });
				const answer = await answerFor(reference, question, slowDown);
				decisions.set(index, decideOutcome(answer, placeFor(document, question.surrounding)));
			} catch (error) {
				const reason = failureOf(error);
				if (reason.kind === 'cancelled' || !isOfOnePicture(reason)) {
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

/** Where a picture lies, and its content: a document may show it many times. */
async function find(
	source: ImageReference['source'],
	document: vscode.Uri,
): Promise<{ readonly picture: vscode.Uri | URL; readonly hash: string | undefined }> {
	const picture = await resolvePicture(source, document);
	return { picture, hash: await pictureHash(picture) };
}

/** Whether another picture may do better; a key, a balance, a network is the same for all. */
function isOfOnePicture({ kind }: Failure): boolean {
	return /^(?:file|folder$|excluded$|notAPicture|video|format|picture|altTextUnusable|blocked|answer|web|requestTooLarge|tooLong|requestRefused)/.test(
		kind,
	);
}
