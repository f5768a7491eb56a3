import type * as vscode from 'vscode';
import type { Usage } from '../../core/answer.ts';
import type { Answerer } from '../../core/conversation.ts';
import { placesPrompt } from '../../core/boxes/boxPrompt.ts';
import { needsNoKey } from '../../core/endpoint.ts';
import { receiverOf } from '../../core/answerer.ts';
import { pointingModel } from '../../core/boxes/pointingModel.ts';
import { editorLimits } from '../../core/editor/editorLimits.ts';
import { FailureError, throwIfCancelled, type Failure } from '../../core/failure.ts';
import { assertLayoutParsing } from '../../core/glm/layoutParsing.ts';
import { fitHistory, loadOf, needsOf, assertModelSupports } from '../../core/glm/modelFit.ts';
import { limitsAt, limitsOf, modelsAt, priceAt, type ModelLimits } from '../../core/glm/models.ts';
import { isFetchRejection } from '../../core/glm/serviceFailure.ts';
import { serviceAt } from '../../core/glm/services.ts';
import { layoutLimits, localLimits, serviceLimits, type PictureLimits } from '../../core/image/pictureLimits.ts';
import { frameNote, mostFrames } from '../../core/image/frames.ts';
import { regionNote, tileNote, wholeCount } from '../../core/image/tiles.ts';
import { isVideo, isWebMedium, type Medium } from '../../core/media.ts';
import type { Message } from '../../core/message.ts';
import { changeNote } from '../../core/git/pictureChange.ts';
import { documentedPrompt, promptFor } from '../../core/prompts.ts';
import { comparable, type TaskId } from '../../core/tasks.ts';
import type { Engine } from '../../engines/engine.ts';
import type { GlmConnection } from '../../engines/glm/glmClient.ts';
import type { ApiKeys } from '../editor/apiKeys.ts';
import { answerLanguage, endpointOf, type Settings } from '../editor/settings.ts';
import type { Preparer } from '../sources/preparer.ts';
import { fetchAll, readMedium, type ReadingOptions, type WebOptions } from '../sources/readMedium.ts';
import { isSource, type Source } from '../sources/source.ts';
import type { EditorModels } from './editorModels.ts';
import type { FoundModel } from './foundModel.ts';
import type { GlmTransport } from './glmTransport.ts';
import type { AnswerEvent, ImageRequest, PreparedExchange, PreparedRequest } from './imageRequest.ts';
import type { PlanMeter } from './planMeter.ts';
import { refuseExcluded } from './refuseExcluded.ts';

/** The parts of the extension that an answer takes. */
export interface AnswerServices {
	readonly keys: ApiKeys;
	readonly transport: GlmTransport;
	readonly preparer: Preparer;
	readonly localEngine: () => Promise<Engine>;
	readonly editorModels: Pick<EditorModels, 'known' | 'list' | 'listOnceChanged' | 'find' | 'chat'>;
	/** Has the person choose who answers; returns whether that was done. */
	readonly chooseModel: () => Promise<boolean>;
	readonly foundModel: Pick<FoundModel, 'id'>;
	/** Called with what each answer of a model used, and the model's price. */
	readonly onUsage: (usage: Usage, price: ModelLimits['price']) => void;
	readonly plan: Pick<PlanMeter, 'begin'>;
	readonly log: vscode.LogOutputChannel;
}

/** The answerer of a request, and the settings that it began with. */
interface AnswerContext {
	readonly services: AnswerServices;
	readonly answerer: Answerer;
	readonly settings: Settings;
}

/**
 * Answers a request: refuses what must stay here, prepares its pictures and videos, and asks the engine. After a rejection that
 * may mean that the service could not fetch a web address, it downloads the content and asks once more.
 * @throws FailureError `cancelled` once `signal` was aborted, or what went wrong
 */
