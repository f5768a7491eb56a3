// The review's tab with ten thousand rows in a real browser: the frames while it is scrolled, against those of three hundred.
import { launchChromium } from '../support/openWindow.ts';
import { ReviewPage } from '../support/reviewPage.ts';
import { reviewImage, scannedReview } from '../support/reviewRows.ts';
import { interleave, median } from './measure.ts';
import { milliseconds, type Table, times } from './table.ts';

const many = 10_000;
const few = 300;

/** Frames of one measurement, and the pixels that each scrolls: less than the few rows are high. */
const frames = 120;
const step = 300;

export async function measureReviewRows(): Promise<Table> {
	const browser = await launchChromium();
	try {
		const pageOf = async (count: number): Promise<ReviewPage> => {
			const page = await browser.newPage({ viewport: { width: 1000, height: 800 } });
			const review = new ReviewPage(page);
			await review.open({ events: scannedReview(imagesOf(count)) });
			return review;
		};
		const pages = { many: await pageOf(many), few: await pageOf(few) };
		const measured = await interleave({ many: () => scrolled(pages.many), few: () => scrolled(pages.few) }, 5);
		const middle = (list: readonly (readonly number[])[]): number => median(list.flat());
		const longest = (list: readonly (readonly number[])[]): number => median(list.map((all) => Math.max(...all)));
		const typed = await interleave({ many: () => answered(pages.many), few: () => answered(pages.few) }, 5);
		return {
			title: `Frames of the review's tab, scrolled by ${step} pixels each`,
			rows: [
				{
					what: `a frame with ${many} rows ÷ with ${few}`,
					value: times(middle(measured.many) / middle(measured.few)),
					raw: `${milliseconds(middle(measured.many))}, ${milliseconds(middle(measured.few))}`,
				},
				{
					what: `the longest of ${frames}`,
					value: milliseconds(longest(measured.many)),
					goal: '≤ 50 ms',
					raw: milliseconds(longest(measured.few)),
				},
				{
					what: `an answer that comes, until it is drawn: ${many} rows ÷ ${few}`,
					value: times(median(typed.many) / median(typed.few)),
					raw: `${milliseconds(median(typed.many))}, ${milliseconds(median(typed.few))}`,
				},
				{ what: `rows in the page, of ${many}`, value: String(await pages.many.rows.count()) },
			],
		};
	} finally {
		await browser.close();
	}
}

function imagesOf(count: number): ReturnType<typeof reviewImage>[] {
	return Array.from({ length: count }, (_, index) =>
		reviewImage(`row-${index}`, { document: `file:///docs/page-${Math.floor(index / 5)}.md`, line: index }),
	);
}

/** Returns the milliseconds of the main thread for each frame: to scroll, draw and lay out. */
async function scrolled({ page }: ReviewPage): Promise<readonly number[]> {
	return page.evaluate(
		async ({ count, pixels }) => {
			const main = document.querySelector('main');
			if (!main) throw new Error('There is no list.');
			main.scrollTop = 0;
			const taken: number[] = [];
			for (let frame = 0; frame < count; frame++) {
				await new Promise(requestAnimationFrame);
				const start = performance.now();
				main.scrollTop += pixels;
				// The list draws on the event of the scroll, before the next frame.
				await new Promise((resolve) => main.addEventListener('scroll', resolve, { once: true }));
				main.getBoundingClientRect();
				taken.push(performance.now() - start);
			}
			return taken;
		},
		{ count: frames, pixels: step },
	);
}

async function answered(review: ReviewPage): Promise<number> {
	const start = performance.now();
	await review.apply({ kind: 'proposed', id: 'row-3', proposal: { alt: `A text at ${start}.`, reason: '' } });
	return performance.now() - start;
}
