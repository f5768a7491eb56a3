import * as l10n from '@vscode/l10n';
import { emptyConversation, isRunning, reduce, type ConversationEvent } from '../../src/core/conversation.ts';
import type { HostMessage, PanelMessage, PanelState } from '../../src/core/protocol.ts';
import { noUsage } from '../../src/core/sessionUsage.ts';
import { waitBeforeDrawing, type Drawing } from './drawingPace.ts';
import type { DraftStore } from './composer.ts';
import { createPanelView } from './view.ts';

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
let lastDrawing: Drawing = { end: 0, cost: 0 };
let isScheduled = false;
let nextSecond = 0;
let nextPart = 0;

/** Draws at most once per frame, however many pieces arrive in it. */
function schedule(): void {
	clearTimeout(nextPart);
	nextPart = 0;
	if (isScheduled) return;
	isScheduled = true;
	requestAnimationFrame(() => {
		isScheduled = false;
		const start = performance.now();
		view.draw(state);
		const end = performance.now();
		lastDrawing = { end, cost: end - start };
		clearTimeout(nextSecond);
		// What runs counts seconds.
		if (state.conversation.turns.some(isRunning)) nextSecond = window.setTimeout(schedule, 1000);
	});
}

/** Draws a piece of an answer: with the next frame, or later if the last drawing was slow. */
function schedulePart(): void {
	if (nextPart !== 0) return;
	const wait = waitBeforeDrawing(lastDrawing, performance.now());
	if (wait === 0) schedule();
	else nextPart = window.setTimeout(schedule, wait);
}

function apply(event: ConversationEvent): PanelState {
	if (event.kind === 'asked' || event.kind === 'edited') view.asked(event.question.id);
	if (event.kind === 'askedAgain') view.asked(event.turnId);
	return { ...state, conversation: reduce(state.conversation, event) };
}

window.addEventListener('message', ({ data: message }: MessageEvent<HostMessage>) => {
	switch (message.type) {
		case 'state':
			state = message.state;
			break;
		case 'event':
			state = apply(message.event);
			if (message.event.kind === 'part') return schedulePart();
			break;
		case 'nextAnswerer':
			state = { ...state, nextAnswerer: message.nextAnswerer };
			break;
		case 'openPicture':
			state = { ...state, openPicture: message.name };
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