export async function* answerRequest(
	request: ImageRequest,
	context: AnswerContext,
	signal: AbortSignal,
): AsyncGenerator<AnswerEvent, void, undefined> {
	const { limits, options } = await refuseOrRead(request, context);
	// The key is looked up, and the code loaded, beside the pictures. What fails is told when it is needed.
	const connection = context.answerer.engine === 'glm' ? openConnection(context.settings, context.services) : undefined;
	connection?.catch(() => undefined);
	if (connection) glmCode().catch(() => undefined);
	const prepared = yield* prepareRequest(request, { model: limits, options }, signal);
	try {
		yield* askEngine(prepared, { ...context, connection }, signal);
	} catch (error) {
		const downloaded = await withDownloadedMedia(error, { request: prepared, options }, signal);
		if (!downloaded) throw error;
		yield* askEngine(downloaded, { ...context, connection }, signal);
	}
}

/**
 * Returns the body of a request to a GLM service as a line of a file has it, and sends nothing. A web address stays one: only a
 * refusal could tell that the service can't fetch it.
 * @throws FailureError `cancelled` once `signal` was aborted, or what is wrong with the request
 */
export async function batchBodyFor(
	request: ImageRequest,
	context: AnswerContext & { readonly answerer: Extract<Answerer, { readonly engine: 'glm' }> },
	signal: AbortSignal,
): Promise<Readonly<Record<string, unknown>>> {
	const { answerer, settings, services } = context;
	const { limits, options } = await refuseOrRead(request, context);
	const preparing = prepareRequest(request, { model: limits, options }, signal);
	let step = await preparing.next();
	while (!step.done) step = await preparing.next();
	const prepared = step.value;
	validateRequest(prepared);
	const history = fittingHistory(prepared, context);
	const messages = messagesOf({ ...prepared, history }, { answerer, settings });
	const { batchQuestion } = await import('../../engines/glm/batchQuestion.ts');
	throwIfCancelled(signal);
	const endpoint = endpointOf(settings);
	const learned = services.transport.learnedAt(endpoint);
	return batchQuestion(messages, requestOptions(request.task, settings), { endpoint, learned });
}

/**
 * Returns how the pictures of a request are read.
 * @throws FailureError if it must stay here, or the model can't be asked it
 */
async function refuseOrRead(
	request: ImageRequest,
	context: AnswerContext,
): Promise<{ readonly limits: ModelLimits | undefined; readonly options: ReadingOptions }> {
	if (context.answerer.engine !== 'local') await refuseExcluded(sourcesOf(request));
	const limits = modelLimits(context);
	if (context.answerer.engine === 'glm' && limits?.onlyTask !== undefined) {
		const { task, text, media, history } = request;
		const question = { task, text, count: media.length, isFollowUp: history.length > 0 };
		assertLayoutParsing(context.answerer.model, question);
	}
	return { limits, options: readingOptions(request, context) };
}

/** Loads and starts what an answer takes, short of asking. */
export async function getReady(
	engine: Answerer['engine'],
	{ services, settings }: Pick<AnswerContext, 'services' | 'settings'>,
): Promise<void> {
	if (engine === 'local') await (await services.localEngine()).startAhead?.();
	else if (engine === 'editor') await editorCode();
	else await Promise.all([glmCode(), services.transport.load(settings.proxy)]);
}

/** Returns all files and addresses that a request would hold something of. */
function sourcesOf(request: ImageRequest): readonly Source[] {
	return [request, ...request.history].flatMap(({ media, sources = [] }) => [...media.filter(isSource), ...sources]);
}

function readingOptions({ task, consent = [] }: ImageRequest, context: AnswerContext): ReadingOptions {
	const { answerer, settings, services } = context;
	const web: WebOptions = {
		transport: () => services.transport.forWeb(settings.proxy),
		idleTimeout: settings.idleTimeout,
	};
	return {
		...askedOf(answerer, settings),
		task,
		consent,
		preparer: services.preparer,
		limits: pictureLimits(modelLimits(context), { tiles: 1, frames: 1 }),
		web,
	};
}

