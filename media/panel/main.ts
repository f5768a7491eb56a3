import * as l10n from '@vscode/l10n';
import { emptyConversation, reduce, type ConversationEvent } from '../../src/core/conversation.ts';
import { noUsage } from '../../src/core/sessionUsage.ts';
import type { HostMessage, PanelMessage, PanelState } from '../../src/core/protocol.ts';
import type { DraftStore } from './composer.ts';
import { createPanelView } from './view.ts';
import { isCountingDown } from './words.ts';

declare function acquireVsCodeApi(): DraftStore & { postMessage(message: PanelMessage): void };

l10n.config({ contents: document.querySelector('#words')?.textContent ?? '{}' });

const vscode = acquireVsCodeApi();
const send = (message: PanelMessage): void => vscode.postMessage(message);
const view = createPanelView(document.body, send, vscode);

let state: PanelState = {
	conversation: emptyConversation,
	nextAnswerer: { answerer: { engine: 'local' }, setting: 'auto' },
	usage: noUsage,
};
let isScheduled = false;
let nextSecond = 0;

/** Draws at most once a frame, however many pieces arrive in it. */
function schedule(): void {
	if (isScheduled) return;
	isScheduled = true;
	requestAnimationFrame(() => {
		isScheduled = false;
		view.draw(state);
		clearTimeout(nextSecond);
		if (state.conversation.turns.some(isCountingDown)) nextSecond = window.setTimeout(schedule, 1000);
	});
}

function apply(event: ConversationEvent): PanelState {
	return { ...state, conversation: reduce(state.conversation, event) };
}

window.addEventListener('message', ({ data: message }: MessageEvent<HostMessage>) => {
	switch (message.type) {
		case 'state':
			state = message.state;
			break;
		case 'event':
			state = apply(message.event);
			break;
		case 'nextAnswerer':
			state = { ...state, nextAnswerer: message.nextAnswerer };
			break;
		case 'usage':
			state = { ...state, usage: message.usage };
			break;
		case 'readClipboard':
			return void view.explainClipboard();
		case 'picture':
			return view.showPicture(message.id, message.bytes);
	}
	schedule();
});

send({ type: 'ready' });
