import { isAttachmentEvent, reduceAttachments, type Attachment, type AttachmentEvent } from './attachments.ts';
import type { AnswerPart, FinishReason, Retry, Usage } from './answer.ts';
import { placeAmong, type PictureOrigin, type WebMedium, type Consent } from './media.ts';
import type { PictureChange } from './git/pictureChange.ts';
import type { TaskId } from './tasks.ts';

/** A picture or video of a turn, without its bytes, which travel and are stored by `id`. */
export interface Picture {
	readonly id: string;
	readonly name: string;
	readonly mediaType: string;
	/** Pixels. */
	readonly width: number;
	/** Pixels. */
	readonly height: number;
	/** Bytes, as sent. */
	readonly byteLength: number;
	/** The length of a video, as sent. */
	readonly seconds?: number;
	/** The state before preparation; undefined if it was sent unchanged. */
	readonly origin?: PictureOrigin | undefined;
}

/** A picture or video that the service fetched from the web itself. */
export type WebPicture = WebMedium & { readonly id: string };

/** The party that answers or answered: the service at `host` with `model`, a model of the editor's own, or this machine. */
export type Answerer =
	| { readonly engine: 'glm'; readonly model: string; readonly host: string }
	| EditorAnswerer
	| { readonly engine: 'local' };

/** A model of the editor's own: `model` is its name, `provider` the name of who provides it, to whom pictures go. */
export interface EditorAnswerer {
	readonly engine: 'editor';
	/** Its vendor and its id, with a slash between. */
	readonly id: string;
	readonly model: string;
	readonly provider: string;
	/** The family of models, such as `gpt-4o`; may be empty. */
	readonly family: string;
}

/** A party with a model. */
export type ModelAnswerer = Exclude<Answerer, { readonly engine: 'local' }>;

/** The actions of the one button under a failure or an answer. */
export const actionIds = [
	'setApiKey',
	'askAgain',
	'openSettings',
	'showLog',
	'openBilling',
	'useCodingEndpoint',
	'allowHttp',
	'selectModel',
	'useModel',
	'useEndpoint',
	'sendAnyway',
	'sendBeginning',
] as const;
export type ActionId = (typeof actionIds)[number];

/** A failure in words for the user, with at most one button. */
export interface FailureNotice {
	readonly message: string;
	readonly action?: NoticeAction;
	/** Where it is about one of the pictures, and not about the question or who answers. */
	readonly about?: 'picture';
}

/**
 * A button's action; `useModel` changes to `model`, `useEndpoint` to `endpoint`. The host takes these from its own turn, never
 * from the page.
 */
export type NoticeAction =
	| { readonly id: Exclude<ActionId, 'useModel' | 'useEndpoint'>; readonly label: string }
	| { readonly id: 'useModel'; readonly label: string; readonly model: string }
	| { readonly id: 'useEndpoint'; readonly label: string; readonly endpoint: string };

export type TurnStatus = 'preparing' | 'waiting' | 'streaming' | 'done' | 'stopped' | 'interrupted' | 'failed';

/** A question: the part of a turn that stays when it is asked again. */
export interface Question {
	readonly id: string;
	readonly task: TaskId;
	/** The user's own words; empty if the task's prompt is enough. */
	readonly text: string;
	/** True if the turns before it belong to it, back to the last one that follows nothing. */
	readonly follows: boolean;
	/** URIs of the pictures and videos, in sending order. */
	readonly sources: readonly string[];
	/** What happened to the picture, where its versions are asked about. */
	readonly change?: PictureChange;
	/** The user's consent, given after a refusal. */
	readonly consent?: readonly Consent[];
	/** What stands around the picture in its document, as quoted data for the prompt. */
	readonly around?: string;
	/** True while its picture is an output in an open notebook, where the answer can be written; not kept over a reload. */
	readonly isOfOutput?: boolean;
}

/** One question with its answer so far. */
export interface Turn {
	readonly question: Question;
	readonly pictures: readonly (Picture | WebPicture)[];
	readonly status: TurnStatus;
	/** The number of the picture that is being prepared, from 1, and the count of all. */
	readonly preparing?: { readonly index: number; readonly count: number } | undefined;
	readonly answerer: Answerer | undefined;
	readonly text: string;
	readonly reasoning: string;
	readonly usage: Usage | undefined;
	readonly finishReason: FinishReason | undefined;
	readonly failure: FailureNotice | undefined;
	/** The number of times that the service restarted the answer; everything before is gone. */
	readonly restarts?: number;
	/** The number of oldest exchanges left out, since the model takes no more. */
	readonly trimmed?: number;
	/** Places in files that the answer names and the workspace contains, as written. */
	readonly places?: readonly string[];
	/** The wait before the question is sent again, until something arrives. */
	readonly retry?: Retry | undefined;
	/** When it was asked, the last time, and when the answer ended; in milliseconds since 1970. */
	readonly startedAt?: number | undefined;
	readonly endedAt?: number | undefined;
}

