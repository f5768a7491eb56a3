import * as v from 'valibot';
import { isRegion } from './region.ts';
import type { SessionUsage } from './sessionUsage.ts';
import { taskIds } from './tasks.ts';
import { actionIds, type Answerer, type Conversation, type ConversationEvent } from './conversation.ts';

/**
 * The party that would answer the next question, and the setting `glimpse.engine`: a missing key leads to `local` too.
 */
export interface NextAnswerer {
	/** Undefined if a setting must be corrected first. */
	readonly answerer: Answerer | undefined;
	readonly setting: 'auto' | 'glm' | 'editor' | 'local';
	/** The id of a model on this machine that sees pictures, once the picker has found one. */
	readonly foundModel?: string | undefined;
	/** A model of the editor's own that may see, where nobody but this machine would answer; once the editor has said so. */
	readonly editorModel?: { readonly model: string; readonly provider: string } | undefined;
}

/** Everything that the panel shows. */
export interface PanelState {
	readonly conversation: Conversation;
	readonly nextAnswerer: NextAnswerer;
	/** The usage of all answers since the window opened. */
	readonly usage: SessionUsage;
	/** The name of the picture or video that is open in the editor. */
	readonly openPicture?: string | undefined;
	/** Whether the editor has a chat in which one can go on. */
	readonly hasChat?: boolean;
}

/** A message from the host to the panel. `state` follows `ready`, and is followed by the events after that state. */
export type HostMessage =
	| { readonly type: 'state'; readonly state: PanelState }
	| { readonly type: 'event'; readonly event: ConversationEvent }
	| { readonly type: 'nextAnswerer'; readonly nextAnswerer: NextAnswerer }
	| { readonly type: 'usage'; readonly usage: SessionUsage }
	| { readonly type: 'openPicture'; readonly name: string | undefined }
	/** Makes the page read the clipboard, which only the page can. */
	| { readonly type: 'readClipboard' }
	/** The answer to `getPicture`; without bytes if the picture is gone. */
	| { readonly type: 'picture'; readonly id: string; readonly bytes: Uint8Array | undefined };

/** A pasted or dropped file. */
const file = v.object({ name: v.pipe(v.string(), v.maxLength(1000)), bytes: v.instance(Uint8Array) });

const region = v.pipe(
	v.object({ left: v.number(), top: v.number(), right: v.number(), bottom: v.number() }),
	v.check(isRegion),
);

/** The user's own words. */
const question = v.pipe(v.string(), v.trim(), v.maxLength(100_000));

const longText = v.pipe(v.string(), v.maxLength(1_000_000));

const panelMessage = v.variant('type', [
	v.object({ type: v.literal('ready') }),
	/** Asks with the attachments; while an answer is written, behind it. `withOpen`: with the picture that is open in the editor. */
	v.object({
		type: v.literal('ask'),
		task: v.picklist(taskIds),
		text: question,
		withOpen: v.optional(v.boolean()),
	}),
	/** Asks a question with other words; what followed it goes to the history. */
	v.object({ type: v.literal('editQuestion'), turnId: v.string(), text: question }),
	/** Drops the question that waits for the end of an answer. */
	v.object({ type: v.literal('unqueue') }),
	/** Asks it now. */
	v.object({ type: v.literal('askQueued') }),
	/** A question is being put: what it takes may be started. */
	v.object({ type: v.literal('getReady') }),
	/** Lets the user choose files. */
	v.object({ type: v.literal('attach') }),
	v.object({ type: v.literal('attachFiles'), files: v.array(file) }),
	/** Explains screenshots from the clipboard at once. */
	v.object({ type: v.literal('explainPictures'), files: v.array(file) }),
	/** Attaches files by their URIs. */
	v.object({ type: v.literal('attachUris'), uris: v.array(v.string()) }),
	/** Attaches pictures and videos by their addresses: https, or data of a picture. */
	v.object({
		type: v.literal('attachAddresses'),
		addresses: v.pipe(v.array(v.pipe(v.string(), v.maxLength(70_000_000))), v.maxLength(100)),
	}),
	/**
	 * Attaches a part of a picture that is attached or was sent; `region` in fractions of it as it is shown, or of all that it is a
	 * piece of.
	 */
	v.object({ type: v.literal('attachRegion'), id: v.string(), region, ofWhole: v.optional(v.boolean()) }),
	v.object({ type: v.literal('detach'), id: v.string() }),
	v.object({ type: v.literal('move'), id: v.string(), to: v.number() }),
	v.object({ type: v.literal('stop') }),
	v.object({ type: v.literal('continue') }),
	v.object({ type: v.literal('getPicture'), id: v.string() }),
	/** Uses a turn's answer. */
	v.object({
		type: v.literal('useAnswer'),
		turnId: v.string(),
		how: v.picklist(['copy', 'insert', 'open', 'save']),
	}),
	/** Writes a turn's answer into the notebook whose output it is about: as a Markdown cell, or into the metadata of the cell. */
	v.object({ type: v.literal('useForOutput'), turnId: v.string(), how: v.picklist(['cell', 'cellAlt']) }),
	/** Puts a turn's answer into the editor's chat. */
	v.object({ type: v.literal('continueInChat'), turnId: v.string() }),
	/** Opens a turn's picture or video, by its place among the sources, in the editor. */
	v.object({
		type: v.literal('openSource'),
		turnId: v.string(),
		index: v.pipe(v.number(), v.integer(), v.minValue(0)),
	}),
	/** Attaches the picture that is open in the editor. */
	v.object({ type: v.literal('attachOpen') }),
	/** Uses a code block. */
	v.object({ type: v.literal('copyText'), text: longText }),
	v.object({ type: v.literal('insertText'), text: longText }),
	v.object({ type: v.literal('openText'), text: longText, language: v.pipe(v.string(), v.maxLength(50)) }),
	/** Opens a place in a file that an answer names. */
	v.object({ type: v.literal('openPlace'), place: v.pipe(v.string(), v.maxLength(1000)) }),
	v.object({
		type: v.literal('act'),
		turnId: v.string(),
		action: v.picklist(actionIds),
	}),
	/** Asks the last question again with one frame of each animation. */
	v.object({ type: v.literal('askFirstFrame'), turnId: v.string() }),
	/** Starts one of the first steps, from the empty panel. */
	v.object({ type: v.literal('start'), what: v.picklist(['describe', 'explainClipboard', 'altText']) }),
	v.object({ type: v.literal('setApiKey') }),
	/** Opens the page where one makes a key. */
	v.object({ type: v.literal('getApiKey') }),
	v.object({ type: v.literal('selectModel') }),
	v.object({ type: v.literal('openSettings') }),
]);

/** A message from the panel to the host. */
export type PanelMessage = v.InferOutput<typeof panelMessage>;

/** Returns the message, or undefined if it is invalid: a page is not trusted to keep to its types. */
export function parsePanelMessage(message: unknown): PanelMessage | undefined {
	const result = v.safeParse(panelMessage, message);
	return result.success ? result.output : undefined;
}
