import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { Attachment } from '../../core/attachments.ts';
import {
	currentThread,
	emptyConversation,
	isVideoPicture,
	reduce,
	sourceOfPicture,
	type Conversation,
	type ConversationEvent,
	type FailureNotice,
	type Picture,
	type Question,
	type QueuedQuestion,
	type Turn,
} from '../../core/conversation.ts';
import { originalRegion } from '../../core/boxes/originalRegion.ts';
import { isRegion, regionWithin, wholeRegion } from '../../core/region.ts';
import { parseRegionSource, regionSource } from '../../core/regionSource.ts';
import { failureOf, isRefusal, type Failure } from '../../core/failure.ts';
import type { TaskId } from '../../core/tasks.ts';
import type { Medium, Region, Consent } from '../../core/media.ts';
import type { Archive } from './history.ts';
import { ConversationMedia } from './conversationMedia.ts';
import type { ConversationStore } from './conversationStore.ts';
import type { Describer } from '../describer/describer.ts';
import type { Exchange, ImageRequest } from '../describer/imageRequest.ts';
import type { PastConversation } from './keptConversation.ts';
import { nameOf, wholeOf, type Source } from '../sources/source.ts';

/** What a conversation asks; `getReady` is called while a question is still being put. */
type ConversationDescriber = Pick<Describer, 'answer'> & Partial<Pick<Describer, 'getReady'>>;

/**
 * The conversation that the panel shows. The host owns it: panels come and go and get the same events. One answer runs at a
 * time; asking stops the one before it and keeps what that one had written.
 */
export class OpenConversation implements vscode.Disposable {
	readonly #describer: ConversationDescriber;
	readonly #store: ConversationStore;
	readonly #archive: Archive;
	/** The id of the past conversation that is open again. */
	#pastId: string | undefined;
	readonly #log: vscode.LogOutputChannel;
	readonly #events = new vscode.EventEmitter<ConversationEvent>();
	#media: ConversationMedia;
	#conversation: Conversation = emptyConversation;
	#running: { readonly turnId: string; readonly controller: AbortController } | undefined;
	/** Running searches for the files that answers name, by the ids of their turns. */
	readonly #linking = new Map<string, AbortController>();
	#restoring: Promise<void> | undefined;
	/** Whether the stored conversation is still being read, and must not be replaced. */
	#isRestoring = false;
	#hasUnsavedChange = false;
	readonly onEvent = this.#events.event;

	constructor(services: {
		readonly describer: ConversationDescriber;
		readonly store: ConversationStore;
		readonly archive: Archive;
		readonly log: vscode.LogOutputChannel;
	}) {
		this.#describer = services.describer;
		this.#store = services.store;
		this.#archive = services.archive;
		this.#media = new ConversationMedia(services.store, services.log);
		this.#log = services.log;
	}

	/**
	 * Brings back what the window had before it was reloaded, before whatever was asked meanwhile: nobody has to wait for the
	 * disk. Settles when that is done, also when it was called before.
	 */
	restore(): Promise<void> {
		return (this.#restoring ??= this.#restoreStored());
	}

	async #restoreStored(): Promise<void> {
		this.#isRestoring = true;
		const stored = await this.#store.load();
		// The small copies of its pictures are in the history alone.
		const past = stored?.pastId === undefined ? undefined : await this.#archive.history.find(stored.pastId);
		this.#isRestoring = false;
		if (stored) {
			const { turns, attachments, queued = stored.conversation.queued } = this.#conversation;
			this.#conversation = {
				turns: [...stored.conversation.turns, ...turns],
				attachments: [...stored.conversation.attachments, ...attachments],
				...(queued && { queued }),
			};
			this.#media.restore(stored);
			this.#pastId = past?.id;
			if (past) this.#media.restoreThumbnails(past.thumbnails);
		}
		if (this.#hasUnsavedChange) this.#save();
	}

	get state(): Conversation {
		return this.#conversation;
	}

	/** Returns the bytes of a picture or video, to be shown; undefined when there are none here. */
	async bytes(id: string): Promise<Uint8Array | undefined> {
		const { attachments } = this.#conversation;
		return this.#media.bytes(id, { attachments, shrink: this.#archive.shrink });
	}

	turn(turnId: string): Turn | undefined {
		return this.#conversation.turns.find((turn) => turn.question.id === turnId);
	}

	/** Returns the files and addresses that a turn is about. */
	sourcesOf(turn: Turn): readonly Source[] {
		return this.#media.sourcesOf(turn);
	}