function askedOf(
	answerer: Answerer,
	settings: Settings,
): Pick<ReadingOptions, 'model' | 'offered'> & { readonly noVideo?: Failure } {
	switch (answerer.engine) {
		case 'glm':
			return { model: answerer.model, offered: offeredModels(settings) };
		case 'editor': {
			const noVideo = { kind: 'modelTakesNoVideo', model: answerer.model, instead: undefined } as const;
			return { model: undefined, offered: [], noVideo };
		}
		case 'local':
			return { model: undefined, offered: [], noVideo: { kind: 'localCannot', what: 'video' } };
	}
}

function offeredModels(settings: Settings): readonly string[] {
	return modelsAt(serviceAt(endpointOf(settings)));
}

/** Returns the limits of the model that is asked; undefined where this machine answers. */
function modelLimits({ answerer, settings, services }: AnswerContext): ModelLimits | undefined {
	if (answerer.engine === 'local') return undefined;
	if (answerer.engine === 'editor') return editorLimits(services.editorModels.find(answerer)?.maxInputTokens ?? 0);
	return limitsAt(serviceAt(endpointOf(settings)), answerer.model);
}

/**
 * Returns the limits of a picture for a model, or for this machine: it may be cut into so many `tiles`, or be animated and become so
 * many `frames`.
 */
function pictureLimits(
	model: ModelLimits | undefined,
	{ tiles, frames }: { readonly tiles: number; readonly frames: number },
): PictureLimits {
	if (!model) return localLimits;
	return model.onlyTask === undefined ? { ...serviceLimits(tiles), frames } : layoutLimits;
}

/**
 * Prepares the pictures and videos of a request, one after the other: a large picture takes hundreds of megabytes while it is
 * converted. Yields before each of its own that is still to be read, and returns the request when all are ready.
 * @throws FailureError that says what is wrong with a picture or video
 */
async function* prepareRequest(
	request: ImageRequest,
	{ model, options }: { readonly model: ModelLimits | undefined; readonly options: ReadingOptions },
	signal: AbortSignal,
): AsyncGenerator<AnswerEvent, PreparedRequest, undefined> {
	const isFetchedHere = options.model === undefined;
	const history: PreparedExchange[] = [];
	for (const exchange of request.history) {
		const media: Medium[] = [];
		for (const medium of exchange.media) media.push(...(await prepareMedium(medium, options, signal)));
		// This machine answers without what was before.
		history.push({ ...exchange, media: model && isFetchedHere ? await fetchAll(media, options, signal) : media });
	}
	const inHistory = history.reduce((sum, { media }) => sum + media.length, 0);
	const most = model ? model.maxImages - inHistory : 1;
	const media: Medium[] = [];
	const count = request.media.length;
	for (const [index, medium] of request.media.entries()) {
		throwIfCancelled(signal);
		if (isSource(medium)) yield { kind: 'preparing', index: index + 1, count };
		const room = most - media.length;
		const limits = pictureLimits(model, {
			tiles: room - (count - index - 1),
			frames: framesFor(request, room / (count - index)),
		});
		media.push(...(await prepareMedium(medium, { ...options, limits }, signal)));
	}
	return { ...request, history, media: isFetchedHere ? await fetchAll(media, options, signal) : media };
}

/** Returns how many frames of an animation are sent where there is room for `room` pictures. */
function framesFor({ consent = [] }: ImageRequest, room: number): number {
	return consent.includes('firstFrameOnly') ? 1 : Math.max(1, Math.min(Math.floor(room), mostFrames));
}

async function prepareMedium(
	medium: Source | Medium,
	options: ReadingOptions,
	signal: AbortSignal,
): Promise<readonly Medium[]> {
	// A picture that was prepared for another answerer may be too large for this one.
	return isSource(medium) ? readMedium(medium, options, signal) : options.preparer.fit(medium, { ...options, signal });
}

/**
 * Downloads the web media of a rejected request. Returns undefined where that is no way out: there are none, the model takes
 * addresses only, or the rejection is about something else.
 * @throws FailureError that says what is wrong with one of them
 */
