import { createPictureWorker } from '../converter/pictureWorker.ts';
import { answerIn, withShorter, type WholeAnswer } from '../core/altText/altAnswer.ts';
import type { AltAnswer } from '../core/altText/altText.ts';
import { altTextPrompt, shorterPrompt, type AltTextQuestion } from '../core/altText/altTextPrompt.ts';
import { FailureError } from '../core/failure.ts';
import { assertLayoutParsing } from '../core/glm/layoutParsing.ts';
import { assertModelSupports, isFetchedByService, needsOf } from '../core/glm/modelFit.ts';
import { limitsAt, limitsOf, modelsAt } from '../core/glm/models.ts';
import { isFetchRejection } from '../core/glm/serviceFailure.ts';
import { serviceAt } from '../core/glm/services.ts';
import { frameNote, mostFrames } from '../core/image/frames.ts';
import { serviceLimits, type PictureLimits } from '../core/image/pictureLimits.ts';
import { tileNote, wholeCount } from '../core/image/tiles.ts';
import { countCharacters } from '../core/markup/altState.ts';
import type { Medium } from '../core/media.ts';
import type { Message } from '../core/message.ts';
import { promptFor } from '../core/prompts.ts';
import { download } from '../engines/glm/download.ts';
import { isProxyInEnvironment } from '../engines/glm/environmentProxy.ts';
import { createGlmEngine } from '../engines/glm/glmEngine.ts';
import { mayProxyResolve, publicLookup } from '../engines/glm/publicAddress.ts';
import { retryPolicy } from '../engines/glm/retry.ts';
import { ConnectError, privateAddressCode, type Transport } from '../engines/glm/transport.ts';
import { createUndiciTransport, type ProxySettings } from '../engines/glm/undiciTransport.ts';
import type { ForeignFile } from '../workers/foreignFile.ts';
import type { FoundPicture } from './pictureOf.ts';

/** The proxy is that of the environment. */
const proxy: ProxySettings = { proxy: '', noProxy: [], proxyAuthorization: undefined, strictSsl: true, useProxy: true };

/** Seconds without a byte until a request is given up. */
const idleTimeout = 300;

/** The number of tries after the first one. */
const maxRetries = 3;

/** The number of bytes that are fetched from a web address; no page has a larger picture. */
const maxWebBytes = 200 * 1024 * 1024;

export interface ModelOptions {
	readonly endpoint: URL;
	readonly key: string | undefined;
	readonly model: string;
	/** The built folder local/. */
	readonly localFolder: string;
}

/** A question about a picture, and who is told that the service is busy. */
export interface PictureQuestion {
	readonly picture: FoundPicture;
	readonly question: AltTextQuestion;
	readonly onBusy: () => void;
}

/** Asks one model at one service for alt text. `dispose` ends its process and its connections. */
export class ModelAsker {
	readonly #options: ModelOptions;
	readonly #pictures;
	readonly #service = createUndiciTransport(proxy);
	readonly #web = createUndiciTransport(proxy, { lookup: publicLookup });
	readonly #engine;
	readonly #limits;

