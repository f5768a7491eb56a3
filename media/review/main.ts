import * as l10n from '@vscode/l10n';
import { emptyReview, reduceReview } from '../../src/core/review/review.ts';
import type { ReviewHostMessage, ReviewMessage } from '../../src/core/review/reviewProtocol.ts';
import { createReviewView, type ViewStore } from './reviewView.ts';

declare function acquireVsCodeApi(): ViewStore & { postMessage(message: ReviewMessage): void };

l10n.config({ contents: document.querySelector('#words')?.textContent ?? '{}' });

const vscode = acquireVsCodeApi();
const view = createReviewView(document.body, (message) => vscode.postMessage(message), vscode);

let review = emptyReview;
let isScheduled = false;

/** Draws at most once per frame, however much happens in it. */
function schedule(): void {
	if (isScheduled) return;
	isScheduled = true;
	requestAnimationFrame(() => {
		isScheduled = false;
		view.draw(review);
	});
}

window.addEventListener('message', ({ data: message }: MessageEvent<ReviewHostMessage>) => {
	switch (message.type) {
		case 'state':
			review = message.review;
			break;
		case 'event':
			review = reduceReview(review, message.event);
			break;
		case 'picture':
			return view.showPicture(message);
	}
	schedule();
});

vscode.postMessage({ type: 'ready' });
