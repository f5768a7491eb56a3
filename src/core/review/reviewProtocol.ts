import * as v from 'valibot';
import type { Review, ReviewEvent, ReviewRow } from './review.ts';

/**
 * A message from the host to the review's page. `state` follows `ready` and each scan, without rows; these follow, some at a time,
 * and then the events after that state.
 */
export type ReviewHostMessage =
	| { readonly type: 'state'; readonly review: Review; readonly rowCount: number }
	| { readonly type: 'rows'; readonly rows: readonly ReviewRow[] }
	| { readonly type: 'event'; readonly event: ReviewEvent }
	/** The answer to `getPicture`; without bytes where there is nothing to show. */
	| {
			readonly type: 'picture';
			readonly id: string;
			readonly size: PictureSize;
			readonly bytes: Uint8Array | undefined;
	  };

const pictureSizes = ['small', 'large'] as const;
export type PictureSize = (typeof pictureSizes)[number];

const id = v.pipe(v.string(), v.maxLength(100));
const ids = v.pipe(v.array(id), v.maxLength(1_000_000));

const reviewMessage = v.variant('type', [
	v.object({ type: v.literal('ready') }),
	v.object({ type: v.literal('getPicture'), id, size: v.picklist(pictureSizes) }),
	/** Has texts written for rows, once the person has agreed. */
	v.object({ type: v.literal('write'), ids }),
	/** Has the texts of rows judged, once the person has agreed. */
	v.object({ type: v.literal('check'), ids }),
	/** Has another text written for a row; the wish may be empty. */
	v.object({ type: v.literal('ask'), id, wish: v.pipe(v.string(), v.maxLength(2000)) }),
	v.object({ type: v.literal('edit'), id, alt: v.pipe(v.string(), v.maxLength(10_000)) }),
	v.object({
		type: v.literal('decide'),
		ids,
		decision: v.optional(v.picklist(['accepted', 'skipped', 'decorative'])),
	}),
	/** Writes what was accepted into the documents. */
	v.object({ type: v.literal('apply'), saves: v.picklist(['closed', 'nothing']) }),
	v.object({ type: v.literal('stop') }),
	v.object({ type: v.literal('cancelBatch') }),
	v.object({ type: v.literal('scanAgain') }),
	/** Shows an image in its document. */
	v.object({ type: v.literal('open'), id }),
	v.object({ type: v.literal('export'), ids }),
]);

/** A message from the review's page to the host. */
export type ReviewMessage = v.InferOutput<typeof reviewMessage>;

/** Returns the message, or undefined if it is invalid: a page is not trusted to keep to its types. */
export function parseReviewMessage(message: unknown): ReviewMessage | undefined {
	const result = v.safeParse(reviewMessage, message);
	return result.success ? result.output : undefined;
}
