import { isAttachmentEvent, reduceAttachments, type Attachment, type AttachmentEvent } from './attachments.ts';
import type { AnswerPart, FinishReason, Retry, Usage } from './answer.ts';
import type { PictureOrigin, WebMedium, VideoConsent } from './media.ts';
import type { TaskId } from './tasks.ts';

/** A picture or video of a turn, without its bytes: those travel and are stored by `id`. */
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
	/** Of a video, as sent. */
	readonly seconds?: number;
	/** What it was before; undefined where it was sent as it is. */
	readonly origin?: PictureOrigin | undefined;
}

/** A picture or video that the service fetched from the web by itself. */
export type WebPicture = WebMedium & { readonly id: string };

/** Who answers, or answered: the service at `host` with `model`, or this machine. */
export type Answerer =
	{ readonly engine: 'glm'; readonly model: string; readonly host: string } | { readonly engine: 'local' };

/** What one button under a failure or an answer does. */
export const actionIds = [
	'setApiKey',
	'askAgain',
	'openSettings',
	'showLog',
	'openBilling',
	'useCodingEndpoint',
	'selectModel',
	'useModel',
	'sendAnyway',
	'sendBeginning',
] as const;
export type ActionId = (typeof actionIds)[number];

/** A failure as the user reads it: worded, with at most one button. */
export interface FailureNotice {
	readonly message: string;
	readonly action?: NoticeAction;
}

/** A button's action; `useModel` changes to `model`. The host takes the model from its own turn, never from the page. */
type NoticeAction =
	| { readonly id: Exclude<ActionId, 'useModel'>; readonly label: string }
	| { readonly id: 'useModel'; readonly label: string; readonly model: string };

export type TurnStatus = 'preparing' | 'waiting' | 'streaming' | 'done' | 'stopped' | 'interrupted' | 'failed';

/** What was asked; the part of a turn that stays when it is asked again. */
export interface Question {
	readonly id: string;
	readonly task: TaskId;
	/** The user's own words; empty when the task's prompt says it all. */
	readonly text: string;
	/** Whether the turns before it belong to what is asked, back to the last one that follows nothing. */
	readonly follows: boolean;
	/** URIs of the pictures and videos, in the order in which they are sent. */
	readonly sources: readonly string[];
	/** What the user has agreed to since it was refused. */
	readonly consent?: readonly VideoConsent[];
}

/** One question with its answer so far. */
export interface Turn {
	readonly question: Question;
	readonly pictures: readonly (Picture | WebPicture)[];
	readonly status: TurnStatus;
	/** The picture that is being prepared, from 1, of how many. */
	readonly preparing?: { readonly index: number; readonly count: number } | undefined;
	readonly answerer: Answerer | undefined;
	readonly text: string;
	readonly reasoning: string;
	readonly usage: Usage | undefined;
	readonly finishReason: FinishReason | undefined;
	readonly failure: FailureNotice | undefined;
	/** How often the service began the answer anew; what was written before is gone. */
	readonly restarts?: number;
	/** How many of the oldest exchanges were left out, since the model takes no more. */
	readonly trimmed?: number;
	/** Places in files that the answer names and the workspace has, as they are written. */
	readonly places?: readonly string[];
	/** The wait before the question is sent again, until something comes. */
	readonly retry?: Retry | undefined;
}

export interface Conversation {
	readonly turns: readonly Turn[];
	/** What goes with the next question, in the order in which it will be sent. */
	readonly attachments: readonly Attachment[];
}

/** Everything that can happen to a conversation; host and panel apply the same events. */
export type ConversationEvent =
	| AttachmentEvent
	/** Takes along what waits of its sources. */
	| { readonly kind: 'asked'; readonly question: Question }
	| { readonly kind: 'askedAgain'; readonly turnId: string; readonly consent?: VideoConsent }
	| { readonly kind: 'preparing'; readonly turnId: string; readonly index: number; readonly count: number }
	| { readonly kind: 'prepared'; readonly turnId: string; readonly pictures: Turn['pictures'] }
	| { readonly kind: 'answering'; readonly turnId: string; readonly answerer: Answerer; readonly trimmed?: number }
	| { readonly kind: 'part'; readonly turnId: string; readonly part: AnswerPart }
	| { readonly kind: 'ended'; readonly turnId: string; readonly status: 'done' | 'stopped' | 'interrupted' }
	| {
			readonly kind: 'failed';
			readonly turnId: string;
			readonly failure: FailureNotice;
			/** `withdrawn`: the service took back what was already shown. */
			readonly written: 'kept' | 'withdrawn';
	  }
	| { readonly kind: 'linked'; readonly turnId: string; readonly places: readonly string[] }
	/** Another conversation takes its place. */
	| { readonly kind: 'opened'; readonly conversation: Conversation }
	| { readonly kind: 'cleared' };

export const emptyConversation: Conversation = { turns: [], attachments: [] };

/** Whether an answer may still grow. */
export function isRunning(turn: Turn): boolean {
	return turn.status === 'preparing' || turn.status === 'waiting' || turn.status === 'streaming';
}

/** Whether an answer has a beginning whose rest can be asked for. */
export function canContinue({ status, text, finishReason }: Turn): boolean {
	const isCut = status === 'stopped' || status === 'interrupted' || finishReason === 'length';
	return isCut && text !== '';
}

/** The conversation after an event. An event for a turn that isn't there changes nothing. */
export function reduce(conversation: Conversation, event: ConversationEvent): Conversation {
	if (event.kind === 'cleared') return emptyConversation;
	if (event.kind === 'opened') return event.conversation;
	if (isAttachmentEvent(event)) {
		return { ...conversation, attachments: reduceAttachments(conversation.attachments, event) };
	}
	if (event.kind === 'asked') {
		const { question } = event;
		return {
			turns: [...conversation.turns, unanswered(question, [])],
			attachments: conversation.attachments.filter(({ source }) => !question.sources.includes(source)),
		};
	}
	const index = conversation.turns.findLastIndex((turn) => turn.question.id === event.turnId);
	const turn = conversation.turns[index];
	return turn ? { ...conversation, turns: conversation.turns.with(index, reduceTurn(turn, event)) } : conversation;
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
	event: Exclude<ConversationEvent, AttachmentEvent | { kind: 'asked' | 'opened' | 'cleared' }>,
): Turn {
	switch (event.kind) {
		case 'askedAgain': {
			const { consent = [] } = turn.question;
			const question = event.consent ? { ...turn.question, consent: [...consent, event.consent] } : turn.question;
			return unanswered(question, turn.pictures);
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
			return { ...turn, status: event.status, retry: undefined };
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
			return { ...turn, text: '', reasoning: '', restarts: (turn.restarts ?? 0) + 1 };
		case 'usage':
			return { ...turn, usage: part.usage };
		case 'finish':
			return { ...turn, finishReason: part.reason };
	}
}

/** A conversation whose host has ended: what was running is marked as interrupted, what was written stays. */
export function interrupted(conversation: Conversation): Conversation {
	return {
		...conversation,
		turns: conversation.turns.map((turn) => (isRunning(turn) ? { ...turn, status: 'interrupted' } : turn)),
	};
}

/** The turns that a question put now belongs to: from the last one that follows nothing. */
export function currentThread(conversation: Conversation): readonly Turn[] {
	const start = conversation.turns.findLastIndex((turn) => !turn.question.follows);
	return conversation.turns.slice(Math.max(start, 0));
}
