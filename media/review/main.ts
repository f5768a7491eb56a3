import * as l10n from '@vscode/l10n';
import { emptyReview, reduceReview, type Review, type ReviewRow } from '../../src/core/review/review.ts';
import type { ReviewHostMessage, ReviewMessage } from '../../src/core/review/reviewProtocol.ts';
import { createReviewView, type ViewStore } from './reviewView.ts';

declare function acquireVsCodeApi(): ViewStore & { postMessage(message: ReviewMessage): void };

l10n.config({ contents: document.querySelector('#words')?.textContent ?? '{}' });

const vscode = acquireVsCodeApi();
const view = createReviewView(document.body, (message) => vscode.postMessage(message), vscode);

let review = emptyReview;
let isScheduled = false;

/** A state of which not all rows are there yet. */
let arriving: { readonly review: Review; readonly rows: ReviewRow[]; readonly rowCount: number } | undefined;

/** Takes a state once it is whole: until then the one before stays in view. */
function takeArrived(): void {
	if (!arriving || arriving.rows.length < arriving.rowCount) return;
	review = { ...arriving.review, rows: arriving.rows };
	arriving = undefined;
}

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
			arriving = { review: message.review, rows: [], rowCount: message.rowCount };
			takeArrived();
			break;
		case 'rows':
			arriving?.rows.push(...message.rows);
			takeArrived();
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