export interface Conversation {
	readonly turns: readonly Turn[];
	/** Attachments of the next question, in sending order. */
	readonly attachments: readonly Attachment[];
	/** The question that is asked when the answer before it is complete. */
	readonly queued?: QueuedQuestion | undefined;
}

/** A question that waits for the end of an answer; it takes the attachments of then. */
export interface QueuedQuestion extends Pick<Question, 'task' | 'text'> {
	/** The turn whose answer it waits for. */
	readonly behind: string;
}

/** An event of a conversation; host and panel apply the same ones. `at`: milliseconds since 1970. */
export type ConversationEvent =
	| AttachmentEvent
	/** Takes the attachments among its sources with it. */
	| { readonly kind: 'asked'; readonly question: Question; readonly at?: number }
	/** Takes the place of a question, with its pictures, and of all that follows it. */
	| { readonly kind: 'edited'; readonly turnId: string; readonly question: Question; readonly at?: number }
	| { readonly kind: 'askedAgain'; readonly turnId: string; readonly consent?: Consent; readonly at?: number }
	| { readonly kind: 'preparing'; readonly turnId: string; readonly index: number; readonly count: number }
	| { readonly kind: 'prepared'; readonly turnId: string; readonly pictures: Turn['pictures'] }
	| { readonly kind: 'answering'; readonly turnId: string; readonly answerer: Answerer; readonly trimmed?: number }
	| { readonly kind: 'part'; readonly turnId: string; readonly part: AnswerPart }
	| {
			readonly kind: 'ended';
			readonly turnId: string;
			readonly status: 'done' | 'stopped' | 'interrupted';
			readonly at?: number;
	  }
	| {
			readonly kind: 'failed';
			readonly turnId: string;
			readonly failure: FailureNotice;
			/** `withdrawn`: the service took back text that was already shown. */
			readonly written: 'kept' | 'withdrawn';
	  }
	| { readonly kind: 'linked'; readonly turnId: string; readonly places: readonly string[] }
	/** Undefined: none waits any more. */
	| { readonly kind: 'queued'; readonly queued: QueuedQuestion | undefined }
	/** Replaces the conversation with another one. */
	| { readonly kind: 'opened'; readonly conversation: Conversation }
	| { readonly kind: 'cleared' };

export const emptyConversation: Conversation = { turns: [], attachments: [] };

/** Tells whether a source is a file that the editor can open: neither pasted nor of the web. */
export function isFileSource(source: string): boolean {
	return /^(?!https?:|data:|pasted:)[a-z][\w+.-]*:/i.test(source);
}

export function isVideoPicture(picture: Picture | WebPicture): boolean {
	return 'url' in picture ? picture.kind === 'video' : picture.seconds !== undefined;
}

/** Tells whether an answer may still grow. */
export function isRunning(turn: Turn): boolean {
	return turn.status === 'preparing' || turn.status === 'waiting' || turn.status === 'streaming';
}

/** Tells whether an answer was cut off and the rest can be requested. */
export function canContinue({ status, text, finishReason }: Turn): boolean {
	const isCut = status === 'stopped' || status === 'interrupted' || finishReason === 'length';
	return isCut && text !== '';
}

/** Returns the conversation after an event. An event for an unknown turn changes nothing. */
export function reduce(conversation: Conversation, event: ConversationEvent): Conversation {
	if (event.kind === 'cleared') return emptyConversation;
	if (event.kind === 'opened') return event.conversation;
	if (isAttachmentEvent(event)) {
		return { ...conversation, attachments: reduceAttachments(conversation.attachments, event) };
	}
	if (event.kind === 'queued') return { ...conversation, queued: event.queued };
	if (event.kind === 'asked') {
		const { question } = event;
		return {
			...conversation,
			turns: [...conversation.turns, { ...unanswered(question, []), startedAt: event.at }],
			attachments: conversation.attachments.filter(({ source }) => !question.sources.includes(source)),
		};
	}
	const index = conversation.turns.findLastIndex((turn) => turn.question.id === event.turnId);
	const turn = conversation.turns[index];
	if (!turn) return conversation;
	if (event.kind === 'edited') {
		const edited = { ...unanswered(event.question, turn.pictures), startedAt: event.at };
		return { ...conversation, turns: [...conversation.turns.slice(0, index), edited] };
	}
	return { ...conversation, turns: conversation.turns.with(index, reduceTurn(turn, event)) };
}