	/** Returns what was sent with a turn, as far as it is still here. */
	preparedOf(turn: Turn): readonly Medium[] {
		return this.#media.preparedOf(turn);
	}

	/** Attaches pictures or videos to the next question. */
	attach(sources: readonly Source[]): void {
		if (sources.length > 0) void this.#describer.getReady?.();
		const attachments = sources.map((source): Attachment => {
			const whole = wholeOf(source);
			const name = whole instanceof File ? whole.name : nameOf(whole);
			return { id: randomUUID(), name, source: this.#media.keep(source) };
		});
		this.#dispatch({ kind: 'attached', attachments });
	}

	/**
	 * Attaches a part of a picture that is attached or was sent, to be cut out of the file itself. `region`: in fractions of the
	 * picture as it is shown, which may be a piece or a part already; with `ofWhole`, in those of all that it is a piece of. Does
	 * nothing for a picture that isn't there, and a video.
	 */
	attachRegion(id: string, region: Region, { ofWhole }: { readonly ofWhole: boolean }): void {
		const { attachments, turns } = this.#conversation;
		const attachment = attachments.find((each) => each.id === id);
		const picture = turns.flatMap(({ pictures }) => pictures).find((each) => each.id === id);
		const source = attachment?.source ?? sourceOfPicture(this.#conversation, id);
		const name = attachment?.name ?? picture?.name;
		if (source === undefined || name === undefined || (picture && isVideoPicture(picture))) return;
		const outer = parseRegionSource(source);
		// What was sent tells its own place in the whole.
		const inWhole = picture
			? originalRegion(region, 'url' in picture ? {} : ofWhole ? wholeOfPiece(picture) : picture)
			: regionWithin(outer?.region ?? wholeRegion, region);
		if (!inWhole || !isRegion(inWhole)) return;
		void this.#describer.getReady?.();
		const part: Attachment = { id: randomUUID(), name, source: regionSource(outer?.source ?? source, inWhole) };
		this.#dispatch({ kind: 'attached', attachments: [part] });
	}

	detach(id: string): void {
		this.#dispatch({ kind: 'detached', id });
	}

	move(id: string, to: number): void {
		this.#dispatch({ kind: 'moved', id, to });
	}

	/**
	 * Asks about what is attached and what was asked before, once the answer that is being written is complete; a question without
	 * words asks for a description.
	 */
	async askAttached(task: TaskId, text: string): Promise<void> {
		const sources = this.#conversation.attachments.map(({ source }) => source);
		const hasWords = text !== '' || task !== 'ask';
		if (!hasWords && sources.length === 0) return;
		if (this.#running) {
			return this.#queue({ task, text, behind: this.#running.turnId });
		}
		await this.#ask({ task: hasWords ? task : 'describe', text, follows: true, sources });
	}

	/** Lets a question wait. One that waits already goes on with the further words of the same task. */
	#queue(question: QueuedQuestion): void {
		const { queued } = this.#conversation;
		const words = queued?.task === question.task ? [queued.text, question.text] : [question.text];
		this.#dispatch({ kind: 'queued', queued: { ...question, text: words.filter(Boolean).join('\n\n') } });
	}

	/** Asks the question that waits. */
	async askQueued(): Promise<void> {
		const { queued } = this.#conversation;
		if (!queued) return;
		this.unqueue();
		this.stop();
		await this.askAttached(queued.task, queued.text);
	}

	/** Drops the question that waits. */
	unqueue(): void {
		this.#dispatch({ kind: 'queued', queued: undefined });
	}

	/**
	 * Asks, and settles when the answer has ended, in whichever way: with its turn, unless that has left the conversation meanwhile.
	 */
	async ask(
		question: Omit<Question, 'id' | 'sources'> & { readonly sources: readonly Source[] },
	): Promise<Turn | undefined> {
		return this.#ask({ ...question, sources: question.sources.map((source) => this.#media.keep(source)) });
	}

	async #ask(question: Omit<Question, 'id'>): Promise<Turn | undefined> {
		this.stop();
		const id = randomUUID();
		this.#dispatch({ kind: 'asked', question: { ...question, id }, at: Date.now() });
		await this.#answer(id);
		return this.turn(id);
	}

