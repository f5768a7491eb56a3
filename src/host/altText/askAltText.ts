import * as vscode from 'vscode';
import { answerIn, isAloneInLink, withShorter, type WholeAnswer } from '../../core/altText/altAnswer.ts';
import { isOnGitHub, type AltAnswer, type AltText } from '../../core/altText/altText.ts';
import { altTextPrompt, shorterPrompt, type AltTextQuestion } from '../../core/altText/altTextPrompt.ts';
import type { Answerer } from '../../core/conversation.ts';
import { FailureError } from '../../core/failure.ts';
import { countCharacters } from '../../core/markup/altState.ts';
import { surroundingOf, type Surrounding } from '../../core/markup/surrounding.ts';
import type { Outline } from '../../core/markup/outline.ts';
import type { ImageReference } from '../../core/markup/imageReference.ts';
import { addressesOf } from '../../core/markup/pictureSource.ts';
import type { Medium } from '../../core/media.ts';
import type { Describer } from '../describer/describer.ts';
import type { ImageRequest } from '../describer/imageRequest.ts';
import type { Source } from '../sources/source.ts';
import { documentLanguage } from '../../core/altText/documentLanguage.ts';
import { languageName } from '../../core/language.ts';
import { settingsLanguage } from '../editor/settings.ts';
import { settingsScope } from './notebookCells.ts';

/** An alt text, and who wrote it. */
export interface AltTextResult {
	readonly answer: AltAnswer;
	readonly answerer: Answerer;
}

/** A question for an alt text. */
export interface AltTextRequest {
	readonly picture: Source | Medium;
	readonly question: AltTextQuestion;
	/** Called when the service is too busy for so many questions. */
	readonly onBusy?: () => void;
}

/**
 * Asks for the alt text of one picture. After one that is too long, asks once for a shorter one, and takes that as it is.
 * @throws FailureError `altTextUnusable`, or what went wrong
 */
export async function askAltText(
	describer: Describer,
	{ picture, question, onBusy }: AltTextRequest,
	signal: AbortSignal,
): Promise<AltTextResult> {
	const text = altTextPrompt(question);
	const first = await collectAnswer(
		describer,
		{ task: 'altText', text, media: [picture], history: [] },
		{ signal, onBusy },
	);
	const answer = answerIn(first);
	if (!answer || !first.answerer) throw new FailureError({ kind: 'altTextUnusable' });
	const { answerer } = first;
	if (answerer.engine === 'local' || countCharacters(answer.alt) <= question.maxLength) return { answer, answerer };

	const history = [{ task: 'altText', text, media: first.media, answer: first.text }] as const;
	const request: ImageRequest = {
		task: 'altText',
		text: shorterPrompt(answer.alt, question.maxLength),
		media: [],
		history,
	};
	const shorter = await shorterAnswer(describer, request, { signal, onBusy });
	return { answer: withShorter(answer, shorter), answerer };
}

interface AskOptions {
	readonly signal: AbortSignal;
	readonly onBusy: (() => void) | undefined;
}

/** Asks for a shorter text. A failure gives undefined: it is no reason to lose the long one. */
async function shorterAnswer(
	describer: Describer,
	request: ImageRequest,
	options: AskOptions,
): Promise<AltAnswer | undefined> {
	try {
		return answerIn(await collectAnswer(describer, request, options));
	} catch (error) {
		if (!(error instanceof FailureError) || error.failure.kind === 'cancelled') throw error;
		return undefined;
	}
}

interface AnswerOfModel extends WholeAnswer {
	readonly media: readonly Medium[];
	readonly answerer: Answerer | undefined;
}

/** Collects what comes of a request. */
export async function collectAnswer(
	describer: Pick<Describer, 'answer'>,
	request: ImageRequest,
	{ signal, onBusy }: AskOptions,
): Promise<AnswerOfModel> {
	let text = '';
	let media: readonly Medium[] = [];
	let answerer: Answerer | undefined;
	let isCut = false;
	for await (const event of describer.answer(request, signal)) {
		if (event.kind === 'prepared') media = event.media;
		else if (event.kind === 'answering') ({ answerer } = event);
		else if (event.kind === 'restarted') text = '';
		else if (event.kind === 'text') text += event.text;
		else if (event.kind === 'waiting' && event.reason === 'busy') onBusy?.();
		else if (event.kind === 'finish') isCut = event.reason === 'length';
	}
	return { text, media, answerer, isCut };
}

/** A document by its name; it need not be open. */
export type NamedDocument = Pick<vscode.TextDocument, 'uri' | 'languageId'>;

/** Returns the question about an image of a document. */
export function questionFor(
	document: NamedDocument,
	reference: ImageReference,
	{
		outline,
		wish,
		language = altTextLanguage(document, outline),
	}: {
		readonly outline: Outline;
		readonly wish?: string | undefined;
		/** The language, where it is known already. */
		readonly language?: string | undefined;
	},
): AltTextQuestion {
	return {
		surrounding: surroundingOf(reference, { outline: () => outline }),
		language,
		maxLength: targetLength(settingsScope(document)),
		alt: reference.alt,
		wish,
		isOnGitHub: isOnGitHub(document.uri.path),
	};
}

/** Returns what about the image's position decides whether an empty alt text is allowed. */
export function decorationContext(
	document: Pick<vscode.TextDocument, 'uri'> | undefined,
	surrounding: Surrounding,
): { readonly isOnGitHub: boolean; readonly isAloneInLink: boolean } {
	return {
		isOnGitHub: document !== undefined && isOnGitHub(document.uri.path),
		isAloneInLink: isAloneInLink(surrounding),
	};
}

/** Returns the last part of a picture's address, for the person who waits; empty where it has no name. */
export function pictureName({ source }: Pick<ImageReference, 'source'>): string {
	const [address = ''] = addressesOf(source);
	if (/^data:/i.test(address)) return '';
	const [path = ''] = address.split(/[?#]/, 1);
	return path.slice(path.lastIndexOf('/') + 1);
}

/** Returns the number of characters that an alt text should have at most. */
export function targetLength(document: vscode.ConfigurationScope | undefined): number {
	const value = vscode.workspace.getConfiguration('glimpse', document).get<unknown>('altText.maxLength');
	return typeof value === 'number' && value >= 20 && value <= 2000 ? Math.round(value) : 125;
}

/**
 * Returns the language to write in, by its English name: that of the setting, of the document, or the display language, in this
 * order.
 */
export function altTextLanguage(document: Pick<vscode.TextDocument, 'uri'>, outline: Outline): string | undefined {
	return settingsLanguage() ?? documentLanguage(document.uri.path, outline) ?? languageName(vscode.env.language);
}

/** Returns the alt text of a picture without a document. */
export async function generateAltTextFor(
	describer: Describer,
	image: vscode.Uri,
	options: {
		readonly context?: string | undefined;
		readonly language?: string | undefined;
		readonly signal: AbortSignal;
	},
): Promise<AltText> {
	const { context, language, signal } = options;
	const question = {
		...questionWithoutDocument(),
		context,
		...(language !== undefined && { language: languageName(language) ?? language }),
	};
	const { answer } = await askAltText(describer, { picture: image, question }, signal);
	return { alt: answer.alt, kind: answer.kind, reason: answer.reason };
}

/** Returns the question about a picture without a document. */
export function questionWithoutDocument(): AltTextQuestion {
	return {
		surrounding: {},
		language: settingsLanguage() ?? languageName(vscode.env.language),
		maxLength: targetLength(undefined),
		alt: '',
		isOnGitHub: false,
	};
}