function unanswered(question: Question, pictures: Turn['pictures']): Turn {
	return {
		question,
		pictures,
		status: 'preparing',
		answerer: undefined,
		text: '',
		reasoning: '',
		usage: undefined,
		finishReason: undefined,
		failure: undefined,
	};
}

function reduceTurn(
	turn: Turn,
	event: Exclude<ConversationEvent, AttachmentEvent | { kind: 'asked' | 'edited' | 'queued' | 'opened' | 'cleared' }>,
): Turn {
	switch (event.kind) {
		case 'askedAgain': {
			const { consent = [] } = turn.question;
			const question = event.consent ? { ...turn.question, consent: [...consent, event.consent] } : turn.question;
			return { ...unanswered(question, turn.pictures), startedAt: event.at };
		}
		case 'preparing':
			return { ...turn, preparing: { index: event.index, count: event.count } };
		case 'prepared':
			return { ...turn, pictures: event.pictures, preparing: undefined };
		case 'answering':
			return {
				...turn,
				status: 'waiting',
				answerer: event.answerer,
				...(event.trimmed !== undefined && { trimmed: event.trimmed }),
			};
		case 'part':
			return reducePart({ ...turn, retry: undefined }, event.part);
		case 'linked':
			return { ...turn, places: event.places };
		case 'ended':
			return { ...turn, status: event.status, retry: undefined, endedAt: event.at };
		case 'failed':
			return {
				...turn,
				status: 'failed',
				failure: event.failure,
				retry: undefined,
				...(event.written === 'withdrawn' && { text: '', reasoning: '' }),
			};
	}
}

function reducePart(turn: Turn, part: AnswerPart): Turn {
	switch (part.kind) {
		case 'waiting': {
			const { until, attempt, reason } = part;
			return { ...turn, retry: { until, attempt, reason } };
		}
		case 'text':
			return { ...turn, status: 'streaming', text: turn.text + part.text };
		case 'reasoning':
			return { ...turn, status: 'streaming', reasoning: turn.reasoning + part.text };
		case 'restarted':
			return {
				...turn,
				text: '',
				reasoning: '',
				...(!part.wasThought && { restarts: (turn.restarts ?? 0) + 1 }),
			};
		case 'usage':
			return { ...turn, usage: part.usage };
		case 'finish':
			return { ...turn, finishReason: part.reason };
	}
}

/** Returns a conversation whose host has ended: running turns are marked as interrupted and keep their text. */
export function markInterrupted(conversation: Conversation): Conversation {
	return {
		...conversation,
		turns: conversation.turns.map((turn) => (isRunning(turn) ? { ...turn, status: 'interrupted' } : turn)),
	};
}

/** Tells whether a picture is the first, or only one, of its source. */
export function isFirstPiece(picture: Picture | WebPicture): boolean {
	return 'url' in picture || placeAmong(picture).index === 0;
}

/**
 * Returns the source of a picture that was sent with a turn. Pieces of a cut picture, and frames, have one source; a question behind one
 * that got no answer took over that one's pictures, which come first.
 */
export function sourceOfPicture({ turns }: Conversation, pictureId: string): string | undefined {
	const at = turns.findIndex(({ pictures }) => pictures.some(({ id }) => id === pictureId));
	const pictures = turns[at]?.pictures ?? [];
	const behind = pictures.slice(pictures.findIndex(({ id }) => id === pictureId) + 1).filter(isFirstPiece).length;
	return turns
		.slice(0, at + 1)
		.flatMap(({ question }) => question.sources)
		.at(-1 - behind);
}

/** Tells whether a turn has a picture that can't be used, so that nothing came of it: questions behind it pass it over. */
export function isRefused({ failure, text }: Turn): boolean {
	return failure?.about === 'picture' && text === '';
}

/** Returns the turns that the next question belongs to, beginning with the last one that follows nothing. */
export function currentThread(conversation: Conversation): readonly Turn[] {
	const asked = conversation.turns.filter((turn) => !isRefused(turn));
	const start = asked.findLastIndex((turn) => !turn.question.follows);
	return asked.slice(Math.max(start, 0));
}