	/** Asks the last question again, with a new agreement of the user's: its answer is replaced. */
	async askAgain(turnId: string, consent?: Consent): Promise<void> {
		if (this.#conversation.turns.at(-1)?.question.id !== turnId) return;
		this.stop();
		this.#linking.get(turnId)?.abort();
		this.#dispatch({ kind: 'askedAgain', turnId, ...(consent && { consent }), at: Date.now() });
		await this.#answer(turnId);
	}

	/** Tells whether a question or one behind it has an answer, which an edit of it takes away. */
	isAnswered(turnId: string): boolean {
		const { turns } = this.#conversation;
		const index = turns.findIndex(({ question }) => question.id === turnId);
		return index !== -1 && turns.slice(index).some(({ text }) => text !== '');
	}

	/**
	 * Asks a question anew with other words, about the same pictures. The conversation as it was goes to the history: the question's
	 * answer and all that followed it are replaced. Does nothing for a question that would have no words.
	 */
	async editQuestion(turnId: string, text: string): Promise<void> {
		const question = this.turn(turnId)?.question;
		if (!question || question.text === text || (question.task === 'ask' && text === '')) return;
		this.stop();
		this.#stopLinking();
		if (this.isAnswered(turnId)) {
			this.#keepPast();
			this.#pastId = undefined;
		}
		const id = randomUUID();
		this.#dispatch({ kind: 'edited', turnId, question: { ...question, id, text }, at: Date.now() });
		await this.#answer(id);
	}

	/** Stops the running answer and keeps what it has written. */
	stop(): void {
		if (!this.#running) return;
		const { turnId, controller } = this.#running;
		this.#running = undefined;
		this.#dispatch({ kind: 'ended', turnId, status: 'stopped', at: Date.now() });
		controller.abort();
	}

	/** Begins an empty conversation; the one before goes to the history. */
	async clear(): Promise<void> {
		await this.#restoring;
		this.#leave();
		this.#dispatch({ kind: 'cleared' });
	}

	/** Opens a past conversation; the one before goes to the history. */
	async open({ id, conversation, thumbnails }: PastConversation): Promise<void> {
		await this.#restoring;
		this.#leave();
		this.#pastId = id;
		this.#media.restoreThumbnails(thumbnails);
		this.#dispatch({ kind: 'opened', conversation });
	}

	/** Stops what runs, and puts what was written into the history. */
	#leave(): void {
		this.stop();
		this.#stopLinking();
		this.#keepPast();
		this.#pastId = undefined;
		this.#media = new ConversationMedia(this.#store, this.#log);
	}

	/** Puts the conversation as it is now into the history. */
	#keepPast(): void {
		this.#archive.keep(this.#pastId ?? randomUUID(), { conversation: this.#conversation, media: this.#media });
	}

