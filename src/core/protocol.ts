import * as v from 'valibot';
import type { SessionUsage } from './sessionUsage.ts';
import { taskIds } from './tasks.ts';
import { actionIds, type Answerer, type Conversation, type ConversationEvent } from './conversation.ts';

/** Who would answer a question put now, and what the setting `glimpse.engine` says: a missing key, too, leads to `local`. */
export interface NextAnswerer {
	/** Undefined when a setting must be mended first. */
	readonly answerer: Answerer | undefined;
	readonly setting: 'auto' | 'glm' | 'local';
}

/** All that the panel shows. */
export interface PanelState {
	readonly conversation: Conversation;
	readonly nextAnswerer: NextAnswerer;
	/** Of all answers since the window opened. */
	readonly usage: SessionUsage;
}

/** From the host to the panel. `state` comes after `ready`, and after it the events that follow that state. */
export type HostMessage =
	| { readonly type: 'state'; readonly state: PanelState }
	| { readonly type: 'event'; readonly event: ConversationEvent }
	| { readonly type: 'nextAnswerer'; readonly nextAnswerer: NextAnswerer }
	| { readonly type: 'usage'; readonly usage: SessionUsage }
	/** Has the page read the clipboard, which it alone can. */
	| { readonly type: 'readClipboard' }
	/** The answer to `getPicture`; no bytes when the picture is gone. */
	| { readonly type: 'picture'; readonly id: string; readonly bytes: Uint8Array | undefined };

/** Something pasted or dropped. */
const file = v.object({ name: v.pipe(v.string(), v.maxLength(1000)), bytes: v.instance(Uint8Array) });

const longText = v.pipe(v.string(), v.maxLength(1_000_000));

const panelMessage = v.variant('type', [
	v.object({ type: v.literal('ready') }),
	/** With what is attached. */
	v.object({
		type: v.literal('ask'),
		task: v.picklist(taskIds),
		text: v.pipe(v.string(), v.trim(), v.maxLength(100_000)),
	}),
	/** Has the user choose files. */
	v.object({ type: v.literal('attach') }),
	v.object({ type: v.literal('attachFiles'), files: v.array(file) }),
	/** Screenshots that were on the clipboard, to be explained at once. */
	v.object({ type: v.literal('explainPictures'), files: v.array(file) }),
	/** What was dragged from the editor's own lists. */
	v.object({ type: v.literal('attachUris'), uris: v.array(v.string()) }),
	v.object({ type: v.literal('detach'), id: v.string() }),
	v.object({ type: v.literal('move'), id: v.string(), to: v.number() }),
	v.object({ type: v.literal('stop') }),
	v.object({ type: v.literal('continue') }),
	v.object({ type: v.literal('getPicture'), id: v.string() }),
	/** What is done with a turn's answer. */
	v.object({
		type: v.literal('useAnswer'),
		turnId: v.string(),
		how: v.picklist(['copy', 'insert', 'open', 'save']),
	}),
	/** A code block. */
	v.object({ type: v.literal('copyText'), text: longText }),
	v.object({ type: v.literal('openText'), text: longText, language: v.pipe(v.string(), v.maxLength(50)) }),
	/** A place in a file that an answer names. */
	v.object({ type: v.literal('openPlace'), place: v.pipe(v.string(), v.maxLength(1000)) }),
	v.object({
		type: v.literal('act'),
		turnId: v.string(),
		action: v.picklist(actionIds),
	}),
	/** One of the first things to do, from the empty panel. */
	v.object({ type: v.literal('start'), what: v.picklist(['describe', 'explainClipboard', 'altText']) }),
	v.object({ type: v.literal('setApiKey') }),
	v.object({ type: v.literal('selectModel') }),
	v.object({ type: v.literal('openSettings') }),
	v.object({ type: v.literal('setEngine'), engine: v.picklist(['auto', 'local']) }),
]);

/** From the panel to the host. */
export type PanelMessage = v.InferOutput<typeof panelMessage>;

/** The message, or undefined when it is none: a page is not trusted to keep to its types. */
export function parsePanelMessage(message: unknown): PanelMessage | undefined {
	const result = v.safeParse(panelMessage, message);
	return result.success ? result.output : undefined;
}