	constructor(options: ModelOptions) {
		const { endpoint, key, model, localFolder } = options;
		this.#options = options;
		this.#pictures = createPictureWorker({ folder: localFolder });
		this.#limits = limitsAt(serviceAt(endpoint), model);
		const connection = { endpoint, key, transport: this.#service.send, idleTimeout, learned: new Map() };
		const request = { model, stream: true, imageEncoding: 'auto', thinking: 'off' } as const;
		this.#engine = createGlmEngine(connection, request, retryPolicy(maxRetries));
	}

	/**
	 * Asks for the alt text of one picture. After one that is too long, asks once for a shorter one, and takes that as it is.
	 * @throws FailureError `altTextUnusable`, or what went wrong
	 */
	async ask(asked: PictureQuestion, signal: AbortSignal): Promise<AltAnswer> {
		const { model } = this.#options;
		if (this.#limits.onlyTask !== undefined) {
			assertLayoutParsing(model, { task: 'altText', text: '', count: 1, isFollowUp: false });
		}
		const media = await this.#prepare(asked.picture, signal);
		try {
			return await this.#askAbout(media, asked, signal);
		} catch (error) {
			const { picture } = asked;
			// The service could not fetch the picture by itself.
			if (picture.kind !== 'web' || !('url' in (media[0] ?? {})) || !isFetchRejection(error)) throw error;
			if (!limitsOf(model).localImages) throw error;
			return this.#askAbout(await this.#fetch(picture.url, signal), asked, signal);
		}
	}

	async #askAbout(
		media: readonly Medium[],
		{ question, onBusy }: PictureQuestion,
		signal: AbortSignal,
	): Promise<AltAnswer> {
		const { model, endpoint } = this.#options;
		const offered = modelsAt(serviceAt(endpoint));
		assertModelSupports(model, { ...needsOf(media), limits: this.#limits, maxTokens: undefined, offered });
		const first = userMessage(media, altTextPrompt(question));
		const whole = await this.#answer([first], { onBusy, signal });
		const answer = answerIn(whole);
		if (!answer) throw new FailureError({ kind: 'altTextUnusable' });
		if (countCharacters(answer.alt) <= question.maxLength) return answer;
		const again = userMessage([], shorterPrompt(answer.alt, question.maxLength));
		const messages: readonly Message[] = [first, { role: 'assistant', text: whole.text }, again];
		// A failure is no reason to lose the long one.
		const shorter = await this.#answer(messages, { onBusy, signal }).catch((error: unknown) => {
			if (signal.aborted) throw error;
			return undefined;
		});
		return withShorter(answer, shorter && answerIn(shorter));
	}

	async #answer(
		messages: readonly Message[],
		{ onBusy, signal }: { readonly onBusy: () => void; readonly signal: AbortSignal },
	): Promise<WholeAnswer> {
		let text = '';
		let isCut = false;
		for await (const part of this.#engine.answer({ task: 'altText', messages }, signal)) {
			if (part.kind === 'text') text += part.text;
			else if (part.kind === 'restarted') text = '';
			else if (part.kind === 'waiting' && part.reason === 'busy') onBusy();
			else if (part.kind === 'finish') isCut = part.reason === 'length';
		}
		return { text, isCut };
	}

	async #prepare(picture: FoundPicture, signal: AbortSignal): Promise<readonly Medium[]> {
		if (picture.kind === 'file') return this.#prepareFile(picture.file, signal);
		const { url } = picture;
		const medium = { kind: 'image', url: url.href, name: url.host } as const;
		return isFetchedByService(medium, this.#options.model) ? [medium] : this.#fetch(url, signal);
	}

	async #fetch(url: URL, signal: AbortSignal): Promise<readonly Medium[]> {
		const bytes = await download(url, { transport: this.#fromWeb(), idleTimeout, maxBytes: maxWebBytes }, signal);
		return this.#prepareFile({ bytes, name: url.host }, signal);
	}

	/** Returns the transport to web addresses: to public ones only. */
	#fromWeb(): Transport {
		return async (request) => {
			if (isProxyInEnvironment() && !(await mayProxyResolve(new URL(request.url).hostname))) {
				throw new ConnectError(privateAddressCode);
			}
			return this.#web.send(request);
		};
	}

	#prepareFile(file: ForeignFile, signal: AbortSignal): Promise<readonly Medium[]> {
		const { maxImages } = this.#limits;
		const frames = Math.max(1, Math.min(Math.floor(maxImages), mostFrames));
		const limits: PictureLimits = { ...serviceLimits(maxImages), frames };
		return this.#pictures.prepare(file, { limits, signal });
	}

	async dispose(): Promise<void> {
		this.#pictures.dispose();
		await Promise.all([this.#service.destroy(), this.#web.destroy()]);
	}
}

function userMessage(media: readonly Medium[], text: string): Message {
	const prompt = promptFor({ task: 'altText', text, imageCount: wholeCount(media), language: undefined });
	return { role: 'user', media, text: [tileNote(media), frameNote(media), prompt].filter(Boolean).join('\n\n') };
}