	/** Waits until everything up to now is on disk. */
	async flush(): Promise<void> {
		await this.#restoring;
		await Promise.all([this.#store.flush(), this.#archive.flush()]);
	}

	dispose(): void {
		this.#running?.controller.abort();
		this.#running = undefined;
		this.#stopLinking();
		this.#events.dispose();
	}

	async #answer(turnId: string): Promise<void> {
		const turn = this.turn(turnId);
		if (!turn) return;
		const controller = new AbortController();
		this.#running = { turnId, controller };
		const isCurrent = (): boolean => this.#running?.controller === controller;
		try {
			const request = requestFor(turn, this.#conversation, this.#media);
			for await (const event of this.#describer.answer(request, controller.signal)) {
				if (!isCurrent()) return;
				if (event.kind === 'prepared') {
					const pictures = this.#media.keepPrepared(event.media, this.turn(turnId)?.pictures ?? []);
					this.#dispatch({ kind: 'prepared', turnId, pictures });
				} else if (event.kind === 'answering' || event.kind === 'preparing') this.#dispatch({ ...event, turnId });
				else this.#dispatch({ kind: 'part', turnId, part: event });
			}
			if (isCurrent()) {
				this.#dispatch({ kind: 'ended', turnId, status: 'done', at: Date.now() });
				void this.#link(turnId);
			}
		} catch (error) {
			if (!isCurrent()) return;
			const failure = failureOf(error);
			const [{ failureMessage }, { failureSubject }] = await Promise.all([
				import('../failures/failureMessage.ts'),
				import('../../core/failureSubject.ts'),
			]);
			const shown = failureMessage(failure);
			if (!isCurrent()) return;
			this.#log.warn(`${failure.kind}: ${shown?.message ?? ''}${requestDetails(failure)}`);
			if (failure.kind === 'unexpected') this.#log.error(error instanceof Error ? error : String(error));
			if (shown) {
				const isBlocked = failure.kind === 'answerWithheld' || failure.kind === 'blocked';
				const written = isBlocked ? 'withdrawn' : 'kept';
				// A picture that can't be used, and of which nothing is offered that sends it all the same.
				const isUseless = failureSubject(failure) === 'picture' && !sendsAllTheSame(shown);
				const notice = isUseless ? { ...shown, about: 'picture' as const } : shown;
				this.#dispatch({ kind: 'failed', turnId, failure: notice, written });
			} else this.#dispatch({ kind: 'ended', turnId, status: 'stopped' });
		} finally {
			if (isCurrent()) {
				this.#running = undefined;
				// Behind any other answer it goes on waiting: the user may want to read that first.
				const isNext = this.#conversation.queued?.behind === turnId && this.turn(turnId)?.status === 'done';
				if (isNext) void this.askQueued();
			}
		}
	}

	#stopLinking(): void {
		for (const controller of this.#linking.values()) controller.abort();
	}

	/** Finds the places in files that a whole answer names; given up when it is asked again or gone. */
	async #link(turnId: string): Promise<void> {
		const text = this.turn(turnId)?.text ?? '';
		const controller = new AbortController();
		const { signal } = controller;
		this.#linking.set(turnId, controller);
		try {
			const { linkedPlaces } = await import('./fileLinks.ts');
			const places = await linkedPlaces(text, signal);
			const isSame = !signal.aborted && this.turn(turnId)?.text === text;
			if (places.length > 0 && isSame) this.#dispatch({ kind: 'linked', turnId, places });
		} catch (error) {
			this.#log.debug(`Could not look up the files that an answer names: ${String(error)}`);
		} finally {
			if (this.#linking.get(turnId) === controller) this.#linking.delete(turnId);
		}
	}

	#dispatch(event: ConversationEvent): void {
		this.#conversation = reduce(this.#conversation, event);
		if (this.#isRestoring) this.#hasUnsavedChange = true;
		else this.#save();
		this.#events.fire(event);
	}

	#save(): void {
		this.#store.save({ conversation: this.#conversation, pastId: this.#pastId });
	}
}

function sendsAllTheSame({ action }: FailureNotice): boolean {
	return action?.id === 'sendAnyway' || action?.id === 'sendBeginning';
}

/** Returns a piece as the picture that it was cut from. */
function wholeOfPiece({ origin }: Picture): Pick<Picture, 'origin'> {
	return { origin: origin && { ...origin, tile: undefined } };
}

/** Returns what the service's support asks for. */
function requestDetails(failure: Failure): string {
	return isRefusal(failure) ? ` (code ${failure.code}, HTTP ${failure.status}, request ${failure.requestId})` : '';
}

/** Returns the request of a turn, with the exchanges that it follows. */
export function requestFor(turn: Turn, conversation: Conversation, media: ConversationMedia): ImageRequest {
	const { task, text, around, change, consent } = turn.question;
	const before = turnsBefore(turn, conversation);
	return {
		task,
		text,
		around,
		media: mediaFor([...before, turn], media),
		sources: media.sourcesOf(turn),
		change,
		consent,
		asksPlaces: true,
		// A question that got no answer is no part of the history.
		history: before
			.filter((each) => each.text !== '')
			.map((each): Exchange => ({
				task: each.question.task,
				text: each.question.text,
				around: each.question.around,
				media: media.mediaOf(each),
				sources: media.sourcesOf(each),
				change: each.question.change,
				answer: each.text,
			})),
	};
}

/**
 * Returns the pictures and videos of the last of these turns: prepared ones as they were, the rest by their sources. A question
 * right behind one without an answer takes over those of that one, which no model has seen yet.
 */
function mediaFor(turns: readonly Turn[], media: ConversationMedia): readonly (Source | Medium)[] {
	const turn = turns.at(-1);
	if (!turn) return [];
	if (media.isComplete(turn)) return wishedOf(media.preparedOf(turn), turn);
	const unseen = turns.at(-2)?.text === '' ? mediaFor(turns.slice(0, -1), media) : [];
	return [...unseen, ...media.sourcesOf(turn)];
}

/** Leaves out the frames that the user doesn't want any more. */
function wishedOf(media: readonly Medium[], { question }: Turn): readonly Medium[] {
	if (!question.consent?.includes('firstFrameOnly')) return media;
	return media.flatMap((medium) => {
		const origin = 'origin' in medium ? medium.origin : undefined;
		if (!origin?.frame || origin.frame.count === 1) return [medium];
		return origin.frame.index > 0 ? [] : [{ ...medium, origin: { ...origin, frame: { ...origin.frame, count: 1 } } }];
	});
}

/** Returns the turns that a question follows, oldest first. */
function turnsBefore({ question }: Turn, conversation: Conversation): readonly Turn[] {
	if (!question.follows) return [];
	const thread = currentThread(conversation);
	return thread.slice(
		0,
		thread.findIndex((each) => each.question.id === question.id),
	);
}