async function withDownloadedMedia(
	error: unknown,
	{ request, options }: { readonly request: PreparedRequest; readonly options: ReadingOptions },
	signal: AbortSignal,
): Promise<PreparedRequest | undefined> {
	const { model } = options;
	const hasWebMedia = [request, ...request.history].some(({ media }) => media.some(isWebMedium));
	if (!hasWebMedia || model === undefined || !limitsOf(model).localImages || !isFetchRejection(error)) return undefined;
	const media = await fetchAll(request.media, options, signal);
	const history: PreparedExchange[] = [];
	for (const exchange of request.history) {
		history.push({ ...exchange, media: await fetchAll(exchange.media, options, signal) });
	}
	return { ...request, media, history };
}

async function* askEngine(
	request: PreparedRequest,
	context: AnswerContext & { readonly connection: Promise<GlmConnection> | undefined },
	signal: AbortSignal,
): AsyncGenerator<AnswerEvent, void, undefined> {
	const { services, answerer, settings } = context;
	const { task, media } = request;
	throwIfCancelled(signal);
	yield { kind: 'prepared', media };
	validateRequest(request);
	const history = fittingHistory(request, context);
	const messages = messagesOf({ ...request, history }, { answerer, settings });
	const trimmed = request.history.length - history.length;
	const connection = await context.connection;
	const engine = connection ? await glmEngine(connection, task, settings) : await ownEngine(context);
	throwIfCancelled(signal);
	using answer = services.plan.begin(connection);
	yield { kind: 'answering', answerer, ...(trimmed > 0 && { trimmed }) };
	services.log.info(`${task}: ${media.length} picture(s) for ${describeAnswerer(answerer)}`);
	for await (const part of engine.answer({ task, messages }, signal)) {
		if (part.kind === 'usage' && answerer.engine === 'glm') {
			services.onUsage(part.usage, priceAt(serviceAt(endpointOf(settings)), answerer.model));
		}
		yield part;
	}
	answer.complete();
}

/**
 * Refuses a request that makes no sense, whoever would answer it.
 * @throws FailureError `comparesOther`, `noPicture` or `noQuestion`
 */
function validateRequest({ task, text, media, history }: PreparedRequest): void {
	const { least, most } = comparable;
	const count = wholeCount(media);
	if (task === 'compare' && (count < least || count > most)) {
		throw new FailureError({ kind: 'comparesOther', count, ...comparable });
	}
	if (media.length === 0 && history.every((exchange) => exchange.media.length === 0)) {
		throw new FailureError({ kind: 'noPicture' });
	}
	if (task === 'ask' && text.trim() === '') throw new FailureError({ kind: 'noQuestion' });
}

/**
 * Returns the newest part of the history that fits into the model's context beside the question.
 * @throws FailureError for what the model doesn't accept at all; see `assertModelSupports`
 */
function fittingHistory(request: PreparedRequest, context: AnswerContext): readonly PreparedExchange[] {
	const { answerer, settings } = context;
	const limits = modelLimits(context);
	if (!limits || answerer.engine === 'local') return request.history;
	const { imageEncoding } = settings.request;
	// The setting is one of the service's.
	const maxTokens = answerer.engine === 'glm' ? settings.request.maxTokens : undefined;
	const from = fitHistory(limits, {
		history: request.history.map(({ media, text, answer }) => loadOf(media, [text, answer])),
		question: loadOf(request.media, [request.text]),
		maxTokens,
	});
	const history = request.history.slice(from);
	if (answerer.engine === 'editor') return history;
	const { model } = answerer;
	const needs = needsOf([...history.flatMap(({ media }) => media), ...request.media]);
	// An explicit `imageEncoding` overrides the catalogue: bytes go even to URL-only models.
	const localImages = needs.localImages && imageEncoding === 'auto';
	assertModelSupports(model, { ...needs, localImages, limits, maxTokens, offered: offeredModels(settings) });
	return history;
}

