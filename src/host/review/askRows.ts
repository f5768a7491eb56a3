import * as vscode from 'vscode';
import { decideOutcome, type AltAnswer } from '../../core/altText/altText.ts';
import { decideJudgement, type JudgeAnswer } from '../../core/altText/judgement.ts';
import type { AltTextQuestion } from '../../core/altText/altTextPrompt.ts';
import { runAll } from '../../core/altText/altTextRun.ts';
import { answererKey } from '../../core/answerer.ts';
import { FailureError, failureOf, throwIfCancelled } from '../../core/failure.ts';
import type { Proposal, Review, ReviewEvent, ReviewImage, ReviewRow, RowQuestion } from '../../core/review/review.ts';
import { findAgain } from '../../core/review/findAgain.ts';
import { cacheKey, pictureHash, type AltTextCache } from '../altText/altTextCache.ts';
import { askAltText, decorationContext, questionFor } from '../altText/askAltText.ts';
import { isAboutOnePicture } from '../../core/failureSubject.ts';
import { modelFor, sendingSentences } from '../altText/generateMissingAltText.ts';
import { judgeAltText, judgementKey } from '../altText/judgeAltText.ts';
import { resolvePicture } from '../altText/resolvePicture.ts';
import { askInDialog } from '../editor/notifications.ts';
import { failureMessage } from '../failures/failureMessage.ts';
import type { Services } from '../services.ts';
import { languageOf, type ReviewDocuments } from './reviewDocuments.ts';

/** Seconds that a picture takes about, and the number of those at once. */
const pace = { seconds: 5, atOnce: 3 };

/** The number of pictures from which on a batch is offered. */
const leastInBatch = 200;

/**
 * Asks before pictures are sent: how many, to whom, what it costs and takes. Returns how they are to be asked about; undefined if
 * the person has not agreed.
 * @throws FailureError when no model would answer
 */
export async function confirmAsking(
	services: Services,
	rows: readonly ReviewRow[],
	{ asks, mayBatch }: { readonly asks: 'text' | 'judgement'; readonly mayBatch: boolean },
): Promise<{ readonly how: 'now' | 'batch'; readonly agreed: string } | undefined> {
	const answerer = await modelFor(services);
	const accept = asks === 'text' ? vscode.l10n.t('Write Alt Text') : vscode.l10n.t('Check Alt Text');
	const asBatch = vscode.l10n.t('Send as Batch (half the price, within 24 hours)');
	const takesBatch =
		mayBatch &&
		asks === 'text' &&
		rows.length >= leastInBatch &&
		(await (await services.batches()).answerer()) !== undefined;
	const minutes = Math.ceil((rows.length * pace.seconds) / pace.atOnce / 60);
	const choice = await askInDialog(
		asks === 'text' ? writingQuestion(rows.length) : checkingQuestion(rows.length),
		{
			severity: 'information',
			detail: [
				...sendingSentences(answerer, rows.length),
				minutes === 1
					? vscode.l10n.t('This takes about a minute.')
					: vscode.l10n.t('This takes about {0} minutes.', minutes),
				vscode.l10n.t('Nothing is written into files until you choose Apply.'),
			]
				.filter(Boolean)
				.join(' '),
		},
		accept,
		...(takesBatch ? [asBatch] : []),
	);
	const how = choice === accept ? 'now' : choice === asBatch ? 'batch' : undefined;
	return how && { how, agreed: answererKey(answerer) };
}

function writingQuestion(images: number): string {
	return images === 1
		? vscode.l10n.t('Write alt text for 1 image?')
		: vscode.l10n.t('Write alt text for {0} images?', images);
}

function checkingQuestion(images: number): string {
	return images === 1
		? vscode.l10n.t('Check the alt text of 1 image?')
		: vscode.l10n.t('Check the alt text of {0} images?', images);
}

/** The rows to work on, and the means. */
interface Asking {
	readonly services: Services;
	readonly documents: ReviewDocuments;
	readonly texts: AltTextCache;
	readonly judgements: AltTextCache<'altJudgements'>;
	/** The review as it is now: rows may join while others are worked on. */
	readonly review: () => Review;
	readonly emit: (event: ReviewEvent) => void;
	readonly signal: AbortSignal;
}

/** The questions that are being asked, by their keys in the caches: the same one isn't asked twice. */
interface Asked {
	readonly texts: Map<string, Promise<AltAnswer>>;
	readonly judgements: Map<string, Promise<JudgeAnswer>>;
}

/**
 * Asks about the rows that wait, three at a time, and fewer once the service is too busy. Rejects with a failure that is no
 * matter of one picture.
 */