/** Returns the messages of a request, oldest first. */
function messagesOf(
	request: PreparedRequest,
	{ answerer, settings }: Pick<AnswerContext, 'answerer' | 'settings'>,
): readonly Message[] {
	const model = request.asksPlaces ? pointingModel(answerer) : undefined;
	/** Pictures of the last message that had some: a question in words is about those. */
	let seen = 0;
	const userMessage = ({ task, text, around, media, change }: Omit<PreparedExchange, 'answer'>): Message => {
		if (media.length > 0) seen = media.filter((medium) => !isVideo(medium)).length;
		const prompt = promptFor({
			task,
			text,
			around,
			imageCount: wholeCount(media),
			change,
			...(model !== undefined && { placesPrompt: placesPrompt({ task, text, model, imageCount: seen }) }),
			language: answerLanguage(settings, task),
			ownPrompt:
				settings.prompts[task]?.trim() ||
				(answerer.engine === 'glm' ? documentedPrompt(task, answerer.model) : undefined),
		});
		return {
			role: 'user',
			media,
			text: [change && changeNote(change), tileNote(media), frameNote(media), regionNote(media), prompt]
				.filter(Boolean)
				.join('\n\n'),
		};
	};
	const earlier = request.history.flatMap((exchange): Message[] => [
		userMessage(exchange),
		{ role: 'assistant', text: exchange.answer },
	]);
	return [...earlier, userMessage(request)];
}

/** Tasks that a model does as well without thinking first, and sooner. */
const withoutThinking: ReadonlySet<TaskId> = new Set<TaskId>(['altText', 'extractText']);

/** The code that asks a service loads with the first question to one. */
const glmCode = () => Promise.all([import('../../engines/glm/glmEngine.ts'), import('../../engines/glm/retry.ts')]);

async function glmEngine(connection: GlmConnection, task: TaskId, settings: Settings): Promise<Engine> {
	const [{ createGlmEngine }, { retryPolicy }] = await glmCode();
	return createGlmEngine(connection, requestOptions(task, settings), retryPolicy(settings.maxRetries));
}

/** The code that asks the editor's models loads with the first question to one. */
const editorCode = () => Promise.all([import('../../engines/editorEngine.ts'), import('./sendToEditor.ts')]);

/** Returns the engine where no service is asked: a model of the editor's own, or this machine. */
async function ownEngine({ answerer, services, settings }: AnswerContext): Promise<Engine> {
	if (answerer.engine !== 'editor') return services.localEngine();
	const [{ createEditorEngine }, { sendToEditor }] = await editorCode();
	const model = services.editorModels.find(answerer);
	const chat = model && services.editorModels.chat(model);
	if (!chat) throw new FailureError({ kind: 'editorModelMissing', why: 'gone', model: answerer.model });
	return createEditorEngine(model, { send: sendToEditor(chat), idleTimeout: settings.idleTimeout });
}

function requestOptions(task: TaskId, { request }: Settings): Settings['request'] {
	return { ...request, thinking: withoutThinking.has(task) ? 'off' : undefined };
}

/**
 * Returns the connection that the settings name, with its key.
 * @throws FailureError `endpointInvalid`, `httpNotAllowed`, or `keyMissing` where one is needed
 */
export async function openConnection(
	settings: Settings,
	{ keys, transport }: Pick<AnswerServices, 'keys' | 'transport'>,
): Promise<GlmConnection> {
	const endpoint = endpointOf(settings);
	const key = await keys.get(endpoint.host);
	if (key === undefined && !needsNoKey(endpoint)) throw new FailureError({ kind: 'keyMissing', host: endpoint.host });
	return {
		endpoint,
		key,
		transport: transport.for(settings.proxy),
		idleTimeout: settings.idleTimeout,
		learned: transport.learnedAt(endpoint),
	};
}

function describeAnswerer(answerer: Answerer): string {
	return answerer.engine === 'local' ? 'this machine' : `${answerer.model} at ${receiverOf(answerer)}`;
}