export async function askRows(asking: Asking): Promise<void> {
	const { review, emit, signal } = asking;
	const asked: Asked = { texts: new Map(), judgements: new Map() };
	const taken = new Set<string>();
	// Those that were asked about when the window closed wait again.
	const next = (): ReviewRow | undefined =>
		review().rows.find(
			({ image, work }) => work?.kind === 'waiting' || (work?.kind === 'asking' && !taken.has(image.id)),
		);
	function* waiting(): Generator<string> {
		for (let row = next(); row; row = next()) {
			taken.add(row.image.id);
			emit({ kind: 'asking', id: row.image.id });
			yield row.image.id;
		}
	}
	/** Aborted once a question has shown that none will be answered. */
	const ending = new AbortController();
	const both = AbortSignal.any([signal, ending.signal]);
	const work = async (id: string, slowDown: () => void): Promise<void> => {
		const row = review().rows.find(({ image }) => image.id === id);
		if (!row) return;
		try {
			emit(await answerFor(row, { ...asking, asked, signal: both }, slowDown));
		} catch (error) {
			const reason = failureOf(error);
			if (!isAboutOnePicture(reason)) {
				ending.abort();
				throw error;
			}
			emit({ kind: 'failed', id, why: failureMessage(reason)?.message ?? '' });
		}
	};
	await runAll({ items: waiting(), work, signal });
}

/** The question about a row, with its picture. */
interface PreparedQuestion {
	readonly question: AltTextQuestion;
	readonly picture: vscode.Uri | URL;
	/** What about the image's position decides whether an empty text is allowed. */
	readonly place: ReturnType<typeof decorationContext>;
	/** The text that the image has. */
	readonly alt: string;
}

/**
 * Returns the question about an image as its document is now.
 * @throws FailureError `imageChanged`, or what is wrong with the document or the picture
 */
export async function questionAbout(
	image: ReviewImage,
	documents: ReviewDocuments,
	{
		wish,
		found = new Map(),
	}: {
		readonly wish?: string | undefined;
		/** Pictures that were found for other images: a document may show one many times. */
		readonly found?: Map<string, ReturnType<typeof resolvePicture>>;
	} = {},
): Promise<PreparedQuestion> {
	const uri = vscode.Uri.parse(image.document);
	const { text, references, outline } = await documents.read(uri);
	const [reference] = findAgain([image], references, text);
	if (!reference) throw new FailureError({ kind: 'imageChanged' });
	if (reference.source.kind === 'computed') throw new FailureError({ kind: 'imageComputed', what: 'picture' });
	const document = { uri, languageId: languageOf(uri) ?? '' };
	const question = questionFor(document, reference, { outline, wish });
	const place = decorationContext(document, question.surrounding);
	const name = `${image.document} ${JSON.stringify(reference.source)}`;
	const finding = found.get(name) ?? resolvePicture(reference.source, uri);
	found.set(name, finding);
	return { question, place, picture: await finding, alt: reference.alt };
}

/** Returns what an answer proposes for an image in its place. */
export function proposalOf(answer: AltAnswer, place: PreparedQuestion['place']): Proposal {
	const { write } = decideOutcome(answer, place);
	return write === undefined
		? { alt: '', reason: answer.reason, isDoubtful: true }
		: { alt: write, reason: answer.reason };
}

/** Asks about a row; returns what came of it. */
async function answerFor(
	{ image, work }: ReviewRow,
	{ services, documents, texts, judgements, asked, signal }: Asking & { readonly asked: Asked },
	slowDown: () => void,
): Promise<ReviewEvent> {
	const { id } = image;
	const { wish, asks, agreed }: RowQuestion = work?.kind === 'asking' ? work : {};
	const { question, place, picture, alt } = await questionAbout(image, documents, { wish });
	throwIfCancelled(signal);
	const answerer = await modelFor(services);
	// The settings have changed: the run ends, and the next one asks the person.
	if (agreed !== undefined && agreed !== answererKey(answerer)) throw new FailureError({ kind: 'cancelled' });
	const hash = wish === undefined ? await pictureHash(picture) : undefined;
	const request = { picture, question, onBusy: slowDown };

	if (asks === 'judgement') {
		const key = hash && judgementKey(hash, question, answerer);
		const known = { cache: judgements, asked: asked.judgements };
		const answer = await askOnce(key, known, async () => judgeAltText(services.describer, request, signal));
		const { judgement, better, isDoubtful } = decideJudgement(answer, { ...place, alt });
		const proposal = better === undefined ? undefined : { alt: better, reason: '', ...(isDoubtful && { isDoubtful }) };
		return { kind: 'judged', id, judgement, proposal };
	}
	const key = hash && cacheKey(hash, question, answerer);
	const ask = async (): Promise<AltAnswer> => (await askAltText(services.describer, request, signal)).answer;
	const answer = await askOnce(key, { cache: texts, asked: asked.texts }, ask);
	return { kind: 'proposed', id, proposal: proposalOf(answer, place) };
}

/** Returns the answer to a question, which is asked once: it may be kept, or being asked. One without a key is always asked. */
async function askOnce<Answer>(
	key: string | undefined,
	{
		cache,
		asked,
	}: {
		readonly cache: {
			get: (key: string) => Answer | undefined;
			keep: (key: string, answer: Answer) => Promise<void>;
		};
		readonly asked: Map<string, Promise<Answer>>;
	},
	ask: () => Promise<Answer>,
): Promise<Answer> {
	if (key === undefined) return ask();
	const known = cache.get(key);
	if (known) return known;
	const askAndKeep = async (): Promise<Answer> => {
		const answer = await ask();
		await cache.keep(key, answer);
		return answer;
	};
	const running = asked.get(key) ?? askAndKeep();
	asked.set(key, running);
	return running;
}
